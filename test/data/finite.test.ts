import { beforeAll, describe, expect, it } from "vitest";
import { finiteDataset, type FiniteFields } from "../../src/data/finite";
import { grid, ring } from "../../src/data/mixture";
import { balanced, longTail, split, subset } from "../../src/data/sampling";
import { digits8 } from "../../src/data/shipped";
import { stackedMnist } from "../../src/data/stacked";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { tf } from "../../src/index";

beforeAll(() => startEngine("wasm"));

const ten: FiniteFields = {
  name: "ten",
  shape: [2],
  examples: Float32Array.from({ length: 20 }, (_, i) => i), // (0, 1), (2, 3), …
  labels: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 2, 2),
  classNames: ["common", "none", "rare"],
  captions: ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"],
};

describe("finiteDataset", () => {
  it("knows its size and classes", () => {
    const data = finiteDataset(ten);
    expect([data.count, data.classes, data.name]).toEqual([10, 3, "ten"]);
    const unnamed = { ...ten, classNames: undefined };
    expect(finiteDataset(unnamed).classes).toBe(3);
    expect(finiteDataset({ ...unnamed, classes: 7 }).classes).toBe(7);
  });

  it("refuses a picture that an example is not", () => {
    const picture = { height: 3, width: 1, channels: 1 };
    expect(() => finiteDataset({ ...ten, picture })).toThrow(
      new TypeError("ten picture: wanted 2 numbers, as an example has, found 3 x 1 x 1"),
    );
    expect(finiteDataset({ ...ten, picture: { ...picture, height: 2 } }).count).toBe(10);
  });

  it("draws whole examples with their own labels, all equally often", () => {
    const data = finiteDataset(ten);
    const n = 5000;
    const { examples, labels } = data.sampleLabelled!(n, seeded(1));
    const own = labels.dataSync();
    const counts = new Array<number>(10).fill(0);
    (examples.arraySync() as number[][]).forEach(([a, b], i) => {
      expect(b).toBe(a + 1);
      expect(own[i]).toBe(ten.labels![a / 2]);
      counts[a / 2]++;
    });
    const std = Math.sqrt(n * 0.1 * 0.9);
    for (const count of counts) expect(Math.abs(count - n / 10)).toBeLessThan(4.5 * std);
    expect(labels.dtype).toBe("int32");
  });

  it("draws the same examples with and without labels", () => {
    const data = finiteDataset(ten);
    const { examples } = data.sampleLabelled!(20, seeded(3));
    expect(data.sample(20, seeded(3)).arraySync()).toEqual(examples.arraySync());
  });

  it("keeps the example's shape and leaves nothing behind", () => {
    const before = tf.memory().numTensors;
    const data = finiteDataset({ name: "cubes", shape: [2, 3], examples: new Float32Array(24) });
    const batch = data.sample(5, seeded(1));
    expect(batch.shape).toEqual([5, 2, 3]);
    expect("sampleLabelled" in data).toBe(false);
    batch.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses what does not fit together", () => {
    const make = (change: Partial<FiniteFields>) => () => finiteDataset({ ...ten, ...change });
    expect(make({ shape: [3] })).toThrow(TypeError);
    expect(make({ shape: [3] })).toThrow(
      "ten examples: wanted rows of 3 numbers, found 20 numbers",
    );
    expect(make({ labels: Uint8Array.of(1) })).toThrow(
      "ten labels: wanted 10, one for each example, found 1",
    );
    expect(make({ captions: [] })).toThrow("ten captions: wanted 10");
    expect(make({ examples: new Float32Array(0) })).toThrow(RangeError);
    expect(make({ classes: 2 })).toThrow("ten classes: wanted a whole number at least 3, found 2");
  });
});

describe("more classes than a byte can number", () => {
  const labels = Int32Array.from({ length: 10 }, (_, i) => 100 * i); // up to 900
  const many = { ...ten, labels, classNames: undefined };

  it("are kept by all that makes one data set of another", () => {
    const data = finiteDataset(many);
    expect(data.classes).toBe(901);
    expect([...data.labels!]).toEqual([...labels]);
    const some = subset(data, 10, seeded(1));
    expect([...some.labels!].sort((a, b) => a - b)).toEqual([...labels]);
    const drawn = balanced(data).sampleLabelled!(50, seeded(1)).labels.dataSync();
    expect([...drawn].every((label) => label % 100 === 0)).toBe(true);
    expect(Math.max(...drawn)).toBeGreaterThan(255);
  });

  it("come out of an endless set too", () => {
    const stacked = stackedMnist(digits8()); // 1,000 modes
    const { labels: modes, classes } = subset(stacked, 60, seeded(1));
    expect(classes).toBe(1000);
    expect(Math.max(...modes!)).toBeGreaterThan(255);
  });

  it("refuses a label below 0", () => {
    expect(() => finiteDataset({ ...many, labels: labels.map((label) => label - 1) })).toThrow(
      "ten label: wanted a whole number at least 0, found -1",
    );
  });
});

