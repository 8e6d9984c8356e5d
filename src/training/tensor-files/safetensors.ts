import { readFileSync, statSync } from "node:fs";
import { writeWhole } from "../../files";
import { OtherFormatError, readHeader, type Entry, type Header } from "./header";
import { looksLike } from "./looks-like";
import { numberTypes, type StoredNumbers } from "./number-types";
import { whyNot } from "./why-not";

// The safetensors format (Hugging Face): eight bytes with the length of a JSON header, the header, the
// numbers. The header gives each tensor's type, shape and place, and texts under "__metadata__". Other
// programs can read what is kept here, and what they have written is read here.

/** A tensor as this library keeps it. */
export interface KeptTensor {
  readonly shape: readonly number[];
  /** Of bytes: truth values. */
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** A tensor of a file. */
export interface StoredTensor {
  readonly shape: readonly number[];
  /** The number type by its name in the format: "F32", "BF16", … */
  readonly dtype: string;
  /** Nothing where this library can not read the type. */
  readonly values?: StoredNumbers;
}

/** Tensors and texts by name. */
export interface StoredTensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly texts: Header["texts"];
}

/**
 * Writes tensors to a file: beside it first, then in its place, so that the old file stays whole until the
 * new one is.
 *
 * @throws Error that names the file, when it can not be written; what was there is as it was then
 */
export function writeTensors(
  file: string,
  {
    tensors,
    texts,
  }: {
    readonly tensors: Readonly<Record<string, KeptTensor>>;
    readonly texts: StoredTensors["texts"];
  },
): void {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: texts };
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const end = offset + values.byteLength;
    header[name] = { dtype: dtypeOf(values), shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(header), "utf8");
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const parts = [length, json, ...Object.values(tensors).map(({ values }) => bytesOf(values))];
  try {
    expectFile(file);
    writeWhole(file, ...parts);
  } catch (error) {
    throw new Error(
      `${file} can not be written: ${whyNot(error)}. What was there before is as it was`,
      { cause: error },
    );
  }
}

function dtypeOf(values: KeptTensor["values"]): string {
  if (values instanceof Float32Array) return "F32";
  return values instanceof Int32Array ? "I32" : "BOOL";
}

/** What is there may be a file: to rename one to a device would remove the device. */
function expectFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found || found.isFile()) return;
  throw new Error(found.isDirectory() ? "it is a folder" : "it is a device");
}

/**
 * Reads a file of the safetensors format, whoever wrote it. All of its header is checked first.
 *
 * @param remedy what to do about a file that can not be used; told from its kind when left out
 * @throws Error that names the file, when it can not be read, is damaged, or of another format; then it says
 *   which one that seems to be, and what to do
 */
export function readTensors(file: string, remedy?: string): StoredTensors {
  const bytes = readBytes(file);
  const { entries, texts } = headerOf(bytes, file, remedy);
  const tensors = entries.map((entry) => [entry.name, tensorIn(bytes, entry)] as const);
  return { tensors: new Map(tensors), texts };
}

/**
 * The texts of a file alone.
 *
 * @throws Error as {@link readTensors} does
 */
export function readTexts(file: string): StoredTensors["texts"] {
  return headerOf(readBytes(file), file).texts;
}

function headerOf(bytes: Buffer, file: string, remedy?: string): Header {
  try {
    return readHeader(bytes);
  } catch (error) {
    const other = error instanceof OtherFormatError ? looksLike(bytes) : undefined;
    const why = other
      ? `${file} is no file of tensors (safetensors): ${other.what}`
      : `${file} is a damaged file of tensors (safetensors): ${(error as Error).message}`;
    const whole = "Fetch it again, put a whole copy in its place, or name another one";
    throw new Error(`${why}. ${remedy ?? other?.remedy ?? whole}`, { cause: error });
  }
}

function tensorIn(bytes: Buffer, { dtype, shape, start, end }: Entry): StoredTensor {
  const { read } = numberTypes.get(dtype)!;
  return {
    shape,
    dtype,
    ...(read && { values: read(Uint8Array.from(bytes.subarray(start, end)).buffer) }),
  };
}

function readBytes(file: string): Buffer {
  try {
    // a device may go on for ever (/dev/zero)
    if (statSync(file).isCharacterDevice()) throw new Error("it is a device");
    return readFileSync(file);
  } catch (error) {
    throw new Error(`${file} can not be read: ${whyNot(error)}`, { cause: error });
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: KeptTensor["values"]): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
