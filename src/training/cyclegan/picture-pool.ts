import * as tf from "@tensorflow/tfjs";
import { namedState } from "../../layers/layer";
import type { Random } from "../../random";
import { expectInteger, expectShape } from "../../shape";

/** Options of {@link picturePool}. */
export interface PicturePoolOptions {
  /** Begins the name of its variable, and stands in messages. */
  readonly name: string;
  /** How many pictures it holds, 1 or more: 50 in the paper. */
  readonly size: number;
  /** Numbers in a picture. */
  readonly numbers: number;
}

/** What becomes of the pictures of one batch, drawn before it is made. Zeros and ones; the caller disposes both. */
export interface PoolDraws {
  /** (batch, size): the place whose old picture is given back instead of the new one. A row of zeros: the new one. */
  readonly take: tf.Tensor2D; // (batch, size)
  /** (size, batch): which of the new pictures is put in each place. A row of zeros: the old one stays. */
  readonly put: tf.Tensor2D; // (size, batch)
}

/** A pool of pictures that a generator made earlier. */
export interface PicturePool {
  /** How many pictures it holds. */
  readonly size: number;
  /** (size, numbers): the pictures; zeros in places that none has come to yet. */
  readonly pictures: tf.Variable;
  /**
   * Draws what becomes of the next `n` pictures.
   *
   * @param n pictures in the batch, 1 to `size`
   * @param seen how many pictures have come by before this batch
   * @throws RangeError for an `n` or `seen` out of range
   */
  draw(n: number, seen: number, random: Random): PoolDraws;
  /**
   * Takes a batch of new pictures and gives one for each: itself, or an old one in whose place it goes. No gradient
   * goes through what is given back to what made the pictures before.
   *
   * @param pictures (batch, numbers)
   * @throws TypeError for pictures or draws of another shape
   */
  swap(pictures: tf.Tensor, draws: PoolDraws): tf.Tensor; // (batch, numbers)
  /** Frees the pictures. */
  dispose(): void;
}

/**
 * A pool of generated pictures, from which a discriminator gets old ones among the new, so that it does not forget
 * what it once knew, and the two players do not chase each other in circles (Shrivastava et al. 2017, section 2.3; with
 * 50 pictures in CycleGAN, Zhu et al. 2017, section 4). The first `size` pictures fill it, and are given back as they
 * are. Each picture after that is given back with probability ½; else it takes the place of an old one, which is given
 * back in its stead. Within a batch no place is used twice.
 *
 * It is written as products of matrices, so a compiled step can hold it.
 *
 * @throws RangeError for a size or numbers below 1
 * @example
 * ```ts
 * import { picturePool, seeded, tf } from "gan-clinic";
 * const pool = picturePool({ name: "pool", size: 2, numbers: 1 });
 * const random = seeded(1);
 * const first = pool.swap(tf.tensor2d([[1], [2]]), pool.draw(2, 0, random));
 * assert.deepEqual(first.arraySync(), [[1], [2]]); // they fill the pool
 * const second = pool.swap(tf.tensor2d([[3], [4]]), pool.draw(2, 2, random)).dataSync();
 * const all = [...second, ...pool.pictures.dataSync()].sort();
 * assert.deepEqual(all, [1, 2, 3, 4]); // each is given back or kept
 * pool.dispose();
 * ```
 */
export function picturePool({ name, size, numbers }: PicturePoolOptions): PicturePool {
  expectInteger(size, `${name} size`, { atLeast: 1 });
  expectInteger(numbers, `${name} numbers`, { atLeast: 1 });
  const pictures = namedState(tf.zeros([size, numbers]), `${name}/pictures`);
  return {
    size,
    pictures,
    draw(n, seen, random) {
      expectInteger(n, `${name} draw n`, { atLeast: 1, atMost: size });
      expectInteger(seen, `${name} draw seen`, { atLeast: 0 });
      const take = new Float32Array(n * size);
      const put = new Float32Array(size * n);
      const places = random.stream("places").shuffle(size);
      const coins = random.stream("coins").uniforms(n);
      for (let i = 0; i < n; i++) {
        const fills = seen + i < size;
        if (!fills && coins[i] < 0.5) continue;
        const place = fills ? seen + i : places[i];
        if (!fills && place >= seen) continue; // this batch fills it: there is no old picture yet
        put[place * n + i] = 1;
        if (!fills) take[i * size + place] = 1;
      }
      return { take: tf.tensor2d(take, [n, size]), put: tf.tensor2d(put, [size, n]) };
    },
    swap(made, { take, put }) {
      const n = made.shape[0];
      expectShape(made, [null, numbers], `${name} swap pictures`);
      expectShape(take, [n, size], `${name} swap take`);
      expectShape(put, [size, n], `${name} swap put`);
      return tf.tidy(() => {
        const stays = tf.sub(1, tf.sum(put, 1, true)); // (size, 1)
        const isNew = tf.sub(1, tf.sum(take, 1, true)); // (batch, 1)
        const given = tf.add(tf.mul(made, isNew), tf.matMul(take, pictures as tf.Tensor2D));
        const next = tf.matMul(put, made);
        pictures.assign(tf.add(tf.mul(pictures, stays), next));
        return given; // (batch, numbers)
      });
    },
    dispose() {
      pictures.dispose();
    },
  };
}