describe("subset", () => {
  it("takes different examples, with labels and captions", () => {
    const data = subset(finiteDataset(ten), 6, seeded(1));
    expect(data.count).toBe(6);
    const first = Array.from({ length: 6 }, (_, i) => data.examples[2 * i]);
    expect(new Set(first).size).toBe(6);
    first.forEach((value, i) => {
      expect(data.captions![i]).toBe(ten.captions![value / 2]);
      expect(data.labels![i]).toBe(ten.labels![value / 2]);
    });
    expect([data.classes, data.classNames]).toEqual([3, ten.classNames]);
  });

  it("draws an endless set once, with the modes as labels", () => {
    const data = subset(ring({ std: 1e-6 }), 200, seeded(1));
    data.labels!.forEach((mode, i) => {
      const [x, y] = ring().centres[mode];
      expect(data.examples[2 * i]).toBeCloseTo(x, 4);
      expect(data.examples[2 * i + 1]).toBeCloseTo(y, 4);
    });
    expect(data.classes).toBe(8);
  });

  it("leaks nothing and refuses what is not there", () => {
    const before = tf.memory().numTensors;
    subset(grid(), 10, seeded(1));
    expect(tf.memory().numTensors).toBe(before);
    expect(() => subset(finiteDataset(ten), 11, seeded(1))).toThrow(
      "subset n: wanted a whole number at least 1 and at most 10, found 11",
    );
    expect(() => subset(ring(), 0, seeded(1))).toThrow(RangeError);
  });
});

describe("split", () => {
  it("parts the examples without a common one", () => {
    const { train, heldOut } = split(finiteDataset(ten), { train: 7, heldOut: 3 }, seeded(4));
    const all = [...train.captions!, ...heldOut.captions!].sort();
    expect(all).toEqual(ten.captions);
  });

  it("refuses more than there are", () => {
    const sizes = { train: 8, heldOut: 3 };
    expect(() => split(finiteDataset(ten), sizes, seeded(1))).toThrow(
      "split heldOut: wanted a whole number at least 1 and at most 2, found 3",
    );
    expect(() => split(finiteDataset(ten), { train: 10, heldOut: 1 }, seeded(1))).toThrow(
      RangeError,
    );
  });
});

describe("balanced", () => {
  it("gives every class that has examples the same share, and its examples too", () => {
    const data = balanced(finiteDataset(ten));
    const n = 4000;
    const { examples, labels } = data.sampleLabelled!(n, seeded(1));
    const own = Array.from(labels.dataSync());
    const rare = own.filter((label) => label === 2).length;
    expect(Math.abs(rare - n / 2)).toBeLessThan(4.5 * Math.sqrt(n / 4));
    const ninth = (examples.arraySync() as number[][]).filter(([a]) => a === 16).length;
    expect(Math.abs(ninth - n / 4)).toBeLessThan(4.5 * Math.sqrt((n * 3) / 16));
    expect(own).not.toContain(1);
  });

  it("refuses a set without labels", () => {
    const plain = { ...ten, labels: undefined };
    expect(() => balanced(finiteDataset(plain))).toThrow(TypeError);
    expect(() => balanced(finiteDataset(plain))).toThrow(
      'balanced: wanted a set with labels, found none in "ten"',
    );
  });
});

it("longTail falls by the same factor and ends at 1 / ratio", () => {
  const masses = longTail(5, 16);
  [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16].forEach((mass, k) => {
    expect(masses[k]).toBeCloseTo(mass, 12);
  });
  expect(longTail(3, 1)).toEqual([1, 1, 1]);
  expect(() => longTail(1, 2)).toThrow(RangeError);
  expect(() => longTail(3, 0.5)).toThrow("longTail ratio: wanted a number at least 1, found 0.5");
});
