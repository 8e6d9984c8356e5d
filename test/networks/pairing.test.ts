import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { relu, sigmoid, tanh } from "../../src/layers/activations";
import { dcganCritic } from "../../src/networks/dcgan-critic";
import { dcganDiscriminator } from "../../src/networks/dcgan-discriminator";
import { mlp, type MlpOptions } from "../../src/networks/mlp";
import { checkPairing, expectPairing, type Pairing } from "../../src/networks/pairing";
import { snganGenerator } from "../../src/networks/sngan-generator";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const random = seeded(1);
const generator = (options: Partial<MlpOptions> = {}) =>
  mlp({ name: "g", inputs: 4, hidden: [5], outputs: 2, random, ...options });
const discriminator = (options: Partial<MlpOptions> = {}) =>
  mlp({ name: "d", inputs: 2, hidden: [5], outputs: 1, random, ...options });

const points = { name: "points", shape: [2] };
const pictures = {
  name: "pictures",
  shape: [2],
  range: [-1, 1] as const,
  picture: { height: 1, width: 2, channels: 1 },
};
const labelled = {
  ...points,
  classes: 3,
  sampleLabelled: () => ({
    examples: tf.zeros([1, 2]),
    labels: tf.zeros<tf.Rank.R1>([1], "int32"),
  }),
};

/** The severity and the problem of each finding. */
const found = (pairing: Pairing) =>
  checkPairing(pairing).map(({ severity, problem }) => `${severity}: ${problem}`);

const plain = { generator: generator(), discriminator: discriminator() };

describe("finds nothing", () => {
  it.each<[string, Partial<Pairing>]>([
    ["in two networks", {}],
    ["for points", { data: points, latentSize: 4, loss: { name: "hinge" } }],
    ["for pictures and tanh", { generator: generator({ output: tanh }), data: pictures }],
    ["without labels, for data that have them", { data: labelled }],
    [
      "for labels on both sides",
      {
        generator: generator({ classes: 3 }),
        discriminator: discriminator({ classes: 3 }),
        data: labelled,
      },
    ],
    ["for batch norm without a penalty", { discriminator: discriminator({ norm: "batch" }) }],
    [
      "for batch norm in the generator",
      { generator: generator({ norm: "batch" }), slopePenalty: true },
    ],
    [
      "for layer norm and a penalty",
      { discriminator: discriminator({ norm: "layer" }), slopePenalty: true },
    ],
    ["for packing", { discriminator: discriminator({ inputs: 6 }), packing: 3 }],
    [
      "for a loss of probabilities",
      {
        discriminator: discriminator({ output: sigmoid }),
        loss: { name: "of probabilities", boundedScores: true },
      },
    ],
  ])("%s", (_, pairing) => {
    // prettier-ignore
    expect(checkPairing({ ...plain, ...pairing })).toEqual([]);
    expect(() => { expectPairing({ ...plain, ...pairing }); }).not.toThrow(); // prettier-ignore
  });
});

