import * as tf from "@tensorflow/tfjs";
import { foundText } from "../../arguments/found";
import type { Random } from "../../random";
import { expectTensor } from "../../shape";
import { loadOnnxRuntime, type CompiledEngine } from "../onnx";
import { shapeRules } from "./kernels/table";
import { lowerTrace } from "./lower";
import type { Batch, FlatBatch } from "./feeds";
import { flat, leavesOf, nested, type Leaf } from "./nested";
import { Runner, type StepState } from "./runner";
import type { InputShape, InputShapes, InputTensors, StepResult, StepTensors } from "./step-types";
import { trace } from "./trace";
import type { Info } from "./values";
import { stepsPerCall, threadsFor, workOf } from "./work";

export { UntraceableError } from "./refusals";
export type { Batch, InputValue } from "./feeds";
export type { StepState } from "./runner";
export type { InputShape, InputShapes, InputTensors, StepResult, StepTensors } from "./step-types";
export type { CellArray } from "./cells";
export type { DType } from "./values";

/** Options of {@link compile}. */
export interface CompileOptions<Inputs extends InputShapes = InputShapes> {
  /** What changes from step to step: batches, and every number on a schedule. Records may stand in records. */
  readonly inputs?: Inputs;
  /** The stream that `fn` draws from. A run may put another in its place. */
  readonly rng?: Random;
  /** Threads of one step; chosen by its size when left out. */
  readonly threads?: number;
  /** Where it runs; CLINIC_COMPILED or `cpu` when left out. */
  readonly engine?: CompiledEngine;
  /** Writes ONNX Runtime's own profile to files that start with this. */
  readonly profile?: string;
}

/** What compiling took and made. */
export interface CompileReport {
  /** Kernel calls that were recorded. */
  readonly kernels: number;
  /** Nodes of the graph. */
  readonly nodes: number;
  /** What computes: "onnxruntime-node 1.30.0 (cpu)". */
  readonly engine: string;
  /** Threads that one step computes on. */
  readonly threads: number;
  /** Multiplications of matrices and convolutions, and numbers that other kernels give, in one step. */
  readonly work: number;
  /** How many of these steps to put into one call, as the trainer does. */
  readonly stepsPerCall: number;
  /** Milliseconds that recording the step took. */
  readonly traceMs: number;
  /** Milliseconds that turning the record into a graph took. */
  readonly lowerMs: number;
  /** Milliseconds until ONNX Runtime had the graph ready. */
  readonly sessionMs: number;
}

/** A step that {@link compile} has compiled. */
export interface CompiledStep<Outputs extends StepTensors> {
  /** One step. `rng` takes the place of the options' for this run. */
  run(batch?: Batch, rng?: Random): Promise<StepResult<Outputs>>;
  /** One step for each batch, in one call: quicker where a step is short. */
  runMany(batches: readonly Batch[], rngs?: readonly Random[]): Promise<StepResult<Outputs>[]>;
  /** Puts all variables and optimiser states back to before the last call. Once. */
  undo(): void;
  /** A copy of all state that the step changes: variables, and what the optimisers keep. */
  save(): Promise<StepState>;
  /**
   * Puts a saved state back. From there, with the generator restored too, a run repeats bit for bit.
   *
   * @throws TypeError when it is the state of another step
   */
  restore(state: StepState): Promise<void>;
  /** What compiling took and made. */
  readonly report: CompileReport;
  /** Writes the profile that was asked for. */
  endProfiling(): Promise<void>;
  /** Frees the graph. The variables stay. */
  dispose(): Promise<void>;
}

/**
 * Compiles a training step: runs `fn` once on a backend that only records, turns the record into one ONNX
 * graph, the backward pass and the optimisers' updates with it, and runs that graph from then on. The
 * numbers are those of the eager step up to rounding; the time is a fraction.
 *
 * `fn` is plain TensorFlow.js. Variables and the state of optimisers stay in the graph, and come out by
 * themselves when somebody reads them; a variable that is assigned goes in by itself too. What changes
 * from step to step must be an input, or drawn from the library's generator, or an optimiser's rate.
 *
 * @param fn takes the inputs by name, updates variables, returns the tensors to be given back. Inputs and
 *   outputs may be nested: a record of records goes in and comes out as one
 * @throws RangeError for an engine that does not exist; Error for one that does not work here
 * @throws UntraceableError when `fn` does what a record can not hold: it reads a tensor, draws with
 *   `tf.random*` or `Math.random`, looks at the clock, makes a variable, calls an unknown kernel, or one with
 *   a type that it has no compiled form for (a sum of bools): cast first
 * @throws TypeError from `run` for a batch that does not fit the inputs; RangeError for an index that is not there
 * @example
 * ```ts
 * import { compile, seeded, tf } from "gan-clinic";
 * const rng = seeded(1);
 * const weight = tf.variable(tf.scalar(0));
 * const optimizer = tf.train.adam(0.1);
 * const step = await compile(
 *   ({ x, noise }) => {
 *     const noisy = tf.add(x, tf.mul(rng.normal([4]), noise));
 *     const loss = () => tf.mean(tf.square(tf.sub(noisy, weight))) as tf.Scalar;
 *     return { loss: optimizer.minimize(loss, true, [weight])! };
 *   },
 *   { inputs: { x: [4], noise: [] }, rng },
 * );
 * for (let i = 0; i < 100; i++) await step.run({ x: tf.fill([4], 3), noise: 0.01 });
 * assert.ok(Math.abs(weight.dataSync()[0] - 3) < 0.1);
 * await step.dispose();
 * ```
 */
