import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import type { Dataset } from "./dataset";
import {
  fieldsOf,
  finiteDataset,
  sizeOf,
  takeExamples,
  type ClassLabels,
  type FiniteDataset,
} from "./finite";
import { longTail, subset } from "./sampling";

/** What is done to a data set. All shares are of its examples; what is left out is not done. */
export interface CorruptOptions {
  /** So many examples are drawn first; an endless set needs it. */
  readonly count?: number;
  /** The commonest class has so many times the examples of the rarest ({@link longTail}). */
  readonly skew?: number;
  /** Standard deviation of normal noise, kept within the range. */
  readonly noise?: number;
  /** Share that gets the noise; all when left out. */
  readonly noiseShare?: number;
  /** Share that is replaced by exact copies of others. */
  readonly duplicates?: number;
  /** Share that is replaced by copies with a little noise: 2 % of the numbers' standard deviation. */
  readonly nearDuplicates?: number;
  /** Share that is made blank. */
  readonly blank?: number;
  /** Share that nobody brought to the range: its numbers go from 0 to 255. */
  readonly unscaled?: number;
  /** Share that has a NaN. */
  readonly broken?: number;
  /** Share whose label is another class, all equally likely. */
  readonly labelNoise?: number;
}

/** The faults that single examples get, in the order in which they are dealt out. */
const faults = [
  "duplicates",
  "nearDuplicates",
  "blank",
  "unscaled",
  "broken",
  "labelNoise",
] as const;

/** A fault of single examples, named as in {@link CorruptOptions}. */
export type Fault = (typeof faults)[number];

/** A data set that was damaged on purpose. */
export interface CorruptedDataset extends FiniteDataset {
  /** Which examples have which fault. */
  readonly damage: Readonly<Record<Fault | "noise", readonly number[]>>;
}

/** What is being damaged. */
interface Work {
  readonly examples: Float32Array;
  readonly labels?: ClassLabels;
  readonly size: number; // numbers in an example
  readonly classes: number;
  readonly low: number;
  readonly high: number;
  /** Examples that get no fault of their own. */
  readonly sound: readonly number[];
}

/**
 * A data set with the faults that real ones have, in known doses: noise, wrong labels, rare classes,
 * copies, blank pictures, pictures on another scale, NaN. So what each does to training can be measured,
 * and whether {@link dataReport} finds it. Except for noise, no example gets two faults.
 *
 * @param random chooses the examples and draws the noise
 * @throws RangeError for shares out of range, or together above 1; for an endless set without a count
 * @throws TypeError for a skew or label noise without labels
 * @example
 * ```ts
 * import { corrupted, digits8, seeded } from "gan-clinic";
 * const data = corrupted(digits8(), { labelNoise: 0.1, blank: 0.05 }, seeded(1));
 * assert.equal(data.damage.blank.length, Math.round(0.05 * 1797));
 * const [first] = data.damage.labelNoise;
 * assert.notEqual(data.labels![first], digits8().labels![first]);
 * ```
 */
export function corrupted(
  dataset: Dataset | FiniteDataset,
  options: CorruptOptions,
  random: Random,
): CorruptedDataset {
  const { state } = random;
  const drawn = drawFirst(dataset, options.count, random.stream("count"));
  const base = options.skew === undefined ? drawn : skewed(drawn, options.skew, random);
  if (options.labelNoise !== undefined) expectLabels(base, "labelNoise");
  const { parts, sound } = deal(base.count, options, random.stream("examples"));
  const [low, high] = base.range ?? [-Infinity, Infinity];
  const work: Work = {
    examples: base.examples.slice(),
    ...(base.labels && { labels: base.labels.slice() }),
    size: sizeOf(base.shape),
    classes: base.classes ?? 0,
    low,
    high,
    sound,
  };
  const noise = noisyRows(base.count, options, random.stream("noisy"));
  addNoise(work, noise, options.noise ?? 0, random.stream("noise"));
  for (const fault of faults) damages[fault](work, parts[fault], random.stream(fault));
  const { examples, labels } = work;
  const made = finiteDataset({ ...fieldsOf(base), examples, ...(labels && { labels }) });
  return lever(
    "data",
    "corrupted",
    { data: dataset, ...options, random: state },
    { ...made, damage: { ...parts, noise } },
  );
}

