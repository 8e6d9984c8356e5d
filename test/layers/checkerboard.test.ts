import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { convTranspose2d } from "../../src/layers/conv";
import { heNormal } from "../../src/layers/init";
import type { Layer } from "../../src/layers/layer";
import { upsampleConv2d } from "../../src/layers/resample";
import { dcganGenerator } from "../../src/networks/dcgan-generator";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const sizes = { name: "c", inputs: 1, outputs: 1, bias: false };

/** What becomes of a picture of ones, in the four pixels of a block away from the border. */
function block(layer: Layer): number[] {
  const y = layer.apply(tf.ones([1, 8, 8, 1]));
  return [...y.slice([0, 6, 6, 0], [1, 2, 2, 1]).dataSync()];
}

/** How much of the picture's size is difference between the pixels of a block: 0 for none, .75 for pure chance. */
function unevenness(pixels: readonly number[]): number {
  const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
  const of = (each: (value: number) => number) =>
    pixels.reduce((sum, value) => sum + each(value) ** 2, 0);
  return of((value) => value - mean) / of((value) => value);
}

const transposed = (kernel: number, seed: number) =>
  convTranspose2d({ ...sizes, kernel, stride: 2, init: heNormal, random: seeded(seed) });
const resized = (kernel: number, seed: number) =>
  upsampleConv2d({ ...sizes, kernel, init: heNormal, random: seeded(seed) });

const seeds = Array.from({ length: 200 }, (_, i) => i);
const meanOver = (make: (seed: number) => number) =>
  seeds.reduce((sum, seed) => sum + tf.tidy(() => make(seed)), 0) / seeds.length;

describe("on a picture of ones", () => {
  it("equal weights: a kernel of 3 gives 1, 2, 2 and 4 taps, one of 4 gives 4 to each pixel", () => {
    const taps = (kernel: number) => {
      const layer = transposed(kernel, 1);
      layer.variables[0].assign(tf.ones([kernel, kernel, 1, 1]));
      return block(layer).sort();
    };
    expect(taps(3)).toEqual([1, 2, 2, 4]);
    expect(taps(4)).toEqual([4, 4, 4, 4]);
    expect(taps(6)).toEqual([9, 9, 9, 9]);
  });

  it("drawn weights: a kernel of 4 is as uneven as chance makes four numbers, and so is one of 6", () => {
    // four independent sums of equal variance: a quarter of the squares is their mean's, .75 are differences
    for (const kernel of [4, 6]) {
      const found = meanOver((seed) => unevenness(block(transposed(kernel, seed))));
      expect(Math.abs(found - 0.75)).toBeLessThan(0.06);
    }
  });

  it("drawn weights: resizing first leaves no difference, with any kernel", () => {
    for (const kernel of [3, 4, 5]) {
      expect(meanOver((seed) => unevenness(block(resized(kernel, seed))))).toBeLessThan(1e-10);
    }
  });
});

/**
 * The power at the frequencies that change sign from pixel to pixel (across, down, both), by that of the frequencies
 * next to them: 1 for a picture without a checkerboard.
 */
function nyquistExcess(pictures: Float32Array, side: number): number {
  const half = side / 2;
  const power = (u: number, v: number) => {
    let sum = 0;
    for (let i = 0; i < pictures.length; i += side * side) {
      let [re, im] = [0, 0];
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          const angle = (2 * Math.PI * (u * x + v * y)) / side;
          re += pictures[i + y * side + x] * Math.cos(angle);
          im += pictures[i + y * side + x] * Math.sin(angle);
        }
      }
      sum += re * re + im * im;
    }
    return sum;
  };
  const mean = (at: [number, number][]) =>
    at.reduce((sum, [u, v]) => sum + power(u, v), 0) / at.length;
  const near = half - 1;
  return (
    mean([[half, 0], [0, half], [half, half]]) /
    mean([[near, 0], [0, near], [near, near], [near, half], [half, near], [half, 1], [1, half]])
  ); // prettier-ignore
}

describe("in the pictures of an untrained DCGAN", () => {
  const excess = (upsampling: "transposed" | "resize", kernel: number) =>
    [1, 2, 3].map((seed) => {
      const random = seeded(seed);
      const generator = dcganGenerator({ name: "g", size: 16, width: 16, latentSize: 8, upsampling, kernel, random }); // prettier-ignore
      const pictures = tf.tidy(() =>
        generator.apply(random.normal([32, 8]), { training: true }).dataSync<"float32">(),
      );
      generator.dispose();
      return nyquistExcess(pictures, 16);
    });

  it.each([3, 4])("transposed convolutions have one with a kernel of %s", (kernel) => {
    expect(Math.min(...excess("transposed", kernel))).toBeGreaterThan(4);
  });

  it("resizing has none", () => {
    expect(Math.max(...excess("resize", 3))).toBeLessThan(2); // .2 to 1.4 in ten draws; of transposed ones 5 to 53
  });
});
