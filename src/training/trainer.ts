import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { compileTraining, runCompiled, type CompiledTraining } from "./compiled-step";
import { disposeDraws, drawStep, type StepDraws } from "./draws";
import { eagerStep, type Optimizers, type StepMeasures } from "./eager-step";
import { emptyHistory, record, type History } from "./history";
import { listenForInterruption, type Interruption } from "./interruption";
import { planned, type TrainingOptions, type TrainingPlan } from "./options";
import { disposeMove, findProblem, type Move, type TrainingProblem } from "./problem";
import { snapshotOf, type Snapshot } from "./snapshot";

/** How a training ended. */
export type TrainingEnd = "finished" | "interrupted" | "not-a-number";

/** A training that has ended. What was trained can be used, however it ended. */
export interface TrainingRun {
  readonly history: History;
  readonly snapshots: readonly Snapshot[];
  readonly stepsDone: number;
  readonly stopped: TrainingEnd;
  /** Whether the steps were compiled. */
  readonly compiled: boolean;
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
 * the seed and on 7 alone. The steps are compiled, several of them to one call where they are short; other
 * work has its turn after every call. The training stops early,
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
    await endSession(session);
  }
}

/** What a training holds while it runs. */
interface Session {
  readonly plan: TrainingPlan;
  readonly optimizers: Optimizers;
  readonly snapshotLatent: tf.Tensor; // (snapshotSize, latentSize)
  readonly history: History;
  readonly snapshots: Snapshot[];
  /** The updates of the last step that ran operation by operation. */
  readonly moves: Move[];
  /** Drawn, and not yet done with. */
  draws: StepDraws[];
  /** Whether the step is compiled; unknown before the first one. */
  compiled?: CompiledTraining | undefined;
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
    draws: [],
    lastProgress: -Infinity,
  };
}

async function endSession(session: Session): Promise<void> {
  const { optimizers, snapshotLatent, moves, draws, compiled } = session;
  await compiled?.step.dispose();
  optimizers.generator.dispose();
  optimizers.discriminator.dispose();
  snapshotLatent.dispose();
  draws.forEach(disposeDraws);
  moves.forEach(disposeMove);
}

async function train(session: Session, interruption: Interruption): Promise<End> {
  const { steps, snapshotEvery } = session.plan;
  await takeSnapshot(session, 0);
  for (let done = 0; done < steps;) {
    if (interruption.requested) return stopAt(session, done, "interrupted");
    const nextSnapshot = (Math.floor(done / snapshotEvery) + 1) * snapshotEvery;
    const measures = await trainSteps(
      session,
      done + 1,
      Math.min(steps, nextSnapshot),
      interruption,
    );
    if (measures.length === 0) return stopAtProblem(session);
    for (const { discriminator, generatorLoss } of measures) {
      record(session.history, ++done, discriminator, generatorLoss);
    }
    if (done % snapshotEvery === 0) await takeSnapshot(session, done);
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
  const { plan, optimizers, moves } = session;
  session.draws.forEach(disposeDraws);
  session.draws = [drawStep(plan, first)];
  if (!("compiled" in session)) session.compiled = await compiledOrEager(session);
  const { compiled, draws } = session;
  if (compiled) {
    const upTo = Math.min(last, first + compiled.stepsPerCall - 1);
    for (let step = first + 1; step <= upTo && !interruption.requested; step++) {
      draws.push(drawStep(plan, step));
    }
    const measures = await runCompiled(compiled, draws);
    if (measures.length > 0) return measures;
  }
  // here too after a number that is not finite: operation by operation, it can be found
  const measures = await eagerStep(plan, optimizers, draws[0], moves);
  return measures ? [measures] : [];
}

const saidWhy = new Set<string>();

async function compiledOrEager(session: Session): Promise<CompiledTraining | undefined> {
  const { plan, optimizers, draws } = session;
  if (!plan.compiled) return undefined;
  const compiled = await compileTraining(plan, optimizers, draws[0]);
  if (!("why" in compiled)) return compiled;
  if (!saidWhy.has(compiled.why)) {
    saidWhy.add(compiled.why);
    console.warn(`This training runs uncompiled, several times slower. ${compiled.why}`);
  }
  return undefined;
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

function finishedRun({ plan, history, snapshots, compiled }: Session, end: End): TrainingRun {
  const { generator, discriminator, latentSize } = plan;
  return {
    history,
    snapshots,
    ...end,
    compiled: compiled !== undefined,
    sample: (n, random = plan.random.stream("samples")) =>
      tf.tidy(() => generator.apply(random.normal([n, latentSize]))), // (n, outputs)
    dispose() {
      generator.dispose();
      discriminator.dispose();
    },
  };
}
