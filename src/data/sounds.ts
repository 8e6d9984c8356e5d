import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import { expectDraw, type Dataset, type LabelledBatch } from "./dataset";

/** The kinds of sound, in the order of their classes. */
export const soundKinds = ["sine", "chirp", "noise burst", "pluck"] as const;

/** A kind of sound: "sine", "chirp", "noise burst" or "pluck". */
export type SoundKind = (typeof soundKinds)[number];

/** Options of {@link sounds}. */
export interface SoundOptions {
  /** Numbers in a sound; 1024: an eighth of a second. */
  readonly length?: number;
  /** Numbers in a second; 8192. */
  readonly rate?: number;
  /** Only these, in this order of classes; all four when left out. */
  readonly kinds?: readonly SoundKind[];
}

/** Short sounds, made as they are drawn: no two are alike. */
export interface SoundDataset extends Dataset {
  /** Numbers in a sound. */
  readonly length: number;
  /** Numbers in a second. */
  readonly rate: number;
  /** The kind of sound that each class is. */
  readonly classNames: readonly SoundKind[];
  readonly classes: number;
  sample(n: number, random: Random): tf.Tensor2D; // (n, length)
  sampleLabelled(n: number, random: Random): LabelledBatch;
}

/**
 * Short sounds of four kinds, from -1 to 1, with a pitch f of 110 to 880 Hz (even on a musical scale), a
 * loudness of .4 to .9 and what else is random in them:
 *
 * - sine: `sin(2πft + φ)`: periodic, so a step at the wrong place is seen at once;
 * - chirp: its pitch glides from f to another one by a straight line;
 * - noise burst: white noise under `e^(-t/τ)`, τ from 5 to 40 ms;
 * - pluck: a string by Karplus and Strong 1983: a loop of `rate / f` random numbers in which each is, time
 *   after time, replaced by the mean of itself and its neighbour.
 *
 * @throws RangeError for a length or rate out of range, or a kind that is not there
 * @example
 * ```ts
 * import { seeded, sounds } from "gan-clinic";
 * const data = sounds({ length: 256 });
 * const { examples, labels } = data.sampleLabelled(8, seeded(1));
 * assert.deepEqual(examples.shape, [8, 256]);
 * assert.ok(examples.abs().max().arraySync() as number <= 1);
 * assert.ok(labels.dataSync().every((kind) => data.classNames[kind] !== undefined));
 * ```
 */
export function sounds({
  length = 1024,
  rate = 8192,
  kinds = soundKinds,
}: SoundOptions = {}): SoundDataset {
  expectInteger(length, "sounds length", { atLeast: 2 });
  expectNumber(rate, "sounds rate", { atLeast: 2 * highest }); // or the pitch could not be told
  const unknown = kinds.find((kind) => !(kind in makers));
  if (unknown !== undefined || kinds.length === 0) {
    throw new RangeError(
      `sounds kinds: wanted some of ${soundKinds.join(", ")}, found ${unknown ?? "none"}`,
    );
  }
  const draw = (n: number, random: Random) => {
    expectDraw(n, random, "sounds sample");
    const own = random.integers(n, kinds.length);
    const values = new Float32Array(n * length);
    own.forEach((kind, i) => {
      values.set(makers[kinds[kind]](length, rate, random), i * length);
    });
    return { own, batch: tf.tensor2d(values, [n, length]) };
  };
  return lever(
    "data",
    "sounds",
    { length, rate, kinds },
    {
      name: "sounds",
      shape: [length],
      range: [-1, 1],
      length,
      rate,
      classNames: kinds,
      classes: kinds.length,
      sample: (n, random) => draw(n, random).batch,
      sampleLabelled(n, random) {
        const { own, batch } = draw(n, random);
        return { examples: batch, labels: tf.tensor1d(own, "int32") };
      },
    },
  );
}

type Maker = (length: number, rate: number, random: Random) => Float32Array;

const makers: Record<SoundKind, Maker> = { sine, chirp, "noise burst": noiseBurst, pluck };

const lowest = 110; // Hz
const highest = 880;

/** Even on a musical scale: each octave is as likely as another. */
const pitch = (u: number) => lowest * (highest / lowest) ** u;
const loudness = (u: number) => 0.4 + 0.5 * u;

function sine(length: number, rate: number, random: Random): Float32Array {
  const [a, b, phase] = random.uniforms(3);
  const step = (2 * Math.PI * pitch(a)) / rate;
  return Float32Array.from(
    { length },
    (_, i) => loudness(b) * Math.sin(step * i + 2 * Math.PI * phase),
  );
}

/** The phase is 2π times the sum of the pitch over time: f t + (g - f) t² / (2 T). */
function chirp(length: number, rate: number, random: Random): Float32Array {
  const [a, b, c, phase] = random.uniforms(4);
  const [from, to, end] = [pitch(a), pitch(b), length / rate];
  return Float32Array.from({ length }, (_, i) => {
    const t = i / rate;
    const turns = from * t + ((to - from) * t * t) / (2 * end) + phase;
    return loudness(c) * Math.sin(2 * Math.PI * turns);
  });
}

function noiseBurst(length: number, rate: number, random: Random): Float32Array {
  const [a, b] = random.uniforms(2);
  const fall = Math.exp(-1 / ((0.005 + 0.035 * a) * rate));
  return random.uniforms(length, -1, 1).map((value, i) => loudness(b) * fall ** i * value);
}

function pluck(length: number, rate: number, random: Random): Float32Array {
  const [a, b] = random.uniforms(2);
  const period = Math.round(rate / pitch(a));
  const loop = random.uniforms(period, -1, 1);
  return Float32Array.from({ length }, (_, i) => {
    const at = i % period;
    const value = loop[at];
    loop[at] = (value + loop[(at + 1) % period]) / 2;
    return loudness(b) * value;
  });
}
