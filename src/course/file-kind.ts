/**
 * What a file is that is called a notebook: by its first bytes, by its encoding, by how its text begins. A notebook is
 * UTF-8 text that holds one JSON object; all else is named as what it is, so that nobody looks for the wrong fault.
 */

/** How the bytes of other files begin that get a notebook's name. */
const SIGNATURES: readonly (readonly [name: string, start: readonly number[]])[] = [
  ["a zip archive", [0x50, 0x4b, 0x03, 0x04]],
  ["an empty zip archive", [0x50, 0x4b, 0x05, 0x06]],
  ["a gzip archive", [0x1f, 0x8b]],
  ["a 7z archive", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ["a RAR archive", [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ["an xz archive", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["a bzip2 archive", [0x42, 0x5a, 0x68]],
  ["a Zstandard archive", [0x28, 0xb5, 0x2f, 0xfd]],
  ["a PDF document", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["an Office document", [0xd0, 0xcf, 0x11, 0xe0]],
  ["a PNG picture", [0x89, 0x50, 0x4e, 0x47]],
  ["a JPEG picture", [0xff, 0xd8, 0xff]],
  ["a GIF picture", [0x47, 0x49, 0x46, 0x38]],
  ["macOS's own notes on a file (AppleDouble)", [0x00, 0x05, 0x16, 0x07]],
];

const LONGEST_BEGIN = 60;
/** Characters in which a web page says that it is one. */
const HEAD = 4000;

/** The value in a file, or what the file is instead: `problem` continues "The file …". */
export type JsonRead =
  | { readonly json: unknown; /** What was mended. */ readonly remark?: string }
  | {
      readonly problem: string;
      /** The parser's own words. */
      readonly reason?: string;
      /** Another copy may be whole: this one was cut off, damaged or is empty. */
      readonly broken: boolean;
    };

/** A file's text, or what the file is instead. A byte-order mark is left out, as are zero bytes at the end. */
export function textOfBytes(
  bytes: Uint8Array,
): { readonly text: string; readonly zeros: number } | Extract<JsonRead, { problem: string }> {
  const whole = withoutZeros(bytes);
  const zeros = bytes.length - whole.length;
  if (whole.length === 0 && zeros > 0)
    return broken(`is empty: its ${zeros} bytes are all zero, as a broken download leaves them`);
  const encoding = otherEncoding(bytes);
  if (encoding) return other(`is not UTF-8 text, but ${encoding}`);
  const kind = SIGNATURES.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (kind) return other(`is ${kind[0]}, not UTF-8 text as a notebook is`);
  try {
    return { text: utf8(whole), zeros };
  } catch {
    const isCut = [1, 2, 3].some((count) => isUtf8(whole.subarray(0, -count)));
    return isCut ? CUT_OFF : other("is not UTF-8 text");
  }
}

/** The JSON in a file's bytes, or what the file is instead. */
export function jsonOfBytes(bytes: Uint8Array): JsonRead {
  const read = textOfBytes(bytes);
  if ("problem" in read) return read;
  const { text, zeros } = read;
  const parsed = jsonOfText(text);
  if ("problem" in parsed || zeros === 0) return parsed;
  return { ...parsed, remark: `${zeros} zero bytes behind its end were left out` };
}

/** The JSON in a text, or what the text is instead. */
export function jsonOfText(text: string): JsonRead {
  const plain = text.trimEnd();
  if (plain === "") return broken("is empty");
  try {
    return { json: JSON.parse(plain) as unknown };
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0].slice(0, 200);
    const named = otherText(plain);
    if (named) return other(named);
    return { ...(endsEarly(reason, plain) ? CUT_OFF : brokenJson(plain)), reason };
  }
}

/** `a list`, or `an object with "error", "message"`: for a message about JSON that is no notebook. */
export function describeJson(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  const keys = Object.keys(value);
  if (keys.length === 0) return "an empty object";
  const shown = keys.slice(0, 4).map((key) => `"${beginOfText(key)}"`);
  return `an object with ${shown.join(", ")}${keys.length > 4 ? ", …" : ""}`;
}

const CUT_OFF = broken("is cut off: it ends in the middle");

function broken(problem: string): Extract<JsonRead, { problem: string }> {
  return { problem, broken: true };
}

function other(problem: string): Extract<JsonRead, { problem: string }> {
  return { problem, broken: false };
}

function brokenJson(text: string): Extract<JsonRead, { problem: string }> {
  if (text.includes("\0")) return broken("is damaged: there are zero bytes in the middle of it");
  const line = text.split("\n").findIndex((each) => /^(<{7}|>{7}) /.test(each));
  if (line >= 0) {
    return other(`is not valid JSON: a merge in git was not finished (line ${line + 1})`);
  }
  return other("is not valid JSON, as a notebook must be");
}

/** The parser came to the end and wanted more. */
function endsEarly(reason: string, text: string): boolean {
  if (/^Unexpected end/.test(reason)) return true;
  const at = /at position (\d+)/.exec(reason);
  return at !== null && Number(at[1]) >= text.length;
}

/** What a text is that does not begin as a notebook. */
function otherText(text: string): string | undefined {
  const begin = text.trimStart();
  if (/^[{["]/.test(begin)) return undefined;
  const head = begin.slice(0, HEAD);
  if (/^<(!doctype html|html|head|body|script|meta)\b/i.test(head) || /<html\b/i.test(head)) {
    const title = /<title[^>]*>([^<]*)/i.exec(head)?.[1].trim();
    const called = title ? ` called "${beginOfText(title)}"` : "";
    return `is a web page (HTML)${called}, not a notebook`;
  }
  if (/^<(\?xml|svg)\b/i.test(head)) return "is XML, not a notebook";
  if (/^<{7} /.test(head)) return "is not valid JSON: a merge in git was not finished (line 1)";
  if (/^version https:\/\/git-lfs/.test(head))
    return "is a pointer of Git LFS, not the notebook itself";
  return `is text of another kind, not valid JSON as a notebook is. It begins with "${beginOfText(begin)}"`;
}

function beginOfText(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is taken out
  const line = text.split(/\r?\n/)[0].replace(/[\u0000-\u001f\u007f-\u009f\ufffd]/g, "");
  const all = Array.from(line.slice(0, 2 * LONGEST_BEGIN + 2));
  return all.length > LONGEST_BEGIN ? `${all.slice(0, LONGEST_BEGIN).join("")}…` : line;
}

/** Windows writes UTF-16 with or without its mark; of Latin text every second byte is then zero. */
function otherEncoding(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? "UTF-32" : "UTF-16";
  if (a === 0xfe && b === 0xff) return "UTF-16";
  const pairs = Math.min(bytes.length, HEAD) >> 1;
  const zerosAt = (offset: 0 | 1): number =>
    Array.from({ length: pairs }, (_, pair) => bytes[2 * pair + offset]).filter((x) => x === 0)
      .length;
  const [even, odd] = [zerosAt(0), zerosAt(1)];
  const isAlternating = Math.max(even, odd) > pairs / 2 && Math.min(even, odd) < pairs / 10;
  return isAlternating ? "UTF-16" : undefined;
}

function withoutZeros(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8(bytes);
    return true;
  } catch {
    return false;
  }
}
