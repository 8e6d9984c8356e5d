import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import type { Network } from "../../src/networks/network";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import type { Round } from "../../src/training/term";
import { mismatchedTerm } from "../../src/training/terms/mismatched";

beforeAll(() => startEngine("wasm"));

/** A discriminator whose score is the label that it is told. */
const tellsLabels = {
  apply: (_x, context) => tf.reshape(tf.cast(context!.labels!, "float32"), [-1, 1]),
} as Pick<Network, "apply"> as Network;

const round = (labels?: number[]) =>
  ({
    discriminator: tellsLabels,
    real: tf.zeros([labels?.length ?? 1, 1]),
    context: () => ({ training: true, random: seeded(1) }),
    ...(labels && { realLabels: tf.tensor1d(labels, "int32") }),
  }) as unknown as Round;

const softplus = (x: number) => Math.log(1 + Math.exp(x));

it("is the loss of a fake for pictures with the caption of the next one", () => {
  const value = mismatchedTerm()
    .value(round([0, 3, 1]))
    .dataSync()[0];
  expect(value).toBeCloseTo((softplus(3) + softplus(1) + softplus(0)) / 3, 6);
});

it("does not count a pair with the same caption", () => {
  const value = mismatchedTerm()
    .value(round([2, 2, 1]))
    .dataSync()[0];
  expect(value).toBeCloseTo((softplus(1) + softplus(2)) / 3, 6);
});

it("wants captions", () => {
  expect(() => mismatchedTerm().value(round())).toThrow(
    "mismatchedTerm: wanted a conditional training, found no labels",
  );
});
