import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../data/dataset";
import type { GanLoss } from "../../losses";
import type { Network } from "../../networks/network";
import { seeded, type Random } from "../../random";
import { expectInteger, expectNumber, shapeText } from "../../shape";
import type { Both } from "../plan";
import type { Rate } from "../rates";
import type { CycleHistory } from "./history";
import type { CycleSnapshot } from "./snapshot";

/** A weight for each way round. */
export interface CycleWeights {
  /** Of |x - toX(toY(x))|, 0 or more. */
  readonly x: number;
  /** Of |y - toY(toX(y))|, 0 or more. */
  readonly y: number;
}

/** Who plays in a CycleGAN: two translators and a judge of each style. */
export interface CycleGame {
  /** Translates from style x to style y: G in the paper. */
  readonly toY: Network;
  /** Translates from style y to style x: F in the paper. */
  readonly toX: Network;
  /** Tells examples of x from what `toX` makes: one score an example or, of patches, several. */
  readonly discriminatorX: Network;
  /** Tells examples of y from what `toY` makes. */
  readonly discriminatorY: Network;
  /** What the discriminators and the translators minimise: `leastSquares` in the paper. */
  readonly loss: GanLoss;
  /**
   * Weight of {@link cycleConsistency}: λ of the paper, 10. Of each way in a record: `x` for x to y to x, `y` for y to x
   * to y. What has weight 0 is measured and not learned.
   */
  readonly cycle?: number | CycleWeights;
  /** Weight of {@link identityMapping}, both ways; 0. Half of `cycle` where the paper uses it. */
  readonly identity?: number;
  /**
   * Standard deviation of normal noise on a translation before it is translated back, 0 or more; 0. It takes small
   * signals out of the cycle (Chu et al. 2017 show what they carry). The discriminators do not see it.
   */
  readonly cycleNoise?: number;
}

/** How to train a CycleGAN. */
export interface CycleGanOptions extends CycleGame {
  /** Examples of style x. */
  readonly x: Dataset;
  /** Examples of style y. None belongs to one of x. */
  readonly y: Dataset;
  /** What all randomness of the run comes from; exactly one of `seed` and `random` is given. */
  readonly seed?: number;
  /** The stream that all randomness of the run comes from; exactly one of `seed` and `random` is given. */
  readonly random?: Random;
  /** Steps, each an update of both translators, then of both discriminators. */
  readonly steps: number;
  /** Examples of each style in a step; 16. */
  readonly batchSize?: number;
  /** Learning rates: of both translators (`generator`), and of both discriminators. */
  readonly learningRate: Both<Rate>;
  /** Adam's memory of the gradient; .5. */
  readonly beta1?: number;
  /** Adam's memory of the squared gradient; .999. */
  readonly beta2?: number;
  /** Translations that each discriminator's pool keeps, `batchSize` or more ({@link picturePool}); 50, or 0 for no pool. */
  readonly poolSize?: number;
  /** Decay of a moving average of both translators' weights, .9 to .9999. */
  readonly average?: number;
  /** Whether the step is compiled (see `compile`), which changes the speed and the last digits; true. */
  readonly compiled?: boolean;
  /** Stops the training as an interrupt does. */
  readonly signal?: AbortSignal;
  /** Steps between snapshots; a tenth of the steps. */
  readonly snapshotEvery?: number;
  /** Examples of each style in a snapshot, the same each time; 16. */
  readonly snapshotSize?: number;
  /** Called with each snapshot, and waited for. */
  readonly onSnapshot?: (snapshot: CycleSnapshot) => void | Promise<void>;
  /** Called about four times a second and at the end, and waited for. For live charts. */
  readonly onProgress?: (progress: CycleProgress) => void | Promise<void>;
}

/** What a live chart needs. */
export interface CycleProgress {
  /** Steps done so far; 0 is before training. */
  readonly stepsDone: number;
  /** Steps asked for. */
  readonly steps: number;
  /** What each step so far has measured. */
  readonly history: CycleHistory;
  /** All so far, the latest last. */
  readonly snapshots: readonly CycleSnapshot[];
}

const defaults = {
  cycle: 10,
  identity: 0,
  cycleNoise: 0,
  batchSize: 16,
  beta1: 0.5,
  beta2: 0.999,
  poolSize: 50,
  compiled: true,
  snapshotSize: 16,
};

