import { describe, expect, it } from "vitest";
import * as library from "../../../src/index";
import {
  exportsOfLibrary,
  forbiddenCalls,
  forbiddenText,
  ruleText,
} from "../../../src/grader/calls/rule";
import type { Calls } from "../../../src/grader/contract";

const called = (some: Partial<Calls>): Calls => ({ names: [], parts: [], operations: [], ...some });

describe("exportsOfLibrary", () => {
  it("knows every export, and the file from which it comes", () => {
    const known = exportsOfLibrary();
    const names = Object.keys(library).filter((name) => name !== "tf");
    expect([...known.keys()].sort()).toEqual(names.sort());
    expect(known.get("minibatchStddev")).toBe("layers/minibatch");
  });
});

describe("forbiddenCalls", () => {
  it.each<[string, object, Partial<Calls>, string[]]>([
    ["nothing is said", {}, { names: ["mlp"], parts: ["layers/dense"] }, []],
    ["it calls nothing", { calls: [] }, {}, []],
    ["an export", { calls: [] }, { names: ["packed", "mlp"] }, ["packed", "mlp"]],
    [
      "an allowed one",
      { calls: ["packed"] },
      { names: ["packed"], parts: ["training/levers/packing"] },
      [],
    ],
    ["a loss's own function", { calls: ["hinge"] }, { parts: ["losses/hinge"] }, []],
    [
      "a layer that was made before",
      { calls: [] },
      { parts: ["layers/minibatch"] },
      ["what comes of minibatchDiscrimination or minibatchStddev"],
    ],
    [
      "the same, named already",
      { calls: [] },
      { names: ["minibatchStddev"], parts: ["layers/minibatch"] },
      ["minibatchStddev"],
    ],
    ["what is inside", { calls: [] }, { parts: ["networks/norm"] }, ["what lies in networks/norm"]],
    [
      "random numbers and charts",
      { calls: [] },
      { names: ["seeded", "curves", "startEngine"] },
      [],
    ],
    [
      "code made of a text",
      { calls: [] },
      { operations: ["eval", "square_"] },
      ["code made of a text by eval"],
    ],
    [
      "charts out of whose data an interval can be read",
      { calls: [] },
      { names: ["bars", "beforeAfter", "doseResponse", "seedCurves"] },
      ["beforeAfter", "doseResponse", "seedCurves"],
    ],
    ["TensorFlow.js's layers", { calls: [] }, { operations: ["tf.layers"] }, ["tf.layers"]],
    [
      "an operation that is excepted",
      { calls: [], not: ["tf.linalg.gramSchmidt"] },
      { operations: ["gramSchmidt_", "qr_"] },
      ["tf.linalg.gramSchmidt"],
    ],
    ["another one", { calls: [] }, { operations: ["gramSchmidt_"] }, []],
  ])("%s", (_, rule, some, found) => {
    expect(forbiddenCalls(rule, called(some))).toEqual(found);
  });
});

it("says the rule, and why an answer does not count", () => {
  expect(ruleText({})).toBe(undefined);
  const rule = { calls: ["packed"], not: ["tf.linalg.gramSchmidt"] };
  expect(ruleText(rule)).toBe(
    "all operations of `tf` but `tf.linalg.gramSchmidt`, random numbers and charts; of the rest of `gan-clinic` only `packed`",
  );
  expect(forbiddenText({ calls: [] }, ["mlp"])).toBe(
    "It calls mlp, so it does not count. It may call all operations of tf, random numbers and charts; of the rest of gan-clinic nothing",
  );
});
