import { expect, it } from "vitest";
import { diagnose } from "../../src/diagnosis/diagnose";
import { findingsText } from "../../src/diagnosis/findings-text";
import { signalsOf } from "../../src/diagnosis/signals";
import type { RunRecord } from "../../src/diagnosis/run-record";
import { calmRun, column, monitor, rows, square } from "./synthetic";

const names = (run: RunRecord) => diagnose(run).map(({ pitfall }) => pitfall);
const withHistogram = (histogram: readonly number[], diversity = 1) =>
  rows((share) => ({ ...monitor(share), histogram, diversity }));
const oneOfEight = [1, 0, 0, 0, 0, 0, 0, 0];

it("finds a calm run healthy, and says what it could not look at", () => {
  const [only, ...others] = diagnose(calmRun());
  expect(others).toEqual([]);
  expect(only.pitfall).toBe("healthy");
  expect(only.confidence).toBe(1);
  expect(only.evidence).toContain("modes (give the training `histogramOf`)");
  expect(only.evidence).not.toContain("moving samples");
  const { evidence } = diagnose(calmRun({ snapshots: undefined }))[0];
  expect(evidence).toContain("moving samples (keep the snapshots)");
});

it("says so when there is too little to judge", () => {
  const short = calmRun({ monitors: rows(monitor).slice(0, 4) });
  const [only] = diagnose(short);
  expect(only.pitfall).toBe("not enough data");
  expect(only.evidence).toBe("40 steps and 4 snapshots are too few to judge: wanted 20 and 5.");
});

it("is not deceived by a diverged run, which stands still: it stopped at a NaN", () => {
  const problem = { step: 41, tensor: "fakeScores", message: "fakeScores is not finite" };
  const [first] = diagnose(calmRun({ stopped: "not-a-number", problem }));
  expect([first.pitfall, first.confidence]).toEqual(["exploding gradient", 1]);
  expect(first.evidence).toBe("fakeScores is not finite");
  const atOnce = { ...calmRun({ stopped: "not-a-number" }), monitors: [] };
  expect(names(atOnce)).toEqual(["exploding gradient"]);
});

it("does not call a discriminator overpowering for its accuracy: with R1 it is .99 in the best run", () => {
  const run = calmRun({
    history: {
      discriminatorAccuracy: column(0.99),
      realProbability: column(0.6),
      fakeProbability: column(0.4),
    },
  });
  expect(names(run)).toEqual(["healthy"]);
});

it("calls it so when it is sure, and tells when the generator's gradient has died of it", () => {
  const sure = { realProbability: column(0.999), fakeProbability: column(0.001) };
  const alive = calmRun({ history: sure });
  expect(diagnose(alive)[0].evidence).toBe("The discriminator is sure: D(x) - D(G(z)) = 0.998.");
  const dead = calmRun({
    history: { ...sure, generatorGradient: column((share) => (share < 0.2 ? 1 : 1e-4)) },
  });
  const findings = diagnose(dead);
  expect(findings.map(({ pitfall }) => pitfall)).toEqual([
    "overpowering discriminator",
    "vanishing gradient",
  ]);
  expect(findings[0].evidence).toBe(
    "The discriminator is sure (D(x) - D(G(z)) = 1), and the generator's gradient has fallen to 1/10,000 of what it was.",
  );
  expect(findings[1].followsFrom).toBe("overpowering discriminator");
  expect(findings[1].confidence).toBe(0.5); // 1, halved
});

it("tells a collapse at log 4 from an equilibrium, and names the blind discriminator first", () => {
  const run = calmRun({ monitors: withHistogram(oneOfEight, 0.1) }); // the losses are log 4 and log 2
  expect(names(run)).toEqual(["weak discriminator", "mode collapse", "mode dropping"]);
  const seen = calmRun({
    monitors: withHistogram(oneOfEight, 0.1),
    history: { discriminatorAccuracy: column(0.8), realProbability: column(0.7) },
  });
  expect(names(seen)).toEqual(["mode collapse", "mode dropping"]);
});

it("tells dropping from collapse", () => {
  const six = [1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 0, 0];
  const [only, ...others] = diagnose(calmRun({ monitors: withHistogram(six) }));
  expect([only.pitfall, others]).toEqual(["mode dropping", []]);
  expect(only.evidence).toBe("Modes with 25 % of the data are hardly ever drawn.");
  const rare = { masses: [1, 1, 1, 1, 1, 1, 0.03, 0.03].map((mass) => mass / 6.06) };
  expect(diagnose(calmRun({ monitors: withHistogram(six) }), rare)[0].pitfall).toBe("healthy");
});

