import { beforeAll, describe, expect, it } from "vitest";
import { catalogue } from "../../src/data/catalogue";
import { seeded, startEngine, tf, type Random } from "../../src/index";
import { datasets } from "./tables/datasets";

beforeAll(() => startEngine("wasm"));

it("every set of the catalogue that needs no network has a row", () => {
  const rows = datasets.map(({ name }) => name);
  const wanted = catalogue.filter(({ source }) => !source).map(({ name }) => name);
  expect(wanted.filter((name) => !rows.includes(name))).toEqual([]);
});

describe.each(datasets)("$name", ({ make }) => {
  const data = make();
  const values = (batch: tf.Tensor) => Array.from(batch.dataSync());

  it("gives examples of its shape, finite, within its range", () => {
    const batch = data.sample(40, seeded(1));
    expect(batch.shape).toEqual([40, ...data.shape]);
    expect(batch.dtype).toBe("float32");
    const [low, high] = data.range ?? [-Infinity, Infinity];
    expect(values(batch).every((x) => Number.isFinite(x) && x >= low && x <= high)).toBe(true);
  });

  it("repeats with its stream and goes on with it", () => {
    const random = seeded(2);
    const [first, second] = [data.sample(10, random), data.sample(10, random)];
    expect(values(data.sample(10, seeded(2)))).toEqual(values(first));
    expect(values(second)).not.toEqual(values(first));
  });

  it("gives the same examples with labels as without, labels below its classes, all seen", () => {
    expect(data.classes === undefined).toBe(data.sampleLabelled === undefined);
    if (data.sampleLabelled === undefined) return;
    const { examples, labels } = data.sampleLabelled(300, seeded(3));
    expect(values(data.sample(300, seeded(3)))).toEqual(values(examples));
    expect([labels.shape, labels.dtype]).toEqual([[300], "int32"]);
    expect(values(labels).every((label) => label >= 0 && label < data.classes!)).toBe(true);
    const seen = new Set(values(labels)).size;
    expect(seen).toBeGreaterThan(Math.min(data.classes!, 300) / 2);
  });

  it("says what a draw wants", () => {
    for (const name of ["sample", "sampleLabelled"] as const) {
      const draw = (n: number, random: Random) => data[name]?.(n, random);
      if (!data[name]) continue;
      expect(() => draw(3, undefined as never)).toThrow(TypeError);
      expect(() => draw(3, undefined as never)).toThrow(
        "sample random: wanted a Random such as seeded(1), found nothing",
      );
      expect(() => draw(1.5, seeded(1))).toThrow(
        /sample n: wanted a whole number at least 0, found 1.5/,
      );
    }
  });

  it("says how its pictures are made", () => {
    if (!data.picture) return;
    const { height, width, channels } = data.picture;
    expect(data.shape).toEqual([height * width * channels]);
    expect(data.range).toEqual([-1, 1]);
  });

  it("leaks nothing", () => {
    const before = tf.memory().numTensors;
    data.sample(4, seeded(1)).dispose();
    const labelled = data.sampleLabelled?.(4, seeded(1));
    if (labelled) tf.dispose([labelled.examples, labelled.labels]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
