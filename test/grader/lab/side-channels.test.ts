/** The open task of lab 05: nothing but the examples themselves may tell a generator's fault. */
import { describe, expect, test } from "vitest";
import { readLab } from "../../../src/grader/grade/lab";
import { labPlace } from "../../../src/grader/lab/places";
import * as library from "../../../src/index";

interface Case {
  d: number;
  train: Float32Array;
  test: Float32Array;
  generators: Float32Array[];
}

const kinds = ["none", "noise", "dropped", "copied"];
const { checks } = readLab(labPlace("05-evaluation"));
const check = checks.find(({ task, visible }) => task === "verdict" && visible)!;

/** Asks the judge, one guess at a time: the truth itself never leaves the checks. */
async function faultsOf(inputs: unknown): Promise<number[]> {
  const asks = Array.from({ length: 10 }, async (_, g) => {
    const right = await Promise.all(
      kinds.map(async (kind) => {
        const faults = Array.from({ length: 10 }, (__, other) => (other === g ? kind : ""));
        const { measured } = await check.judge([{ faults, order: [] }], inputs, library);
        return measured.startsWith("10 % of the faults");
      }),
    );
    return right.indexOf(true);
  });
  return Promise.all(asks);
}

/** What can be told without looking at the examples as points. */
function traits({ d, train, test: held, generators }: Case): number[][] {
  const rowsOf = (all: Float32Array) =>
    Array.from({ length: all.length / d }, (_, i) => all.subarray(i * d, (i + 1) * d).join());
  const known = new Set([...rowsOf(train), ...rowsOf(held)]);
  return generators.map((all, place) => {
    const rows = rowsOf(all);
    const bits = new Uint32Array(Float32Array.from(all).buffer);
    const firsts = rows.map((_, i) => all[i * d]);
    const falls = firsts.filter((x, i) => i > 0 && x < firsts[i - 1]).length;
    return [
      rows.length,
      rows.length % 10,
      place,
      rows.length - new Set(rows).size, // rows twice
      rows.filter((row) => known.has(row)).length,
      falls / rows.length, // sorted rows
      bits.reduce((odd, word) => odd + (word & 1), 0) / bits.length, // last bits
    ];
  });
}

/** The share that is right of guesses by ten bins of one trait; bins are learned on other cases than judged. */
function guessed(values: number[], faults: number[], cases: number): number {
  const perCase = faults.length / cases;
  const half = Math.floor(cases / 2) * perCase;
  let right = 0;
  for (const [from, to] of [
    [0, half],
    [half, faults.length],
  ]) {
    const learned = values.map((_, i) => i).filter((i) => i < from || i >= to);
    const sorted = learned.map((i) => values[i]).sort((a, b) => a - b);
    const edges = Array.from(
      { length: 9 },
      (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / 10)],
    );
    const bin = (value: number) => edges.filter((edge) => value >= edge).length;
    const counts = Array.from({ length: 10 }, () => kinds.map(() => 0));
    for (const i of learned) counts[bin(values[i])][faults[i]]++;
    for (let i = from; i < to; i++) {
      const found = counts[bin(values[i])];
      if (found.indexOf(Math.max(...found)) === faults[i]) right++;
    }
  }
  return right / faults.length;
}

describe("lab 05, verdict", () => {
  test("counts, places, order and last bits tell no more of the fault than chance", async () => {
    const cases = 60;
    const found: number[][] = [];
    const faults: number[] = [];
    for (let seed = 1; seed <= cases; seed++) {
      const inputs = check.inputs(library.seeded(seed)) as { cases: Case[] };
      found.push(...traits(inputs.cases[0]));
      faults.push(...(await faultsOf(inputs)));
    }
    expect(faults.filter((fault) => fault === 0)).toHaveLength(3 * cases);
    // three of ten are "none": the best blind guess is right in 30 %, here with a standard error of 1.9 %
    for (const trait of found[0].keys()) {
      const values = found.map((row) => row[trait]);
      expect(guessed(values, faults, cases)).toBeLessThan(0.38);
    }
    // and the way of asking sees what is there: the fault itself is told
    expect(guessed(faults, faults, cases)).toBeGreaterThan(0.99);
  }, 120_000);
});
