/** Which code of the library a student's code has entered, seen from within an operation of the engine. */
import path from "node:path";
import { fileOf } from "./stack";

/** The folder of the library's own files: `dist`, or `src` where it is not built. */
export const LIBRARY = path.resolve(__dirname, "..", "..");
const TENSORFLOW = `${path.sep}node_modules${path.sep}@tensorflow${path.sep}`;
const PACKAGES = `${path.sep}node_modules${path.sep}`;

/**
 * The library's files through which everything goes, or which solve nothing: the grader's own, the door, random numbers,
 * shapes, the engine with its corrected gradients, and charts but for those that compute an interval over seeds.
 */
const OPEN =
  /^(grader|course|cli|arguments|levers|plots(?!\/(seed-curves|before-after|budget|levels))|runtime(?!\/(compile|onnx|gradcheck)))\/|^(cell|cli|entry|front|index|lab|random|shape)$/;

/** Does code in this file count for nobody? "plots/curves" */
export function isOpen(part: string): boolean {
  return OPEN.test(part);
}

/** Among the operations: one was called by code that was made of a text while it ran, as the library's own text would be. */
export const FROM_TEXT = "eval";

interface Entered {
  readonly parts: Set<string>;
  readonly operations: Set<string>;
}

/**
 * Adds what is entered now. Code of the library that other code of the library calls counts for the one that was called
 * from outside; a function of the student's that the library calls is outside again.
 *
 * @param sites what runs now, the innermost first
 */
export function addEntered(
  sites: readonly NodeJS.CallSite[],
  { parts, operations }: Entered,
): void {
  let inside = false;
  for (let at = sites.length - 1; at >= 0; at--) {
    if (sites[at].isEval()) operations.add(FROM_TEXT);
    const file = fileOf(sites[at]);
    if (file === undefined) continue;
    const place = placeOf(file);
    if (place === "tensorflow") {
      const operation = operationOf(sites[at], file);
      if (!inside && operation !== undefined) operations.add(operation);
    } else if (place === "outside") inside = false;
    else if (typeof place === "object" && !inside) {
      parts.add(place.part);
      inside = true;
    }
  }
}

/** Whose code a file is; "nobody's" counts neither as the library's nor as a student's. */
type Place = "tensorflow" | "outside" | "nobody's" | { readonly part: string };

/** Known files: all operations of a probe come from the same few. */
const places = new Map<string, Place>();
const MOST_PLACES = 2000; // names of evaluated code are the student's to choose

function placeOf(file: string): Place {
  const known = places.get(file);
  if (known !== undefined) return known;
  const place = findPlace(file);
  if (places.size < MOST_PLACES) places.set(file, place);
  return place;
}

function findPlace(file: string): Place {
  if (file.startsWith("node:") || file.startsWith("wasm:")) return "nobody's";
  if (file.includes(TENSORFLOW)) return "tensorflow";
  if (file.includes(PACKAGES)) return "nobody's";
  const part = partOf(file);
  if (part === undefined) return "outside";
  return isOpen(part) ? "nobody's" : { part };
}

function operationOf(site: NodeJS.CallSite, file: string): string | undefined {
  if (file.includes("tfjs-layers")) return "tf.layers";
  const name = site.getFunctionName() ?? "";
  return /^\w+_$/.test(name) ? name : undefined;
}

/** "layers/minibatch"; undefined of a file that is not the library's. */
function partOf(file: string): string | undefined {
  const inside = path.relative(LIBRARY, file);
  if (file === "" || inside.startsWith("..") || path.isAbsolute(inside)) return undefined;
  return inside
    .split(path.sep)
    .join("/")
    .replace(/\.[jt]s$/, "");
}
