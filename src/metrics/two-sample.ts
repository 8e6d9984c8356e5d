import type { Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import { logisticClassifier } from "./logistic";
import { nearestNeighbours } from "./neighbours";
import { numbersOf, widthOf, type Samples } from "./points";
import { guessingChance, wilsonInterval, type Proportion } from "./proportion";

/** Options of {@link twoSampleTest}. */
export interface TwoSampleOptions {
  /** Numbers in an example; taken from a tensor when left out. */
  readonly d?: number;
  /** What tells real from fake: the vote of nearest neighbours, or a logistic regression; "neighbours". */
  readonly classifier?: "neighbours" | "logistic";
  /** How many neighbours vote; √(training examples), made odd, when left out. */
  readonly k?: number;
  /** Chance with which the interval is meant to hold the true share; .95. */
  readonly level?: number;
  /** Draws what is trained on and what is held out. */
  readonly random: Random;
}

/** How well a classifier tells held-out real examples from held-out fakes. */
export interface TwoSampleTest extends Proportion {
  /** Chance to be right at least that often by guessing. */
  readonly pValue: number;
  /** Share of the real examples that were recognised. */
  readonly realRight: number;
  /** Share of the fakes that were recognised. */
  readonly fakeRight: number;
}

/** Learns from rows of train (1 is real, 0 is fake), and says of the rows of test which are real. */
type Classify = (train: Labelled, test: Float32Array, d: number, k?: number) => Uint8Array;

interface Labelled {
  readonly rows: Float32Array;
  readonly labels: Uint8Array;
}

const classifiers: Readonly<Record<"neighbours" | "logistic", Classify>> = {
  neighbours: byNeighbours,
  logistic: ({ rows, labels }, test, d) => logisticClassifier(rows, labels, d)(test),
};

/**
 * The classifier two-sample test (Lopez-Paz and Oquab 2017): real examples and fakes are shuffled together;
 * a classifier learns on one half which is which, and is asked about the other. If both come from one
 * distribution nothing can be learnt, and it is right as often as a coin: half of the time. `share` is how
 * often it was right, with Wilson's interval, and `pValue` the chance P(X >= right), X ~ Binomial(n, ½).
 *
 * The two classifiers see different things. Neighbours see any difference in shape, but need many examples
 * in many dimensions. A logistic regression sees hardly more than differences of means, and needs few. Of
 * the larger set, random examples are left out so that both are equally large. In pixels a classifier finds
 * small traces of a generator that no person sees.
 *
 * Take real examples that the generator was not trained on. Copies of the training examples lie on top of
 * them: the nearest neighbour of each is then of the other kind, and the share falls below a half.
 *
 * @param real (n, d)
 * @param fake (m, d)
 * @throws TypeError for rows of another size; RangeError for fewer than four examples of a kind, or k too
 *   large
 * @example
 * ```ts
 * import { seeded, twoSampleTest } from "gan-clinic";
 * const [real, fake] = [seeded(1).normals(200), seeded(2).normals(200, 3)]; // two heaps on a line
 * const { share, pValue, n } = twoSampleTest(real, fake, { d: 1, random: seeded(3) });
 * assert.equal(n, 200);
 * assert.ok(share > 0.85 && pValue < 1e-9);
 * ```
 */
export function twoSampleTest(
  real: Samples,
  fake: Samples,
  { d: width, classifier = "neighbours", k, level = 0.95, random }: TwoSampleOptions,
): TwoSampleTest {
  if (!(classifier in classifiers)) {
    const names = Object.keys(classifiers).join(", ");
    throw new RangeError(`twoSampleTest classifier: wanted one of ${names}, found "${classifier}"`);
  }
  const d = widthOf(real, width, "twoSampleTest", "real");
  const x = numbersOf(real, d, "twoSampleTest real");
  const y = numbersOf(fake, d, "twoSampleTest fake");
  const each = Math.min(x.length, y.length) / d;
  expectInteger(each, "twoSampleTest examples of a kind", { atLeast: 4 });
  expectNumber(level, "twoSampleTest level", { above: 0, below: 1 });
  const both = mixed(drawn(x, each, d, random), drawn(y, each, d, random), d, random);
  const train = { rows: both.rows.subarray(0, each * d), labels: both.labels.subarray(0, each) };
  const labels = both.labels.subarray(each);
  const said = classifiers[classifier](train, both.rows.subarray(each * d), d, k);
  const rightOf = (label: number) => {
    const own = [...labels.keys()].filter((i) => labels[i] === label);
    return own.filter((i) => said[i] === label).length / own.length;
  };
  const right = labels.filter((label, i) => said[i] === label).length;
  return {
    ...wilsonInterval(right, each, level),
    pValue: guessingChance(right, each),
    realRight: rightOf(1),
    fakeRight: rightOf(0),
  };
}

/** `count` different rows. */
function drawn(x: Float32Array, count: number, d: number, random: Random): Float32Array {
  const order = random.shuffle(x.length / d).subarray(0, count);
  return rowsOf(x, order, d);
}

function rowsOf(x: Float32Array, order: Int32Array, d: number): Float32Array {
  const rows = new Float32Array(order.length * d);
  order.forEach((from, to) => {
    rows.set(x.subarray(from * d, (from + 1) * d), to * d);
  });
  return rows;
}

/** Both kinds in random order: 1 is real. */
function mixed(real: Float32Array, fake: Float32Array, d: number, random: Random): Labelled {
  const rows = new Float32Array(real.length + fake.length);
  rows.set(real);
  rows.set(fake, real.length);
  const order = random.shuffle(rows.length / d);
  return {
    rows: rowsOf(rows, order, d),
    labels: Uint8Array.from(order, (from) => (from < real.length / d ? 1 : 0)),
  };
}

function byNeighbours({ rows, labels }: Labelled, test: Float32Array, d: number, k?: number) {
  const usual = 2 * Math.floor(Math.sqrt(labels.length) / 2) + 1; // odd: no ties
  const voters = expectInteger(k ?? usual, "twoSampleTest k", {
    atLeast: 1,
    atMost: labels.length,
  });
  const { indices } = nearestNeighbours(test, rows, { d, k: voters });
  return Uint8Array.from({ length: test.length / d }, (_, i) => {
    const votes = indices.subarray(i * voters, (i + 1) * voters);
    const real = votes.reduce((sum, j) => sum + labels[j], 0);
    return 2 * real > voters ? 1 : 0;
  });
}
