import { beforeAll, describe, expect, it } from "vitest";
import { corrupted, type CorruptOptions } from "../../src/data/corrupt";
import { finiteDataset, type FiniteDataset } from "../../src/data/finite";
import { grid, ring } from "../../src/data/mixture";
import { twoMoons } from "../../src/data/planar";
import { onPlane } from "../../src/data/plane";
import { cleaned, dataReport, type DataReport } from "../../src/data/report";
import type { Flagged } from "../../src/data/report-checks";
import { longTail, subset } from "../../src/data/sampling";
import { digits8, faces } from "../../src/data/shipped";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { tf } from "../../src/index";

beforeAll(() => startEngine("wasm"));

const seeds = [1, 2, 3];
const everyDigit = digits8();
const everyFace = faces();
const digits = (seed: number) => subset(everyDigit, 400, seeded(seed));
const faults = (data: FiniteDataset) => dataReport(data).findings.map(({ fault }) => fault);

describe("dataReport of clean data finds nothing", () => {
  it.each([
    ["all small digits", () => everyDigit],
    ["faces", () => everyFace],
  ])("%s", (_, make) => {
    expect(faults(make())).toEqual([]);
  });
  it.each([
    ["some small digits", digits],
    ["ring", (seed: number) => subset(ring(), 400, seeded(seed))],
    ["grid", (seed: number) => subset(grid(), 400, seeded(seed))],
    ["moons", (seed: number) => subset(twoMoons(), 400, seeded(seed))],
    [
      "ring on a plane",
      (seed: number) => subset(onPlane(ring(), 64, seeded(1)), 400, seeded(seed)),
    ],
  ])("%s, over seeds", (_, make) => {
    for (const seed of seeds) expect(faults(make(seed))).toEqual([]);
  });
});

describe("dataReport finds each fault, and no other, over seeds", () => {
  // what is done, what is to be found, and how much of it
  const cases: [CorruptOptions, string, (report: DataReport) => Flagged | undefined, number][] = [
    [{ broken: 0.02 }, "notFinite", (report) => report.notFinite, 0.02],
    [{ unscaled: 0.05 }, "outOfRange", (report) => report.outOfRange, 0.05],
    [{ blank: 0.05 }, "blank", (report) => report.blank, 0.05],
    [{ duplicates: 0.05 }, "duplicates", (report) => report.duplicates, 0.05],
    [{ nearDuplicates: 0.1 }, "nearDuplicates", (report) => report.nearDuplicates, 0.1],
  ];
  it.each(cases)("%j", (options, fault, share, wanted) => {
    for (const seed of seeds) {
      for (const clean of [digits(seed), everyFace]) {
        const data = corrupted(clean, options, seeded(seed));
        const report = dataReport(data);
        expect(report.findings.map((finding) => finding.fault)).toEqual([fault]);
        expect(Math.abs(share(report)!.share - wanted)).toBeLessThan(0.011);
      }
    }
  });

  it("names the very examples", () => {
    const data = corrupted(everyFace, { broken: 0.05, unscaled: 0.05, blank: 0.05 }, seeded(7));
    const { notFinite, outOfRange, blank } = dataReport(data);
    expect(notFinite.examples).toEqual(data.damage.broken);
    expect(outOfRange!.examples).toEqual(data.damage.unscaled);
    expect(blank.examples).toEqual(data.damage.blank);
  });

  it("wrong labels: estimates their share, and most that it names are wrong", () => {
    for (const seed of seeds) {
      for (const share of [0.1, 0.3]) {
        const data = corrupted(digits(seed), { labelNoise: share }, seeded(seed));
        const { labels, findings } = dataReport(data);
        expect(findings.map(({ fault }) => fault)).toEqual(["labels"]);
        const unanimous = labels!.examples.length / labels!.rate;
        expect(Math.abs(labels!.rate - share)).toBeLessThan(
          0.02 + 3 * Math.sqrt((share * (1 - share)) / unanimous),
        );
        const right = labels!.examples.filter((i) => data.damage.labelNoise.includes(i));
        expect(right.length / labels!.examples.length).toBeGreaterThan(0.85);
      }
    }
  });

  it("rare classes", () => {
    for (const seed of seeds) {
      const data = corrupted(everyDigit, { skew: 10 }, seeded(seed));
      const { balance, findings } = dataReport(data);
      expect(findings.map(({ fault }) => fault)).toEqual(["balance"]);
      expect(balance!.shares[0] / balance!.shares[9]).toBeCloseTo(10, 0);
      expect(findings[0].text).toMatch(/balanced/);
    }
  });

  it("noise, in all pictures or a third of them", () => {
    for (const seed of seeds) {
      for (const clean of [digits(seed), everyFace]) {
        for (const options of [{ noise: 0.25 }, { noise: 0.4, noiseShare: 0.35 }]) {
          expect(faults(corrupted(clean, options, seeded(seed)))).toEqual(["noise"]);
        }
      }
      const { noise } = dataReport(corrupted(everyFace, { noise: 0.2 }, seeded(seed)));
      expect(noise!.level).toBeCloseTo(0.2, 1);
    }
  });

  it("near copies in the plane too, where they are nearer than points come by chance", () => {
    const points = subset(ring({ std: 0.05 }), 400, seeded(1));
    const twin = Float32Array.from([...points.examples, ...points.examples.map((x) => x + 1e-6)]);
    const report = dataReport({ examples: twin, shape: [2] });
    expect(report.nearDuplicates!.share).toBeGreaterThan(0.4);
    expect(dataReport(points).nearDuplicates!.dimension).toBeCloseTo(2, 0);
  });
});

