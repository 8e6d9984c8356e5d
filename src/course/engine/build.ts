/**
 * `clinic engine build`: the native engine made here. The npm package carries the C++ source of its binding,
 * which compiles unchanged against the TensorFlow that PyPI has today; the published binary is from 2022.
 */
import fs from "node:fs";
import path from "node:path";
import spawn from "cross-spawn";
import { findPython, noPythonMessage } from "../lab/python";
import { STATE } from "../paths";
import { engineFolder, install, must, npmInstall, PACKAGES, VERSION } from "./stage";

/** The wheel that the binding was compiled and tested against. */
const TENSORFLOW = "2.21.0";
/** Bytes that the wheel takes when it is unpacked, and then some. */
const WANTED_DISK = { cpu: 3e9, cuda: 10e9 };

/**
 * Makes the engine.
 *
 * @param cuda against the wheel that brings NVIDIA's CUDA; needs an NVIDIA GPU to be of use
 * @returns the folder it lies in
 * @throws Error when Python, a compiler, disk or network is missing: what, and what to do
 */
export function buildEngine(cuda: boolean, tell: (line: string) => void): string {
  const name = cuda ? "gpu" : "native";
  const source = PACKAGES[name];
  expectSystem();
  const compiler = findCompiler();
  const { python, tooOld } = findPython();
  if (!python)
    throw new Error(noPythonMessage(tooOld).replace("JupyterLab", "The TensorFlow wheel"));
  expectDisk(cuda ? WANTED_DISK.cuda : WANTED_DISK.cpu);
  return install(name, (folder) => {
    tell(`1 of 3  the binding's source: ${source} ${VERSION} ...`);
    npmInstall(folder, [`${source}@${VERSION}`, "node-api-headers@1"], []);
    tell(`2 of 3  TensorFlow ${TENSORFLOW} from PyPI (${cuda ? "some 3 GB" : "0.6 GB"}) ...`);
    const wheel = cuda
      ? [`tensorflow[and-cuda]==${TENSORFLOW}`]
      : [`tensorflow==${TENSORFLOW}`, "--no-deps"];
    const pip = [...python.args, "-m", "pip", "install", "--quiet", "--target", "python", ...wheel];
    must(python.command, pip, folder);
    tell("3 of 3  compiling (15 to 60 seconds) ...");
    compile(folder, source, compiler, engineFolder(name));
  });
}

function expectSystem(): void {
  if (process.platform === "linux") return;
  throw new Error(
    `clinic engine build works on Linux, found ${process.platform}. Here: npx clinic engine add tensorflow`,
  );
}

function findCompiler(): string {
  const candidates = [process.env.CXX ?? "", "g++", "clang++", "c++"].filter((name) => name !== "");
  const found = candidates.find((name) => spawn.sync(name, ["--version"]).status === 0);
  if (found !== undefined) return found;
  throw new Error(
    `A C++ compiler is needed, tried ${candidates.join(", ")}. Debian/Ubuntu: sudo apt install g++`,
  );
}

function expectDisk(wanted: number): void {
  fs.mkdirSync(STATE, { recursive: true });
  const { bavail, bsize } = fs.statfsSync(STATE);
  if (bavail * bsize >= wanted) return;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  throw new Error(
    `${STATE}: wanted ${gigabytes(wanted)} GB free for TensorFlow, found ${gigabytes(bavail * bsize)} GB. ` +
      "Make room and run this again",
  );
}

/** @param home where the folder will lie in the end: the binding looks for its libraries there */
function compile(folder: string, source: string, compiler: string, home: string): void {
  const library = path.join("python", "tensorflow");
  const inPackage = path.join(folder, "node_modules", source);
  const binding = path.join(inPackage, "binding");
  const target = path.join(inPackage, "lib", "napi-v8");
  fs.mkdirSync(target, { recursive: true });
  const sources = fs.readdirSync(binding).filter((file) => file.endsWith(".cc"));
  const places = [folder, home].map((root) => `-Wl,-rpath,${path.join(root, library)}`);
  must(
    compiler,
    [
      ...["-O2", "-std=c++17", "-fPIC", "-shared"],
      ...["-DNAPI_VERSION=8", "-DNODE_GYP_MODULE_NAME=tfjs_binding"],
      ...sources.map((file) => path.join(binding, file)),
      `-I${path.join(folder, library, "include")}`,
      `-I${path.join(folder, "node_modules", "node-api-headers", "include")}`,
      `-L${path.join(folder, library)}`,
      ...["-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"],
      ...places,
      "-o",
      path.join(target, "tfjs_binding.node"),
    ],
    folder,
  );
}
