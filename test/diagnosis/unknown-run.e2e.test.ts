import { beforeAll, describe, expect, it } from "vitest";
import { unknownRun, type UnknownCase } from "../../src/diagnosis/cases/unknown-run";
import { diagnose } from "../../src/diagnosis/diagnose";
import { startEngine } from "../../src/runtime/engine";
import { mean } from "../../src/statistics";

beforeAll(() => startEngine("wasm"));

const answers: [UnknownCase, string][] = [
  ["A", "mode collapse"],
  ["B", "overpowering discriminator"],
  ["C", "weak discriminator"],
  ["D", "divergence"],
  ["E", "overfitting"],
  ["F", "vanishing gradient"],
  ["G", "exploding gradient"],
  ["H", "oscillation"],
];

describe("a riddle has one answer", () => {
  it.each(answers)("%s: %s", async (name, pitfall) => {
    const named: string[] = [];
    for (const seed of [1, 2, 3]) {
      const { run } = await unknownRun(name, { seed });
      named.push(diagnose(run)[0].pitfall);
      run.dispose();
    }
    expect(named[0]).toBe(pitfall); // the seed of the notebooks
    expect(named.filter((each) => each === pitfall).length).toBeGreaterThanOrEqual(2);
  });
});

it("A: no curve gives the collapse away, the losses stay near the equilibrium's", async () => {
  const { run } = await unknownRun("A", { seed: 1 });
  const { discriminatorLoss, generatorLoss } = run.history;
  run.dispose();
  for (let at = 0; at < 500; at += 100) {
    const part = (values: readonly number[]) => mean(values.slice(at, at + 100));
    expect(Math.abs(part(discriminatorLoss) - Math.log(4))).toBeLessThan(0.2);
    expect(Math.abs(part(generatorLoss) - Math.log(2))).toBeLessThan(0.2);
  }
});

it("refuses a name that is none", async () => {
  await expect(unknownRun("Z" as UnknownCase, { seed: 1 })).rejects.toThrow(
    /wanted one of A, B, C, D, E, F, G, H, found Z/,
  );
});
