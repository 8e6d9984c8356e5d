/** The shared libraries that Node and the library's native parts need: all that a sandbox sees of the system. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const known = new Map<string, readonly string[]>();

/**
 * Their absolute paths, as `ldd` finds them.
 * @throws Error `ldd` is not here or does not answer
 */
export function sharedLibraries(
  libraryRoot: string,
  programs: readonly string[] = [process.execPath],
): readonly string[] {
  let files = known.get(libraryRoot);
  if (!files) {
    const all = [...programs, ...nativeParts(libraryRoot)].flatMap(needs);
    files = [...new Set(all)].filter((file) => !file.startsWith(libraryRoot + path.sep)).sort();
    known.set(libraryRoot, files);
  }
  return files;
}

function nativeParts(libraryRoot: string): string[] {
  const folder = path.join(
    libraryRoot,
    "node_modules/onnxruntime-node/bin/napi-v6",
    process.platform,
    process.arch,
  );
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => /\.node$|\.so(\.|$)/.test(name))
    .map((name) => path.join(folder, name));
}

function needs(file: string): string[] {
  const { stdout, error } = spawnSync("ldd", [file], { encoding: "utf8", timeout: 10_000 });
  if (error) throw new Error(`ldd, which finds the libraries that Node needs: ${error.message}`);
  return [...stdout.matchAll(/(?:=>\s+|^\s+)(\/\S+)/gm)]
    .map((match) => match[1])
    .filter((found) => fs.existsSync(found));
}
