import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { madeOptions, type RecipeOptions } from "../recipes/made";
import type { WeightAverage } from "./average";
import { openCheckpoint, resume, saveCheckpoint, stepsWith } from "./checkpoint";
import type { Checkpoint } from "./checkpoint-state";
import { compiledOrWhy, runCompiled, type CompiledTraining } from "./compiled-step";
import { columnsOf, disposeDraws, drawStep } from "./draws";
import { eagerStep, type StepMeasures } from "./eager-step";
import { record, type History } from "./history";
import { lookAtFirstBatches, problemOf, type TrainingFacts } from "./facts";
import { listenForInterruption, type Interruption } from "./interruption";
import { averageIn } from "./levers/average";
import { monitorRow } from "./monitor";
import type { MonitorRow } from "./monitors";
import { planned } from "./options";
import type { TrainingPlan, TrainingProgress } from "./plan";
import { findProblem, type TrainingProblem } from "./problem";
import { endSession, startSession, type Session } from "./session";
import { cyclicLabels, snapshotOf, type Snapshot } from "./snapshot";
import { unmoved } from "./unmoved";
import { looksAtHistory, variantAt } from "./variant";

/** How a training ended. */
export type TrainingEnd = "finished" | "interrupted" | "not-a-number" | "stopped-early";

/** A training that has ended. What was trained can be used, however it ended. */
export interface TrainingRun {
  /** What each step measured, a column for each measure. */
  readonly history: History;
  /** Samples of the generator from before the first step, at every `snapshotEvery`, and at the end. */
  readonly snapshots: readonly Snapshot[];
  /** One row for each snapshot. */
  readonly monitors: readonly MonitorRow[];
  /** Steps that were done; fewer than asked for when it stopped before its end. */
  readonly stepsDone: number;
  /** How it ended: "finished" after all its steps. */
  readonly stopped: TrainingEnd;
  /** Whether the steps were compiled. */
  readonly compiled: boolean;
  /** What was plain before the first step. */
  readonly facts: TrainingFacts;
  /** What went wrong, when it stopped at a number that is not finite. */
  readonly problem?: TrainingProblem;
  /** Draws `n` fakes; the same ones each time unless a stream is given. The caller disposes them. */
  sample(n: number, random?: Random): tf.Tensor; // (n, outputs)
  /** The generator's averaged weights, when the training kept them. Its `sample` uses them. */
  readonly average?: WeightAverage & {
    /** As the run's own `sample`, with the averaged weights. */
    sample: TrainingRun["sample"];
  };
  /** Frees both networks, and the average. */
  dispose(): void;
}

/**
 * Trains a generator against a discriminator with Adam (epsilon 1e-8), one generator update a step.
 *
 * The same options and seed give the same run, bit for bit, on one engine: what step 7 draws depends on
 * the seed and on 7 alone. The steps are compiled, several of them to one call where they are short; other
 * work has its turn after every call. Before step 1 it looks at the data: at all numbers of a finite set, and at
 * the first batches of any. The training stops early, and returns normally, at an interrupt (SIGINT, or `signal`) and
 * at the first loss or weight that is not finite (in the data, before step 1); then it names the first bad tensor and
 * leaves the networks as they were before it.
 *
 * @param options those of {@link TrainingOptions}, each as an object or as data
 * @throws TypeError when data, latent vectors and networks do not fit each other, or not exactly one of
 *   `seed` and `random` is given
 * @throws RangeError for a number out of its range, in the options or in the data: a data set's numbers must lie in
 *   the `range` that it declares, and its labels below its `classes`
 * @throws Error that names the checkpoint, when it can not be used or written; said before the first step
 * @example
 * ```ts
 * import { mlp, nonSaturating, ring, seeded, trainGan } from "gan-clinic";
 * const random = seeded(1);
 * const run = await trainGan({
 *   data: ring(),
 *   generator: mlp({ name: "generator", inputs: 8, hidden: [16], outputs: 2, random }),
 *   discriminator: mlp({ name: "discriminator", inputs: 2, hidden: [16], outputs: 1, random }),
 *   loss: nonSaturating,
 *   seed: 1,
 *   steps: 3,
 *   learningRate: { generator: 1e-3, discriminator: 1e-3 },
 * });
 * assert.equal(run.stopped, "finished");
 * assert.deepEqual(run.history.step, [1, 2, 3]);
 * assert.deepEqual(run.sample(5).shape, [5, 2]);
 * run.dispose();
 * ```
 */
export async function trainGan(options: RecipeOptions): Promise<TrainingRun> {
  const made = await madeOptions(options);
  const plan = planned(made);
  const checkpoint = openCheckpoint(plan, made);
  try {
    return await trained({ ...plan, steps: stepsWith(plan, checkpoint) }, checkpoint);
  } finally {
    checkpoint?.file.release();
  }
}

async function trained(plan: TrainingPlan, checkpoint?: Checkpoint): Promise<TrainingRun> {
  const session = startSession(plan, checkpoint);
  const interruption = listenForInterruption(plan);
  let end: End | undefined;
  try {
    end = await train(session, interruption);
    return finishedRun(session, end);
  } finally {
    interruption.release();
    await endSession(session, end !== undefined);
  }
}

type End = Pick<TrainingRun, "stepsDone" | "stopped" | "problem">;