/** The options with nothing left open. */
export type CyclePlan = Omit<CycleGanOptions, "seed" | keyof typeof defaults> &
  Required<Pick<CycleGanOptions, keyof typeof defaults | "random" | "snapshotEvery">> & {
    readonly cycle: CycleWeights;
  };

/** Fills in what was left out and refuses what cannot be trained. */
export function plannedCycle(options: CycleGanOptions): CyclePlan {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const whole = { ...defaults, ...(Object.fromEntries(given) as unknown as CycleGanOptions) };
  const snapshotEvery = whole.snapshotEvery ?? Math.max(1, Math.round(whole.steps / 10));
  const { cycle: both } = whole;
  const cycle = typeof both === "number" ? { x: both, y: both } : both;
  const plan: CyclePlan = { ...whole, cycle, snapshotEvery, random: chosenRandom(options) };
  const what = (name: string) => `trainCycleGan ${name}`;
  for (const name of ["steps", "batchSize", "snapshotEvery", "snapshotSize"] as const) {
    expectInteger(plan[name], what(name), { atLeast: 1 });
  }
  for (const name of ["beta1", "beta2", "average"] as const) {
    if (plan[name] !== undefined) expectNumber(plan[name], what(name), { atLeast: 0, below: 1 });
  }
  expectNumber(cycle.x, what(typeof both === "number" ? "cycle" : "cycle.x"), { atLeast: 0 });
  expectNumber(cycle.y, what("cycle.y"), { atLeast: 0 });
  for (const name of ["identity", "cycleNoise"] as const) {
    expectNumber(plan[name], what(name), { atLeast: 0 });
  }
  for (const player of ["generator", "discriminator"] as const) {
    const rate = plan.learningRate[player];
    if (typeof rate === "number") expectNumber(rate, what(`learningRate.${player}`), { above: 0 });
  }
  if (plan.poolSize !== 0) expectInteger(plan.poolSize, what("poolSize"), { atLeast: plan.batchSize });
  expectFit(plan);
  return plan;
} // prettier-ignore

function chosenRandom({ seed, random }: CycleGanOptions): Random {
  if ((seed === undefined) === (random === undefined)) {
    const found = seed === undefined ? "neither" : "both";
    throw new TypeError(`trainCycleGan: wanted exactly one of seed and random, found ${found}`);
  }
  if (random) return random;
  return seeded(expectInteger(seed!, "trainCycleGan seed", { atLeast: 0 })).stream("training");
}

/** Data and networks must fit each other. */
function expectFit({ x, y, toX, toY, discriminatorX, discriminatorY, identity }: CyclePlan): void {
  const [sizeX, sizeY] = [x, y].map(({ shape }) => tf.util.sizeFromShape([...shape]));
  const ofX = `one example of x, "${x.name}"`;
  const ofY = `one example of y, "${y.name}"`;
  const fits: [string, number, string, number][] = [
    [`toY "${toY.name}" inputs`, toY.inputs, ofX, sizeX],
    [`toY "${toY.name}" outputs`, toY.outputs, ofY, sizeY],
    [`toX "${toX.name}" inputs`, toX.inputs, ofY, sizeY],
    [`toX "${toX.name}" outputs`, toX.outputs, ofX, sizeX],
    [`discriminatorX "${discriminatorX.name}" inputs`, discriminatorX.inputs, ofX, sizeX],
    [`discriminatorY "${discriminatorY.name}" inputs`, discriminatorY.inputs, ofY, sizeY],
  ];
  for (const [what, found, whose, wanted] of fits) {
    if (found !== wanted) {
      throw new TypeError(`trainCycleGan ${what}: wanted ${wanted} (${whose}), found ${found}`);
    }
  }
  if (identity > 0 && sizeX !== sizeY) {
    throw new TypeError(
      "trainCycleGan identity: wanted x and y of one shape, since toY is given examples of y too; found " +
        `${shapeText(x.shape)} and ${shapeText(y.shape)}. Leave it 0, or give both the same channels`,
    );
  }
  for (const network of [toX, toY, discriminatorX, discriminatorY]) {
    if (network.traits?.classes === undefined) continue;
    throw new TypeError(
      `trainCycleGan "${network.name}": wanted a network without labels, found one of ${network.traits.classes} ` +
        "classes. Leave its classes out",
    );
  }
}
