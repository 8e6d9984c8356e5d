import type * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import type { Random } from "../random";
import type { CheckpointOptions } from "./checkpoint-file";
import type { Game } from "./game";
import type { History } from "./history";
import type { MonitorRow } from "./monitors";
import type { Rate } from "./rates";
import type { Snapshot } from "./snapshot";

// What a training is told, as types.

/** One number or schedule for each player. */
export interface Both<T> {
  /** The generator's. */
  readonly generator: T;
  /** The discriminator's. */
  readonly discriminator: T;
}

/** How many updates each player makes in a step, told from what has been measured so far. */
export type Schedule = (step: number, history: History) => Both<number>;

/** How to train. Real before fake, discriminator before generator, everywhere. */
export interface TrainingOptions extends Game {
  /** What the real examples are drawn from. */
  readonly data: Dataset;
  /** What all randomness of the run comes from; exactly one of `seed` and `random` is given. */
  readonly seed?: number;
  /** The stream that all randomness of the run comes from; exactly one of `seed` and `random` is given. */
  readonly random?: Random;
  /** Steps of the schedule, those of a checkpoint included; one that has done more gives its run as it is. */
  readonly steps: number;
  /** Real examples, and as many fakes, in each update; 64. */
  readonly batchSize?: number;
  /** Numbers in a latent vector, drawn from N(0, 1); the generator's inputs. */
  readonly latentSize?: number;
  /** Learning rates. */
  readonly learningRate: Both<Rate>;
  /** Makes an optimiser for a rate, for each player; Adam with `beta1`, `beta2` and epsilon 1e-8. */
  readonly optimizer?: (learningRate: number) => tf.Optimizer;
  /** Adam's memory of the gradient; .5. */
  readonly beta1?: number;
  /** Adam's memory of the squared gradient; .999. */
  readonly beta2?: number;
  /** Discriminator updates in each step; 1. */
  readonly discriminatorSteps?: number;
  /** Generator updates in each step, after those of the discriminator; 1. */
  readonly generatorSteps?: number;
  /** Takes the place of the two numbers above, and may look at the history: an adaptive schedule. */
  readonly schedule?: Schedule;
  /** Held-out examples: the monitors compare the discriminator's scores on them with those on the data. */
  readonly heldOut?: Dataset;
  /** Tells the mode or class of samples (n, outputs), for the monitors' histogram: counts per mode. */
  readonly histogramOf?: (samples: Float32Array) => readonly number[];
  /**
   * Whether the step is compiled (see `compile`), which changes nothing but the speed and the last digits;
   * true. What can not be compiled runs operation by operation, and a warning says why.
   */
  readonly compiled?: boolean;
  /** Trains what does not go together too (see `checkPairing`), to show what comes of it. */
  readonly unchecked?: boolean;
  /** Stops the training as an interrupt does. */
  readonly signal?: AbortSignal;
  /** Asked at each snapshot; true ends the training there. */
  readonly stopWhen?: (progress: TrainingProgress) => boolean | Promise<boolean>;
  /** Keeps the state in a file, and goes on from there when the file is found. */
  readonly checkpoint?: CheckpointOptions;
  /** Called with each snapshot, and waited for. */
  readonly onSnapshot?: (snapshot: Snapshot) => void | Promise<void>;
  /** Steps between snapshots; a tenth of the steps. With more than `steps` there are the first and the last. */
  readonly snapshotEvery?: number;
  /** Examples in each snapshot; 256. */
  readonly snapshotSize?: number;
  /** Called about four times a second and at the end, and waited for. For live charts. */
  readonly onProgress?: (progress: TrainingProgress) => void | Promise<void>;
}

/** What a live chart needs, and who decides whether to stop. */
export interface TrainingProgress {
  /** Steps done so far; 0 is before training. */
  readonly stepsDone: number;
  /** Steps asked for. */
  readonly steps: number;
  /** What each step so far has measured. */
  readonly history: History;
  /** One row for each snapshot. */
  readonly monitors: readonly MonitorRow[];
  /** All so far, the latest last. */
  readonly snapshots: readonly Snapshot[];
}

/** What options are when they are left out. Each lever adds its own. */
export interface Defaults {
  readonly random: Random;
  readonly batchSize: number;
  readonly latentSize: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly discriminatorSteps: number;
  readonly generatorSteps: number;
  readonly snapshotEvery: number;
  readonly snapshotSize: number;
  readonly compiled: boolean;
  readonly optimizer: NonNullable<TrainingOptions["optimizer"]>;
}

/** The options with nothing left open. */
export type TrainingPlan = Omit<TrainingOptions, "seed" | keyof Defaults> & Defaults;
