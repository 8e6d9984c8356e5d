import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadNetwork, pretrainedFile, pretrainedNames, saveNetwork, type Network } from "../../src";
import * as tf from "@tensorflow/tfjs";
import { readTensors } from "../../src/training/tensor-files/safetensors";
import { removeFolder } from "../remove-folder";

const FOLDER = path.join(__dirname, "../../src/networks/pretrained");
const readme = fs.readFileSync(path.join(FOLDER, "README.md"), "utf8");

describe("each generator that is shipped", () => {
  it("has its line in the README, and each line its file", () => {
    const rows = [...readme.matchAll(/^\| ([a-z0-9-]+) \|/gm)].map(([, name]) => name);
    expect(rows.filter((name) => !["name", "---"].includes(name)).sort()).toEqual(
      pretrainedNames(),
    );
  });

  it.each(pretrainedNames().map((name) => ({ name })))(
    "$name is small, half and whole",
    ({ name }) => {
      const file = pretrainedFile(name);
      expect(fs.statSync(file).size).toBeLessThan(600e3);
      for (const [, { dtype, values }] of readTensors(file).tensors) {
        expect(dtype).toBe("F16");
        expect(Array.from(values as Float32Array).every(Number.isFinite)).toBe(true);
      }
    },
  );

  it("is named where another is asked for", () => {
    expect(() => pretrainedFile("mona-lisa")).toThrow(RangeError);
  });
});

describe("make.mjs", () => {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-pretrained-"));
  const weights = tf.variable(tf.tensor1d([1, -2, 0.1, 65504, 6e-8, 0, 0.99999]), true, "g/w");
  const network = { name: "g", variables: [weights] } as unknown as Network;
  const make = (...args: string[]): string =>
    execFileSync(process.execPath, [path.join(made, "make.mjs"), ...args], { stdio: "pipe" }).toString(); // prettier-ignore
  beforeAll(() => {
    for (const file of ["make.mjs", "README.md"]) {
      fs.copyFileSync(path.join(FOLDER, file), path.join(made, file));
    }
    saveNetwork(network, path.join(made, "whole.safetensors"));
  });
  afterAll(() => {
    weights.dispose();
    removeFolder(made);
  });

  it("rounds to the nearest half-precision number, carries and all", () => {
    make("small", path.join(made, "whole.safetensors"), "seed 1");
    weights.assign(tf.zeros([7]));
    loadNetwork(network, path.join(made, "small.safetensors"));
    const found = Array.from(weights.dataSync());
    expect(found).toEqual([1, -2, 0.0999755859375, 65504, 2 ** -24, 0, 1]);
  });

  it("writes one line a name, the newest", () => {
    make("small", path.join(made, "whole.safetensors"), "seed 2");
    const lines = fs.readFileSync(path.join(made, "README.md"), "utf8").match(/^\| small .*$/gm);
    expect(lines).toEqual(["| small | 0 kB | seed 2 |"]);
  });

  it("refuses a name with a path in it", () => {
    expect(() => make("../small", path.join(made, "whole.safetensors"), "seed 1")).toThrow(
      /small letters/,
    );
  });
});
