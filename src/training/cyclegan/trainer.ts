import * as tf from "@tensorflow/tfjs";
import type { WeightAverage } from "../average";
import { breathe, listenForInterruption, type Interruption } from "../interruption";
import type { TrainingEnd } from "../trainer";
import { recordCycle, type CycleHistory, type CycleMeasures } from "./history";
import { plannedCycle, type CycleGanOptions } from "./options";
import {
  compiledCycle,
  disposeCycleDraws,
  drawCycle,
  eagerCycle,
  runCompiledCycle,
} from "./run-steps";
import { endCycle, startCycle, type CycleSession } from "./session";
import { cycleSnapshotOf, type CycleSnapshot } from "./snapshot";

/** A training of a CycleGAN that has ended. What was trained can be used, however it ended. */
export interface CycleGanRun {
  /** What each step measured, a column for each measure. */
  readonly history: CycleHistory;
  /** What the snapshots translate, numbers row by row: (snapshotSize, numbers of x), and of y. */
  readonly shown: {
    /** Of style x. */
    readonly x: Float32Array;
    /** Of style y. */
    readonly y: Float32Array;
  };
  /** Translations from before the first step, at every `snapshotEvery`, and at the end. */
  readonly snapshots: readonly CycleSnapshot[];
  /** Steps that were done; fewer than asked for when it stopped before its end. */
  readonly stepsDone: number;
  /** How it ended: "finished" after all its steps. */
  readonly stopped: Exclude<TrainingEnd, "stopped-early">;
  /** Whether the steps were compiled. */
  readonly compiled: boolean;
  /** What was not finite, and in which step, when it stopped at such a number. */
  readonly problem?: {
    /** From 1. */
    readonly step: number;
    /** Which loss or weight it was. */
    readonly tensor: string;
    /** What was found. */
    readonly message: string;
  };
  /** Translates (n, numbers of x) to (n, numbers of y), with averaged weights when the training kept them. */
  toY(x: tf.Tensor): tf.Tensor;
  /** Translates (n, numbers of y) to (n, numbers of x), as `toY`. */
  toX(y: tf.Tensor): tf.Tensor;
  /** The translators' averaged weights, when the training kept them. */
  readonly averages?: {
    /** Of the translator from x to y. */
    readonly toY: WeightAverage;
    /** Of the translator from y to x. */
    readonly toX: WeightAverage;
  };
  /** Frees the four networks, and the averages. */
  dispose(): void;
}

/**
 * Trains two translators between two sets of unpaired examples, and a discriminator for each set, with Adam (epsilon
 * 1e-8): CycleGAN (Zhu et al. 2017, eq. 3 and section 4). A translation is to look real to the other set's discriminator;
 * translated back, it is to be what it was (`cycle`); and what is in the wanted style may be asked to stay (`identity`).
 * Each step updates both translators, then both discriminators, on translations out of a pool of 50.
 *
 * The same options and seed give the same run, bit for bit, on one engine. The steps are compiled, several of them to one
 * call where they are short. The training stops early, and returns normally, at an interrupt (SIGINT, or `signal`), and at
 * the first loss or weight that is not finite; then the networks are as they were before that step. It keeps no
 * checkpoints: `saveNetwork` keeps what it has trained. Unlike the paper's code it does not halve the discriminators' loss:
 * under Adam that changes nothing but the part of epsilon.
 *
 * @throws TypeError when data and networks do not fit each other, or not exactly one of `seed` and `random` is given
 * @throws RangeError for a number out of its range
 * @example
 * ```ts
 * import { leastSquares, mlp, ring, seeded, trainCycleGan } from "gan-clinic";
 * const random = seeded(1);
 * const network = (name: string, outputs: number) =>
 *   mlp({ name, inputs: 2, hidden: [8], outputs, random });
 * const run = await trainCycleGan({
 *   x: ring({ radius: 1 }),
 *   y: ring({ radius: 2 }),
 *   toY: network("to y", 2),
 *   toX: network("to x", 2),
 *   discriminatorX: network("judge of x", 1),
 *   discriminatorY: network("judge of y", 1),
 *   loss: leastSquares,
 *   seed: 1,
 *   steps: 3,
 *   learningRate: { generator: 1e-3, discriminator: 1e-3 },
 * });
 * assert.equal(run.stopped, "finished");
 * assert.deepEqual(run.history.step, [1, 2, 3]);
 * assert.equal(run.snapshots.at(-1)!.fakeY.length, 16 * 2);
 * run.dispose();
 * ```
 */
