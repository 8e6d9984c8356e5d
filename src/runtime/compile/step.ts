import * as ort from "onnxruntime-node";
import * as tf from "@tensorflow/tfjs";
import type { Random } from "../../random";
import { shapeText } from "../../shape";
import { flip, flipBack, load, type Cell, type CellArray } from "./cells";
import type { Feed, LoweredStep } from "./lower";
import { isPerStep, loopGraph, outerName, stepGraph, stepsPort } from "./model";
import { encodeModel, type Port } from "./onnx-model";
import type { Draw, Info, Trace } from "./values";

/** What a step takes in for one of its inputs. */
export type InputValue = tf.Tensor | Float32Array | Int32Array | Uint8Array | number;
export type Batch = Readonly<Record<string, InputValue>>;

/** A scalar comes back as a number, anything else as the plain array of its numbers. */
export type StepResult<Outputs extends Record<string, tf.Tensor>> = {
  [Key in keyof Outputs]: Outputs[Key] extends tf.Scalar ? number : CellArray;
};

export interface SessionOptions {
  readonly threads: number;
  readonly profile?: string;
}

/** An ONNX Runtime session of one step, or of a loop over steps. */
interface Session {
  readonly run: ort.InferenceSession;
  readonly loop: boolean;
}

/** Runs the steps one after the other: they may share cells. */
let queue: Promise<unknown> = Promise.resolve();

function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const result = queue.then(work);
  queue = result.catch(() => undefined);
  return result;
}

/** A lowered step with the sessions that run it. */
export class Runner {
  readonly #step: LoweredStep;
  readonly #inputs: Readonly<Record<string, Info>>;
  readonly #options: SessionOptions;
  readonly #updates: ReadonlyMap<tf.Optimizer, number>;
  readonly #guards: readonly (() => void)[];
  readonly #written: Cell[];
  readonly #fixed: Map<string, ort.Tensor>;
  #single: Promise<Session> | undefined;
  #loop: Promise<Session> | undefined;
  #lastSteps = 0;

