import * as tf from "@tensorflow/tfjs";
import { foundText } from "../arguments/found";
import { isInstance } from "../arguments/objects";
import { averageOf } from "./average";
import type { Checkpoint } from "./checkpoint";
import type { CompiledTraining } from "./compiled-step";
import { baseRate, disposeDraws, type StepDraws } from "./draws";
import { lookAtData, type TrainingFacts } from "./facts";
import { emptyHistory, type History } from "./history";
import { drawMonitorBatch, type MonitorBatch } from "./monitor";
import type { MonitorRow } from "./monitors";
import type { TrainingPlan } from "./options";
import { allOrNone } from "./owned";
import { disposeMove, type Move } from "./problem";
import type { Players } from "./scheduled-step";
import type { Snapshot } from "./snapshot";

/** What a training holds while it runs. */
export interface Session {
  readonly plan: TrainingPlan;
  readonly checkpoint?: Checkpoint;
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
    const average =
      plan.average === undefined ? undefined : own(averageOf(plan.generator, plan.average));
    const latent = plan.random.stream("snapshots").normal([plan.snapshotSize, plan.latentSize]);
    return {
      plan,
      ...(checkpoint && { checkpoint }),
      players: { plan, optimizers, ...(average && { average }) },
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
  const { players, snapshotLatent, monitorBatch, moves, draws, compiled } = session;
  if (!run) players.average?.dispose();
  snapshotLatent.dispose();
  disposeBatch(monitorBatch);
  draws.forEach(disposeDraws);
  moves.forEach(disposeMove);
  players.optimizers.generator.dispose();
  players.optimizers.discriminator.dispose();
  for (const training of compiled.values()) await training?.step.dispose();
}

function disposeBatch(batch: MonitorBatch): void {
  tf.dispose(Object.values(batch) as tf.Tensor[]);
}
