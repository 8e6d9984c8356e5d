import type { JsonObject } from "./chart";
import { expectCount, expectSome, expectText, stepLabel } from "./numbers";
import { coordinatesOrNone, flattenPoints, pointLayer, pointRow, squareFor } from "./plane";
import type { Kind, PlaneOptions } from "./plane";
import {
  coordinates,
  countOutside,
  thin,
  type Coordinates,
  type Points,
  type Square,
} from "./points";

/** Generated samples at one moment of training. */
export interface ScatterFrame {
  /** Training step. */
  readonly step: number;
  /** Shape (count, 2). */
  readonly samples: Points;
  /** What stands over the picture; the step. */
  readonly label?: string;
}

/** Options of the pictures of 2-D samples over training. */
export interface FilmOptions extends PlaneOptions {
  /** Generated samples over training, in the order of their steps. */
  readonly frames: readonly ScatterFrame[];
  /** Real samples, drawn behind every frame. Shape (count, 2). */
  readonly real?: Points;
  /** The most points drawn of each kind in a frame, evenly picked; 300. */
  readonly maxPoints?: number;
}

/** Checked frames and what stays the same from one to the next. */
export interface Film {
  readonly steps: readonly number[];
  /** What stands over each frame. */
  readonly labels: readonly string[];
  readonly samples: readonly Coordinates[];
  readonly square: Square;
  readonly kinds: readonly Kind[];
  /** Named data: one row for each kind that is drawn in every frame. */
  readonly datasets: JsonObject;
}

/** Refuse steps that are not whole or do not rise. */
export function expectRising(steps: readonly number[]): void {
  steps.forEach((step, i) => {
    expectCount(step, `frames[${i}].step`, 0);
    if (i > 0 && step <= steps[i - 1]) {
      throw new RangeError(
        `frames[${i}].step is ${step}, after ${steps[i - 1]}; wanted rising steps`,
      );
    }
  });
}

/** The most points drawn of each kind. */
const mostOf = (options: FilmOptions): number => options.maxPoints ?? 300;

const order: readonly Kind[] = ["real", "generated", "mode centre"];

/** Check the options and find what all frames share. */
export function filmOf(options: FilmOptions): Film {
  expectSome(options.frames, "frames");
  const steps = options.frames.map(({ step }) => step);
  expectRising(steps);
  const labels = options.frames.map(({ step, label = stepLabel(step) }, i) => {
    expectText(label, `frames[${i}].label`);
    return label;
  });
  const samples = options.frames.map((frame, i) =>
    coordinates(frame.samples, `frames[${i}].samples`),
  );
  const all = { x: samples.flatMap(({ x }) => x), y: samples.flatMap(({ y }) => y) };
  const real = coordinatesOrNone(options.real, "real");
  const centres = coordinatesOrNone(options.centres, "centres");
  const square = squareFor(options, real, all);
  const points = { real, generated: all, "mode centre": centres };
  const kinds = order.filter((kind) => points[kind].x.length > 0);
  const shared = kinds.filter((kind) => kind !== "generated");
  const rowOf = (kind: Kind) => pointRow(thin(points[kind], mostOf(options)), square, { kind });
  const datasets = Object.fromEntries(shared.map((kind) => [kind, [rowOf(kind)]]));
  return { steps, labels, samples, square, kinds, datasets };
}

/** "step 500" or the frame's own label, and how many generated points are not in the picture. */
export function frameLabel({ labels, samples, square }: Film, frame: number): string {
  const outside = countOutside(samples[frame], square);
  const note = outside === 0 ? "" : `, ${outside} of ${samples[frame].x.length} outside`;
  return labels[frame] + note;
}

/** One row of generated points. */
export function frameRow(
  film: Film,
  frame: number,
  options: FilmOptions,
  fields: JsonObject,
): JsonObject {
  const points = thin(film.samples[frame], mostOf(options));
  return pointRow(points, film.square, { kind: "generated", ...fields });
}

/** The layers of a picture: the shared kinds, and `generated`, the source of the generated points. */
export function filmLayers({ kinds }: Film, generated: JsonObject, side: number): JsonObject[] {
  return kinds.map((kind) => {
    const shared = { data: { name: kind }, transform: [flattenPoints] };
    return pointLayer(kind, kind === "generated" ? generated : shared, side);
  });
}
