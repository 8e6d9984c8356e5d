/** The doctor on Node, the packages, and what computes. */
import fs from "node:fs";
import path from "node:path";
import { engineReport } from "../../runtime/engine";
import { compiledReport } from "../../runtime/onnx";
import { ROOT } from "../paths";
import type { Finding } from "./finding";

const PACKAGES = ["tslab", "@jupyterlab/services", "@tensorflow/tfjs", "vega-lite", "zeromq"];

/** Node, the course, and the packages on which most stands. */
export function versions(): Finding[] {
  return [
    {
      topic: "Node",
      state: "ok",
      text: `${process.versions.node} on ${process.platform} ${process.arch}`,
    },
    { topic: "gan-clinic", state: "ok", text: packageVersion(ROOT) },
    ...PACKAGES.map((name): Finding => installed(name)),
  ];
}

/** @param root the folder whose `node_modules` is looked into first */
export function installed(name: string, root = ROOT): Finding {
  try {
    const folder = path.join(root, "node_modules", name);
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

/** The engines, and where compiled steps run. */
export async function computing(): Promise<Finding[]> {
  return [...(await engines()), compiledSteps()];
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

function compiledSteps(): Finding {
  const { usable, text, remedy } = compiledReport();
  const topic = "compiled steps";
  if (usable) return { topic, state: "ok", text: `${text}; training steps run here` };
  return { topic, state: "note", text, remedy };
}
