import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { randomUUID } from "node:crypto";

// The safetensors format (Hugging Face): eight bytes with the length of a JSON header, the header, the
// numbers. The header gives each tensor's type, shape and place, and texts under "__metadata__". Other
// programs can read what is kept here.

/** A tensor as it is kept. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** Tensors and texts by name. */
export interface StoredTensors {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly texts: Readonly<Partial<Record<string, string>>>;
}

interface Entry {
  readonly dtype: "F32" | "I32";
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Writes tensors to a file: beside it first, then in its place, so that the old file stays whole until the
 * new one is.
 *
 * @throws Error that names the file, when it can not be written
 */
export function writeTensors(file: string, { tensors, texts }: StoredTensors): void {
  let offset = 0;
  const header: Record<string, Entry | StoredTensors["texts"]> = { __metadata__: texts };
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const end = offset + values.byteLength;
    const dtype = values instanceof Float32Array ? "F32" : "I32";
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(header), "utf8");
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const parts = [length, json, ...Object.values(tensors).map(({ values }) => bytesOf(values))];
  const beside = `${file}.${randomUUID()}`;
  try {
    writeWhole(beside, parts);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new Error(`${file} can not be written: ${(error as Error).message}`, { cause: error });
  }
}

function writeWhole(file: string, parts: readonly Uint8Array[]): void {
  const handle = openSync(file, "wx");
  try {
    for (const part of parts) {
      for (let done = 0; done < part.length;) done += writeSync(handle, part, done);
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Reads what {@link writeTensors} wrote.
 *
 * @throws Error that names the file, when it can not be read, or is cut short or not of this format
 */
export function readTensors(file: string): StoredTensors {
  const bytes = readFileSync(file);
  try {
    const length = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.toString("utf8", 8, 8 + length)) as Record<string, Entry>;
    const { __metadata__: texts, ...entries } = header;
    const tensors = Object.entries(entries).map(([name, { dtype, shape, data_offsets }]) => {
      const [start, end] = data_offsets.map((at) => at + 8 + length);
      if (end > bytes.length) throw new Error(`"${name}" ends after the file does`);
      const copy = Uint8Array.from(bytes.subarray(start, end)).buffer;
      const values = dtype === "F32" ? new Float32Array(copy) : new Int32Array(copy);
      return [name, { shape, values }] as const;
    });
    return {
      tensors: Object.fromEntries(tensors),
      texts: (texts as unknown as Record<string, string> | undefined) ?? {},
    };
  } catch (error) {
    throw new Error(
      `${file} is no file of tensors (safetensors), or it is damaged: ${(error as Error).message}. ` +
        "Delete it, or name another one",
      { cause: error },
    );
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