const damages: Record<Fault, (work: Work, rows: readonly number[], random: Random) => void> = {
  duplicates: copyOthers,

  nearDuplicates(work, rows, random) {
    const spread = standardDeviation(work.examples);
    copyOthers(work, rows, random);
    addNoise(work, rows, 0.02 * spread, random);
  },

  blank(work, rows) {
    for (const i of rows) rowOf(work, i).fill(Number.isFinite(work.low) ? work.low : 0);
  },

  unscaled(work, rows) {
    const [low, width] = Number.isFinite(work.low) ? [work.low, work.high - work.low] : [0, 1];
    for (const i of rows) {
      rowOf(work, i).forEach((value, j, row) => {
        row[j] = (255 * (value - low)) / width;
      });
    }
  },

  broken({ size, examples }, rows, random) {
    random.integers(rows.length, size).forEach((place, k) => {
      examples[rows[k] * size + place] = NaN;
    });
  },

  labelNoise({ labels, classes }, rows, random) {
    if (!labels || rows.length === 0) return;
    random.integers(rows.length, classes - 1).forEach((shift, k) => {
      labels[rows[k]] = (labels[rows[k]] + 1 + shift) % classes;
    });
  },
};

function rowOf({ examples, size }: Work, i: number): Float32Array {
  return examples.subarray(i * size, (i + 1) * size);
}

/** Each row becomes a copy of a sound one, with its label. */
function copyOthers(work: Work, rows: readonly number[], random: Random): void {
  if (rows.length === 0) return;
  if (work.sound.length === 0) throw new RangeError("corrupted: no example is left to copy");
  random.integers(rows.length, work.sound.length).forEach((pick, k) => {
    const from = work.sound[pick];
    rowOf(work, rows[k]).set(rowOf(work, from));
    if (work.labels) work.labels[rows[k]] = work.labels[from];
  });
}

function addNoise(work: Work, rows: readonly number[], std: number, random: Random): void {
  const { size, low, high } = work;
  const noise = random.normals(rows.length * size, 0, std);
  rows.forEach((i, k) => {
    rowOf(work, i).forEach((value, j, row) => {
      row[j] = Math.min(Math.max(value + noise[k * size + j], low), high);
    });
  });
}

function drawFirst(
  dataset: Dataset | FiniteDataset,
  count: number | undefined,
  random: Random,
): FiniteDataset {
  if (count !== undefined) return subset(dataset, count, random);
  if ("examples" in dataset) return dataset;
  throw new RangeError(`corrupted count: wanted one, for "${dataset.name}" has no end`);
}

/** Which examples get which fault: disjoint parts of one shuffle. */
function deal(
  count: number,
  options: CorruptOptions,
  random: Random,
): { parts: Record<Fault, number[]>; sound: number[] } {
  const order = Array.from(random.shuffle(count));
  const shares = faults.map((fault) =>
    expectNumber(options[fault] ?? 0, `corrupted ${fault}`, { atLeast: 0, atMost: 1 }),
  );
  const total = shares.reduce((sum, share) => sum + Math.round(share * count), 0);
  expectInteger(total, "corrupted examples with a fault", { atMost: count });
  const parts = faults.map((_, k) => order.splice(0, Math.round(shares[k] * count)));
  const named = faults.map((fault, k) => [fault, parts[k].sort((a, b) => a - b)]);
  return { parts: Object.fromEntries(named) as Record<Fault, number[]>, sound: order };
}

function noisyRows(count: number, options: CorruptOptions, random: Random): number[] {
  const { noise = 0, noiseShare = 1 } = options;
  expectNumber(noise, "corrupted noise", { atLeast: 0 });
  expectNumber(noiseShare, "corrupted noiseShare", { atLeast: 0, atMost: 1 });
  if (noise === 0) return [];
  const chosen = random.shuffle(count).subarray(0, Math.round(noiseShare * count));
  return Array.from(chosen).sort((a, b) => a - b);
}

/** Fewer examples of each class than of the one before it, in the old order. */
function skewed(dataset: FiniteDataset, ratio: number, random: Random): FiniteDataset {
  const labels = expectLabels(dataset, "skew");
  const shares = longTail(dataset.classes!, ratio);
  const counts = shares.map(() => 0);
  for (const label of labels) counts[label]++;
  // as many of all as every class can give by its share
  const most = Math.min(...counts.map((count, k) => count / shares[k]));
  const left = shares.map((share) => Math.max(1, Math.round(most * share)));
  const kept = random
    .stream("skew")
    .shuffle(dataset.count)
    .filter((i) => left[labels[i]]-- > 0);
  return takeExamples(dataset, kept.sort());
}

function expectLabels({ labels, name }: FiniteDataset, what: string): ClassLabels {
  if (labels) return labels;
  throw new TypeError(`corrupted ${what}: wanted a set with labels, found none in "${name}"`);
}

function standardDeviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(square / values.length);
}
