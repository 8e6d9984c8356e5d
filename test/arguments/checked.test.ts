import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { checked } from "../../src/arguments/checked";
import { table } from "../../src/arguments/table";
import * as index from "../../src/index";

const library = checked(index);
const { mlp, seeded, ring, nonSaturating } = library;
const loose = library as unknown as Record<string, (...args: unknown[]) => unknown>;

const options = () => {
  const random = seeded(1);
  return {
    data: ring(),
    generator: mlp({ name: "generator", inputs: 4, hidden: [8], outputs: 2, random }),
    discriminator: mlp({ name: "discriminator", inputs: 2, hidden: [8], outputs: 1, random }),
    loss: nonSaturating,
    seed: 1,
    steps: 2,
    learningRate: { generator: 1e-3, discriminator: 1e-3 },
  };
};
const network = { name: "network", inputs: 2, hidden: [8], outputs: 1, random: seeded(1) };

it("modeCoverage takes a mixture's centres, width and shares without its sampler", () => {
  const two = { centres: [[0, 0], [4, 0]] as [number, number][], std: 0.1, masses: [0.5, 0.5] }; // prettier-ignore
  expect(library.modeCoverage(Float32Array.of(0, 0, 4, 0), two).modes).toBe(2);
  expect(library.modeCoverage(Float32Array.of(0, 0, 4, 0), { ...ring(), ...two }).modes).toBe(2);
});

describe("trainGan says what is wrong", () => {
  it.each<[string, Record<string, unknown>, string]>([
    [
      "a learning rate as text",
      { learningRate: "0.001" },
      'learningRate: wanted { generator, discriminator }, each a number or a function (step) => number or a number, found "0.001"',
    ],
    [
      "a learning rate for one",
      { learningRate: { generator: 1 } },
      "learningRate.discriminator: wanted a number or a function (step) => number, found nothing",
    ],
    [
      "what makes a learning rate",
      { learningRate: { generator: library.cosineRate, discriminator: 1 } },
      "learningRate.generator: wanted a number or a function (step) => number, found the function cosineRate; call it: cosineRate()",
    ],
    [
      "a loss by a misspelt name",
      { loss: "waserstein" },
      'loss: wanted a GanLoss such as minimax or nonSaturating, found "waserstein"; did you mean "wasserstein"?',
    ],
    [
      "an optimizer",
      { optimizer: tf.train.adam(0.001) },
      "optimizer: wanted a function (learningRate) => Optimizer, found an AdamOptimizer; give what makes it: (learningRate) => …",
    ],
    [
      "a tensor for data",
      { data: tf.zeros([10, 2]) },
      "data: wanted a Dataset such as grid(…) or ring(…), found a tensor of shape (10, 2)",
    ],
    [
      "numbers for data",
      { heldOut: new Float32Array(20) },
      "heldOut: wanted a Dataset such as grid(…) or ring(…), found a Float32Array of 20 numbers",
    ],
    [
      "data that are still on their way",
      { data: Promise.resolve(ring()) },
      "data: wanted a Dataset such as grid(…) or ring(…), found a promise; wait for it with await",
    ],
    ["a seed as text", { seed: "1" }, 'seed: wanted a number, found "1"'],
    [
      "the function in place of its term",
      { terms: [library.gradientPenaltyTerm] },
      "terms[0]: wanted a Term such as draganTerm(…) or gradientPenaltyTerm(…), found the function gradientPenaltyTerm; call it: gradientPenaltyTerm()",
    ],
    [
      "one term alone",
      { terms: library.r1Term() },
      "terms: wanted a list, each a Term such as draganTerm(…) or gradientPenaltyTerm(…), found { name, player, weight, every, … }; put it in brackets: [ … ]",
    ],
    [
      "a checkpoint's file by itself",
      { checkpoint: "run.safetensors" },
      'checkpoint: wanted { file }, found "run.safetensors"',
    ],
    [
      "a clip for no player",
      { clip: { norm: 1 } },
      'clip: wanted a known name, found "norm". Known are generator, discriminator',
    ],
    [
      "a misspelt option",
      { discriminatorStep: 5 },
      'options: wanted a known name, found "discriminatorStep"; did you mean "discriminatorSteps"?',
    ],
  ])("%s", async (_, change, message) => {
    const training = loose.trainGan({ ...options(), ...change });
    await expect(training).rejects.toThrow(new TypeError(`trainGan ${message}`));
  });

  it("a disposed network", async () => {
    const given = options();
    given.generator.dispose();
    await expect(library.trainGan(given)).rejects.toThrow(
      "trainGan generator: wanted a Network such as sequential(…) or mlp(…), found one that is disposed",
    );
  });
});

