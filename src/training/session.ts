import * as tf from "@tensorflow/tfjs";
import { averageOf } from "./average";
import type { CompiledTraining } from "./compiled-step";
import { baseRate, disposeDraws, type StepDraws } from "./draws";
import { lookAtData, type TrainingFacts } from "./facts";
import { emptyHistory, type History } from "./history";
import { drawMonitorBatch, type MonitorBatch } from "./monitor";
import type { MonitorRow } from "./monitors";
import type { TrainingPlan } from "./options";
import { disposeMove, type Move } from "./problem";
import type { Players } from "./scheduled-step";
import type { Snapshot } from "./snapshot";

/** What a training holds while it runs. */
export interface Session {
  readonly plan: TrainingPlan;
  readonly players: Players;
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
export function startSession(plan: TrainingPlan): Session {
  const monitorBatch = drawMonitorBatch(plan);
  let facts: TrainingFacts;
  try {
    facts = lookAtData(plan, monitorBatch);
  } catch (error) {
    disposeBatch(monitorBatch);
    throw error;
  }
  const { generator, discriminator } = plan.learningRate;
  const optimizers = {
    generator: plan.optimizer(baseRate(generator)),
    discriminator: plan.optimizer(baseRate(discriminator)),
  };
  const average = plan.average === undefined ? undefined : averageOf(plan.generator, plan.average);
  return {
    plan,
    players: { plan, optimizers, ...(average && { average }) },
    snapshotLatent: plan.random.stream("snapshots").normal([plan.snapshotSize, plan.latentSize]),
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
}

export async function endSession(session: Session): Promise<void> {
  const { players, snapshotLatent, monitorBatch, moves, draws, compiled } = session;
  for (const training of compiled.values()) await training?.step.dispose();
  players.optimizers.generator.dispose();
  players.optimizers.discriminator.dispose();
  snapshotLatent.dispose();
  disposeBatch(monitorBatch);
  draws.forEach(disposeDraws);
  moves.forEach(disposeMove);
}

function disposeBatch(batch: MonitorBatch): void {
  tf.dispose(Object.values(batch) as tf.Tensor[]);
}
