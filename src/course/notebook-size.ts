/** What makes a notebook too large to be read, and what to do about it. */
import fs from "node:fs";

/** Bytes that are looked through; a larger file has shown by then what fills it. */
const MOST_LOOKED_AT = 32 * 1024 * 1024;
const CHUNK = 1024 * 1024;

const CLEAR = "choose Edit > Clear Outputs of All Cells in JupyterLab, and save";
const ADVICE = {
  outputs: `Its outputs are too large: ${CLEAR}`,
  attachments:
    "Pictures that were pasted into its text cells (attachments) are too large: delete them, or make them smaller, and save",
  source:
    "The text of its cells is too large: take out what is not code, such as data, and save it in a file of its own",
};
type Part = keyof typeof ADVICE;
const UNKNOWN = `Most often that is its outputs (${CLEAR}), or pictures that were pasted into text cells (delete them)`;

/**
 * For the end of a message: which part of the cells is the largest, and what to do; without a full stop.
 * @param file left out where there is none to look into
 */
export function largestPart(file?: string): string {
  if (file === undefined) return UNKNOWN;
  const bytes = partsOf(file);
  const [part, most] = Object.entries(bytes).reduce((a, b) => (b[1] > a[1] ? b : a));
  return most > CHUNK ? ADVICE[part as Part] : UNKNOWN;
}

/** How many bytes each part of the cells has: of a notebook, the keys at depth 3. The text is read as it comes. */
function partsOf(file: string): Record<Part, number> {
  const counts: Record<Part, number> = { outputs: 0, attachments: 0, source: 0 };
  const see = partReader(counts);
  const handle = fs.openSync(file, "r");
  try {
    const chunk = Buffer.alloc(CHUNK);
    for (let done = 0; done < MOST_LOOKED_AT;) {
      const count = fs.readSync(handle, chunk, 0, CHUNK, done);
      if (count === 0) break;
      for (let at = 0; at < count; at++) see(chunk[at]);
      done += count;
    }
  } finally {
    fs.closeSync(handle);
  }
  return counts;
}

const [QUOTE, ESCAPE, COLON] = [0x22, 0x5c, 0x3a];
const [OPENS, CLOSES] = ["{[", "}]"].map((signs) => Array.from(Buffer.from(signs)));
const LONGEST_KEY = 12;

function partReader(counts: Record<Part, number>): (byte: number) => void {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let key = "";
  let part: Part | undefined;
  return (byte) => {
    if (part) counts[part]++;
    if (inString) {
      if (!escaped && byte === QUOTE) inString = false;
      else if (depth === 3 && key.length < LONGEST_KEY) key += String.fromCharCode(byte);
      escaped = !escaped && byte === ESCAPE;
    } else if (byte === QUOTE) {
      inString = true;
      key = "";
    } else if (byte === COLON && depth === 3) {
      part = Object.hasOwn(counts, key) ? (key as Part) : undefined;
    } else if (OPENS.includes(byte)) depth++;
    else if (CLOSES.includes(byte)) depth--;
  };
}