  constructor(
    step: LoweredStep,
    inputs: Readonly<Record<string, Info>>,
    { updates, guards }: Pick<Trace, "updates" | "guards">,
    options: SessionOptions,
  ) {
    this.#step = step;
    this.#inputs = inputs;
    this.#options = options;
    this.#updates = updates;
    this.#guards = guards;
    this.#written = step.cells.flatMap(({ cell, output }) => (output ? [cell] : []));
    this.#fixed = new Map(
      step.feeds.flatMap(({ port, source }) =>
        source.kind === "constant" ? [[port.name, tensorOf(port, typed(port, source.values))]] : [],
      ),
    );
  }

  /** Makes the session of single steps. */
  async ready(): Promise<void> {
    this.#single ??= this.#open(false);
    await this.#single;
  }

  async #open(loop: boolean): Promise<Session> {
    const bytes = encodeModel(loop ? loopGraph(this.#step) : stepGraph(this.#step));
    const { threads, profile } = this.#options;
    const run = await ort.InferenceSession.create(bytes, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: "sequential",
      graphOptimizationLevel: "all",
      logSeverityLevel: 3,
      // a thread that spins while it waits takes the core from everybody else
      extra: { session: { intra_op: { allow_spinning: "0" } } },
      ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
    });
    return { run, loop };
  }

  /** Runs one step for each batch. */
  async run(batches: readonly Batch[], streams: readonly (Random | undefined)[], rng?: Random) {
    return exclusively(async () => {
      const loop = batches.length > 1;
      if (loop) this.#loop ??= this.#open(true);
      else this.#single ??= this.#open(false);
      const session = (await (loop ? this.#loop : this.#single))!;
      for (const guard of this.#guards) guard();
      for (const { cell } of this.#step.cells) load(cell);
      const feeds = this.#feeds(batches, streams, rng, loop);
      const fetches = this.#fetches(loop);
      const results = await session.run.run(feeds, fetches);
      flip(this.#written);
      this.#lastSteps = batches.length;
      this.#count(batches.length);
      return this.#results(results, batches.length, loop);
    });
  }

  /** Puts all state back to where it was before the last run. */
  undo(): void {
    if (this.#lastSteps === 0) throw new Error("undo: there is no run to take back");
    flipBack(this.#written);
    this.#count(-this.#lastSteps);
    this.#lastSteps = 0;
  }

  #count(steps: number): void {
    for (const [optimizer, times] of this.#updates) {
      const counter = optimizer as unknown as { iterations_: number };
      counter.iterations_ = optimizer.iterations + steps * times;
    }
  }

  #feeds(
    batches: readonly Batch[],
    streams: readonly (Random | undefined)[],
    rng: Random | undefined,
    loop: boolean,
  ): Record<string, ort.Tensor> {
    const feeds: Record<string, ort.Tensor> = Object.fromEntries(this.#fixed);
    const rows = batches.map((batch, i) => this.#stepArrays(batch, streams[i], rng));
    for (const feed of this.#step.feeds) {
      const { port, source } = feed;
      if (source.kind === "live") {
        feeds[port.name] = tensorOf(port, Float32Array.of(source.read()));
      } else if (isPerStep(feed)) {
        const arrays = rows.map((row) => row.get(feed)!);
        feeds[loop ? outerName(port) : port.name] = loop
          ? tensorOf({ ...port, dims: [arrays.length, ...port.dims] }, joined(port, arrays))
          : tensorOf(port, arrays[0]);
      }
    }
    for (const { cell, input, output } of this.#step.cells) {
      const read =
        input ?? (loop && output ? { ...output, name: `${output.name}_unread` } : undefined);
      if (!read) continue;
      const name = loop && output ? outerName(read) : read.name;
      feeds[name] = tensorOf(read, cell.buffers[cell.current]);
    }
    if (loop) {
      feeds[stepsPort.name] = new ort.Tensor("int64", BigInt64Array.of(BigInt(batches.length)), []);
    }
    return feeds;
  }

  /** The arrays of one step: its inputs, and its random numbers in the order they are drawn. */
  #stepArrays(batch: Batch, stream: Random | undefined, rng: Random | undefined) {
    this.#expectInputs(batch);
    const children = new Map<number, Random>();
    const arrays = new Map<Feed, CellArray>();
    for (const feed of this.#step.feeds) {
      const { port, source } = feed;
      if (source.kind === "input") {
        arrays.set(feed, inputArray(batch[source.name], source.name, port));
      }
    }
    const draws = this.#step.feeds
      .filter(isDraw)
      .sort((a, b) => a.source.draw.order - b.source.draw.order);
    for (const feed of draws) {
      const { draw } = feed.source;
      const anchor = stream && draw.anchor === rng ? stream : draw.anchor;
      let from = draw.child === 0 ? anchor : children.get(draw.child);
      from ??= draw.path.reduce((parent, name) => parent.stream(name), anchor);
      children.set(draw.child, from);
      arrays.set(feed, drawn(draw, from));
    }
    return arrays;
  }

  #expectInputs(batch: Batch): void {
    const wanted = Object.keys(this.#inputs);
    const found = Object.keys(batch);
    const missing = wanted.filter((name) => !found.includes(name));
    const unknown = found.filter((name) => !wanted.includes(name));
    if (missing.length > 0 || unknown.length > 0) {
      throw new TypeError(
        `step.run: wanted the inputs ${wanted.join(", ") || "(none)"}, found ${found.join(", ") || "(none)"}`,
      );
    }
  }

  /** The buffers that the states are written to; the results come back in arrays of their own. */
  #fetches(loop: boolean): Record<string, ort.Tensor | null> {
    const fetches: Record<string, ort.Tensor | null> = {};
    for (const { cell, output } of this.#step.cells) {
      if (!output) continue;
      fetches[loop ? outerName(output) : output.name] = tensorOf(
        output,
        cell.buffers[1 - cell.current],
      );
    }
    for (const { port } of this.#step.outputs) fetches[loop ? outerName(port) : port.name] = null;
    return fetches;
  }

  #results(
    results: ort.InferenceSession.OnnxValueMapType,
    steps: number,
    loop: boolean,
  ): Record<string, number | CellArray>[] {
    const rows = Array.from({ length: steps }, (): Record<string, number | CellArray> => ({}));
    for (const { key, port } of this.#step.outputs) {
      const data = results[loop ? outerName(port) : port.name].data as CellArray;
      const size = data.length / steps;
      rows.forEach((row, i) => {
        row[key] = port.dims.length === 0 ? data[i] : data.slice(i * size, (i + 1) * size);
      });
    }
    return rows;
  }

  async endProfiling(): Promise<void> {
    for (const session of [this.#single, this.#loop]) (await session)?.run.endProfiling();
  }

  async dispose(): Promise<void> {
    await exclusively(async () => {
      for (const session of [this.#single, this.#loop]) await (await session)?.run.release();
      this.#single = this.#loop = undefined;
    });
  }
}

type DrawFeed = Feed & { readonly source: { readonly kind: "draw"; readonly draw: Draw } };

function isDraw(feed: Feed): feed is DrawFeed {
  return feed.source.kind === "draw";
}

function drawn({ kind, shape, low, high }: Draw, from: Random): Float32Array {
  const size = shape.reduce((product, n) => product * n, 1);
  return kind === "normal" ? from.normals(size) : from.uniforms(size, low, high);
}

function inputArray(value: InputValue, name: string, port: Port): CellArray {
  const size = port.dims.reduce<number>((product, n) => product * (n as number), 1);
  if (value instanceof tf.Tensor) {
    if (shapeText(value.shape) !== shapeText(port.dims as number[]) || value.dtype !== port.type) {
      throw new TypeError(
        `step.run ${name}: wanted ${port.type} of shape ${shapeText(port.dims as number[])}, ` +
          `found ${value.dtype} of shape ${shapeText(value.shape)}`,
      );
    }
    const data = value.dataSync<"float32">();
    // some engines keep the whole numbers that a float tensor was cast from
    return data.constructor === typed(port, []).constructor ? data : typed(port, data);
  }
  const array = typeof value === "number" ? typed(port, [value]) : value;
  const type = typed(port, []);
  if (array.length !== size || array.constructor !== type.constructor) {
    throw new TypeError(
      `step.run ${name}: wanted ${size} numbers of ${port.type}, found ${array.length} in a ${array.constructor.name}`,
    );
  }
  return array;
}

function typed({ type }: Port, values: ArrayLike<number>): CellArray {
  if (type === "float32") return Float32Array.from(values);
  return type === "bool" ? Uint8Array.from(values) : Int32Array.from(values);
}

function joined(port: Port, arrays: readonly CellArray[]): CellArray {
  const size = arrays[0].length;
  const whole = typed(port, { length: size * arrays.length });
  arrays.forEach((array, i) => {
    whole.set(array, i * size);
  });
  return whole;
}

function tensorOf({ type, dims }: Port, data: CellArray): ort.Tensor {
  return new ort.Tensor(type as "float32", data as Float32Array, dims as number[]);
}
