import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeFlac } from "../../src/data/flac";
import { resampleSound } from "../../src/data/resample-sound";

const fixture = (name: string) =>
  new Uint8Array(fs.readFileSync(path.join(__dirname, "..", "fixtures", "data", name)));

/** Bits as text, to bytes. */
function bytesOf(...parts: string[]): number[] {
  const bits = parts.join("").replaceAll(" ", "");
  const padded = bits.padEnd(8 * Math.ceil(bits.length / 8), "0");
  return (padded.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
}
const binary = (value: number, width: number) =>
  (value < 0 ? value + 2 ** width : value).toString(2).padStart(width, "0");

/** A file of one mono frame of 16-bit numbers, whose subframe is written out. */
function oneFrame(subframe: string, wanted: number[]): Uint8Array {
  const pcm = Buffer.alloc(2 * wanted.length);
  wanted.forEach((value, i) => pcm.writeInt16LE(value, 2 * i));
  const md5 = createHash("md5").update(pcm).digest();
  const header = bytesOf(
    binary(0x664c6143, 32), // "fLaC"
    "1 0000000", // the last block, STREAMINFO
    binary(34, 24) + binary(wanted.length, 16) + binary(wanted.length, 16) + "0".repeat(48),
    binary(8000, 20) + "000" + binary(15, 5) + binary(wanted.length, 36),
  );
  const frame = bytesOf(
    "11111111111110 00", // sync
    "0110 0000 0000 1000", // 8 bits of block size follow, one channel, 16 bits
    "00000000" + binary(wanted.length - 1, 8) + "00000000", // frame 0, size, checksum
    subframe,
  );
  return Uint8Array.from([...header, ...md5, ...frame, 0, 0]);
}

describe("decodeFlac", () => {
  it("reads a real mono and a real stereo sound; the file's own checksum agrees", () => {
    const mono = decodeFlac(fixture("tabla_ke1.flac"), "mono");
    expect([mono.rate, mono.bits, mono.channels.length]).toEqual([44_100, 16, 1]);
    const stereo = decodeFlac(fixture("tbd_perc_hat.flac"), "stereo");
    expect(stereo.channels.length).toBe(2);
    expect(stereo.channels[0]).not.toEqual(stereo.channels[1]);
  });

  it.each([
    ["constant", `0 000000 0 ${binary(-5, 16)}`, [-5, -5, -5]],
    ["as it is", `0 000001 0 ${binary(1, 16)}${binary(-2, 16)}`, [1, -2]],
    // two bits that are always 0 are left out: 01 says one more than no zero before the one
    ["wasted bits", `0 000001 1 01 ${binary(1, 14)}${binary(-2, 14)}`, [4, -8]],
    // order 1, the first number 10, then rests 1, -1, 0 in Rice codes of parameter 1: folded 2, 1, 0
    ["fixed", `0 001001 0 ${binary(10, 16)} 00 0000 0001 010 11 10`, [10, 11, 10, 10]],
    // order 1, factor 3 of 4 bits, shifted by 1: 10 -> 15 -> 22, rests 0 and 0 of no bits
    [
      "linear prediction",
      `0 100000 0 ${binary(10, 16)} 0011 00001 0011 00 0000 1111 00000`,
      [10, 15, 22],
    ],
    // the same with rests of 3 plain bits: 1 and -2
    [
      "plain rests",
      `0 100000 0 ${binary(10, 16)} 0011 00001 0011 00 0000 1111 00011 001 110`,
      [10, 16, 22],
    ],
  ])("reads a subframe: %s", (_, subframe, wanted) => {
    const { channels, rate } = decodeFlac(oneFrame(subframe, wanted), "made");
    expect([...channels[0]]).toEqual(wanted);
    expect(rate).toBe(8000);
  });

  it("refuses other files, cut-off ones, and wrong numbers", () => {
    const good = fixture("tabla_ke1.flac");
    expect(() => decodeFlac(Uint8Array.of(1, 2, 3, 4), "noise")).toThrow(SyntaxError);
    expect(() => decodeFlac(Uint8Array.of(1, 2, 3, 4), "noise")).toThrow(
      "noise: not a FLAC file that can be read: it does not begin with fLaC",
    );
    expect(() => decodeFlac(good.subarray(0, 1500), "cut")).toThrow(/ends after 1500 bytes/);
    const bad = oneFrame(`0 000001 0 ${binary(1, 16)}${binary(-2, 16)}`, [1, -3]);
    expect(() => decodeFlac(bad, "bad")).toThrow("the checksum is wrong");
    const boasting = Uint8Array.from(good);
    boasting[21] |= 15; // the highest bits of how many numbers there are
    expect(() => decodeFlac(boasting, "boasting")).toThrow(
      /it claims \d{11} numbers, more than 2686/,
    );
  });

  const own =
    /^x: not a FLAC file that can be read: (it does not begin|it claims|its data is|ends after|no frame|a subframe|the checksum)/;
  const sound = fc.constantFrom("tabla_ke1.flac", "tbd_perc_hat.flac").map(fixture);

  it("cut anywhere: an error, always", () => {
    fc.assert(
      fc.property(sound, fc.nat(), (whole, at) => {
        expect(() => decodeFlac(whole.subarray(0, at % (whole.length - 2)), "x")).toThrow(own);
      }),
    );
  });

  it("bytes changed anywhere: the right numbers, or an error in its own words", () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(sound, fc.array(change, { minLength: 1, maxLength: 3 }), (whole, changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, difference] of changes) bytes[at % bytes.length] ^= difference;
        try {
          const { channels } = decodeFlac(bytes, "x");
          // the checksum covers the numbers, not how they are shared out to channels
          expect(channels.flatMap((one) => [...one]).length).toBe(
            decodeFlac(whole, "x").channels.flatMap((one) => [...one]).length,
          );
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
          expect((error as Error).message).toMatch(own);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("resampleSound", () => {
  const wave = (rate: number, pitch: number, seconds = 1) =>
    Float32Array.from({ length: rate * seconds }, (_, i) =>
      Math.sin((2 * Math.PI * pitch * i) / rate),
    );
  const middle = (sound: Float32Array) => sound.subarray(sound.length / 4, (3 * sound.length) / 4);
  const largest = (sound: Float32Array) => Math.max(...sound.map(Math.abs));

  it("keeps what both rates can hold", () => {
    for (const [from, to] of [
      [4000, 1000],
      [1000, 1500],
      [4000, 2700],
    ]) {
      const found = resampleSound(wave(from, 100), from, to);
      expect(found.length).toBe(to);
      const wanted = wave(to, 100);
      const difference = found.map((value, i) => value - wanted[i]);
      expect(largest(middle(difference))).toBeLessThan(0.01);
    }
  });

  it("takes out what the new rate cannot hold, instead of a false low pitch", () => {
    expect(largest(middle(resampleSound(wave(4000, 900), 4000, 1000)))).toBeLessThan(0.01);
    expect(largest(middle(wave(4000, 900)))).toBeGreaterThan(0.99);
  });

  it("refuses a rate of 0", () => {
    expect(() => resampleSound(wave(100, 1), 100, 0)).toThrow(RangeError);
  });
});
