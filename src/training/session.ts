import * as tf from "@tensorflow/tfjs";
import { foundText } from "../arguments/found";
import { isInstance } from "../arguments/objects";
import { averageOf } from "./average";
import type { CompiledTraining } from "./compiled-step";
import { baseRate, disposeDraws, type StepDraws } from "./draws";
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

export function startSession(plan: TrainingPlan): Session {
  const { generator, discriminator } = plan.learningRate;
  const optimizers = {
    generator: optimizerOf(plan, baseRate(generator, "generator")),
    discriminator: optimizerOf(plan, baseRate(discriminator, "discriminator")),
  };
  const average = plan.average === undefined ? undefined : averageOf(plan.generator, plan.average);
  return {
    plan,
    players: { plan, optimizers, ...(average && { average }) },
    snapshotLatent: plan.random.stream("snapshots").normal([plan.snapshotSize, plan.latentSize]),
    monitorBatch: drawMonitorBatch(plan),
    history: emptyHistory(),
    snapshots: [],
    monitors: [],
    moves: [],
    draws: [],
    compiled: new Map(),
    lastProgress: -Infinity,
  };
}

function optimizerOf({ optimizer }: TrainingPlan, rate: number): tf.Optimizer {
  const made = optimizer(rate);
  if (isInstance(made, "Optimizer")) return made;
  throw new TypeError(
    `trainGan optimizer: wanted a function that gives a tf.Optimizer, found that it gives ${foundText(made)}`,
  );
}

export async function endSession(session: Session): Promise<void> {
  const { players, snapshotLatent, monitorBatch, moves, draws, compiled } = session;
  for (const training of compiled.values()) await training?.step.dispose();
  players.optimizers.generator.dispose();
  players.optimizers.discriminator.dispose();
  tf.dispose([snapshotLatent, ...(Object.values(monitorBatch) as tf.Tensor[])]);
  draws.forEach(disposeDraws);
  moves.forEach(disposeMove);
}
