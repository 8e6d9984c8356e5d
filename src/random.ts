import * as tf from "@tensorflow/tfjs";
import { foundText } from "./arguments/found";
import { childKey, philox } from "./philox";
import { expectInteger, shapeText } from "./shape";

const two32 = 2 ** 32;

/** Where a stream stands: its key, and how many 32-bit words it has given. Plain JSON. */
export interface RandomState {
  /** Two 32-bit words: which stream it is. */
  readonly key: readonly [number, number];
  /** How many 32-bit words it has given, from 0. */
  readonly position: number;
}

/** Takes the place of drawing while a training step is recorded (see runtime/compile). */
export interface DrawRecorder {
  /** Tensors that stand for numbers drawn later. */
  draw(
    stream: Random,
    kind: "normal" | "uniform",
    shape: readonly number[],
    low?: number,
    high?: number,
  ): tf.Tensor;
  /** A child was made of a stream. */
  stream(parent: Random, name: string, child: Random): void;
  /** Plain numbers were asked for. */
  refuse(what: string): never;
}

let recorder: DrawRecorder | undefined;

/** Runs `work` while `by` takes the place of drawing. */
export function recordDraws<T>(by: DrawRecorder, work: () => T): T {
  const outer = recorder;
  recorder = by;
  try {
    return work();
  } finally {
    recorder = outer;
  }
}

/** The position of a state, which is checked. */
function positionOf(state: RandomState, what: string): number {
  if (!Array.isArray((state as RandomState | null | undefined)?.key)) {
    throw new TypeError(`${what}: wanted { key, position }, found ${foundText(state)}`);
  }
  return expectInteger(state.position, "Random state position", { atLeast: 0 });
}

/**
 * A stream of random numbers. Make one with {@link seeded}; split it with {@link Random.stream}.
 * The same seed and the same calls give the same numbers on every machine and every engine.
 *
 * @example
 * ```ts
 * import { Random, seeded } from "gan-clinic";
 * const random = seeded(1);
 * random.normals(10);
 * const later = new Random(random.state); // goes on where the first one stands
 * assert.deepEqual(later.shuffle(5), random.shuffle(5));
 * ```
 */
export class Random {
  #key: readonly [number, number];
  #position: number;
  readonly #block = new Uint32Array(4);
  #blockNumber = -1; // which block of the key #block holds

  constructor(state: RandomState) {
    this.#position = positionOf(state, "Random state");
    this.#key = [state.key[0], state.key[1]];
  }

