/** Installing an optional engine beside the course's own packages, where `npm ci` does not reach it. */
import fs from "node:fs";
import path from "node:path";
import spawn from "cross-spawn";
import { npmCommand } from "../../data/npm-pack";
import { STATE } from "../paths";

export type NativeName = "native" | "gpu";

/** The npm package of each engine; both are published for TensorFlow.js 4.22.0. */
export const PACKAGES: Record<NativeName, string> = {
  native: "@tensorflow/tfjs-node",
  gpu: "@tensorflow/tfjs-node-gpu",
};
export const VERSION = "4.22.0";

/** Where an engine lies when it is done. `src/runtime/engine.ts` looks here too. */
export function engineFolder(name: NativeName): string {
  return path.join(STATE, "engines", name);
}

/**
 * Runs `fill` on an empty folder, checks that the engine in it computes, and puts it in its place at once.
 * Whatever goes wrong, what was there before stays, and nothing half done is left.
 */
export function install(
  name: NativeName,
  fill: (folder: string) => void,
  folder = engineFolder(name),
): string {
  const staging = `${folder}.new`;
  fs.rmSync(staging, { recursive: true, force: true });
  fs.mkdirSync(staging, { recursive: true });
  try {
    fill(staging);
    useOwnTensorFlowJs(staging, PACKAGES[name]);
    check(staging, PACKAGES[name]);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(staging, folder);
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
  return folder;
}

/** Installs npm packages into a folder of their own. `scripts`: those whose install script may run. */
export function npmInstall(folder: string, packages: string[], scripts: string[]): void {
  const manifest = {
    private: true,
    allowScripts: Object.fromEntries(scripts.map((name) => [name, true])),
  };
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  const [command, ...first] = npmCommand();
  const options = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel", "error"];
  const ignore = `--ignore-scripts=${scripts.length === 0}`; // said either way: the clone's .npmrc says true
  must(command, [...first, "install", ...packages, ...options, ignore], folder);
}

/** The engine must put itself into the course's TensorFlow.js, not into a copy that came with it. */
function useOwnTensorFlowJs(folder: string, source: string): void {
  const scope = path.join(folder, "node_modules", "@tensorflow");
  for (const name of fs.readdirSync(scope)) {
    if (`@tensorflow/${name}` !== source) fs.rmSync(path.join(scope, name), { recursive: true });
  }
}

/** Computes one convolution and its filter's gradient in a process of its own. */
function check(folder: string, source: string): void {
  const script = `
    require("node:util").isNullOrUndefined ??= (v) => v == null;
    const tf = require(${JSON.stringify(path.join(folder, "node_modules", source))});
    const x = tf.ones([1, 4, 4, 1]);
    const [sum] = tf.grad((w) => tf.sum(tf.conv2d(x, w, 1, "valid")))(tf.ones([3, 3, 1, 1])).sum().dataSync();
    if (tf.getBackend() !== "tensorflow" || sum !== 36) throw new Error("it computes " + sum + ", wanted 36");`;
  const { status, stderr, signal } = spawn.sync(process.execPath, ["-e", script], {
    encoding: "utf8",
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2" },
    cwd: folder,
  });
  if (status === 0) return;
  const [why] = /^\w*Error: .*$/m.exec(stderr) ?? [`it ended with ${signal ?? `code ${status}`}`];
  throw new Error(`${source} is installed but does not compute: ${why}`);
}

/** @throws Error when the command fails, whose own words are on the screen */
export function must(command: string, args: string[], folder: string): void {
  const { status, signal, error } = spawn.sync(command, args, {
    cwd: folder,
    stdio: ["ignore", 2, 2],
  });
  if (status === 0) return;
  const what = [path.basename(command), ...args.slice(0, 3)].join(" ");
  const how = error?.message ?? signal ?? `exit code ${status}`;
  throw new Error(`"${what}" failed (${how}); its own message is above`);
}
