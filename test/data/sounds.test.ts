import { beforeAll, describe, expect, it } from "vitest";
import { sounds, soundKinds, type SoundKind } from "../../src/data/sounds";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { tf } from "../../src/index";

beforeAll(() => startEngine("wasm"));

const drawn = (kind: SoundKind, n = 40, length = 1024) =>
  sounds({ kinds: [kind], length })
    .sample(n, seeded(1))
    .arraySync();
const energy = (sound: number[]) => sound.reduce((sum, value) => sum + value * value, 0);

/** How often the sign changes from minus to plus in each half. */
const cycles = (sound: number[]) => {
  const ups = sound.map((value, i) => (i > 0 && sound[i - 1] < 0 && value >= 0 ? 1 : 0));
  const half = sound.length / 2;
  return [ups.slice(0, half), ups.slice(half)].map((part) =>
    part.reduce<number>((a, b) => a + b, 0),
  );
};

it("sine: 110 to 880 turns a second, all its time", () => {
  for (const sound of drawn("sine", 40, 8192)) {
    const [first, second] = cycles(sound); // half a second each
    expect(first + second).toBeGreaterThanOrEqual(109);
    expect(first + second).toBeLessThanOrEqual(881);
    expect(Math.abs(first - second)).toBeLessThanOrEqual(1);
    const loudness = Math.sqrt((2 * energy(sound)) / sound.length);
    expect(loudness).toBeGreaterThan(0.39);
    expect(loudness).toBeLessThan(0.91);
  }
});

it("chirp: the second half turns another number of times", () => {
  const changed = drawn("chirp", 40, 8192).filter((sound) => {
    const [first, second] = cycles(sound);
    return Math.abs(first - second) > 5;
  });
  expect(changed.length).toBeGreaterThan(30);
});

it("noise burst: dies away within a third of its time", () => {
  for (const sound of drawn("noise burst", 40, 4096)) {
    expect(energy(sound.slice(2048))).toBeLessThan(1e-3 * energy(sound));
  }
});

it("pluck: comes back after a period, a little softer", () => {
  for (const sound of drawn("pluck", 20)) {
    // the lag from 8192 / 880 to 8192 / 110 at which it is most like itself
    const likeness = (lag: number) => {
      const later = sound.slice(256 + lag, 768 + lag);
      const now = sound.slice(256, 768);
      const product = now.reduce((sum, value, i) => sum + value * later[i], 0);
      return product / Math.sqrt(energy(now) * energy(later) + 1e-12);
    };
    const best = Math.max(...Array.from({ length: 68 }, (_, k) => likeness(8 + k)));
    expect(best).toBeGreaterThan(0.8);
    expect(energy(sound.slice(512))).toBeLessThan(energy(sound.slice(0, 512)));
  }
});

it("draws all kinds equally, labelled, between -1 and 1, without leaks", () => {
  const data = sounds({ length: 64 });
  expect([data.classes, data.classNames]).toEqual([4, soundKinds]);
  const before = tf.memory().numTensors;
  const { examples, labels } = data.sampleLabelled(2000, seeded(2));
  const values = examples.dataSync();
  expect(values.every((value) => Math.abs(value) <= 1)).toBe(true);
  const counts = [0, 0, 0, 0];
  for (const kind of labels.dataSync()) counts[kind]++;
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(4.5 * Math.sqrt(375));
  const plain = data.sample(2000, seeded(2));
  expect(plain.dataSync().every((value, i) => value === values[i])).toBe(true);
  tf.dispose([examples, labels, plain]);
  expect(tf.memory().numTensors).toBe(before);
});

describe("refuses", () => {
  it("kinds that are not there, rates that cannot hold the pitch", () => {
    expect(() => sounds({ kinds: ["bang" as "sine"] })).toThrow(
      "sounds kinds: wanted some of sine, chirp, noise burst, pluck, found bang",
    );
    expect(() => sounds({ kinds: [] })).toThrow(RangeError);
    expect(() => sounds({ rate: 1000 })).toThrow("sounds rate: wanted a number at least 1760");
    expect(() => sounds({ length: 1 })).toThrow(RangeError);
  });
});
