import { beforeAll, expect, it } from "vitest";
import { diagnosisRules } from "../../src/diagnosis/rules";
import { startEngine } from "../../src/runtime/engine";
import { trainGan } from "../../src/training/trainer";
import { confusionText, judged, shareRight, wrongText } from "./confusion";
import { optionsOf } from "./set-up";
import { setUps } from "./set-ups";

beforeAll(() => startEngine("wasm"));

/** Two set-ups of each pitfall and four healthy ones, with a seed of their own. */
const chosen = ["healthy", "healthy", ...diagnosisRules.map(({ pitfall }) => pitfall)].flatMap(
  (name, i) =>
    setUps
      .filter(({ pitfall }) => pitfall === name)
      .slice(i === 1 ? 2 : 0)
      .slice(0, 2),
);

it("names what is wrong with trainings that it has not seen", async () => {
  const runs = [];
  for (const setUp of chosen) {
    const run = await trainGan(optionsOf(setUp, 301));
    const { name, pitfall, mixture } = setUp;
    const known = { setUp: name, pitfall, kind: "new", seed: 301, run } as const;
    runs.push(judged({ ...known, ...(mixture && { masses: mixture.masses }) }));
    run.dispose();
  }
  console.log(`${confusionText(runs)}\n${wrongText(runs)}`);
  expect(runs).toHaveLength(2 * (2 + 10));
  expect(shareRight(runs)).toBeGreaterThanOrEqual(0.8); // 20 of 24: the game is chaotic
}, 120_000);
