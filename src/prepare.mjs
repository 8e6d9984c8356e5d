// What the `clinic` command does first in a clone, in plain Node, because on a new one no dependency is there yet:
// it installs what is missing and builds the library when its source changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

let root = ""; // the clone

function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

/** The packages npm says it installed are the ones the lock file asks for. */
function isInstalled() {
  const wanted = readJson(path.join(root, "package-lock.json"))?.packages;
  const found = readJson(path.join(root, "node_modules", ".package-lock.json"))?.packages;
  if (!wanted || !found) return false;
  return Object.entries(wanted).every(
    ([name, entry]) =>
      name === "" ||
      entry.optional ||
      (found[name] &&
        found[name].version === entry.version &&
        fs.existsSync(path.join(root, name))),
  );
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function install() {
  if (isInstalled()) return;
  process.stderr.write(
    "Installing the course's packages (once, about half a minute, 0.6 GB on disk) ...\n",
  );
  const npm = npmCommand();
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, signal, error } = spawnSync(npm.command, [...npm.args, ...args], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: npm.shell,
    // onnxruntime-node brings its binary; its install script would download CUDA's libraries on Linux
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip" },
  });
  if (signal) process.exit(130);
  if (status === 0) return;
  fail(
    `npm could not install the packages (${error?.message ?? `exit code ${status}`}); its own message is above.\n` +
      'Without a network: notebooks/SETUP.md says under "When something is missing" how to fill npm\'s cache beforehand.\n' +
      "Behind a proxy: `npm config set https-proxy http://host:port`, or set HTTPS_PROXY. Then run this command again.",
  );
}

/** npm's own script when npm started us; else the npm beside this Node; else the one on the PATH. */
function npmCommand() {
  const beside = path.join(
    path.dirname(process.execPath),
    "node_modules",
    "npm",
    "bin",
    "npm-cli.js",
  );
  const lib = path.join(
    path.dirname(process.execPath),
    "..",
    "lib",
    "node_modules",
    "npm",
    "bin",
    "npm-cli.js",
  );
  const script = [process.env.npm_execpath, beside, lib].find(
    (file) => file && /npm-cli\.c?js$/.test(file) && fs.existsSync(file),
  );
  if (script) return { command: process.execPath, args: [script], shell: false };
  return { command: "npm", args: [], shell: process.platform === "win32" };
}

/** Every source file of the library and the command, in a fixed order. */
function sourceFiles(folder = path.join(root, "src")) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) return sourceFiles(full);
      return entry.name.endsWith(".ts") ? [full] : [];
    });
}

function sourceHash(files) {
  const hash = createHash("sha256");
  for (const file of [
    path.join(root, "tsconfig.json"),
    path.join(root, "package-lock.json"),
    ...files,
  ]) {
    hash.update(path.relative(root, file)).update("\0").update(fs.readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

const stampFile = () => path.join(root, "dist", ".source-hash");

/** The library was built to its end, from the source as it is. */
function isBuilt() {
  const stamp = stampFile();
  return fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === sourceHash(sourceFiles());
}

function build() {
  if (isBuilt()) return;
  const stamp = stampFile();
  const files = sourceFiles();
  const hash = sourceHash(files);
  process.stderr.write("Building the library ...\n");
  fs.rmSync(stamp, { force: true }); // until it is done, nothing is built
  removeOrphans(files);
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const { status, signal } = spawnSync(process.execPath, [tsc, "-p", root], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (signal) process.exit(130);
  if (status !== 0) fail("The library does not compile; the compiler's messages are above.");
  fs.writeFileSync(`${stamp}.new`, hash);
  fs.renameSync(`${stamp}.new`, stamp);
}

/** Delete built files whose source is gone, so that nothing imports a ghost. */
function removeOrphans(files) {
  const dist = path.join(root, "dist");
  if (!fs.existsSync(dist)) return;
  const kept = new Set(
    files.map((file) => path.relative(path.join(root, "src"), file).replace(/\.ts$/, "")),
  );
  for (const entry of fs.readdirSync(dist, { recursive: true })) {
    const name = String(entry);
    if (/\.(js|d\.ts)$/.test(name) && !kept.has(name.replace(/\.(js|d\.ts)$/, ""))) {
      fs.rmSync(path.join(dist, name));
      fs.rmSync(path.join(dist, ".tsbuildinfo"), { force: true });
    }
  }
}

/** Only one process at a time installs or builds; a lock whose owner is gone is taken over. */
function withLock(action) {
  const lock = path.join(root, ".clinic", "ready.lock");
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  for (let told = false; !takeLock(lock); told = true) {
    if (!told)
      process.stderr.write(
        "Waiting for another clinic command that is installing or building ...\n",
      );
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  const release = () => fs.rmSync(lock, { force: true });
  process.once("exit", release);
  action();
  release();
  process.removeListener("exit", release);
}

function takeLock(lock) {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  if (!hasOwner(lock)) fs.rmSync(lock, { force: true });
  return false;
}

/** A lock without a number in it yet is a process between creating the file and writing to it. */
function hasOwner(lock) {
  try {
    const owner = fs.readFileSync(lock, "utf8");
    if (owner === "") return Date.now() - fs.statSync(lock).mtimeMs < 2000;
    return isAlive(Number(owner));
  } catch (error) {
    if (error.code === "ENOENT") return true; // released just now: the next try will get it
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** @param clone the clone's folder. Ends the process, with words for a person, when it cannot be made ready. */
export function makeReady(clone) {
  root = clone;
  if (isInstalled() && isBuilt()) return; // also where nothing may be written
  try {
    withLock(() => {
      install();
      build();
    });
  } catch (error) {
    if (!["EACCES", "EROFS", "ENOSPC", "EPERM"].includes(error.code)) throw error;
    const isFull = error.code === "ENOSPC";
    const why = isFull ? "the disk is full" : "this folder cannot be written";
    fail(
      `GAN Clinic cannot prepare itself: ${why} (${error.code}, ${error.path ?? root}).\n` +
        (isFull ? "Free some space, or copy" : "Copy") +
        " the course to a folder of your own, and run this command again.",
    );
  }
}
