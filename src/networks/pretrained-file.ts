import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Only `src` holds the files: the compiler copies nothing to `dist`. */
const FOLDER = join(__dirname, "..", "..", "src", "networks", "pretrained");
const ENDING = ".safetensors";

/**
 * The file of a small generator that comes with the library, for `loadNetwork`: a capstone trained it, and
 * `src/networks/pretrained/README.md` says which, for how long, and how good it is. The network that takes the
 * weights is the one that the capstone builds. They are kept in half precision, three digits a weight.
 *
 * @param name such as "cyclegan-to-grey"
 * @throws RangeError for a name that is not there; the message lists those that are
 * @example
 * ```ts
 * import { pretrainedFile } from "gan-clinic";
 * assert.throws(() => pretrainedFile("mona-lisa"), /mona-lisa/);
 * ```
 */
export function pretrainedFile(name: string): string {
  const names = pretrainedNames();
  if (!names.includes(name)) {
    throw new RangeError(
      `pretrainedFile: wanted one of ${names.map((each) => `"${each}"`).join(", ")}, found "${name}"`,
    );
  }
  return join(FOLDER, name + ENDING);
}

/**
 * The names of all of them, sorted.
 *
 * @example
 * ```ts
 * import { existsSync } from "node:fs";
 * import { pretrainedFile, pretrainedNames } from "gan-clinic";
 * assert.ok(pretrainedNames().every((name) => existsSync(pretrainedFile(name))));
 * ```
 */
export function pretrainedNames(): string[] {
  if (!existsSync(FOLDER)) return [];
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(ENDING));
  return files.map((file) => file.slice(0, -ENDING.length)).sort();
}
