import { expect, it } from "vitest";
import { runStudy, startEngine, type StudyOptions } from "../../src/index";
import figures from "../fixtures/studies/notebook-03.json";
import { digitStudy, ringStudy } from "./overpowering";

// The figures are those of notebook 03's own function `play`, for one seed and few steps, as the notebook had it before
// there were studies. They were equal to the last digit; another machine may round otherwise.

const fewer: StudyOptions["arms"] = {
  "5 G steps, 1 D step": { discriminatorSteps: 1, generatorSteps: 5, steps: 2 },
  "noise 1 to 0": { instanceNoise: { linearRate: { from: 1, to: 0, steps: 8 } } },
};
const studies = {
  ring: ringStudy,
  digits: { ...digitStudy, arms: { ...digitStudy.arms, ...fewer } },
};

it.each(["ring", "digits"] as const)(
  "notebook 03's experiment on %s has the same figures as a study",
  async (kind) => {
    await startEngine("wasm");
    const { steps, arms: expected } = figures[kind];
    const { base, ...study } = studies[kind];
    const whole = { ...study, base: base.with({ steps }), seeds: [figures.seed] };
    const found = await runStudy(kind, { ...whole, budget: "full" });
    expect([...found.arms].sort()).toEqual(Object.keys(expected).sort());
    for (const [arm, values] of Object.entries(expected)) {
      figures.measures.forEach((measure, i) => {
        const scale = Math.max(1, Math.abs(values[i]));
        const [value] = found.values(arm, measure);
        expect(value / scale, `${arm}, ${measure}`).toBeCloseTo(values[i] / scale, 9);
      });
    }
  },
);