async function train(session: Session, interruption: Interruption): Promise<End> {
  const { plan, history } = session;
  const { steps, snapshotEvery } = plan;
  let done = await resume(session);
  if (session.snapshots.length === 0) await takeSnapshot(session, 0);
  const problem = problemOf(plan, session.facts, done + 1);
  if (problem) return { ...(await stopAt(session, done, "not-a-number")), problem };
  while (done < steps) {
    if (interruption.requested) return stopAt(session, done, "interrupted");
    const nextSnapshot = (Math.floor(done / snapshotEvery) + 1) * snapshotEvery;
    const last = Math.min(steps, nextSnapshot);
    const measures = await trainSteps(session, done + 1, last, interruption);
    if (measures.length === 0) return stopAtProblem(session);
    measures.forEach((measured, i) => {
      const { variant } = session.draws[i];
      record(history, ++done, measured, { variant, columns: columnsOf(session.draws[i]) });
    });
    if (done % snapshotEvery === 0) {
      await takeSnapshot(session, done);
      await saveCheckpoint(session, done);
      if (done < steps && (await plan.stopWhen?.(progressOf(session, done)))) {
        return stopAt(session, done, "stopped-early");
      }
    }
    await reportProgress(session, done, 250);
  }
  return stopAt(session, steps, "finished");
}

/**
 * Does steps `first` to at most `last`, as many as one call takes. Gives back what each measured; none
 * when the first of them met a number that is not finite.
 */
async function trainSteps(
  session: Session,
  first: number,
  last: number,
  interruption: Interruption,
): Promise<StepMeasures[]> {
  const { plan, training, moves, history } = session;
  session.draws.forEach(disposeDraws);
  const variant = variantAt(plan, first, history);
  session.draws = [drawStep(plan, first, variant, history)];
  if (first === 1) lookAtFirstBatches(plan, session.draws[0]);
  const compiled = await compiledOrEager(session);
  const { draws } = session;
  if (compiled) {
    const upTo = Math.min(last, first + compiled.stepsPerCall - 1);
    for (let step = first + 1; step <= upTo && !interruption.requested; step++) {
      if (looksAtHistory(plan)) break;
      const next = variantAt(plan, step, history);
      if (next.key !== variant.key) break;
      draws.push(drawStep(plan, step, next, history));
    }
    const measures = await runCompiled(compiled, draws);
    if (measures.length > 0) return measures;
  }
  // here too after a number that is not finite: operation by operation, it can be found
  const measures = await eagerStep(training, draws[0], moves);
  return measures ? [measures] : [];
}

async function compiledOrEager(session: Session): Promise<CompiledTraining | undefined> {
  const { plan, training, draws, compiled } = session;
  if (!plan.compiled) return undefined;
  const { key } = draws[0].variant;
  if (!compiled.has(key)) compiled.set(key, await compiledOrWhy(training, draws[0]));
  return compiled.get(key);
}

async function takeSnapshot(session: Session, step: number): Promise<void> {
  const { plan, training, snapshotLatent, snapshots, monitors, monitorBatch } = session;
  const average = averageIn(training.kept);
  const snapshot = snapshotOf(plan.generator, snapshotLatent, step, average);
  snapshots.push(snapshot);
  const { generator, discriminator } = plan;
  monitors.push(unmoved([generator, discriminator], () => monitorRow(plan, monitorBatch, step)));
  await plan.onSnapshot?.(snapshot);
}

function progressOf(session: Session, stepsDone: number): TrainingProgress {
  const { plan, history, monitors, snapshots } = session;
  return { stepsDone, steps: plan.steps, history, monitors, snapshots };
}

async function reportProgress(session: Session, stepsDone: number, everyMs: number): Promise<void> {
  if (performance.now() - session.lastProgress < everyMs) return;
  session.lastProgress = performance.now();
  await session.plan.onProgress?.(progressOf(session, stepsDone));
}

async function stopAt(session: Session, stepsDone: number, stopped: TrainingEnd): Promise<End> {
  if (session.snapshots.at(-1)?.step !== stepsDone) {
    await takeSnapshot(session, stepsDone);
    if (stopped !== "not-a-number") await saveCheckpoint(session, stepsDone);
  }
  await reportProgress(session, stepsDone, 0);
  return { stepsDone, stopped };
}

async function stopAtProblem(session: Session): Promise<End> {
  const problem = findProblem(session.plan, session.moves);
  return { ...(await stopAt(session, problem.step - 1, "not-a-number")), problem };
}

function finishedRun(session: Session, end: End): TrainingRun {
  const { plan, training, history, snapshots, monitors, compiled, facts } = session;
  const { generator, discriminator } = plan;
  const average = averageIn(training.kept);
  const sampler = (apply: (typeof generator)["apply"]): TrainingRun["sample"] => {
    return (n, random = plan.random.stream("samples")) =>
      tf.tidy(() => {
        const labels = cyclicLabels(generator, n);
        return apply(random.normal([n, plan.latentSize]), labels && { labels }); // (n, outputs)
      });
  };
  return {
    history,
    snapshots,
    monitors,
    facts,
    ...end,
    compiled: [...compiled.values()].some((step) => step !== undefined),
    sample: sampler((x, context) => generator.apply(x, context)),
    ...(average && {
      average: { ...average, sample: sampler((x, context) => average.apply(x, context)) },
    }),
    dispose() {
      generator.dispose();
      discriminator.dispose();
      average?.dispose();
    },
  };
}
