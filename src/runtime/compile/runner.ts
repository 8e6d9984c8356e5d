import type * as ort from "onnxruntime-common";
import type * as tf from "@tensorflow/tfjs";
import type { Random } from "../../random";
import { flip, flipBack, load, type Cell, type CellArray } from "./cells";
import { arrayOf, drawArrays, inputArrays, joined, stepArray, type FlatBatch } from "./feeds";
import type { LoweredStep } from "./lower";
import { isPerStep, outerName, stepsPort } from "./model";
import type { Port } from "./onnx-model";
import { runError } from "./run-errors";
import { exclusively, openSession, type Session, type SessionOptions } from "./session";
import type { Draw, Info, Trace } from "./values";

/** All that a step changes, as plain arrays: variables, then the optimisers' own, in the order of use. */
export interface StepState {
  /** The numbers of each, flat. */
  readonly numbers: readonly CellArray[];
  /** How many updates each optimiser has done. */
  readonly iterations: readonly number[];
}

/** TensorFlow.js's private count of an optimiser's updates. */
interface Counter {
  iterations_: number;
}

function describe(array: CellArray): string {
  return `${array.length} in a ${array.constructor.name}`;
}

/** A lowered step with the sessions that run it. */
export class Runner {
  readonly #step: LoweredStep;
  readonly #inputs: Readonly<Record<string, Info>>;
  readonly #options: SessionOptions;
  readonly #updates: ReadonlyMap<tf.Optimizer, number>;
  readonly #guards: readonly (() => void)[];
  readonly #draws: readonly Draw[];
  readonly #written: Cell[];
  readonly #fixed: Map<string, ort.Tensor>;
  #single: Promise<Session> | undefined;
  #loop: Promise<Session> | undefined;
  #lastSteps = 0;

