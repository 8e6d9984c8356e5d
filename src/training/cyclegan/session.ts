import * as tf from "@tensorflow/tfjs";
import type { CompiledStep, StepTensors } from "../../runtime/compile";
import { averageOf } from "../average";
import { baseRate } from "../levers/learning-rate";
import { allOrNone } from "../owned";
import { emptyCycleHistory, type CycleHistory } from "./history";
import type { CyclePlan } from "./options";
import { picturePool } from "./picture-pool";
import { disposeCycleDraws, type CycleDraws } from "./run-steps";
import type { CycleSnapshot, Translators } from "./snapshot";
import type { CycleTraining } from "./step";

/** What a training of a CycleGAN holds while it runs. */
export interface CycleSession {
  readonly training: CycleTraining;
  readonly translators: Translators;
  readonly shown: { readonly x: tf.Tensor; readonly y: tf.Tensor };
  readonly history: CycleHistory;
  readonly snapshots: CycleSnapshot[];
  /** Not known before the first step. */
  compiled?: CompiledStep<StepTensors> | "impossible";
  draws: CycleDraws[];
  lastProgress: number;
}

/** What a training begins with. When the data or a network throw, nothing is left behind. */
export function startCycle(plan: CyclePlan): CycleSession {
  const { toX, toY, average, poolSize, snapshotSize, beta1, beta2, learningRate } = plan;
  return allOrNone((own) => {
    const adam = (player: "generator" | "discriminator") =>
      own(tf.train.adam(baseRate(learningRate[player], player), beta1, beta2, 1e-8));
    const pool = (name: string, numbers: number) =>
      own(picturePool({ name, size: poolSize, numbers }));
    const averages =
      average === undefined
        ? undefined
        : { toY: own(averageOf(toY, average)), toX: own(averageOf(toX, average)) };
    const training: CycleTraining = {
      plan,
      optimizers: { generator: adam("generator"), discriminator: adam("discriminator") },
      ...(poolSize > 0 && { pools: { x: pool("pool x", toX.outputs), y: pool("pool y", toY.outputs) } }),
      ...(averages && { averages }),
    }; // prettier-ignore
    const random = plan.random.stream("snapshots");
    return {
      training,
      translators: {
        toY: (x) => (averages?.toY ?? toY).apply(x),
        toX: (y) => (averages?.toX ?? toX).apply(y),
      },
      shown: {
        x: own(plan.x.sample(snapshotSize, random.stream("x"))),
        y: own(plan.y.sample(snapshotSize, random.stream("y"))),
      },
      history: emptyCycleHistory(),
      snapshots: [],
      draws: [],
      lastProgress: -Infinity,
    };
  });
}

/** Frees all that the training held. The networks stay, and the averages of one that gave a run. */
export async function endCycle({ training, shown, draws, compiled }: CycleSession, run: boolean) {
  const { optimizers, pools, averages } = training;
  tf.dispose([shown.x, shown.y]);
  draws.forEach(disposeCycleDraws);
  for (const each of [optimizers.generator, optimizers.discriminator]) each.dispose();
  if (pools) for (const pool of [pools.x, pools.y]) pool.dispose();
  if (averages && !run) for (const each of [averages.toX, averages.toY]) each.dispose();
  if (compiled && compiled !== "impossible") await compiled.dispose();
}
