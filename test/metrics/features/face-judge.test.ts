import { beforeAll, expect, it } from "vitest";
import { pixelFaces } from "../../../src/data/pixel-faces";
import { faceJudge } from "../../../src/metrics/features/face-judge";
import { startEngine } from "../../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

it("reads faces that it has not seen about as well as it says", () => {
  const judge = faceJudge();
  const shares = { long: 0.5, glasses: 0.5, hat: 0.4, sad: 0.5, beard: 0.4 };
  const data = pixelFaces({ count: 400, seed: 99, shares });
  const found = judge.attributesOf(data.examples);
  expect(found).toHaveLength(400 * 11);
  const right: Record<string, number> = { hair: 0 };
  for (let i = 0; i < 400; i++) {
    const [own, said] = [data.attributes, found].map((all) => all.subarray(11 * i, 11 * i + 11));
    judge.attributes.slice(0, 5).forEach((name, k) => {
      right[name] = (right[name] ?? 0) + Number(said[k] > 0.5 === (own[k] === 1)) / 400;
    });
    const colours = Array.from(said.subarray(5));
    expect(colours.reduce((sum, p) => sum + p)).toBeCloseTo(1, 5);
    right.hair += own[5 + colours.indexOf(Math.max(...colours))] / 400;
  }
  expect(Object.keys(judge.accuracy).sort()).toEqual(Object.keys(right).sort());
  for (const [name, share] of Object.entries(judge.accuracy)) {
    expect(Math.abs(right[name] - share), name).toBeLessThan(0.01 + 4.5 * Math.sqrt((share * (1 - share)) / 400)); // prettier-ignore
  }
});

it("gives 64 features, the same in any company", () => {
  const judge = faceJudge();
  const { examples } = pixelFaces({ count: 3 });
  const all = judge.featuresOf(examples);
  expect(all).toHaveLength(3 * judge.features);
  const second = judge.featuresOf(examples.subarray(768, 2 * 768));
  second.forEach((value, i) => {
    expect(value).toBeCloseTo(all[64 + i], 4);
  });
  expect(() => judge.featuresOf(new Float32Array(10))).toThrow(/face-16 samples/);
});
