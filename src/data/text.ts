import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectShape } from "../shape";
import { expectDraw, type Dataset } from "./dataset";

/** Lines of text, each as a row of one-hot vectors, flat: what a generator with softmax can come near to. */
export interface TextDataset extends Dataset {
  /** All lines, as they were given. */
  readonly lines: readonly string[];
  /** What each place of a one-hot vector stands for; the first is the space after a line's end. */
  readonly vocabulary: readonly string[];
  /** How many symbols each example has. */
  readonly length: number;
  sample(n: number, random: Random): tf.Tensor2D; // (n, length * vocabulary)
  /**
   * Lines as one-hot vectors.
   * @throws RangeError for a symbol that is not in the vocabulary, or a line that is too long
   */
  encode(lines: readonly string[]): tf.Tensor2D; // (n, length * vocabulary)
  /** The likeliest symbol at each place, as text, without the spaces at its end. */
  decode(samples: tf.Tensor2D): string[];
}

/** Options of {@link textDataset}. */
export interface TextOptions {
  /** The lines to draw from; at least one, and none of them empty. */
  readonly lines: readonly string[];
  /** What counts as one symbol. */
  readonly unit: "characters" | "words";
  /** Symbols in an example; the longest line's when left out. */
  readonly length?: number;
  /** Its name in messages and titles; "text". */
  readonly name?: string;
}

/**
 * Text as numbers: each character (or word) becomes a vector with a single 1 at its place in the
 * vocabulary. Text is discrete, so no gradient flows through a choice of symbols; a generator must put out
 * soft choices, which a discriminator tells from real ones by their softness alone. That is what the text
 * lessons are about.
 *
 * @throws RangeError when there is no line, a line is empty, or one is longer than `length`
 * @example
 * ```ts
 * import { textDataset } from "gan-clinic";
 * const data = textDataset({ lines: ["a cat", "a dog ran"], unit: "words" });
 * assert.deepEqual(data.vocabulary, ["", "a", "cat", "dog", "ran"]);
 * const rows = data.encode(["a cat"]); // (1, 3 * 5)
 * assert.deepEqual([...rows.dataSync()].map(Number).slice(0, 10), [0, 1, 0, 0, 0, 0, 0, 1, 0, 0]);
 * assert.deepEqual(data.decode(rows), ["a cat"]);
 * ```
 */
export function textDataset({ lines, unit, length, name = "text" }: TextOptions): TextDataset {
  expectInteger(lines.length, `${name} lines`, { atLeast: 1 });
  const empty = lines.findIndex((line) => line.trim() === "");
  if (empty >= 0)
    throw new RangeError(`${name}: wanted some text in each line, found none in ${empty}`);
  const [end, joint] = unit === "words" ? ["", " "] : [" ", ""];
  const split = (line: string) =>
    unit === "words" ? line.trim().split(/\s+/) : Array.from(line.trimEnd());
  const known = new Set(lines.flatMap(split));
  known.delete(end);
  const vocabulary = [end, ...[...known].sort()];
  const places = new Map(vocabulary.map((symbol, place) => [symbol, place]));
  const longest = lines.reduce((most, line) => Math.max(most, split(line).length), 0);
  const size = length ?? longest;
  expectInteger(size, `${name} length`, { atLeast: longest });
  const indices = (line: string) => {
    const symbols = split(line);
    expectInteger(symbols.length, `${name} symbols in "${line}"`, { atMost: size });
    return Int32Array.from({ length: size }, (_, i) => {
      const place = places.get(i < symbols.length ? symbols[i] : end);
      if (place !== undefined) return place;
      throw new RangeError(`${name}: "${symbols[i]}" of "${line}" is not in the vocabulary`);
    });
  };
  const encode = (some: readonly string[]) => {
    const values = new Float32Array(some.length * size * vocabulary.length);
    some.forEach((line, row) => {
      indices(line).forEach((place, i) => {
        values[(row * size + i) * vocabulary.length + place] = 1;
      });
    });
    return tf.tensor2d(values, [some.length, size * vocabulary.length]);
  };
  return lever(
    "data",
    "textDataset",
    { lines, unit, length, name },
    {
      name,
      shape: [size * vocabulary.length],
      range: [0, 1],
      lines,
      vocabulary,
      length: size,
      encode,
      sample(n, random) {
        expectDraw(n, random, `${name} sample`);
        return encode(Array.from(random.integers(n, lines.length), (line) => lines[line]));
      },
      decode: (samples) =>
        likeliest(samples, size, vocabulary.length).map((places) =>
          places
            .map((place) => vocabulary[place])
            .join(joint)
            .trimEnd(),
        ),
    },
  );
}

/** The place of the largest number in each vector, example by example. */
function likeliest(samples: tf.Tensor2D, length: number, symbols: number): number[][] {
  const flat = expectShape(samples, [null, length * symbols], "decode samples");
  return tf.tidy(() =>
    tf.argMax<tf.Tensor2D>(tf.reshape(flat, [-1, length, symbols]), 2).arraySync(),
  );
}