describe("others say it too", () => {
  it.each<[string, unknown[], string]>([
    ["mlp", [], "mlp options: wanted { name, inputs, hidden, outputs, random }, found nothing"],
    [
      "mlp",
      [{ ...network, hidden: undefined, hiden: [8] }],
      'mlp options: wanted a known name, found "hiden"; did you mean "hidden"?',
    ],
    // two letters away, but no slip: the list of names tells more than a wrong guess
    ["dense", [{ units: 3 }], 'dense options: wanted a known name, found "units". Known are name,'],
    ["mlp", [{ ...network, hidden: 8 }], "mlp hidden: wanted a list of numbers, found 8"],
    ["mlp", [{ ...network, hidden: [8, "8"] }], 'mlp hidden[1]: wanted a number, found "8"'],
    [
      "mlp",
      [{ ...network, norm: "bach" }],
      'norm: wanted "batch" or "layer", found "bach"; did you mean "batch"?',
    ],
    ["relu", [[1, 2]], "relu x: wanted a tensor, found [1, 2]"],
    ["heNormal", [1, [2, 2]], "heNormal random: wanted a Random such as seeded(1), found 1"],
    ["withLabels", ["hinge"], 'found "hinge"; did you mean hinge, without quotes?'],
  ])("%s %o", (name, args, message) => {
    expect(() => loose[name](...args)).toThrow(TypeError);
    expect(() => loose[name](...args)).toThrow(message);
  });

  it("NaN is out of every range", () => {
    expect(() => mlp({ ...network, inputs: NaN })).toThrow(
      new RangeError("mlp inputs: wanted a number, found NaN"),
    );
  });
});

describe("what is right passes as it is", () => {
  it("the library gets its own functions: it knows the range of tanh", () => {
    const { tanh, sequential, dense } = library;
    const random = seeded(1);
    const layer = dense({ name: "layer", inputs: 2, outputs: 2, random });
    const made = sequential({
      name: "network",
      inputShape: [2],
      outputShape: [2],
      steps: [layer, tanh],
    });
    expect(made.traits).toEqual({ outputRange: [-1, 1] });
    expect(mlp({ ...network, output: tanh }).traits).toEqual({ outputRange: [-1, 1] });
  });

  it("a function keeps its name, its length and its text; a class, a loss and TensorFlow.js are the same", () => {
    expect([library.relu.name, library.relu.length]).toEqual(["relu", 1]);
    expect(String(library.relu)).toBe(String(index.relu));
    expect(library.Random).toBe(index.Random);
    expect(library.hinge).toBe(index.hinge);
    expect(library.tf).toBe(index.tf);
    expect(seeded(1)).toBeInstanceOf(library.Random);
  });

  it("what was measured may be NaN", () => {
    const { discriminatorLoss, generatorLoss } = {
      discriminatorLoss: [1, NaN],
      generatorLoss: [NaN],
    };
    expect(library.latestLosses({ discriminatorLoss, generatorLoss })).toEqual({
      "loss D": NaN,
      "loss G": NaN,
    });
    expect(JSON.stringify(table.types.DiagnosedMonitor.members.meanSlope)).toBe('"measured"');
  });

  it("what may be left out may be undefined", () => {
    expect(mlp({ ...network, classes: undefined, init: undefined }).inputs).toBe(2);
  });

  it("further arguments do no harm, as those of map", () => {
    expect([tf.scalar(-1)].map(library.relu)[0].dataSync()[0]).toBe(0);
  });

  it("a record made without a prototype is a record", () => {
    const made = Object.assign<object, typeof network>(Object.create(null) as object, network);
    expect(mlp(made).outputs).toBe(1);
  });
});

describe("what a handed-in function gives is looked at too", () => {
  const { gradcheck, inputGradient, compile, mapPictures, digits8 } = library;
  const x = tf.ones([2, 2]);

  it.each<[string, () => unknown, string]>([
    [
      "gradcheck",
      () => gradcheck(() => undefined as never, x),
      "what gradcheck's fn gives: wanted a tensor, found nothing",
    ],
    [
      "inputGradient",
      () => inputGradient(() => 3 as never, x),
      "what inputGradient's critic gives: wanted a tensor, found 3",
    ],
    [
      "mapPictures",
      () => mapPictures(digits8(), () => 3 as never),
      "mapPictures change of picture 0: wanted a picture { pixels, height, width, channels }, found 3",
    ],
  ])("%s", (_, work, message) => {
    expect(work).toThrow(message);
  });

  it("compile", async () => {
    const wanted = "what compile's fn gives";
    await expect(compile(() => undefined as never)).rejects.toThrow(
      new TypeError(`${wanted}: wanted a record of tensors, found nothing`),
    );
    await expect(compile(() => ({ loss: 3 as never }))).rejects.toThrow(
      new TypeError(`${wanted} as "loss": wanted a tensor, found 3`),
    );
  });
});
