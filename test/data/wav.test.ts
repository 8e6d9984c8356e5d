import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { WaveFile } from "wavefile";
import { soundsFromFolder } from "../../src/data/sound-folder";
import { decodeWav, encodeWav } from "../../src/data/wav";
import { removeFolder } from "../remove-folder";

const root = mkdtempSync(path.join(os.tmpdir(), "clinic-sounds-"));
afterAll(() => {
  removeFolder(root);
});

const wave = Float32Array.from({ length: 200 }, (_, i) => 0.5 * Math.sin(i / 5));
const nearest = (found: ArrayLike<number>, wanted: ArrayLike<number>) =>
  Math.max(...Array.from(wanted, (x, i) => Math.abs(x - found[i])));

/** A WAV file of two channels with so many bits. */
function stereo(depth: string, scale: number): Uint8Array {
  const file = new WaveFile();
  const channel = (sign: number) => Array.from(wave, (x) => (scale === 1 ? sign * x : Math.round(sign * x * scale)));
  file.fromScratch(2, 4000, depth, [channel(1), channel(-1)]);
  return file.toBuffer();
} // prettier-ignore

describe("WAV files", () => {
  it("hold 16 bits, and come back", () => {
    const bytes = encodeWav(wave, 8192);
    expect(Buffer.from(bytes.subarray(0, 4)).toString()).toBe("RIFF");
    const { rate, channels } = decodeWav(bytes, "wave.wav");
    expect(rate).toBe(8192);
    expect(channels).toHaveLength(1);
    expect(nearest(channels[0], wave)).toBeLessThan(1e-4);
  });

  it("cut what is beyond -1 and 1", () => {
    const { channels } = decodeWav(encodeWav(Float32Array.of(3, -3, 0), 100), "loud.wav");
    expect(nearest(channels[0], [1, -1, 0])).toBeLessThan(1e-4);
  });

  it.each([
    ["16", 2 ** 15 - 1],
    ["24", 2 ** 23 - 1],
    ["32f", 1],
  ])("are read with %s bits and two channels", (depth, scale) => {
    const { rate, channels } = decodeWav(stereo(depth, scale), "two.wav");
    expect([rate, channels.length]).toEqual([4000, 2]);
    expect(nearest(channels[0], wave)).toBeLessThan(1e-4);
    expect(nearest(channels[1], wave.map((x) => -x))).toBeLessThan(1e-4); // prettier-ignore
  });

  it.each([
    ["nothing", new Uint8Array(0)],
    ["a text", new TextEncoder().encode("this is no sound at all, but a text of some length")],
    ["a header alone", encodeWav(wave, 100).subarray(0, 20)],
  ])("are refused by name when they are %s", (_, bytes) => {
    expect(() => decodeWav(bytes, "broken.wav")).toThrow(/broken\.wav/);
    expect(() => decodeWav(bytes, "broken.wav")).toThrow(SyntaxError);
  });
});

describe("a folder of sounds", () => {
  const folder = (name: string, files: Record<string, Uint8Array>) => {
    for (const [file, bytes] of Object.entries(files)) {
      const whole = path.join(root, name, file);
      mkdirSync(path.dirname(whole), { recursive: true });
      writeFileSync(whole, bytes);
    }
    return path.join(root, name);
  };

  it("gives sounds as loud as can be, cut or ended with silence", async () => {
    const at = folder("plain", { "b10.wav": encodeWav(wave, 8192), "b2.WAV": stereo("32f", 1) });
    const { count, captions, examples, labels } = await soundsFromFolder(at, { length: 256 });
    expect([count, labels]).toEqual([2, undefined]);
    expect(captions).toEqual(["b2", "b10"]);
    const second = examples.subarray(256);
    expect(Math.max(...second.map(Math.abs))).toBe(1);
    expect(Math.max(...second.subarray(200).map(Math.abs))).toBe(0);
    expect(Math.max(...examples.subarray(0, 256).map(Math.abs))).toBe(0); // its channels cancel out
  });

  it("takes folders in it as classes", async () => {
    const files = { "high/a.wav": encodeWav(wave, 8192), "low/a.wav": encodeWav(wave, 4096) };
    const data = await soundsFromFolder(folder("classes", files), { length: 64 });
    expect(data.classNames).toEqual(["high", "low"]);
    expect([...data.labels!]).toEqual([0, 1]);
  });

  it("refuses what could mean two things, what is empty and what is damaged", async () => {
    const sound = encodeWav(wave, 8192);
    const mixed = folder("mixed", { "a.wav": sound, "in/b.wav": sound });
    await expect(soundsFromFolder(mixed)).rejects.toThrow(/found 1 sounds in it and 1 in folders/);
    const empty = folder("empty", { "a.txt": sound });
    await expect(soundsFromFolder(empty)).rejects.toThrow(/found none/);
    const damaged = folder("damaged", { "a.wav": sound.subarray(0, 30) });
    await expect(soundsFromFolder(damaged)).rejects.toThrow(/a\.wav/);
    await expect(soundsFromFolder(damaged, { length: 1 })).rejects.toThrow(RangeError);
  });
});