  constructor(
    step: LoweredStep,
    inputs: Readonly<Record<string, Info>>,
    { updates, guards, draws }: Pick<Trace, "updates" | "guards" | "draws">,
    options: SessionOptions,
  ) {
    this.#step = step;
    this.#inputs = inputs;
    this.#options = options;
    this.#updates = updates;
    this.#guards = guards;
    this.#draws = draws;
    this.#written = step.cells.flatMap(({ cell, output }) => (output ? [cell] : []));
    this.#fixed = new Map(
      step.feeds.flatMap(({ port, source }) =>
        source.kind === "constant"
          ? [[port.name, this.#tensor(port, arrayOf(port.type, source.values))]]
          : [],
      ),
    );
  }

  /** Makes the session of single steps. */
  async ready(): Promise<void> {
    this.#single ??= openSession(this.#step, false, this.#options);
    await this.#single;
  }

  /** Runs one step for each batch. */
  async run(batches: readonly FlatBatch[], streams: readonly (Random | undefined)[], rng?: Random) {
    return exclusively(async () => {
      const loop = batches.length > 1;
      if (loop) this.#loop ??= openSession(this.#step, true, this.#options);
      else this.#single ??= openSession(this.#step, false, this.#options);
      const session = (await (loop ? this.#loop : this.#single))!;
      for (const guard of this.#guards) guard();
      for (const { cell } of this.#step.cells) load(cell);
      const feeds = this.#feeds(batches, streams, rng, loop);
      const fetches = this.#fetches(loop);
      const results = await session.run.run(feeds, fetches).catch((error: unknown) => {
        throw runError(error);
      });
      // onnxruntime-node lets timers and signals have their turn before it runs; WebAssembly does not
      if (this.#options.onnx.package === "onnxruntime-web") await new Promise(setImmediate);
      this.#take(results, loop);
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

  /** A copy of all state that the step changes. */
  save(): Promise<StepState> {
    return exclusively(() => {
      this.#written.forEach(load);
      const numbers = this.#written.map((cell) => cell.buffers[cell.current].slice());
      const iterations = [...this.#updates.keys()].map((optimizer) => optimizer.iterations);
      return Promise.resolve({ numbers, iterations });
    });
  }

  /** Puts a saved state in the place of the present one. */
  restore({ numbers, iterations }: StepState): Promise<void> {
    return exclusively(() => {
      const wanted = this.#written.map(({ buffers: [buffer] }) => describe(buffer));
      const found = numbers.map(describe);
      if (wanted.join() !== found.join()) {
        throw new TypeError(
          `restore: wanted the state of a step with ${wanted.join(", ")}, found ${found.join(", ")}`,
        );
      }
      this.#written.forEach(load);
      this.#written.forEach((cell, i) => {
        cell.buffers[1 - cell.current].set(numbers[i]);
      });
      flip(this.#written);
      [...this.#updates.keys()].forEach((optimizer, i) => {
        (optimizer as unknown as Counter).iterations_ = iterations[i];
      });
      this.#lastSteps = 0;
      return Promise.resolve();
    });
  }

  #count(steps: number): void {
    for (const [optimizer, times] of this.#updates) {
      (optimizer as unknown as Counter).iterations_ = optimizer.iterations + steps * times;
    }
  }

  #feeds(
    batches: readonly FlatBatch[],
    streams: readonly (Random | undefined)[],
    rng: Random | undefined,
    loop: boolean,
  ): Record<string, ort.Tensor> {
    const feeds: Record<string, ort.Tensor> = Object.fromEntries(this.#fixed);
    // all batches are checked before anything is drawn
    const inputs = batches.map((batch) => inputArrays(batch, this.#inputs));
    const draws = batches.map((_, i) => drawArrays(this.#draws, rng, streams[i]));
    for (const feed of this.#step.feeds) {
      const { port, source } = feed;
      if (source.kind === "live") {
        feeds[port.name] = this.#tensor(port, Float32Array.of(source.read()));
      } else if (isPerStep(feed)) {
        const arrays = batches.map((_, i) => stepArray(feed, inputs[i], draws[i]));
        feeds[loop ? outerName(port) : port.name] = loop
          ? this.#tensor({ ...port, dims: [arrays.length, ...port.dims] }, joined(port, arrays))
          : this.#tensor(port, arrays[0]);
      }
    }
    for (const { cell, input, output } of this.#step.cells) {
      const read =
        input ?? (loop && output ? { ...output, name: `${output.name}_unread` } : undefined);
      if (!read) continue;
      const name = loop && output ? outerName(read) : read.name;
      feeds[name] = this.#tensor(read, cell.buffers[cell.current]);
    }
    if (loop) {
      feeds[stepsPort.name] = new this.#options.onnx.api.Tensor(
        "int64",
        BigInt64Array.of(BigInt(batches.length)),
        [],
      );
    }
    return feeds;
  }

  /** The buffers that the states are written to; the results come back in arrays of their own. */
  #fetches(loop: boolean): Record<string, ort.Tensor | null> {
    const fetches: Record<string, ort.Tensor | null> = {};
    // ONNX Runtime's WebAssembly leaves buffers that it is given as they are
    const writesInto = this.#options.onnx.package === "onnxruntime-node";
    for (const { cell, output } of this.#step.cells) {
      if (!output) continue;
      const buffer = cell.buffers[1 - cell.current];
      fetches[loop ? outerName(output) : output.name] = writesInto
        ? this.#tensor(output, buffer)
        : null;
    }
    for (const { port } of this.#step.outputs) fetches[loop ? outerName(port) : port.name] = null;
    return fetches;
  }

  /** Copies the states where ONNX Runtime has not written them to the buffers it was given. */
  #take(results: ort.InferenceSession.OnnxValueMapType, loop: boolean): void {
    for (const { cell, output } of this.#step.cells) {
      if (!output) continue;
      const { data } = results[loop ? outerName(output) : output.name];
      const buffer = cell.buffers[1 - cell.current];
      if ((data as CellArray).buffer !== buffer.buffer) buffer.set(data as CellArray);
    }
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

  #tensor({ type, dims }: Port, data: CellArray): ort.Tensor {
    const { Tensor } = this.#options.onnx.api;
    return new Tensor(type as "float32", data as Float32Array, dims as number[]);
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
