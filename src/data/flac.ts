import { createHash } from "node:crypto";
import { BitReader } from "./bits";

// Free Lossless Audio Codec, RFC 9639. A sound is cut into frames, a frame into channels ("subframes"),
// and a channel holds a prediction from the numbers before and, in as few bits as they need, the rests
// that the prediction misses by.

/** A sound as whole numbers. */
export interface FlacSound {
  readonly rate: number;
  readonly bits: number;
  /** One array a channel. */
  readonly channels: readonly Int32Array[];
}

interface Info {
  readonly rate: number;
  readonly channels: number;
  readonly bits: number;
  readonly samples: number;
  readonly md5: string;
}

/**
 * Reads a FLAC file and checks the decoded numbers against the MD5 sum that the file carries.
 *
 * @param name the file's name for messages
 * @throws SyntaxError when it is not one, is cut off, or the sum is wrong
 */
export function decodeFlac(bytes: Uint8Array, name: string): FlacSound {
  try {
    const reader = new BitReader(bytes);
    const info = readHeader(reader);
    expectHeld(info.samples, bytes.length);
    const channels = Array.from({ length: info.channels }, () => new Int32Array(info.samples));
    for (let at = 0; at < info.samples;) {
      const frame = readFrame(reader, info);
      frame.forEach((values, channel) => {
        channels[channel].set(values, at);
      });
      at += frame[0].length;
    }
    if (sumOf(channels, info.bits) !== info.md5) throw new SyntaxError("the checksum is wrong");
    return { rate: info.rate, bits: info.bits, channels };
  } catch (error) {
    const fault = error instanceof SyntaxError ? error.message : "its data is damaged";
    throw new SyntaxError(`${name}: not a FLAC file that can be read: ${fault}`, { cause: error });
  }
}

/** A frame holds at most 65,536 moments, and takes 9 bytes: header 6, a subframe 1, checksum 2. */
function expectHeld(samples: number, bytes: number): void {
  if (samples > (65_536 * bytes) / 9) {
    throw new SyntaxError(`it claims ${samples} numbers, more than ${bytes} bytes can hold`);
  }
}

/** "fLaC", then blocks of what is known about the sound (section 8); the first one is all we need. */
function readHeader(reader: BitReader): Info {
  if (reader.unsigned(32) !== 0x664c6143) throw new SyntaxError("it does not begin with fLaC");
  let isLast = reader.unsigned(1) === 1;
  reader.unsigned(7 + 24); // the first block is STREAMINFO, of 34 bytes
  reader.unsigned(16 + 16); // sizes of the smallest and largest block
  reader.unsigned(24);
  reader.unsigned(24); // sizes of the smallest and largest frame
  const rate = reader.unsigned(20);
  const channels = reader.unsigned(3) + 1;
  const bits = reader.unsigned(5) + 1;
  const samples = reader.unsigned(4) * 2 ** 32 + reader.unsigned(32);
  const md5 = Array.from({ length: 16 }, () => hex(reader.unsigned(8))).join("");
  while (!isLast) {
    isLast = reader.unsigned(1) === 1;
    reader.unsigned(7);
    for (let left = reader.unsigned(24); left > 0; left--) reader.unsigned(8);
  }
  return { rate, channels, bits, samples, md5 };
}

const hex = (byte: number) => byte.toString(16).padStart(2, "0");

/** Section 9: a header, a subframe for each channel, a checksum. */
function readFrame(reader: BitReader, info: Info): Int32Array[] {
  if (reader.unsigned(14) !== 0x3ffe) throw new SyntaxError(`no frame at byte ${reader.byte}`);
  reader.unsigned(2);
  const sizeCode = reader.unsigned(4);
  const rateCode = reader.unsigned(4);
  const pairing = reader.unsigned(4);
  reader.unsigned(4); // bits a sample, as in the header, and a reserved bit
  skipCodedNumber(reader);
  const size = blockSize(sizeCode, reader);
  if (rateCode === 12) reader.unsigned(8);
  if (rateCode === 13 || rateCode === 14) reader.unsigned(16);
  reader.unsigned(8); // checksum of the header
  const channels = Array.from({ length: info.channels }, (_, channel) => {
    // of two paired channels one is a difference, which needs a bit more
    const isDifference = pairing === 9 ? channel === 0 : [8, 10].includes(pairing) && channel === 1;
    return readSubframe(reader, size, info.bits + (isDifference ? 1 : 0));
  });
  reader.align();
  reader.unsigned(16); // checksum of the frame
  return pairing < 8 ? channels : unpaired(pairing, channels);
}

