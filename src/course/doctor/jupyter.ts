/** The doctor on what `npm run lab` needs: Python, the JupyterLab in `.venv`, the kernel in it, a port. */
import fs from "node:fs";
import path from "node:path";
import { KERNEL_NAME } from "../kernel/spec";
import { nextFreePort, USUAL_PORT, whyTaken } from "../lab/port";
import { canMakeVenv, findPython, pythonRemedy } from "../lab/python";
import { isVenvReady, kernelFolder, labVersion, venvFailure } from "../lab/venv";
import { ROOT, VENV } from "../paths";
import type { Finding } from "./finding";

const SETUP = "npx clinic lab --setup";

/** Is there a Python that can make a JupyterLab? */
export function python(): Finding {
  const { python: found, tooOld } = findPython();
  const topic = "Python";
  if (!found) {
    const text = tooOld.length > 0 ? `only ${tooOld.join(", ")}` : "none on the PATH";
    return { topic, state: "note", text, remedy: pythonRemedy };
  }
  const text = `${found.version} (${found.command})`;
  if (canMakeVenv(found)) return { topic, state: "ok", text };
  return { topic, state: "note", text: `${text} cannot make a .venv`, remedy: venvFailure };
}

/** The JupyterLab in `.venv` and the kernel in it. One that is not made yet is no fault. */
export function jupyterLab(venv = VENV): Finding[] {
  const topic = "JupyterLab";
  const shown = path.relative(ROOT, venv);
  if (!isVenvReady(venv)) {
    return [{ topic, state: "note", text: `not made yet in ${shown}`, remedy: "npm run lab" }];
  }
  const version = labVersion(venv);
  if (version === undefined) {
    const text = `${shown} is broken: its Python is gone, or has changed`;
    return [{ topic, state: "missing", text, remedy: SETUP }];
  }
  return [{ topic, state: "ok", text: `${version} in ${shown}` }, kernelInLab(venv)];
}

function kernelInLab(venv: string): Finding {
  const file = path.join(kernelFolder(venv), KERNEL_NAME, "kernel.json");
  const fault = kernelSpecFault(file);
  const topic = "kernel in JupyterLab";
  if (fault === undefined) return { topic, state: "ok", text: "registered" };
  return { topic, state: "missing", text: `${path.relative(ROOT, file)} ${fault}`, remedy: SETUP };
}

/** What is wrong with a kernel's description, or undefined. */
function kernelSpecFault(file: string): string | undefined {
  if (!fs.existsSync(file)) return "is not there";
  try {
    const { argv } = JSON.parse(fs.readFileSync(file, "utf8")) as { argv: string[] };
    const gone = argv.slice(0, 2).find((part) => !fs.existsSync(part));
    return gone === undefined ? undefined : `names ${gone}, which is gone`;
  } catch {
    return "is damaged";
  }
}

/** JupyterLab takes the next port when the usual one is taken, so that is worth a note only. */
export async function port(usual = USUAL_PORT): Promise<Finding> {
  const why = await whyTaken(usual);
  const topic = "port";
  if (why === undefined) return { topic, state: "ok", text: `${usual} is free` };
  if (why !== "EADDRINUSE") {
    const remedy = "choose another one: npm run lab -- --port 9000";
    return { topic, state: "note", text: `${usual} cannot be used (${why})`, remedy };
  }
  const next = await nextFreePort(usual + 1);
  const instead = next === undefined ? "one further on" : String(next);
  return {
    topic,
    state: "note",
    text: `${usual} is taken by ${await whoListens(usual)}`,
    remedy: `nothing to do: npm run lab takes ${instead}; another one: npm run lab -- --port 9000`,
  };
}

/** A Jupyter server says who it is to everybody. */
async function whoListens(at: number): Promise<string> {
  try {
    const answer = await fetch(`http://127.0.0.1:${at}/api`, { signal: AbortSignal.timeout(2000) });
    const { version } = (await answer.json()) as { version?: string };
    if (version) return `a Jupyter server (${version}), perhaps this course's, still open`;
  } catch {
    // whatever it is, it is not one
  }
  return "another program";
}
