/** `clinic doctor`: what is here, what is missing, and for each thing missing the command that mends it. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { engineReport } from "../runtime/engine";
import { compiledReport } from "../runtime/onnx";
import { mnistIsCached } from "../data/mnist";
import { KERNEL_NAME } from "./kernel/spec";
import { findPython, noPythonMessage } from "./lab/python";
import { isVenvReady, venvCommand } from "./lab/venv";
import { ROOT, VENV } from "./paths";

/** One finding. "note": optional or not made yet; "missing": something the course needs. */
export interface Finding {
  topic: string;
  state: "ok" | "note" | "missing";
  text: string;
  /** the command, or the words, that mend it */
  remedy?: string;
}

/** Look at everything the course depends on. Changes nothing. */
export async function examine(): Promise<Finding[]> {
  const computing = [...(await engines()), compiledSteps()];
  return [...versions(), ...computing, ...kernels(), ...data(), writable(), memory()];
}

/** Only what computes, as text: `clinic engine`. */
export async function engineLines(): Promise<string> {
  return formatFindings([...(await engines()), compiledSteps()]);
}

function compiledSteps(): Finding {
  const { usable, text, remedy } = compiledReport();
  const topic = "compiled steps";
  if (usable) return { topic, state: "ok", text: `${text}; training steps run here` };
  return { topic, state: "note", text, remedy };
}

function versions(): Finding[] {
  const packages = ["tslab", "@jupyterlab/services", "@tensorflow/tfjs", "vega-lite", "zeromq"];
  return [
    {
      topic: "Node",
      state: "ok",
      text: `${process.versions.node} on ${process.platform} ${process.arch}`,
    },
    { topic: "gan-clinic", state: "ok", text: packageVersion(ROOT) },
    ...packages.map((name): Finding => installed(name)),
  ];
}

function installed(name: string): Finding {
  try {
    const folder = path.join(ROOT, "node_modules", name);
    return {
      topic: name,
      state: "ok",
      text: packageVersion(fs.existsSync(folder) ? folder : resolved(name)),
    };
  } catch {
    return { topic: name, state: "missing", text: "not installed", remedy: "npm ci" };
  }
}

function resolved(name: string): string {
  return path.dirname(require.resolve(`${name}/package.json`));
}

function packageVersion(folder: string): string {
  const text = fs.readFileSync(path.join(folder, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

async function engines(): Promise<Finding[]> {
  const report = await engineReport();
  const best = report.find(({ usable }) => usable);
  return report.map((engine) => {
    const topic = `engine ${engine.name}`;
    if (engine.usable) {
      const text = `${engine.package} works${engine === best ? "; this one computes" : ""}`;
      return { topic, state: "ok", text };
    }
    const needed = engine.name === "wasm" || engine.name === "cpu";
    return {
      topic,
      state: needed ? "missing" : "note",
      text: `${engine.package}: ${engine.why}`,
      remedy: engine.remedy,
    };
  });
}

function kernels(): Finding[] {
  const { python, tooOld } = findPython();
  const found: Finding[] = [
    {
      topic: "TypeScript kernel",
      state: "ok",
      text: `"${KERNEL_NAME}" runs without Python`,
    },
    python
      ? { topic: "Python", state: "ok", text: `${python.version} (${python.command})` }
      : {
          topic: "Python",
          state: "note",
          text: "needed for JupyterLab only",
          remedy: noPythonMessage(tooOld),
        },
  ];
  if (!isVenvReady()) {
    return [
      ...found,
      { topic: "JupyterLab", state: "note", text: "not made yet in .venv", remedy: "npm run lab" },
    ];
  }
  const spec = path.join(VENV, "share", "jupyter", "kernels", KERNEL_NAME, "kernel.json");
  const broken = !kernelSpecWorks(spec);
  return [
    ...found,
    { topic: "JupyterLab", state: "ok", text: path.relative(ROOT, venvCommand("jupyter-lab")) },
    broken
      ? {
          topic: "kernel in JupyterLab",
          state: "missing",
          text: `${path.relative(ROOT, spec)} names a Node or tslab that is gone`,
          remedy: "npx clinic lab --setup",
        }
      : { topic: "kernel in JupyterLab", state: "ok", text: "registered" },
  ];
}

function kernelSpecWorks(file: string): boolean {
  try {
    const { argv } = JSON.parse(fs.readFileSync(file, "utf8")) as { argv: string[] };
    return argv.slice(0, 2).every((part) => fs.existsSync(part));
  } catch {
    return false;
  }
}

function data(): Finding[] {
  return [
    mnistIsCached()
      ? { topic: "MNIST", state: "ok", text: "in the cache" }
      : {
          topic: "MNIST",
          state: "note",
          text: "not fetched yet (11 MB; a notebook fetches it when it first needs it)",
          remedy: "npx clinic data get mnist",
        },
  ];
}

function writable(): Finding {
  try {
    fs.accessSync(ROOT, fs.constants.W_OK);
    return { topic: "course folder", state: "ok", text: `${ROOT} can be written` };
  } catch {
    return {
      topic: "course folder",
      state: "missing",
      text: `${ROOT} cannot be written by you`,
      remedy: "copy the course to a folder of your own",
    };
  }
}

/** Below this much free memory (GiB) a notebook may be killed while it trains. */
const WANTED_MEMORY = 2;

function memory(): Finding {
  const free = os.freemem() / 1024 ** 3;
  const text = `${free.toFixed(1)} GiB free, ${os.availableParallelism()} cores`;
  return free >= WANTED_MEMORY
    ? { topic: "memory", state: "ok", text }
    : {
        topic: "memory",
        state: "note",
        text,
        remedy: `close other programs: about ${WANTED_MEMORY} GiB are needed`,
      };
}

/** The findings as text, remedies below what they mend. */
export function formatFindings(findings: readonly Finding[]): string {
  const marks = { ok: "✔", note: "○", missing: "✘" };
  const width = Math.max(...findings.map(({ topic }) => topic.length));
  return findings
    .flatMap(({ topic, state, text, remedy }) => [
      `${marks[state]} ${topic.padEnd(width)}  ${text}`,
      ...(remedy ? [`  ${" ".repeat(width)}  → ${remedy}`] : []),
    ])
    .join("\n");
}