  /** Where this stream stands. Feed it to {@link Random.restore} to go on from here. */
  get state(): RandomState {
    return { key: [this.#key[0], this.#key[1]], position: this.#position };
  }

  /** Puts this stream where `state` was taken. */
  restore(state: RandomState): void {
    const position = positionOf(state, "restore state");
    this.#key = [state.key[0], state.key[1]];
    this.#position = position;
    this.#blockNumber = -1;
  }

  /**
   * An independent child, by name. The same parent and name always give the same child, however many
   * numbers the parent has given; the parent does not move.
   */
  stream(name: string): Random {
    const child = new Random({ key: childKey(this.#key, name), position: 0 });
    recorder?.stream(this, name, child);
    return child;
  }

  /** The next word: word `position mod 4` of block `floor(position / 4)`. */
  #word(): number {
    const number = Math.floor(this.#position / 4);
    const block = this.#block;
    if (number !== this.#blockNumber) {
      block[0] = number;
      block[1] = number / two32;
      block[2] = 0;
      block[3] = 0;
      philox(this.#key[0], this.#key[1], block);
      this.#blockNumber = number;
    }
    return block[this.#position++ % 4];
  }

  /**
   * Uniform numbers in `[low, high)`, on a grid of 2^-24 of the interval. (Rounding to float32 may
   * give `high` itself when `low` is not 0.)
   */
  uniforms(n: number, low = 0, high = 1): Float32Array {
    recorder?.refuse("random.uniforms");
    expectInteger(n, "uniforms n", { atLeast: 0 });
    const out = new Float32Array(n);
    for (let i = 0; i < n; i++) out[i] = low + (high - low) * ((this.#word() >>> 8) / 2 ** 24);
    return out;
  }

  /**
   * Normal numbers by Box and Muller, computed in float64 from 32-bit uniforms in the open interval
   * (0, 1): so the logarithm is finite, and no number is further than 6.8 std from the mean. Numbers
   * are made in pairs; of an odd `n` the last partner is dropped.
   */
  normals(n: number, mean = 0, std = 1): Float32Array {
    recorder?.refuse("random.normals");
    expectInteger(n, "normals n", { atLeast: 0 });
    const out = new Float32Array(n);
    for (let i = 0; i < n; i += 2) {
      const radius = std * Math.sqrt(-2 * Math.log((this.#word() + 0.5) / two32));
      const angle = (2 * Math.PI * (this.#word() + 0.5)) / two32;
      out[i] = mean + radius * Math.cos(angle);
      if (i + 1 < n) out[i + 1] = mean + radius * Math.sin(angle);
    }
    return out;
  }

  /** One integer in `[0, limit)`; words at or above the largest multiple of `limit` are drawn again. */
  #below(limit: number): number {
    const end = two32 - (two32 % limit);
    for (;;) {
      const word = this.#word();
      if (word < end) return word % limit;
    }
  }

  /**
   * Integers in `[0, limit)`, all equally likely (by rejection).
   *
   * @param limit 1 to 2^31
   */
  integers(n: number, limit: number): Int32Array {
    recorder?.refuse("random.integers");
    expectInteger(n, "integers n", { atLeast: 0 });
    expectInteger(limit, "integers limit", { atLeast: 1, atMost: 2 ** 31 });
    return Int32Array.from({ length: n }, () => this.#below(limit));
  }

  /** A permutation of `0 … n-1`, all equally likely (Fisher and Yates). */
  shuffle(n: number): Int32Array {
    recorder?.refuse("random.shuffle");
    expectInteger(n, "shuffle n", { atLeast: 0, atMost: 2 ** 31 });
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.#below(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  /** A float32 tensor of standard normal numbers. */
  normal<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
    expectSizes(shape, "normal shape");
    if (recorder) return recorder.draw(this, "normal", shape) as tf.Tensor<R>;
    return tf.tensor(this.normals(tf.util.sizeFromShape(shape)), shape, "float32");
  }

  /** A float32 tensor of uniform numbers in `[low, high)`. */
  uniform<R extends tf.Rank>(shape: tf.ShapeMap[R], low = 0, high = 1): tf.Tensor<R> {
    expectSizes(shape, "uniform shape");
    if (recorder) return recorder.draw(this, "uniform", shape, low, high) as tf.Tensor<R>;
    return tf.tensor(this.uniforms(tf.util.sizeFromShape(shape), low, high), shape, "float32");
  }
}

function expectSizes(shape: readonly number[], what: string): void {
  if (Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0))
    return;
  const found = Array.isArray(shape) ? shapeText(shape) : foundText(shape);
  throw new TypeError(`${what}: wanted a list of whole numbers from 0, found ${found}`);
}

/**
 * The stream of a seed. Everything random in this library comes from one of these.
 *
 * @param seed a whole number, 0 to 2^53 - 1
 * @throws RangeError when the seed is not such a number
 * @example
 * ```ts
 * import { seeded } from "gan-clinic";
 * const latent = seeded(1).stream("latent").normals(3);
 * assert.deepEqual(latent, seeded(1).stream("latent").normals(3));
 * assert.notDeepEqual(latent, seeded(2).stream("latent").normals(3));
 * ```
 */
export function seeded(seed: number): Random {
  expectInteger(seed, "seed", { atLeast: 0 });
  return new Random({ key: [seed >>> 0, Math.floor(seed / two32)], position: 0 });
}
