/** What notebooks given as files are called: their results are files and rows of a table, so no two are called alike. */
import path from "node:path";
import { cutName, fileKey } from "./names";

/**
 * As the file, with as many of its folders before it as tell it from the others: `a-lab` and `b-lab`; where all folders
 * are alike, a number behind it.
 * @param files absolute, each once
 * @param taken names that none of them may get
 */
export function namesOfFiles(files: readonly string[], taken: readonly string[]): string[] {
  const reserved = new Set(taken.map(fileKey));
  const depths = files.map(() => 1);
  for (;;) {
    const names = files.map((file, at) => nameOf(file, depths[at]));
    const deeper = names.flatMap((name, at) => {
      const isAlike = names.some((other, n) => n !== at && fileKey(other) === fileKey(name));
      const isUnclear = isAlike || reserved.has(fileKey(name));
      return isUnclear && depths[at] < partsOf(files[at]).length ? [at] : [];
    });
    if (deeper.length === 0) return numbered(names, reserved);
    for (const at of deeper) depths[at]++;
  }
}

/** Where folders do not tell them apart, as with `a/b-c` and `a-b/c`. */
function numbered(names: readonly string[], reserved: Set<string>): string[] {
  const given = new Set(reserved);
  return names.map((name) => {
    let own = name;
    for (let count = 2; given.has(fileKey(own)); count++) own = `${name}-${count}`;
    given.add(fileKey(own));
    return own;
  });
}

function nameOf(file: string, depth: number): string {
  return cutName(partsOf(file).slice(-depth).join("-").normalize("NFC"));
}

function partsOf(file: string): string[] {
  const plain = file.replace(/\.(ipynb|ts)$/i, "");
  return plain.split(path.sep).filter((part) => part !== "");
}
