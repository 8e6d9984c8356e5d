import { beforeAll, describe, expect, it } from "vitest";
import { finiteDataset } from "../../src/data/finite";
import { digits8, faces, facesAsset, readAsset } from "../../src/data/shipped";
import { stackedMnist } from "../../src/data/stacked";
import { parseRows } from "../../src/data/fashion";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { tf } from "../../src/index";

beforeAll(() => startEngine("wasm"));

describe("shipped data", () => {
  it("digits8 is scikit-learn's: first digits, first rows, class counts", () => {
    const { examples, labels, range } = digits8();
    expect([...labels!.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    const shades = (row: number) =>
      [...examples.subarray(64 * row, 64 * row + 8)].map((value) => 8 * (value + 1));
    expect(shades(0)).toEqual([0, 0, 5, 13, 9, 1, 0, 0]);
    expect(shades(1)).toEqual([0, 0, 0, 12, 13, 5, 0, 0]);
    const counts = new Array<number>(10).fill(0);
    for (const label of labels!) counts[label]++;
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    expect(range).toEqual([-1, 1]);
  });

  it("faces are 100 different pictures between -1 and 1", () => {
    const { examples, picture } = faces();
    const rows = Array.from({ length: 100 }, (_, i) =>
      examples.slice(625 * i, 625 * (i + 1)).join(),
    );
    expect(new Set(rows).size).toBe(100);
    expect(examples.every((value) => value >= -1 && value <= 1)).toBe(true);
    expect(picture).toEqual({ height: 25, width: 25, channels: 1 });
  });

  it("refuses a damaged file", () => {
    expect(() => readAsset({ ...facesAsset, sha256: "00ff" })).toThrow(
      /faces\.png is damaged: wanted checksum 00ff, found [0-9a-f]{64}/,
    );
  });
});

describe("stackedMnist", () => {
  it("has a mode for each combination of digits, read as a number", () => {
    const stacked = stackedMnist(digits8());
    expect([stacked.classes, stacked.shape, stacked.picture.channels]).toEqual([1000, [192], 3]);
    expect([...stacked.modes([[4], [0], [7]])]).toEqual([407]);
    const n = 3000;
    const labels = stacked.sampleLabelled(n, seeded(1)).labels.dataSync();
    expect(new Set(labels).size).toBeGreaterThan(920); // 1000 (1 - e^-3) = 950 on average
    const [hundreds, units] = [labels.map((m) => Math.floor(m / 100)), labels.map((m) => m % 10)];
    const same = hundreds.filter((digit, i) => digit === units[i]).length;
    expect(Math.abs(same / n - 0.1)).toBeLessThan(4.5 * Math.sqrt(0.09 / n)); // independent
  });

  it("draws a mode as often as its digits together", () => {
    const skewed = finiteDataset({
      name: "skewed",
      shape: [1],
      picture: { height: 1, width: 1, channels: 1 },
      examples: Float32Array.of(1, 2, 3, 4),
      labels: Uint8Array.of(0, 0, 0, 1),
      classes: 2,
    });
    const n = 4000;
    const stacked = stackedMnist(skewed, { channels: 2 });
    const labels = stacked.sampleLabelled(n, seeded(3)).labels.dataSync();
    [9 / 16, 3 / 16, 3 / 16, 1 / 16].forEach((share, mode) => {
      const found = labels.filter((label) => label === mode).length / n;
      expect(Math.abs(found - share)).toBeLessThan(4.5 * Math.sqrt((share * (1 - share)) / n));
    });
  });

  it("unstacks into the digits that the mode names", () => {
    const digits = digits8();
    const stacked = stackedMnist(digits, { channels: 2 });
    const { examples, labels } = stacked.sampleLabelled(20, seeded(2));
    const known = new Map(
      Array.from({ length: digits.count }, (_, i) => [
        digits.examples.slice(64 * i, 64 * (i + 1)).join(),
        digits.labels![i],
      ]),
    );
    const channels = stacked
      .unstack(examples as tf.Tensor2D)
      .map((one) => one.arraySync().map((row) => known.get(Float32Array.from(row).join())!));
    expect([...stacked.modes(channels)]).toEqual([...labels.dataSync()]);
    expect(stacked.sample(20, seeded(2)).arraySync()).toEqual(examples.arraySync());
  });

  it("leaks nothing", () => {
    const stacked = stackedMnist(digits8());
    const before = tf.memory().numTensors;
    const batch = stacked.sample(3, seeded(1));
    tf.dispose([batch, ...stacked.unstack(batch)]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses pictures without labels, one channel, samples of another size", () => {
    expect(() => stackedMnist(faces())).toThrow(
      'stackedMnist: wanted grey pictures with labels, found "faces"',
    );
    expect(() => stackedMnist(digits8(), { channels: 1 })).toThrow(RangeError);
    expect(() => stackedMnist(digits8()).unstack(tf.zeros([2, 64]))).toThrow(TypeError);
  });
});

describe("parseRows", () => {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text));
  it("reads the numbers of all rows and skips empty ones", () => {
    const row = new Array<number>(784).fill(7);
    const json = JSON.stringify({ data: [row, [], row.map(() => 255), []] });
    const found = parseRows(bytes(json), "clothes", 2);
    expect([found.length, found[0], found[783], found[784], found[1567]]).toEqual([
      1568, 7, 7, 255, 255,
    ]);
  });
  it("refuses too few", () => {
    expect(() => parseRows(bytes('{"data":[[1,2]]}'), "clothes", 1)).toThrow(
      "clothes: wanted 784 numbers, found 2",
    );
  });
});
