import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import type { PlaneDataset } from "../data/plane";
import type { Chart, ChartOptions } from "../plots/chart";
import { imageFrames } from "../plots/images";
import { scatterFrames } from "../plots/scatter-frames";
import { seeded } from "../random";
import type { Snapshot } from "../training/snapshot";

/** Draws samples at some moments of a training. */
export type DrawFilm = (moments: readonly Snapshot[], options: ChartOptions) => Chart;

/** Real points behind each frame, and pictures in each. */
const POINTS = 400;
const PICTURES = 8;

/** What draws samples of such data: points in the plane, or in the space around one; pictures. Nothing for others. */
export function filmOf(data: Dataset): DrawFilm | undefined {
  const { picture } = data;
  if (picture) {
    const { height, width } = picture;
    const channels = picture.channels === 3 ? 3 : 1;
    const first = PICTURES * height * width * channels;
    return (moments, options) => {
      const frames = moments.map(({ step, samples }) => ({
        step,
        images: samples.slice(0, first),
      }));
      return imageFrames({ ...options, frames, height, width, channels });
    };
  }
  const { project } = data as Partial<PlaneDataset>;
  const size = data.shape.reduce((product, each) => product * each, 1);
  if (!project && size !== 2) return undefined;
  const onPlane = (make: () => tf.Tensor): Float32Array =>
    tf.tidy(() => {
      const points = make();
      return Float32Array.from((project?.(points as tf.Tensor2D) ?? points).dataSync());
    });
  const real = onPlane(() => data.sample(POINTS, seeded(0).stream("film")));
  return (moments, options) =>
    scatterFrames({
      ...options,
      frames: moments.map(({ step, samples }) => ({
        step,
        samples: onPlane(() => tf.tensor2d(samples, [samples.length / size, size])),
      })),
      real,
    });
}

/** Some of many moments, evenly picked, the first and the last among them. */
export function someOf<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  return Array.from(
    { length: count },
    (_, i) => all[Math.round((i * (all.length - 1)) / (count - 1))],
  );
}
