import { expect, it } from "vitest";
import { renderSvg } from "../../src/plots/render";
import { trajectories, type TrajectoriesOptions } from "../../src/plots/trajectories";

const options: TrajectoriesOptions = {
  title: "Title",
  alt: "Sentence.",
  series: [
    { name: "a", points: [[1, 0], [0, 1], [-1, 0], [0, -1]] }, // prettier-ignore
    { name: "b", points: [[0.5, 0], [0, 0.5]] }, // prettier-ignore
  ],
  target: [0, 0],
  domain: [-2, 2],
  xTitle: "generator",
  yTitle: "discriminator",
};

interface Layer {
  readonly mark: { readonly type: string; readonly shape?: string };
  readonly data: { readonly values: readonly Record<string, unknown>[] };
  readonly encoding: Record<string, unknown>;
}
const layers = () => trajectories(options).spec.layer as unknown as Layer[];

it("draws each way in its own order, though x turns back", () => {
  const line = layers().find(({ mark }) => mark.type === "line")!;
  expect(line.data.values[0]).toEqual({
    name: "a",
    x: [1, 0, -1, 0],
    y: [0, 1, 0, -1],
    order: [0, 1, 2, 3],
  });
  expect(line.encoding.order).toEqual({ field: "order", type: "quantitative" });
});

it("marks where the ways begin and end", () => {
  const at = (shape: string) => layers().find(({ mark }) => mark.shape === shape)!.data.values;
  expect(at("circle")[0]).toMatchObject({ x: 1, y: 0 });
  expect(at("square")[1]).toMatchObject({ x: 0, y: 0.5 });
});

it("can be drawn", async () => {
  const { spec } = trajectories(options);
  expect(await renderSvg({ spec, alt: options.alt })).toContain("generator");
});

it("refuses what is no way", () => {
  const [first] = options.series;
  expect(() => trajectories({ ...options, series: [first, first] })).toThrow(/Two series/);
  expect(() => trajectories({ ...options, series: [{ name: "a", points: [] }] })).toThrow(
    RangeError,
  );
  expect(() => trajectories({ ...options, series: [{ name: "a", points: [[NaN, 0]] }] })).toThrow(RangeError); // prettier-ignore
});
