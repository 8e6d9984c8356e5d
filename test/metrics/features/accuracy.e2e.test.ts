import { beforeAll, expect, it } from "vitest";
import { fashionMnist } from "../../../src/data/fashion";
import { mnist } from "../../../src/data/mnist";
import { classifierFeatures, type ClassifierName } from "../../../src/metrics/features/classifier";
import { startEngine } from "../../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const sets = {
  "mnist-28": () => mnist({ split: "test", size: 28 }),
  "mnist-14": () => mnist({ split: "test", size: 14 }),
  "fashion-28": () => fashionMnist({ split: "test", size: 28 }),
};

it.each(Object.keys(sets) as ClassifierName[])(
  "%s has the accuracy that it states",
  async (name) => {
    const { images, labels } = await sets[name]();
    const { accuracy, probabilitiesOf } = classifierFeatures(name);
    const probabilities = probabilitiesOf(images);
    const right = labels.filter((label, i) => {
      const row = [...probabilities.subarray(10 * i, 10 * (i + 1))];
      return row.indexOf(Math.max(...row)) === label;
    }).length;
    // rounding on another engine may turn a close call or two
    expect(Math.abs(right / 10_000 - accuracy)).toBeLessThanOrEqual(0.0003);
  },
);
