import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { textDiscriminator, textGenerator } from "../../src/networks/text";
import {
  waveganDiscriminator,
  waveganGenerator,
  type SoundLength,
} from "../../src/networks/wavegan";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const random = seeded(1);
const text = { name: "t", length: 5, vocabulary: 4, width: 3, random };

it("a line is as many mixtures of letters, or whole letters", () => {
  const options = { ...text, latentSize: 3, temperature: 0.5 };
  const latent = seeded(2).normal([6, 3]);
  const [soft, hard] = [false, true].map((straightThrough) =>
    textGenerator({ ...options, straightThrough })
      .apply(latent, { training: true, random: seeded(3) })
      .reshape([6, 5, 4]),
  );
  expect(soft.sum(2).sub(1).abs().max().dataSync()[0]).toBeLessThan(1e-6);
  expect(soft.max().dataSync()[0]).toBeLessThan(1);
  expect([...new Set(hard.dataSync())].sort()).toEqual([0, 1]);
  expect(hard.argMax(2).dataSync()).toEqual(soft.argMax(2).dataSync());
});

it("a generator of text learns through its choices", () => {
  const generator = textGenerator({ ...text, latentSize: 3, straightThrough: true });
  const reader = textDiscriminator(text);
  const context = { training: true, random: seeded(3) };
  const latent = seeded(2).normal([6, 3]);
  const { grads } = tf.variableGrads(
    () => tf.sum(reader.apply(generator.apply(latent, context))),
    [...generator.variables],
  );
  for (const gradient of Object.values(grads)) {
    expect(gradient.abs().max().dataSync()[0]).toBeGreaterThan(0);
  }
});

it("a reader scores each line by itself", () => {
  const reader = textDiscriminator(text);
  const lines = seeded(2).uniform<tf.Rank.R2>([2, 20]);
  const both = reader.apply(lines).dataSync();
  const alone = reader.apply(lines.slice([1, 0], [1, -1])).dataSync();
  expect(alone[0]).toBeCloseTo(both[1], 5);
});

it.each<SoundLength>([64, 256, 1024])("sounds of %s samples grow from 16 by fours", (samples) => {
  const options = { name: "w", samples, width: 1, random };
  const generator = waveganGenerator({ ...options, latentSize: 3 });
  const sound = generator.apply(seeded(2).normal([2, 3]));
  expect(sound.shape).toEqual([2, samples]);
  const levels = Math.log2(samples / 16) / 2;
  const rows = generator.summary().slice(2);
  expect(rows.map(({ shape }) => shape[2])).toEqual(
    Array.from({ length: levels }, (_, i) => 16 * 4 ** (i + 1)),
  );
  const discriminator = waveganDiscriminator(options);
  expect(discriminator.apply(sound).shape).toEqual([2, 1]);
});

it("phase shuffle draws in training, and can be left out", () => {
  const options = { name: "w", samples: 256, width: 2, random } as const;
  const sound = seeded(2).normal([4, 256]);
  const shuffled = waveganDiscriminator(options);
  const scores = (seed: number) =>
    shuffled.apply(sound, { training: true, random: seeded(seed) }).dataSync();
  expect(scores(1)).toEqual(scores(1));
  expect(scores(1)).not.toEqual(scores(2));
  expect(() => shuffled.apply(sound, { training: true })).toThrow(TypeError);
  const plain = waveganDiscriminator({ ...options, shift: 0 });
  expect(plain.apply(sound, { training: true }).dataSync()).toEqual(plain.apply(sound).dataSync());
});

it("refuses lengths that are not 16 times a power of 4", () => {
  const samples = 1000 as SoundLength;
  const make = () => waveganGenerator({ name: "w", samples, width: 1, latentSize: 3, random });
  expect(make).toThrow(RangeError);
  expect(make).toThrow(/64, 256, 1024, 4096 or 16384, found 1000/);
});
