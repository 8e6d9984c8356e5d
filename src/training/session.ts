import * as tf from "@tensorflow/tfjs";
import { foundText } from "../arguments/found";
import { isInstance } from "../arguments/objects";
import type { Checkpoint } from "./checkpoint-state";
import type { CompiledTraining } from "./compiled-step";
import { disposeDraws, type StepDraws } from "./draws";
import { lookAtData, type TrainingFacts } from "./facts";
import { emptyHistory, type History } from "./history";
import { baseRate } from "./levers/learning-rate";
import type { Kept } from "./levers/lever";
import { levers } from "./levers/table";
import { drawMonitorBatch, type MonitorBatch } from "./monitor";
import type { MonitorRow } from "./monitors";
import { allOrNone, type Own } from "./owned";
import type { TrainingPlan } from "./plan";
import { disposeMove, type Move } from "./problem";
import type { Training } from "./scheduled-step";
import type { Snapshot } from "./snapshot";

/** What a training holds while it runs. */
export interface Session {
  readonly plan: TrainingPlan;
  readonly checkpoint?: Checkpoint;
  readonly training: Training;
  readonly snapshotLatent: tf.Tensor; // (snapshotSize, latentSize)
  readonly monitorBatch: MonitorBatch;
  readonly facts: TrainingFacts;
  readonly history: History;
  readonly snapshots: Snapshot[];
  readonly monitors: MonitorRow[];
  /** The updates of the last step that ran operation by operation. */
  readonly moves: Move[];
  /** Drawn, and not yet done with. */
  draws: StepDraws[];
  /** The kinds of step that are compiled, by their keys; nothing where that is impossible. */
  readonly compiled: Map<string, CompiledTraining | undefined>;
  lastProgress: number;
}

/** @throws TypeError or RangeError for data that can not be trained on; nothing is left behind */
export function startSession(plan: TrainingPlan, checkpoint?: Checkpoint): Session {
  const { generator, discriminator } = plan.learningRate;
  return allOrNone((own) => {
    const monitorBatch = drawMonitorBatch(plan);
    own({
      dispose: () => {
        disposeBatch(monitorBatch);
      },
    });
    const facts = lookAtData(plan, monitorBatch);
    const optimizers = {
      generator: own(optimizerOf(plan, baseRate(generator, "generator"))),
      discriminator: own(optimizerOf(plan, baseRate(discriminator, "discriminator"))),
    };
    const kept = keptBy(plan, own);
    const latent = plan.random.stream("snapshots").normal([plan.snapshotSize, plan.latentSize]);
    return {
      plan,
      ...(checkpoint && { checkpoint }),
      training: { plan, optimizers, kept },
      snapshotLatent: own(latent),
      monitorBatch,
      facts,
      history: emptyHistory(),
      snapshots: [],
      monitors: [],
      moves: [],
      draws: [],
      compiled: new Map(),
      lastProgress: -Infinity,
    };
  });
}

/** What levers keep from step to step. */
function keptBy(plan: TrainingPlan, own: Own): Record<string, Kept> {
  const kept: Record<string, Kept> = {};
  for (const [name, { keep }] of Object.entries(levers)) {
    const its = keep?.(plan);
    if (!its) continue;
    own({ dispose: () => its.dispose?.() });
    kept[name] = its;
  }
  return kept;
}

function optimizerOf({ optimizer }: TrainingPlan, rate: number): tf.Optimizer {
  if (isInstance(optimizer.prototype as unknown, "Optimizer")) {
    throw new TypeError(
      `trainGan optimizer: wanted a function (learningRate) => Optimizer, found the class ${optimizer.name}: ` +
        "give what makes one, such as tf.train.adam",
    );
  }
  const made = optimizer(rate);
  if (isInstance(made, "Optimizer")) return made;
  throw new TypeError(
    `trainGan optimizer: wanted a function that gives a tf.Optimizer, found that it gives ${foundText(made)}`,
  );
}

/**
 * Frees all that the training held. The networks stay, and the average of one that gave a run.
 *
 * @param run whether it gave one
 */
export async function endSession(session: Session, run: boolean): Promise<void> {
  const { training, snapshotLatent, monitorBatch, moves, draws, compiled } = session;
  if (!run) for (const kept of Object.values(training.kept)) kept.dispose?.();
  snapshotLatent.dispose();
  disposeBatch(monitorBatch);
  draws.forEach(disposeDraws);
  moves.forEach(disposeMove);
  training.optimizers.generator.dispose();
  training.optimizers.discriminator.dispose();
  for (const each of compiled.values()) await each?.step.dispose();
}

function disposeBatch(batch: MonitorBatch): void {
  tf.dispose(Object.values(batch) as tf.Tensor[]);
}
