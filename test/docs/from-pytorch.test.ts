/** The guide for those who come from PyTorch: its code runs, and its defaults are the library's. */
import fs from "node:fs";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { optionDefaults } from "../../src/training/options";
import { NOTEBOOKS } from "../../src/course/paths";
import { library, runExample } from "./example";

const GUIDE = fs.readFileSync(path.join(NOTEBOOKS, "from-pytorch.md"), "utf8");

beforeAll(async () => {
  await library.startEngine();
});

describe("from-pytorch.md", () => {
  const blocks = [...GUIDE.matchAll(/^## (.+)$|```ts\n([\s\S]*?)```/gm)];
  let heading = "";
  const examples = blocks.flatMap(([, title, code]) => {
    if (title) heading = title;
    return code ? [{ heading, code }] : [];
  });

  it.each(examples)("$heading: the code runs", async ({ code }) => {
    expect(code).toMatch(/\bassert\b/);
    await runExample(code);
  });

  it("has code", () => {
    expect(examples.length).toBeGreaterThan(3);
  });

  it("names the defaults that the library has", () => {
    expect(optionDefaults.beta1).toBe(0.5);
    expect(tf.backend().epsilon()).toBe(1e-7); // of tf.train.adam
    expect(tf.leakyRelu(-1).dataSync()[0]).toBeCloseTo(-0.2);
    expect(library.leakyRelu(tf.scalar(-1)).dataSync()[0]).toBeCloseTo(-0.2);
  });

  it("speaks of nothing that is not there", () => {
    const called = ["fanInUniform", "xavierUniform", "saveNetwork", "loadNetwork", "r1Term"];
    for (const name of [...called, "gradientPenaltyTerm", "minimax", "trainGan"]) {
      expect(GUIDE).toContain(name);
      expect(library).toHaveProperty(name);
    }
  });
});
