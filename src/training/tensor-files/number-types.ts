// The number types of safetensors. Little-endian, as the format says and as all machines are that this runs on.

/** The numbers of a tensor as they are kept; whole numbers of 64 bits as bigints. */
export type StoredNumbers =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | BigInt64Array
  | BigUint64Array;

/** A number type. */
export interface NumberType {
  /** Bits of one number. */
  readonly bits: number;
  /** What a number is; left out: this library has no use for it. */
  readonly kind?: "float" | "whole" | "truth";
  /** The numbers in bytes that begin the buffer and fill it. Nothing is rounded. */
  readonly read?: (buffer: ArrayBuffer) => StoredNumbers;
}

const half = (exponentBits: number) => (buffer: ArrayBuffer) =>
  Float32Array.from(new Uint16Array(buffer), (bits) => smallFloat(bits, exponentBits));

/** All number types of the format, by their names in a header. */
export const numberTypes: ReadonlyMap<string, NumberType> = new Map<string, NumberType>([
  ["F64", { bits: 64, kind: "float", read: (buffer) => new Float64Array(buffer) }],
  ["F32", { bits: 32, kind: "float", read: (buffer) => new Float32Array(buffer) }],
  ["F16", { bits: 16, kind: "float", read: half(5) }],
  ["BF16", { bits: 16, kind: "float", read: half(8) }],
  ["I64", { bits: 64, kind: "whole", read: (buffer) => new BigInt64Array(buffer) }],
  ["U64", { bits: 64, kind: "whole", read: (buffer) => new BigUint64Array(buffer) }],
  ["I32", { bits: 32, kind: "whole", read: (buffer) => new Int32Array(buffer) }],
  ["U32", { bits: 32, kind: "whole", read: (buffer) => new Uint32Array(buffer) }],
  ["I16", { bits: 16, kind: "whole", read: (buffer) => new Int16Array(buffer) }],
  ["U16", { bits: 16, kind: "whole", read: (buffer) => new Uint16Array(buffer) }],
  ["I8", { bits: 8, kind: "whole", read: (buffer) => new Int8Array(buffer) }],
  ["U8", { bits: 8, kind: "whole", read: (buffer) => new Uint8Array(buffer) }],
  ["BOOL", { bits: 8, kind: "truth", read: (buffer) => new Uint8Array(buffer) }],
  // complex numbers, and small floats that mean something with a scale only, which is another tensor
  ["C64", { bits: 64 }],
  ["F8_E4M3", { bits: 8 }],
  ["F8_E5M2", { bits: 8 }],
  ["F8_E8M0", { bits: 8 }],
  ["F6_E2M3", { bits: 6 }],
  ["F6_E3M2", { bits: 6 }],
  ["F4", { bits: 4 }],
]);

/**
 * The number behind the 16 bits of an F16 (5 bits of exponent) or a BF16 (8 bits). Both are rounded float32s,
 * so float32 holds each of them exactly. With s the sign, e the exponent's bits, f the fraction's n bits and
 * the bias b = 2^(exponentBits - 1) - 1, IEEE 754 has
 *
 *     e all ones    ±Infinity where f is 0, else NaN
 *     e = 0         ± f / 2^n · 2^(1 - b)
 *     else          ± (1 + f / 2^n) · 2^(e - b)
 */
function smallFloat(bits: number, exponentBits: number): number {
  const fractionBits = 15 - exponentBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> fractionBits) & (2 ** exponentBits - 1);
  const fraction = (bits & (2 ** fractionBits - 1)) / 2 ** fractionBits;
  if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias);
  return sign * (1 + fraction) * 2 ** (exponent - bias);
}