/** The frame's number, coded like a character in UTF-8: as many bytes as the first has leading ones. */
function skipCodedNumber(reader: BitReader): void {
  for (
    let first = reader.unsigned(8), mask = 0x40;
    first >= 0x80 && (first & mask) !== 0;
    mask >>= 1
  ) {
    reader.unsigned(8);
  }
}

function blockSize(code: number, reader: BitReader): number {
  if (code === 1) return 192;
  if (code >= 2 && code <= 5) return 576 * 2 ** (code - 2);
  if (code === 6) return reader.unsigned(8) + 1;
  if (code === 7) return reader.unsigned(16) + 1;
  return 2 ** code; // 256 for code 8
}

/** Section 4.2: left and side, side and right, or middle and side. */
function unpaired(pairing: number, [first, second]: Int32Array[]): Int32Array[] {
  if (pairing === 8) return [first, first.map((left, i) => left - second[i])];
  if (pairing === 9) return [second.map((right, i) => right + first[i]), second];
  // the middle lost its last bit, which is the side's
  const doubled = first.map((middle, i) => 2 * middle + (second[i] & 1));
  return [
    doubled.map((sum, i) => (sum + second[i]) >> 1),
    doubled.map((sum, i) => (sum - second[i]) >> 1),
  ];
}

/** Section 9.2: constant, as it is, or predicted. */
function readSubframe(reader: BitReader, size: number, frameBits: number): Int32Array {
  reader.unsigned(1);
  const type = reader.unsigned(6);
  const wasted = reader.unsigned(1) === 1 ? reader.zeros() + 1 : 0;
  const bits = frameBits - wasted;
  const values = new Int32Array(size);
  if (type === 0) values.fill(reader.signed(bits));
  else if (type === 1) for (let i = 0; i < size; i++) values[i] = reader.signed(bits);
  else predict(reader, values, type, bits);
  return wasted === 0 ? values : values.map((value) => value * 2 ** wasted);
}

/** Sums of the numbers before, with these factors, for the fixed predictors of order 0 to 4. */
const fixedFactors = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

function predict(reader: BitReader, values: Int32Array, type: number, bits: number): void {
  const isFixed = type >= 8 && type <= 12;
  if (!isFixed && type < 32) throw new SyntaxError(`a subframe has type ${type}`);
  const order = isFixed ? type - 8 : type - 31;
  for (let i = 0; i < order; i++) values[i] = reader.signed(bits);
  let factors = isFixed ? fixedFactors[order] : [];
  let shift = 0;
  if (!isFixed) {
    const precision = reader.unsigned(4) + 1;
    shift = reader.signed(5);
    factors = Array.from({ length: order }, () => reader.signed(precision));
  }
  readRests(reader, values, order);
  for (let i = order; i < values.length; i++) {
    let sum = 0; // above 32 bits at times, so no integer operators
    for (let k = 0; k < order; k++) sum += factors[k] * values[i - 1 - k];
    values[i] += Math.floor(sum / 2 ** shift);
  }
}

/** Section 9.2.7, Rice codes: the high part as so many zeros, the low part as bits; sign in the last bit. */
function readRests(reader: BitReader, values: Int32Array, order: number): void {
  const parameterBits = reader.unsigned(2) === 0 ? 4 : 5;
  const partitions = 2 ** reader.unsigned(4);
  const size = values.length / partitions;
  for (let partition = 0; partition < partitions; partition++) {
    const parameter = reader.unsigned(parameterBits);
    const isPlain = parameter === 2 ** parameterBits - 1;
    const plainBits = isPlain ? reader.unsigned(5) : 0;
    for (let i = Math.max(order, partition * size); i < (partition + 1) * size; i++) {
      if (isPlain) {
        values[i] = plainBits === 0 ? 0 : reader.signed(plainBits);
      } else {
        const folded = reader.zeros() * 2 ** parameter + reader.unsigned(parameter);
        values[i] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
      }
    }
  }
}

/** The MD5 sum of all numbers, channel by channel at each moment, the lowest byte first. */
function sumOf(channels: readonly Int32Array[], bits: number): string {
  const width = Math.ceil(bits / 8);
  const bytes = Buffer.alloc(channels[0].length * channels.length * width);
  let at = 0;
  for (let i = 0; i < channels[0].length; i++) {
    for (const channel of channels) at = bytes.writeIntLE(channel[i], at, width);
  }
  return createHash("md5").update(bytes).digest("hex");
}