export async function compile<
  Outputs extends StepTensors,
  Inputs extends InputShapes = Record<string, InputShape>,
>(
  fn: (inputs: InputTensors<Inputs>) => Outputs,
  options: CompileOptions<Inputs> = {},
): Promise<CompiledStep<Outputs>> {
  const { rng, profile } = options;
  // TensorFlow.js has no engine before its first operation, and the record needs one to come back to
  if ((tf.getBackend() as string | undefined) === undefined) await tf.ready();
  const onnx = loadOnnxRuntime(options.engine);
  const given = leavesOf(options.inputs ?? {}, isShape);
  const inputs = Object.fromEntries(
    given.map(({ name, value }) => [name, infoOf(name, value as InputShape)]),
  );
  let made: readonly Leaf[] = [];
  const started = performance.now();
  const onLeaves = (tensors: Record<string, tf.Tensor>) => {
    const filled = given.map(({ name, path }) => ({ path, value: tensors[name] }));
    made = tensorsIn(fn(nested(filled) as InputTensors<Inputs>));
    return Object.fromEntries(made.map(({ name, value }) => [name, value as tf.Tensor]));
  };
  const recorded = trace(onLeaves, inputs, shapeRules);
  const traced = performance.now();
  const lowered = lowerTrace(recorded);
  const done = performance.now();
  const work = workOf(recorded);
  const threads = options.threads ?? threadsFor(work);
  const runner = new Runner(lowered, inputs, recorded, {
    onnx,
    threads,
    ...(profile !== undefined && { profile }),
  });
  await runner.ready();
  const report: CompileReport = {
    kernels: recorded.calls.length,
    nodes: lowered.b.nodes.length,
    engine: `${onnx.package} ${onnx.version} (${onnx.provider})`,
    threads,
    work,
    stepsPerCall: stepsPerCall(work),
    traceMs: traced - started,
    lowerMs: done - traced,
    sessionMs: performance.now() - done,
  };
  const runMany = async (batches: readonly Batch[], rngs: readonly (Random | undefined)[]) => {
    const rows = await runner.run(
      batches.map((batch) => flat(batch, given)) as FlatBatch[],
      rngs,
      rng,
    );
    return rows.map((row) => {
      return nested(made.map(({ name, path }) => ({ path, value: row[name] })));
    }) as StepResult<Outputs>[];
  };
  return {
    run: async (batch = {}, stream) => (await runMany([batch], [stream]))[0],
    runMany: (batches, rngs = []) => runMany(batches, rngs),
    undo: () => {
      runner.undo();
    },
    save: () => runner.save(),
    restore: (state) => runner.restore(state),
    report,
    endProfiling: () => runner.endProfiling(),
    dispose: () => runner.dispose(),
  };
}

function infoOf(name: string, input: InputShape): Info {
  const info = Array.isArray(input) ? { shape: input, dtype: "float32" } : (input as unknown);
  const { shape } = (info ?? {}) as Partial<Info>;
  if (shape?.every((length) => Number.isSafeInteger(length) && length >= 0)) return info as Info;
  throw new TypeError(
    `compile inputs ${name}: wanted a shape such as [64, 2], or { shape, dtype }, found ${foundText(input)}`,
  );
}

/** Whether a record is the shape of one input, and not a record of inputs. */
function isShape(record: object): boolean {
  const { shape, dtype } = record as Partial<Info>;
  return Array.isArray(shape) && typeof dtype === "string";
}

/** What a step gives is a record of tensors, or of such records. It may be empty. */
function tensorsIn(result: StepTensors): Leaf[] {
  if (typeof result !== "object" || (result as unknown) === null || result instanceof tf.Tensor) {
    throw new TypeError(
      `what compile's fn gives: wanted a record of tensors, found ${foundText(result)}`,
    );
  }
  const leaves = leavesOf(result);
  for (const { name, value } of leaves) {
    expectTensor(value as tf.Tensor, `what compile's fn gives as "${name}"`);
  }
  return leaves;
}