it("finds a rare mode that is dropped, by many counts, and blames no chance", () => {
  const masses = [0.6, 0.39, 0.01];
  const counted = (last: number) =>
    calmRun({
      monitors: rows((share) => ({
        ...monitor(share),
        histogram: [0.6, 0.4, 0],
        counts: [600, 400 - last, last],
      })),
    });
  const [only, ...others] = diagnose(counted(0), { masses });
  expect([only.pitfall, others]).toEqual(["mode dropping", []]);
  expect(only.evidence).toMatch(/^One mode gets less than a quarter of the share/);
  expect(signalsOf(counted(0), masses).lostModes).toBe(1);
  expect(diagnose(counted(3), { masses })[0].pitfall).toBe("healthy"); // a third of its share
  const few = calmRun({
    monitors: rows((share) => ({
      ...monitor(share),
      histogram: [0.6, 0.4, 0],
      counts: [60, 40, 0],
    })),
  });
  // five rows of 100: none of 5 expected ones, where half of the share would give 2.5 and so none in e^-2.5 = 8 %
  expect(diagnose(few, { masses })[0].pitfall).toBe("healthy");
});

it("finds a generator that depends on its batch, and puts the collapse down to it", () => {
  const gap = (trainingGap: number) =>
    calmRun({ monitors: withHistogram(oneOfEight, 0.1).map((row) => ({ ...row, trainingGap })) });
  const [first, ...others] = diagnose(gap(0.9));
  expect(first.pitfall).toBe("batch norm");
  expect(first.evidence).toContain("0.9 times as far apart as two samples");
  expect(others.every(({ followsFrom }) => followsFrom === "batch norm")).toBe(true);
  expect(names(gap(0.15))).not.toContain("batch norm");
});

it("tells straight progress from going in circles", () => {
  const still = calmRun({ snapshots: rows((share) => square(share, 3 * share)) });
  expect(names(still)).toEqual(["undertrained"]);
  const angle = (share: number) => 4 * Math.PI * share;
  const circle = rows((share) => square(share, Math.cos(angle(share)), Math.sin(angle(share))));
  expect(names(calmRun({ snapshots: circle }))).toEqual(["oscillation"]);
});

it("finds overfitting, and late decay", () => {
  const overfitted = rows((share) => ({ ...monitor(share), overfitting: 2 * share }));
  expect(names(calmRun({ monitors: overfitted }))).toEqual(["overfitting"]);
  const decayed = rows((share) => ({ ...monitor(share), diversity: share > 0.65 ? 8 : 1 }));
  const history = { discriminatorAccuracy: column(0.8) };
  expect(names(calmRun({ monitors: decayed, history }))).toEqual(["divergence"]);
});

it("judges a run read from JSON as the run itself", () => {
  const run = calmRun({ monitors: withHistogram(oneOfEight, 0.1) });
  expect(diagnose(JSON.parse(JSON.stringify(run)) as RunRecord)).toEqual(diagnose(run));
});

it("refuses masses that are not those of the histograms", () => {
  const run = calmRun({ monitors: withHistogram([0.5, 0.5]) });
  expect(() => diagnose(run, { masses: [1] })).toThrow(RangeError);
  expect(() => diagnose(run, { masses: [1] })).toThrow(
    "diagnose masses: wanted 2, one for each mode of the histograms, found 1",
  );
  expect(() => diagnose(run, { masses: [1, 0] })).toThrow(/diagnose mass 1: wanted .* above 0/);
  expect(() => diagnose(run, { masses: [1, 1] })).toThrow(/diagnose sum of the masses: wanted/);
});

it("prints what it found, what follows from what, and what to try", () => {
  const text = findingsText(diagnose(calmRun({ monitors: withHistogram(oneOfEight, 0.1) })));
  const blocks = text.split("\n\n");
  expect(blocks).toHaveLength(3);
  expect(blocks[0]).toMatch(/^weak discriminator \(confidence 1\.00, notebook 03\)\n {2}The disc/);
  expect(blocks[1]).toContain("It may follow from the weak discriminator: mend that first.");
  expect(blocks[1]).toContain("\n  1. Bring the learning rates together");
});