describe("finds, as an error,", () => {
  it.each<[string, Partial<Pairing>, string]>([
    [
      "batch norm with a penalty",
      { discriminator: discriminator({ norm: "batch" }), slopePenalty: true },
      "d: batch norm and a penalty on the slope",
    ],
    [
      "a sigmoid before a loss with its own",
      { discriminator: discriminator({ output: sigmoid }), loss: { name: "hinge" } },
      "d: the discriminator's scores are bounded: 0 to 1",
    ],
    [
      "tanh for data without bounds",
      { generator: generator({ output: tanh }), data: points },
      'g: its output lies in -1 to 1, and the numbers of "points" have no bounds',
    ],
    [
      "tanh for data outside of it",
      { generator: generator({ output: tanh }), data: { ...points, range: [0, 255] } },
      'g: its output lies in -1 to 1, and the numbers of "points" in 0 to 255',
    ],
    [
      "ReLU for data below 0",
      { generator: generator({ output: relu }), data: pictures },
      'g: its output lies in 0 to Infinity, and the numbers of "pictures" in -1 to 1',
    ],
    ["a latent size", { latentSize: 8 }, "g: takes latent vectors of 4 numbers, and they have 8"],
    [
      "examples of another size",
      { data: { ...points, shape: [28, 28] } },
      'g: gives 2 numbers, and an example of "points" has shape (28, 28)',
    ],
    [
      "a discriminator of another size",
      { discriminator: discriminator({ inputs: 3 }) },
      "d: takes 3 numbers, and g gives 2",
    ],
    [
      "packing that the discriminator does not expect",
      { packing: 2 },
      "d: takes 2 numbers, and g gives 2, 2 of them packed",
    ],
    [
      "labels for the generator alone",
      { generator: generator({ classes: 3 }) },
      "g takes labels of 3 classes, and d takes no labels",
    ],
    [
      "labels that are too few",
      { generator: generator({ classes: 3 }), discriminator: discriminator({ classes: 2 }) },
      "g takes labels of 3 classes, and d takes labels of 2 classes",
    ],
    [
      "data without labels",
      {
        generator: generator({ classes: 3 }),
        discriminator: discriminator({ classes: 3 }),
        data: { ...points, classes: 3 }, // says so, but gives none
      },
      'g and d take labels of 3 classes, and "points" has no labels',
    ],
  ])("%s", (_, pairing, problem) => {
    // prettier-ignore
    expect(found({ ...plain, ...pairing })).toEqual([`error: ${problem}`]);
    const run = () => { expectPairing({ ...plain, ...pairing }); }; // prettier-ignore
    expect(run).toThrow(TypeError);
    expect(run).toThrow(problem);
  });

  it("packing of another size than the discriminator's own", () => {
    const g = generator({ outputs: 64 });
    const d = dcganCritic({ name: "d", size: 8, width: 2, packing: 2, random });
    expect(found({ generator: g, discriminator: d })).toEqual([]);
    expect(found({ generator: g, discriminator: d, packing: 1 })).toEqual([
      "error: d: takes 128 numbers, 2 examples at once, and g gives 64",
    ]);
  });

  it("conditional batch norm with a penalty too", () => {
    const options = { name: "x", inputs: 192, hidden: [2], outputs: 1, random };
    const d = { ...mlp(options), traits: { mixesBatch: "conditional batch norm" } };
    const g = snganGenerator({ name: "g", size: 8, width: 2, latentSize: 2, random });
    expect(found({ generator: g, discriminator: d, slopePenalty: true })).toHaveLength(1);
  });

  it("all at once, with a reason and a remedy each", () => {
    const pairing = {
      generator: generator({ output: tanh, outputs: 64 }),
      discriminator: dcganDiscriminator({ name: "d", size: 16, width: 2, random }),
      slopePenalty: true,
      data: { name: "points", shape: [64] },
    };
    const findings = checkPairing(pairing);
    expect(findings).toHaveLength(3);
    const run = () => { expectPairing(pairing); }; // prettier-ignore
    for (const { problem, why, remedy } of findings) {
      for (const text of [problem, why, remedy]) {
        expect(text.length).toBeGreaterThan(15);
        expect(run).toThrow(text);
      }
    }
  });
});

describe("warns, without an error,", () => {
  it.each<[string, Partial<Pairing>, RegExp]>([
    ["of pictures without tanh", { data: pictures }, /g: its output has no bounds/],
    [
      "of data that are not scaled to tanh's range",
      { generator: generator({ output: tanh }), data: { ...points, range: [0, 1] } },
      /-1 to 1, and the numbers of "points" in 0 to 1/,
    ],
    [
      "of a weak mixing with a penalty",
      { discriminator: discriminator({ minibatch: { kind: "stddev" } }), slopePenalty: true },
      /minibatch standard deviation and a penalty/,
    ],
  ])("%s", (_, pairing, problem) => {
    const [finding, ...others] = checkPairing({ ...plain, ...pairing });
    expect(others).toEqual([]);
    expect(finding.severity).toBe("warning");
    expect(finding.problem).toMatch(problem);
    expect(() => { expectPairing({ ...plain, ...pairing }); }).not.toThrow(); // prettier-ignore
  });

  it("after the errors", () => {
    const pairing = { ...plain, data: pictures, latentSize: 5 };
    expect(checkPairing(pairing).map(({ severity }) => severity)).toEqual(["error", "warning"]);
  });
});
