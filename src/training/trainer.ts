import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { emptyHistory, record, type DiscriminatorMeasures, type History } from "./history";
import { breathe, listenForInterruption, type Interruption } from "./interruption";
import { planned, type TrainingOptions, type TrainingPlan } from "./options";
import {
  disposeMove,
  findProblem,
  noteMove,
  weightsFinite,
  type Move,
  type TrainingProblem,
} from "./problem";
import { snapshotOf, type Snapshot } from "./snapshot";
import { discriminatorStep, generatorStep, type DiscriminatorResult } from "./steps";

/** How a training ended. */
export type TrainingEnd = "finished" | "interrupted" | "not-a-number";

/** A training that has ended. What was trained can be used, however it ended. */
export interface TrainingRun {
  readonly history: History;
  readonly snapshots: readonly Snapshot[];
  readonly stepsDone: number;
  readonly stopped: TrainingEnd;
  /** What went wrong, when it stopped at a number that is not finite. */
  readonly problem?: TrainingProblem;
  /** Draws `n` fakes; the same ones each time unless a stream is given. The caller disposes them. */
  sample(n: number, random?: Random): tf.Tensor; // (n, outputs)
  /** Frees both networks. */
  dispose(): void;
}

/**
 * Trains a generator against a discriminator with Adam (epsilon 1e-8), one generator update a step.
 *
 * The same options and seed give the same run, bit for bit, on one engine: what step 7 draws depends on
 * the seed and on 7 alone. The trainer lets other work have its turn after every update. It stops early,
 * and returns normally, at an interrupt (SIGINT, or `signal`) and at the first loss or weight that is not
 * finite; then it names the first bad tensor and leaves the networks as they were before it.
 *
 * @throws TypeError when data, latent vectors and networks do not fit each other, or not exactly one of
 *   `seed` and `random` is given
 * @throws RangeError for a number out of its range
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
export async function trainGan(options: TrainingOptions): Promise<TrainingRun> {
  const plan = planned(options);
  const session = startSession(plan);
  const interruption = listenForInterruption(plan.signal);
  try {
    const end = await train(session, interruption);
    return finishedRun(session, end);
  } finally {
    interruption.release();
    endSession(session);
  }
}

/** What a training holds while it runs. */
interface Session {
  readonly plan: TrainingPlan;
  readonly optimizers: { readonly generator: tf.Optimizer; readonly discriminator: tf.Optimizer };
  readonly snapshotLatent: tf.Tensor; // (snapshotSize, latentSize)
  readonly history: History;
  readonly snapshots: Snapshot[];
  /** The updates of this step. */
  readonly moves: Move[];
  lastProgress: number;
}

type End = Pick<TrainingRun, "stepsDone" | "stopped" | "problem">;

function startSession(plan: TrainingPlan): Session {
  const adam = (rate: number) => tf.train.adam(rate, plan.beta1, plan.beta2, 1e-8);
  const { generator, discriminator } = plan.learningRate;
  return {
    plan,
    optimizers: { generator: adam(generator), discriminator: adam(discriminator) },
    snapshotLatent: plan.random.stream("snapshots").normal([plan.snapshotSize, plan.latentSize]),
    history: emptyHistory(),
    snapshots: [],
    moves: [],
    lastProgress: -Infinity,
  };
}

function endSession({ optimizers, snapshotLatent, moves }: Session): void {
  optimizers.generator.dispose();
  optimizers.discriminator.dispose();
  snapshotLatent.dispose();
  moves.forEach(disposeMove);
}

async function train(session: Session, interruption: Interruption): Promise<End> {
  const { steps, snapshotEvery } = session.plan;
  await takeSnapshot(session, 0);
  for (let step = 1; step <= steps; step++) {
    if (interruption.requested) return stopAt(session, step - 1, "interrupted");
    if (!(await trainStep(session, step))) return stopAtProblem(session);
    if (step % snapshotEvery === 0) await takeSnapshot(session, step);
    await reportProgress(session, step, 250);
  }
  return stopAt(session, steps, "finished");
}

/** One step of the schedule. Says whether all losses and weights are finite. */
async function trainStep(session: Session, step: number): Promise<boolean> {
  const { plan, optimizers } = session;
  const { data, batchSize, latentSize } = plan;
  const draws = plan.random.stream(`step ${step}`);
  session.moves.splice(0).forEach(disposeMove);
  let measures: DiscriminatorMeasures | undefined;
  for (let k = 1; k <= plan.discriminatorSteps; k++) {
    const real = data.sample(batchSize, draws.stream(`real ${k}`)); // (batch, inputs)
    const latent = draws.stream(`latent ${k}`).normal([batchSize, latentSize]);
    session.moves.push(noteMove(plan, step, latent, real));
    measures = read(discriminatorStep(plan, optimizers.discriminator, real, latent));
    if (!Number.isFinite(measures.real + measures.fake)) return false;
    await breathe();
  }
  const latent = draws.stream("generator latent").normal([batchSize, latentSize]);
  session.moves.push(noteMove(plan, step, latent));
  const generatorLoss = readScalar(generatorStep(plan, optimizers.generator, latent));
  if (!Number.isFinite(generatorLoss) || !weightsFinite(plan)) return false;
  record(session.history, step, measures!, generatorLoss);
  await breathe();
  return true;
}

function read({ real, fake, realScores, fakeScores }: DiscriminatorResult): DiscriminatorMeasures {
  const scores = { realScores: realScores.dataSync(), fakeScores: fakeScores.dataSync() };
  tf.dispose([realScores, fakeScores]);
  return { real: readScalar(real), fake: readScalar(fake), ...scores };
}

function readScalar(scalar: tf.Scalar): number {
  const value = scalar.dataSync()[0];
  scalar.dispose();
  return value;
}

async function takeSnapshot({ plan, snapshotLatent, snapshots }: Session, step: number) {
  const snapshot = snapshotOf(plan.generator, snapshotLatent, step);
  snapshots.push(snapshot);
  await plan.onSnapshot?.(snapshot);
}

async function reportProgress(session: Session, stepsDone: number, everyMs: number): Promise<void> {
  const { plan, history } = session;
  if (performance.now() - session.lastProgress < everyMs) return;
  session.lastProgress = performance.now();
  await plan.onProgress?.({ stepsDone, steps: plan.steps, history });
}

async function stopAt(session: Session, stepsDone: number, stopped: TrainingEnd): Promise<End> {
  if (session.snapshots.at(-1)?.step !== stepsDone) await takeSnapshot(session, stepsDone);
  await reportProgress(session, stepsDone, 0);
  return { stepsDone, stopped };
}

async function stopAtProblem(session: Session): Promise<End> {
  const problem = findProblem(session.plan, session.moves);
  return { ...(await stopAt(session, problem.step - 1, "not-a-number")), problem };
}

function finishedRun({ plan, history, snapshots }: Session, end: End): TrainingRun {
  const { generator, discriminator, latentSize } = plan;
  return {
    history,
    snapshots,
    ...end,
    sample: (n, random = plan.random.stream("samples")) =>
      tf.tidy(() => generator.apply(random.normal([n, latentSize]))), // (n, outputs)
    dispose() {
      generator.dispose();
      discriminator.dispose();
    },
  };
}