export async function trainCycleGan(options: CycleGanOptions): Promise<CycleGanRun> {
  const plan = plannedCycle(options);
  const session = startCycle(plan);
  const interruption = listenForInterruption(plan);
  let end: CycleEnd | undefined;
  try {
    end = await train(session, interruption);
    return finishedCycle(session, end);
  } finally {
    interruption.release();
    await endCycle(session, end !== undefined);
  }
}

type CycleEnd = Pick<CycleGanRun, "stepsDone" | "stopped" | "problem">;

async function train(session: CycleSession, interruption: Interruption): Promise<CycleEnd> {
  const { history, training } = session;
  const { steps, snapshotEvery } = training.plan;
  await takeSnapshot(session, 0);
  let done = 0;
  while (done < steps) {
    if (interruption.requested) return stopAt(session, done, "interrupted");
    const nextSnapshot = (Math.floor(done / snapshotEvery) + 1) * snapshotEvery;
    const measures = await trainSteps(session, done + 1, Math.min(steps, nextSnapshot));
    if ("tensor" in measures) {
      const { tensor } = measures;
      const message = `${tensor} was the first that is not finite, in step ${done + 1}. Lower the learning rates`;
      const end = await stopAt(session, done, "not-a-number");
      return { ...end, problem: { step: done + 1, tensor, message } };
    }
    for (const measured of measures) recordCycle(history, ++done, measured);
    if (done % snapshotEvery === 0) await takeSnapshot(session, done);
    await reportProgress(session, done, 250);
    await breathe();
  }
  return stopAt(session, steps, "finished");
}

/** Does steps `first` to at most `last`, as many as one call takes. */
async function trainSteps(
  session: CycleSession,
  first: number,
  last: number,
): Promise<CycleMeasures[] | { readonly tensor: string }> {
  const { training } = session;
  session.draws.forEach(disposeCycleDraws);
  session.draws = [drawCycle(training, first)];
  const { draws } = session;
  if (training.plan.compiled) {
    session.compiled ??= (await compiledCycle(training, draws[0])) ?? "impossible";
  }
  const { compiled } = session;
  if (compiled && compiled !== "impossible") {
    const upTo = Math.min(last, first + compiled.report.stepsPerCall - 1);
    for (let step = first + 1; step <= upTo; step++) draws.push(drawCycle(training, step));
    const measures = await runCompiledCycle(compiled, draws);
    if (measures.length > 0) return measures;
  }
  // here too after a number that is not finite: operation by operation, it can be named
  const measured = eagerCycle(training, draws[0]);
  return "tensor" in measured ? measured : [measured];
}

async function takeSnapshot(session: CycleSession, step: number): Promise<void> {
  const { training, translators, shown, snapshots } = session;
  const snapshot = cycleSnapshotOf(translators, shown, step);
  snapshots.push(snapshot);
  await training.plan.onSnapshot?.(snapshot);
}

async function reportProgress(session: CycleSession, stepsDone: number, everyMs: number) {
  if (performance.now() - session.lastProgress < everyMs) return;
  session.lastProgress = performance.now();
  const { training, history, snapshots } = session;
  const { steps, onProgress } = training.plan;
  await onProgress?.({ stepsDone, steps, history, snapshots });
}

async function stopAt(
  session: CycleSession,
  stepsDone: number,
  stopped: CycleEnd["stopped"],
): Promise<CycleEnd> {
  if (session.snapshots.at(-1)?.step !== stepsDone) await takeSnapshot(session, stepsDone);
  await reportProgress(session, stepsDone, 0);
  return { stepsDone, stopped };
}

function finishedCycle(session: CycleSession, end: CycleEnd): CycleGanRun {
  const { training, translators, shown, history, snapshots, compiled } = session;
  const { plan, averages } = training;
  const read = (tensor: tf.Tensor) => Float32Array.from(tensor.dataSync());
  return {
    history,
    shown: { x: read(shown.x), y: read(shown.y) },
    snapshots,
    ...end,
    compiled: compiled !== undefined && compiled !== "impossible",
    toY: (x) => translators.toY(x),
    toX: (y) => translators.toX(y),
    ...(averages && { averages }),
    dispose() {
      for (const name of ["toX", "toY", "discriminatorX", "discriminatorY"] as const) {
        plan[name].dispose();
      }
      if (averages) [averages.toX, averages.toY].forEach((each) => {
        each.dispose();
      }); // prettier-ignore
    },
  };
}
