import * as tf from "@tensorflow/tfjs";
import { seeded, type Random } from "../../random";
import {
  compile,
  type CompiledStep,
  type InputShapes,
  type StepTensors,
} from "../../runtime/compile";
import { expectShape } from "../../shape";
import { baseRate } from "../levers/learning-rate";
import { allOrNone } from "../owned";
import { allFinite } from "../problem";
import { rateAt } from "../rates";
import type { CycleMeasures } from "./history";
import type { CyclePlan } from "./options";
import { cycleStep, type CycleBatch, type CycleTensors, type CycleTraining } from "./step";

// What a step draws, and the two ways to compute it.

/** All that one step takes in. It depends on the run's stream and on the step's number alone. */
export interface CycleDraws {
  readonly step: number;
  readonly batch: Omit<CycleBatch, "rates">;
  /** Plain: of players whose rate is on a schedule. */
  readonly rates: { readonly generator?: number; readonly discriminator?: number };
  /** What is drawn within the step comes from here. */
  readonly random: Random;
}

export function drawCycle({ plan, pools }: CycleTraining, step: number): CycleDraws {
  const { batchSize } = plan;
  const random = plan.random.stream(`step ${step}`);
  const seen = (step - 1) * batchSize;
  return allOrNone((own) => {
    const drawn = (style: "x" | "y") =>
      own(
        expectShape(
          plan[style].sample(batchSize, random.stream(style)),
          [batchSize, ...plan[style].shape],
          `trainCycleGan ${style} "${plan[style].name}" sample`,
        ),
      );
    const batch = {
      x: drawn("x"),
      y: drawn("y"),
      ...(pools && {
        poolX: pools.x.draw(batchSize, seen, random.stream("pool x")),
        poolY: pools.y.draw(batchSize, seen, random.stream("pool y")),
      }),
    };
    return { step, batch, rates: ratesAt(plan, step), random: random.stream("within") };
  });
}

function ratesAt({ learningRate }: CyclePlan, step: number): CycleDraws["rates"] {
  const rates: { generator?: number; discriminator?: number } = {};
  for (const player of ["generator", "discriminator"] as const) {
    const rate = learningRate[player];
    if (typeof rate === "number") continue;
    rates[player] = rateAt(rate, step, `trainCycleGan learningRate.${player}`) / baseRate(rate, player);
  }
  return rates;
} // prettier-ignore

export function disposeCycleDraws({ batch }: CycleDraws): void {
  tf.dispose(batch as unknown as tf.TensorContainer);
}

/** Which measure or weight was not finite. */
export interface Unfinite {
  readonly tensor: string;
}

/** One step, operation by operation. A step that meets a number that is not finite is taken back. */
export function eagerCycle(training: CycleTraining, draws: CycleDraws): CycleMeasures | Unfinite {
  const changed = changedBy(training);
  const before = changed.map((variable) => tf.clone(variable));
  const { generator, discriminator } = draws.rates;
  const rates = {
    ...(generator !== undefined && { generator: tf.scalar(generator) }),
    ...(discriminator !== undefined && { discriminator: tf.scalar(discriminator) }),
  };
  try {
    const made = cycleStep(training, { ...draws.batch, rates }, draws.random);
    const measures = Object.fromEntries(
      Object.entries(made).map(([name, tensor]) => [name, tensor.dataSync()[0]]),
    ) as unknown as CycleMeasures;
    tf.dispose(Object.values(made));
    const bad = badOf(training, measures);
    if (!bad) return measures;
    changed.forEach((variable, i) => {
      variable.assign(before[i]);
    });
    return bad;
  } finally {
    tf.dispose([...before, ...Object.values(rates)]);
  }
}

/** The first measure or weight that is not finite, by name. */
function badOf(training: CycleTraining, measures: CycleMeasures): Unfinite | undefined {
  const measure = Object.entries(measures).find(([, value]) => !Number.isFinite(value));
  if (measure) return { tensor: measure[0] };
  const bad = learnedBy(training).find((each) => !allFinite(each.dataSync()));
  return bad && { tensor: bad.name.replace(/#\d+$/, "") };
}

function playersOf({ plan }: CycleTraining) {
  return [plan.toY, plan.toX, plan.discriminatorX, plan.discriminatorY];
}

function learnedBy(training: CycleTraining): tf.Variable[] {
  return playersOf(training).flatMap(({ variables }) => variables);
}

/** All variables that a step changes, but for what the optimisers keep. */
function changedBy(training: CycleTraining): tf.Variable[] {
  const { pools, averages } = training;
  return [
    ...playersOf(training).flatMap(({ variables, states = [] }) => [...variables, ...states]),
    ...(pools ? [pools.x.pictures, pools.y.pictures] : []),
    ...(averages ? [...averages.toY.variables, ...averages.toX.variables] : []),
  ];
}

/** Stands for the stream that each step brings along. */
const within = seeded(0).stream("within a step");

/** Compiles the step, or warns why that is impossible, and the training runs operation by operation. */
export async function compiledCycle(
  training: CycleTraining,
  draws: CycleDraws,
): Promise<CompiledStep<StepTensors> | undefined> {
  const shapes = (record: object): InputShapes =>
    Object.fromEntries(
      Object.entries(record).map(([name, value]: [string, unknown]) => {
        if (typeof value === "number") return [name, []];
        return [name, value instanceof tf.Tensor ? value.shape : shapes(value as object)];
      }),
    );
  try {
    return await compile(
      (inputs) => {
        const measures = cycleStep(
          training,
          { rates: {}, ...inputs } as unknown as CycleBatch,
          within,
        );
        const weights = learnedBy(training).map((each) => tf.reshape<tf.Rank.R1>(each, [-1]));
        // w · 0 is 0, or NaN where w is not finite
        return { ...measures, unfinite: tf.sum(tf.mul(tf.concat1d(weights), 0)) };
      },
      { inputs: shapes(inputsOf(draws)), rng: within },
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.warn(`This training runs uncompiled, several times slower. ${why}`);
    return undefined;
  }
}

function inputsOf({ batch, rates }: CycleDraws) {
  return { ...batch, rates };
}

/** Runs the steps of `draws`, and gives what each measured up to the first that was not finite, which is taken back. */
export async function runCompiledCycle(
  step: CompiledStep<StepTensors>,
  draws: readonly CycleDraws[],
): Promise<CycleMeasures[]> {
  const rows = (await step.runMany(
    draws.map(inputsOf) as never,
    draws.map(({ random }) => random),
  )) as unknown as (Record<keyof CycleTensors, number> & { readonly unfinite: number })[];
  const bad = rows.findIndex((row) => !Object.values(row).every(Number.isFinite));
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- it is what the others are told from
  if (bad < 0) return rows.map(({ unfinite: _, ...measures }) => measures);
  step.undo();
  return bad === 0 ? [] : runCompiledCycle(step, draws.slice(0, bad));
}
