/**
 * What travels between the grader and a sandbox: numbers, texts, booleans, null, undefined, typed arrays, arrays and
 * records of these, as one JSON text and one block of bytes.
 *
 * `decodeValue` reads what a hostile process wrote. It makes nothing but the types named here, records without a
 * prototype, and stops at each limit. (`v8.deserialize` is made for trusted bytes.)
 */

/** A value as it travels. */
export interface EncodedValue {
  readonly text: string;
  readonly bytes: Uint8Array;
}

// Taken before a submission can change them.
const { parse, stringify } = JSON;
const { is, hasOwn, entries } = Object;

const arrayTypes = {
  Float32Array,
  Float64Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
} as const;
type ArrayName = keyof typeof arrayTypes;
type AnyArray = InstanceType<(typeof arrayTypes)[ArrayName]>;

/** Levels of nesting, and values in all: enough for any honest probe. */
export const maxDepth = 16;
export const maxCount = 100_000;

// What JSON cannot say is an array that starts with a letter; a plain array starts with "a".
const specials = ["NaN", "Infinity", "-Infinity", "-0"];
const typedPrototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
/** A typed array's own name, whatever its `constructor` or prototype says; undefined of all else. */
const nameOfTyped = (item: unknown): unknown =>
  Reflect.get(typedPrototype, Symbol.toStringTag, item);

/**
 * @throws TypeError something in it may not travel; the message names it
 * @throws RangeError it is too deep, or too many values
 */
export function encodeValue(value: unknown): EncodedValue {
  const parts: Uint8Array[] = [];
  let size = 0;
  let count = 0;

  function encode(item: unknown, path: string, depth: number): unknown {
    const at = path || "the value";
    if (depth > maxDepth) throw new RangeError(`${at} is more than ${maxDepth} levels deep`);
    if (++count > maxCount) throw new RangeError(`More than ${maxCount} values: use typed arrays`);
    if (item === null || typeof item === "boolean" || typeof item === "string") return item;
    if (item === undefined) return ["u"];
    if (typeof item === "number") return encodeNumber(item);
    if (Array.isArray(item)) {
      if (item.length > maxCount)
        throw new RangeError(`${at} has ${item.length} items: use a typed array`);
      const items = ["a"] as unknown[];
      for (let i = 0; i < item.length; i++) items.push(encode(item[i], `${path}[${i}]`, depth + 1));
      return items;
    }
    const typed = typeof item === "object" ? nameOfTyped(item) : undefined;
    if (typeof typed === "string" && hasOwn(arrayTypes, typed)) {
      const { buffer, byteOffset, byteLength, length } = item as AnyArray;
      parts.push(new Uint8Array(buffer, byteOffset, byteLength));
      size += byteLength;
      return ["t", typed, length];
    }
    if (typeof item !== "object" || !isPlain(item)) {
      throw new TypeError(
        `${at} is ${kindOf(item)}: wanted numbers, texts, booleans, typed arrays, arrays or plain records`,
      );
    }
    const fields = ["r"] as unknown[];
    for (const [key, field] of entries(item)) {
      fields.push(key, encode(field, path ? `${path}.${key}` : key, depth + 1));
    }
    return fields;
  }

  const text = stringify(encode(value, "", 0));
  return { text, bytes: Buffer.concat(parts, size) };
}

/**
 * What would arrive of it: whatever its getters say, they say it now and never again.
 * @throws what `encodeValue` throws
 */
export function copyOfValue(value: unknown): unknown {
  return decodeValue(encodeValue(value), { ordinary: true });
}

function encodeNumber(value: number): unknown {
  if (Number.isFinite(value) && !is(value, -0)) return value;
  return ["n", specials.findIndex((special) => is(Number(special), value))];
}

function isPlain(item: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(item);
  return prototype === null || prototype === Object.prototype;
}

function kindOf(item: unknown): string {
  if (typeof item !== "object") return `a ${typeof item}`;
  const { constructor } = item as { constructor?: { name?: unknown } | null };
  const name = constructor?.name;
  return typeof name === "string" && name !== ""
    ? `a ${name.slice(0, 40)}`
    : "an object of no plain kind";
}

/**
 * @param ordinary give records their usual prototype: only for a submission's own process
 * @throws TypeError it is not what `encodeValue` writes
 * @throws RangeError it is too deep, or too many values
 */
export function decodeValue({ text, bytes }: EncodedValue, { ordinary = false } = {}): unknown {
  let count = 0;
  let used = 0;

  function decode(item: unknown, depth: number): unknown {
    if (depth > maxDepth) throw new RangeError(`A value of more than ${maxDepth} levels`);
    if (++count > maxCount) throw new RangeError(`A message of more than ${maxCount} values`);
    if (item === null || ["boolean", "string", "number"].includes(typeof item)) return item;
    if (!Array.isArray(item)) throw new TypeError("A value that is not of the allowed kinds");
    const [kind, ...rest] = item as unknown[];
    if (kind === "u" && rest.length === 0) return undefined;
    if (kind === "n" && rest.length === 1) return Number(specialAt(rest[0]));
    if (kind === "t" && rest.length === 2) return typedArray(rest[0], rest[1]);
    if (kind === "a") return rest.map((each) => decode(each, depth + 1));
    if (kind === "r" && rest.length % 2 === 0) return record(rest, depth);
    throw new TypeError("A value that is not of the allowed kinds");
  }

  function record(fields: unknown[], depth: number): object {
    const made = (ordinary ? {} : Object.create(null)) as object;
    for (let i = 0; i < fields.length; i += 2) {
      const key = fields[i];
      if (typeof key !== "string") throw new TypeError("A record's key that is not a text");
      const value = decode(fields[i + 1], depth + 1);
      // Not by assignment: "__proto__" is a key like any other here.
      Object.defineProperty(made, key, {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return made;
  }

  // Each takes the bytes after the one before it, so that all together are never more than what was sent.
  function typedArray(name: unknown, length: unknown): AnyArray {
    if (typeof name !== "string" || !hasOwn(arrayTypes, name)) {
      throw new TypeError("A typed array of an unknown type");
    }
    const type = arrayTypes[name as ArrayName];
    const end = isIndex(length) ? used + length * type.BYTES_PER_ELEMENT : Infinity;
    if (end > bytes.byteLength) {
      throw new TypeError("A typed array that is longer than its message");
    }
    const part = new Uint8Array(bytes.subarray(used, end)); // a copy: aligned, and alone in its buffer
    used = end;
    return new type(part.buffer);
  }

  return decode(parse(text), 0);
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function specialAt(index: unknown): string {
  const special = isIndex(index) ? specials[index] : undefined;
  if (special === undefined) throw new TypeError("A number that is not of the allowed kinds");
  return special;
}
