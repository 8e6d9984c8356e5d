import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { unknownRun, type UnknownCase } from "../../src/diagnosis/cases/unknown-run";
import { riddle } from "../../src/lesson/riddle";
import { finitePart, movesOf, riddleCharts } from "../../src/lesson/riddle-charts";
import { riddleViews } from "../../src/lesson/riddle-table";
import { renderSvg } from "../../src/plots/render";
import { startEngine } from "../../src/runtime/engine";

const names = Object.keys(riddleViews) as UnknownCase[];
const printed: string[] = [];

beforeAll(() => startEngine("wasm"));
beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

it("refuses another name, and an answer before it was shown", () => {
  expect(() => riddle("Z" as "A")).toThrow(/^riddle name: wanted one of A, .*H, found "Z"/);
  expect(() => {
    riddle("A").answer();
  }).toThrow(/^riddle A: wanted show\(\) before answer\(\), found no training of it; run the cell/);
});

describe.each(names)("riddle %s", (name) => {
  it("shows its charts and one line of numbers, and keeps no tensor", async () => {
    await riddle(name, { steps: 12 }).show(); // what is compiled and cached once is there
    const before = tf.memory().numTensors;
    printed.length = 0;
    await riddle(name, { steps: 12 }).show();
    const scalars = name === "G" ? 2 : 0; // each `tf.train.momentum` keeps one, and frees it never
    expect(tf.memory().numTensors).toBe(before + scalars);
    const { charts, numbers } = riddleViews[name];
    expect(printed.shift()).toMatch(/12 steps in \d+ s$/); // the progress line
    expect(printed.length).toBe(charts.length + 1);
    printed.slice(0, -1).forEach((alt) => {
      expect(alt).toContain(`run ${name}`);
    });
    expect(printed.at(-1)!.split("; ").length).toBe(numbers.length);
    expect(printed.at(-1)).toMatch(new RegExp(`^run ${name}: `));
    expect(printed.at(-1)).not.toMatch(/NaN|undefined/);
  });

  it("is drawn without a warning", async () => {
    const { run, data } = await unknownRun(name, { seed: 1, steps: 12 });
    for (const chart of riddleViews[name].charts) {
      const drawn = riddleCharts[chart]({ name, data, run: finitePart(run) });
      expect(await renderSvg(drawn)).toMatch(/^<svg/);
    }
    run.dispose();
  });
});

it("answers what it was shown by, however it is asked", async () => {
  await riddle("A", { steps: 12 }).show();
  printed.length = 0;
  riddle("A").answer();
  expect(printed[0]).toMatch(/^Run A\nnot enough data/);
});

it("takes few steps under the smoke budget", async () => {
  vi.stubEnv("CLINIC_BUDGET", "smoke");
  await riddle("F").show();
  expect(printed[0]).toMatch(/20 steps in/);
});

it("draws what is finite of a run that has lost its numbers", () => {
  const snapshots = [0, NaN, 2].map((value, step) => ({
    ...{ step, shape: [2, 2] },
    samples: Float32Array.of(value, 0, 0, value),
  }));
  const lost = [1, 2, NaN, 4];
  const columns = ["step", "discriminatorLoss", "generatorLoss", "discriminatorGradient"];
  const more = ["generatorGradient", "realProbability", "fakeProbability"];
  const history = Object.fromEntries([...columns, ...more].map((name) => [name, lost]));
  const part = finitePart({ history, monitors: [], snapshots } as never);
  expect(part.history.generatorLoss).toEqual([1, 2]);
  expect(part.snapshots.map(({ step }) => step)).toEqual([0, 2]);
});

it("follows each latent vector from one snapshot to the next", () => {
  const shape = [2, 2];
  const snapshots = [
    { step: 0, shape, samples: Float32Array.of(0, 0, 1, 1) },
    { step: 5, shape, samples: Float32Array.of(3, 4, 1, 1) },
    { step: 9, shape, samples: Float32Array.of(1, 1, 3, 4) }, // the same points, exchanged
  ];
  expect(movesOf(snapshots)).toEqual([2.5, Math.hypot(2, 3)]);
});
