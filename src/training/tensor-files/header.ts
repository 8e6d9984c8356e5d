import { shapeText } from "../../shape";
import { numberTypes } from "./number-types";

/** Where a tensor is in a file, as its header says. */
export interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes from the beginning of the file. */
  readonly start: number;
  readonly end: number;
}

/** What the header of a safetensors file says. */
export interface Header {
  readonly entries: readonly Entry[];
  readonly texts: Readonly<Partial<Record<string, string>>>;
}

/** The file is of another format altogether. */
export class OtherFormatError extends Error {}

/** The longest header that the format allows. */
const longest = 100_000_000;

/**
 * Reads the header and checks all of it against the file: each tensor's type, shape and place, no name twice,
 * every byte in exactly one tensor.
 *
 * @throws OtherFormatError when there is no header; Error that says what is wrong with it
 */
export function readHeader(bytes: Buffer): Header {
  if (bytes.length < 8) throw new OtherFormatError();
  const length = Number(bytes.readBigUInt64LE(0));
  if (length > longest || (bytes.length > 8 && bytes[8] !== 0x7b)) throw new OtherFormatError(); // {
  const data = 8 + length;
  if (data > bytes.length) {
    throw new Error(
      `it is cut off: wanted a header of ${length} bytes, found ${bytes.length - 8} bytes`,
    );
  }
  const json = bytes.toString("utf8", 8, data);
  const header = JSON.parse(json) as Record<string, unknown>;
  const names = keysOf(json);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`it has two tensors of the name "${twice}"`);
  const { __metadata__: texts = {}, ...rest } = header;
  if (!isTexts(texts)) throw new Error("its __metadata__ is not a record of texts");
  const entries = Object.entries(rest).map(([name, entry]) => entryOf(name, entry, data));
  expectFilled(entries, data, bytes.length);
  return { entries, texts };
}

function entryOf(name: string, found: unknown, data: number): Entry {
  const { dtype, shape, data_offsets: offsets } = (found ?? {}) as Partial<Record<string, unknown>>;
  const type = typeof dtype === "string" ? numberTypes.get(dtype) : undefined;
  if (!type) throw new Error(`"${name}" has a number type that is not known here: ${text(dtype)}`);
  if (!isSizes(shape)) throw new Error(`"${name}" has no shape: ${text(shape)}`);
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw new Error(`"${name}" has no place in the file: ${text(offsets)}`);
  }
  const wanted = Math.ceil((shape.reduce((size, length) => size * length, 1) * type.bits) / 8);
  const [start, end] = offsets;
  if (end - start !== wanted) {
    throw new Error(
      `"${name}" is ${String(dtype)} of shape ${shapeText(shape)}: wanted ${wanted} bytes, found ${end - start}`,
    );
  }
  return { name, dtype: dtype as string, shape, start: data + start, end: data + end };
}

/** Each byte after the header belongs to one tensor. */
function expectFilled(entries: readonly Entry[], data: number, length: number): void {
  const inOrder = [...entries].sort((a, b) => a.start - b.start || a.end - b.end);
  let at = data;
  for (const { name, start, end } of inOrder) {
    if (end > length) {
      throw new Error(
        `it is cut off: "${name}" ends after the file does (wanted ${end} bytes, found ${length})`,
      );
    }
    if (start < at) throw new Error(`"${name}" lies over the tensor before it`);
    if (start > at) throw new Error(`${start - at} bytes before "${name}" belong to no tensor`);
    at = end;
  }
  if (at < length) throw new Error(`${length - at} bytes at its end belong to no tensor`);
}

/** The keys of a JSON object as they are written; of two of one name, JSON.parse keeps the last. */
function keysOf(json: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    if (json[i] === "{" || json[i] === "[") depth++;
    if (json[i] === "}" || json[i] === "]") depth--;
    if (json[i] !== '"') continue;
    const start = i;
    for (i++; json[i] !== '"'; i++) if (json[i] === "\\") i++;
    if (depth !== 1) continue;
    const literal = json.slice(start, i + 1);
    while (/\s/.test(json[i + 1])) i++;
    if (json[i + 1] === ":") keys.push(JSON.parse(literal) as string);
  }
  return keys;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((each) => typeof each === "string")
  );
}

function text(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