describe("dataReport's numbers", () => {
  it("counts, of few examples", () => {
    const rows = [
      [0, 0, 0, 0], // blank
      [1, 2, 3, 4],
      [1, 2, 3, 4], // again
      [1, NaN, 3, 4],
      [1, 2, 3, 9], // out of range
    ];
    const report = dataReport({
      examples: Float32Array.from(rows.flat()),
      shape: [4],
      range: [0, 5],
      labels: [0, 0, 0, 0, 1],
    });
    expect(report.blank).toEqual({ share: 1 / 5, examples: [0] });
    expect(report.duplicates).toEqual({ share: 1 / 5, examples: [2] });
    expect(report.notFinite).toEqual({ share: 1 / 5, examples: [3] });
    expect(report.outOfRange).toEqual({ share: 1 / 5, examples: [4] });
    const entropy = -(0.8 * Math.log(0.8) + 0.2 * Math.log(0.2));
    expect(report.balance!.evenness).toBeCloseTo((entropy + 1 / 10) / Math.log(2), 10);
    expect(report.balance!.shares).toEqual([0.8, 0.2]);
    expect([report.nearDuplicates, report.labels, report.noise]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(report.findings.map(({ share }) => share)).toEqual([
      0.2,
      0.2,
      0.2,
      0.2,
      expect.anything(),
    ]);
    expect(report.findings[0].text).toMatch(/^20 % of the examples have a NaN/);
  });

  it("are not fooled by a set that is dense here and thin there", () => {
    const data = subset(ring({ masses: longTail(8, 50) }), 600, seeded(2));
    expect(faults(data)).toEqual(["balance"]);
  });

  it("leaves no tensor behind", () => {
    const before = tf.memory().numTensors;
    dataReport(digits(1));
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses examples and labels that are not whole", () => {
    const examples = new Float32Array(10);
    expect(() => dataReport({ examples, shape: [3] })).toThrow(TypeError);
    expect(() => dataReport({ examples, shape: [2], labels: [1] })).toThrow(
      "dataReport labels: wanted 5, found 1",
    );
    expect(() => dataReport({ examples: new Float32Array(0), shape: [2] })).toThrow(RangeError);
    const labels = [0, 1, 2, 3, 4];
    expect(() => dataReport({ examples, shape: [2], labels, classes: 3 })).toThrow(RangeError);
  });
});

describe("cleaned", () => {
  it("leaves out what can be left out, and the rest is clean", () => {
    const options = {
      broken: 0.05,
      blank: 0.05,
      duplicates: 0.05,
      unscaled: 0.05,
      labelNoise: 0.1,
    };
    const dirty = corrupted(digits(1), options, seeded(1));
    const clean = cleaned(dirty, dataReport(dirty));
    expect(faults(clean)).toEqual([]);
    expect(clean.count).toBeGreaterThan(280); // 400 less 80 and most of 40
    expect(clean.count).toBeLessThan(320);
  });
  it("refuses another set's report", () => {
    expect(() => cleaned(everyFace, dataReport(digits(1)))).toThrow(RangeError);
  });
});

describe("corrupted", () => {
  it("does what it says to the examples that it names, and to no other", () => {
    const clean = digits(1);
    const options = {
      duplicates: 0.1,
      nearDuplicates: 0.1,
      blank: 0.1,
      unscaled: 0.1,
      broken: 0.1,
    };
    const data = corrupted(clean, { ...options, labelNoise: 0.1 }, seeded(3));
    const { damage } = data;
    const row = (set: FiniteDataset, i: number) => set.examples.slice(64 * i, 64 * (i + 1));
    const all = Object.values(damage).flat();
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(240);
    for (let i = 0; i < 400; i++) {
      const same = row(data, i).join() === row(clean, i).join();
      expect(same).toBe(!all.includes(i) || damage.labelNoise.includes(i));
      if (!damage.duplicates.includes(i) && !damage.nearDuplicates.includes(i)) {
        expect(data.labels![i] === clean.labels![i]).toBe(!damage.labelNoise.includes(i));
      }
    }
    for (const i of damage.blank) expect([...row(data, i)]).toEqual(new Array(64).fill(-1));
    for (const i of damage.broken) expect(row(data, i).filter(Number.isNaN).length).toBe(1);
    for (const i of damage.unscaled) {
      row(data, i).forEach((value, j) => {
        expect(value).toBeCloseTo((255 * (row(clean, i)[j] + 1)) / 2, 3);
      });
    }
    const others = Array.from({ length: 400 }, (_, i) => i).filter((i) => !all.includes(i));
    const known = new Map(others.map((i) => [row(clean, i).join(), clean.labels![i]]));
    for (const i of damage.duplicates) expect(known.get(row(data, i).join())).toBe(data.labels![i]);
  });

  it("adds noise of the given size, within the range", () => {
    const grey = finiteDataset({
      name: "grey",
      shape: [100],
      examples: new Float32Array(10_000),
      range: [-1, 1],
    });
    const { examples, damage } = corrupted(grey, { noise: 0.2, noiseShare: 0.5 }, seeded(1));
    const square = examples.reduce((sum, value) => sum + value * value, 0) / 5000;
    expect(Math.sqrt(square)).toBeCloseTo(0.2, 2);
    expect(damage.noise.length).toBe(50);
    const loud = corrupted(grey, { noise: 2 }, seeded(1)).examples;
    expect(loud.every((value) => Math.abs(value) <= 1)).toBe(true);
  });

  it("gives wrong labels to all other classes alike", () => {
    const zeros = finiteDataset({
      name: "zeros",
      shape: [1],
      examples: new Float32Array(3000),
      labels: new Uint8Array(3000),
      classes: 4,
    });
    const counts = [0, 0, 0, 0];
    for (const label of corrupted(zeros, { labelNoise: 1 }, seeded(1)).labels!) counts[label]++;
    expect(counts[0]).toBe(0);
    for (const count of counts.slice(1)) {
      expect(Math.abs(count - 1000)).toBeLessThan(4.5 * Math.sqrt(667));
    }
  });

  it("skews by the long tail", () => {
    const { labels } = corrupted(everyDigit, { skew: 4 }, seeded(1));
    const counts = new Array<number>(10).fill(0);
    for (const label of labels!) counts[label]++;
    counts.forEach((count, k) => {
      expect(Math.abs(count - counts[0] * 4 ** (-k / 9))).toBeLessThanOrEqual(1);
    });
  });

  it("draws an endless set first, repeats with its seed, leaves the source alone", () => {
    const make = () => corrupted(ring(), { count: 50, duplicates: 0.2 }, seeded(4));
    expect(make().examples).toEqual(make().examples);
    expect(make().count).toBe(50);
    const source = digits(1);
    corrupted(source, { noise: 1, blank: 0.5 }, seeded(1));
    expect(source.examples.join()).toBe(digits(1).examples.join());
  });

  it("refuses what cannot be done", () => {
    const random = seeded(1);
    expect(() => corrupted(ring(), {}, random)).toThrow(
      'corrupted count: wanted one, for "ring" has no end',
    );
    expect(() => corrupted(everyDigit, { blank: 0.6, broken: 0.5 }, random)).toThrow(RangeError);
    expect(() => corrupted(everyDigit, { blank: -1 }, random)).toThrow("corrupted blank: wanted");
    expect(() => corrupted(everyDigit, { duplicates: 1 }, random)).toThrow(
      "corrupted: no example is left to copy",
    );
    expect(() => corrupted(everyFace, { labelNoise: 0.1 }, random)).toThrow(TypeError);
    expect(() => corrupted(everyFace, { skew: 2 }, random)).toThrow(
      'corrupted skew: wanted a set with labels, found none in "faces"',
    );
  });
});
