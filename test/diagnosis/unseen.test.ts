import { beforeAll, describe, expect, it } from "vitest";
import { allNumbers, lookAt } from "../../src/data/facts";
import { finiteDataset } from "../../src/data/finite";
import { ring } from "../../src/data/mixture";
import { diagnose } from "../../src/diagnosis/diagnose";
import { givenRules } from "../../src/diagnosis/rules/given";
import { diagnosisRules } from "../../src/diagnosis/rules";
import type { DiagnosedMonitor, RunRecord } from "../../src/diagnosis/run-record";
import { signalsOf } from "../../src/diagnosis/signals";
import { unseenText } from "../../src/diagnosis/unseen";
import { nonSaturating } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import type { TrainingFacts } from "../../src/training/facts";
import type { TrainingOptions } from "../../src/training/options";
import { trainGan } from "../../src/training/trainer";
import { newSetUps, setUps } from "./set-ups";
import { calmRun, column, monitor, rows, square } from "./synthetic";

// What was not measured may hide a fault: it is told, and no run is healthy for want of it.

beforeAll(() => startEngine("wasm"));

const facts = (data: Partial<TrainingFacts["data"]> = {}): TrainingFacts => ({
  data: { name: "mine", examples: 100, notFinite: 0, alike: false, farOut: 0, ...data },
  unboundedCritic: false,
});
/** A run of which everything is known, and all is well. */
const wholeRun = (changes: Parameters<typeof calmRun>[0] = {}) =>
  calmRun({
    facts: facts(),
    monitors: rows((share) => ({
      ...monitor(share),
      overfitting: 0,
      histogram: [0.5, 0.5],
      counts: [512, 512],
    })),
    ...changes,
  });
const monitors = (changes: Partial<DiagnosedMonitor>) => ({
  monitors: wholeRun().monitors.map((row) => ({ ...row, ...changes })),
});
const none = { first: NaN, last: NaN };

it("a run of which all is known is healthy, and nothing is told as not looked at", () => {
  const [only, ...others] = diagnose(wholeRun());
  expect([only.pitfall, others]).toEqual(["healthy", []]);
  expect(only.evidence).not.toContain("Not looked at");
});

describe("not looked at, and not healthy, is a run without", () => {
  it.each<[string, Parameters<typeof calmRun>[0], string]>([
    ["diversity", monitors({ diversity: NaN, histogram: undefined }), "diversity"],
    ["diversity, with real examples 0 apart", monitors({ diversity: Infinity }), "diversity"],
    ["slopes", monitors({ meanSlope: NaN }), "the discriminator's slope"],
    ["gradients by layer", monitors({ generatorGradients: none, discriminatorGradients: none }), "gradients"],
    ["gradients of networks without variables", monitors({ generatorGradients: {}, discriminatorGradients: {} }), "gradients"],
    ["the generator's gradient", { history: { generatorGradient: column(NaN) } }, "gradients"],
    ["probabilities", { history: { realProbability: column(NaN) } }, "how sure the discriminator is"],
    ["accuracy", { ...monitors({ diversity: 4 }), history: { discriminatorAccuracy: column(NaN) } }, "how sure the discriminator is"],
    ["an update of the generator", { history: { generatorGradient: column(0), generatorUpdates: column(0) } }, "gradients"],
    ["an update of the discriminator", { history: { discriminatorUpdates: column(0) } }, "how sure the discriminator is"],
    ["snapshots of two samples", { snapshots: rows((share) => ({ step: 1000 * share, samples: [share, 0], shape: [1, 2] })) }, "moving samples"],
  ])("%s", (_, changes, text) => {
    const findings = diagnose(wholeRun(changes));
    const told = findings.filter(({ pitfall }) => pitfall === "not enough data");
    expect(told).toHaveLength(1);
    expect(told[0].evidence).toContain("Not looked at: ");
    expect(told[0].evidence).toContain(text);
    expect(findings.map(({ pitfall }) => pitfall)).not.toContain("healthy");
  }); // prettier-ignore
});

describe("told of a healthy run is what was not asked for:", () => {
  it.each<[string, Parameters<typeof calmRun>[0], string]>([
    ["modes", monitors({ histogram: undefined }), "modes (give the training `histogramOf`)"],
    ["rare modes", monitors({ counts: undefined }), "rare modes (the monitors have no `counts`)"],
    ["overfitting", monitors({ overfitting: undefined }), "overfitting (give it `heldOut`)"],
    ["overfitting that came to nothing", monitors({ overfitting: NaN }), "overfitting (the batch has one held-out example"],
    ["snapshots", { snapshots: undefined }, "moving samples (keep the snapshots)"],
    ["the data", { facts: undefined }, "the numbers of the data"],
    ["a critic's bound", { facts: undefined }, "what bounds the critic"],
    ["probabilities of a critic", { history: { discriminatorLossReal: column(-1) } }, "the scores of this loss are heights"],
  ])("%s", (_, changes, text) => {
    const [only, ...others] = diagnose(wholeRun(changes));
    expect([only.pitfall, others]).toEqual(["healthy", []]);
    expect(only.evidence).toContain("Not looked at: ");
    expect(only.evidence).toContain(text);
  }); // prettier-ignore
});

it("of a run without a single number, all that the rules look at is told", () => {
  const empty: RunRecord = wholeRun({
    facts: undefined,
    snapshots: undefined,
    monitors: rows((share) => ({
      step: share,
      meanSlope: NaN,
      diversity: NaN,
      generatorGradients: none,
      discriminatorGradients: none,
    })),
    history: {
      discriminatorLossReal: column(NaN),
      discriminatorLossFake: column(NaN),
      generatorLoss: column(NaN),
      generatorGradient: column(NaN),
      realProbability: column(NaN),
      fakeProbability: column(NaN),
      discriminatorAccuracy: column(NaN),
    },
  });
  expect(signalsOf(empty)).toEqual({ notFinite: 0 });
  const [only, ...others] = diagnose(empty);
  expect([only.pitfall, others]).toEqual(["not enough data", []]);
  const rules = [...givenRules, ...diagnosisRules];
  const looksAt = rules.flatMap(({ signs }) => signs.flatMap((sign) => sign.looksAt));
  for (const name of new Set(looksAt.map(([signal]) => signal))) {
    // what has not happened is not there, nor batch norm where there is none: these are never unknown
    if (["notFinite", "lossNotFinite", "trainingGap"].includes(name)) continue;
    const text = unseenText([name], empty);
    expect(text, name).toMatch(/^ Not looked at: .+\.$/);
    expect(only.evidence).toContain(text.slice(" Not looked at: ".length, -1));
  }
});

describe("what is at fault by itself", () => {
  const far = { value: -999, example: 3, place: 1, times: 700 };
  it.each<[string, Partial<RunRecord>, string, string]>([
    ["NaN in the data", { facts: facts({ notFinite: 2, firstNotFinite: "NaN in example 7" }) }, "faulty data", "NaN in example 7"],
    ["one example over and over", { facts: facts({ alike: true }) }, "faulty data", 'All 100 examples of "mine"'],
    ["a single example", { facts: facts({ alike: true, examples: 1 }) }, "faulty data", '"mine" has one example only.'],
    ["-999 in the data", { facts: facts({ farOut: 5, farthest: far }) }, "faulty data", "-999 (example 3, number 1, both from 0) lies 700 interquartile"],
    ["what tanh cannot make", { facts: { ...facts(), outOfReach: { low: -1, high: 1, least: 0, most: 255, share: 0.9, loss: 1 } } }, "unreachable data", 'gives numbers from -1 to 1, and "mine" has them from 0 to 255: 90 % of them'],
    ["an unbounded critic", { facts: { ...facts(), unboundedCritic: true } }, "unbounded critic", "nothing bounds it"],
  ])("%s comes first, of a short run too", (_, changes, pitfall, evidence) => {
    const [first] = diagnose(wholeRun(changes));
    expect([first.pitfall, first.confidence]).toEqual([pitfall, 1]);
    expect(first.evidence).toContain(evidence);
    const short = diagnose(wholeRun({ ...changes, monitors: [] }));
    expect(short.map((finding) => finding.pitfall)).toEqual([pitfall, "not enough data"]);
  }); // prettier-ignore

  it("explains what follows: a weak discriminator is no longer the first finding", () => {
    const farApart = monitors({ diversity: 0.1 });
    const names = (changes: Partial<RunRecord>) =>
      diagnose(wholeRun({ ...farApart, ...changes })).map(({ pitfall, followsFrom }) => [
        pitfall,
        followsFrom,
      ]);
    expect(names({})[0]).toEqual(["weak discriminator", undefined]);
    const [first, second] = names({ facts: facts({ farOut: 5, farthest: far }) });
    expect(first).toEqual(["faulty data", undefined]);
    expect(second).toEqual(["weak discriminator", "faulty data"]);
  });

  it("leaves nothing open that follows from it", () => {
    const blind = { ...monitors({ diversity: NaN }), facts: facts({ alike: true }) };
    expect(diagnose(wholeRun(blind)).map(({ pitfall }) => pitfall)).toEqual(["faulty data"]);
  });

  it("bears a long tail: 40 interquartile ranges are no finding", () => {
    const run = wholeRun({ facts: facts({ farOut: 1, farthest: { ...far, times: 40 } }) });
    expect(diagnose(run)[0].pitfall).toBe("healthy");
  });
});

it("a history with one number that is not finite has diverged, one without any was not measured", () => {
  const history = { generatorLoss: column((share) => (share < 1 ? 1 : Infinity)) };
  expect(diagnose(wholeRun({ history }))[0].pitfall).toBe("exploding gradient");
  expect(signalsOf(wholeRun({ history: { generatorLoss: column(NaN) } })).notFinite).toBe(0);
});

it("snapshots whose typed arrays went through JSON are read", () => {
  const snapshots = rows((share) => square(share, 3 * share)).map((row) => ({
    ...row,
    samples: Float32Array.from(row.samples),
  }));
  const run = wholeRun({ snapshots });
  expect(diagnose(JSON.parse(JSON.stringify(run)) as RunRecord)).toEqual(diagnose(run));
  expect(signalsOf(run).progress).toBeGreaterThan(1);
});

it("a history of a million steps is read", () => {
  const long = (value: number) => new Array<number>(1e6).fill(value);
  const history = Object.fromEntries(
    Object.entries(wholeRun().history).map(([name, [value]]) => [name, long(value)]),
  ) as unknown as RunRecord["history"];
  expect(diagnose(wholeRun({ history }))[0].pitfall).toBe("healthy");
});

it("no data of the known trainings are at fault, drawn or finite", () => {
  for (const { name, data, plane, mixture } of [...setUps, ...newSetUps]) {
    const set = data ?? plane ?? mixture!;
    for (const seed of [1, 2, 3]) {
      const drawn = set.sample(64, seeded(seed));
      const values = (allNumbers(set) ?? { values: drawn.dataSync() }).values;
      const look = lookAt(set, { values });
      expect([look.fault, look.notFinite, look.facts()], name).toMatchObject([
        undefined,
        undefined,
        { alike: false, farOut: 0 },
      ]);
      drawn.dispose();
    }
  }
});

describe("trainings that see too little", () => {
  const train = (changes: Partial<TrainingOptions>) => {
    const random = seeded(3);
    return trainGan({
      data: ring({ std: 0.15 }),
      generator: mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, random }),
      discriminator: mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random }),
      loss: nonSaturating,
      seed: 1,
      steps: 60,
      batchSize: 16,
      snapshotSize: 16,
      learningRate: { generator: 1e-3, discriminator: 1e-3 },
      ...changes,
    });
  };
  const one = finiteDataset({ name: "one", shape: [2], examples: Float32Array.of(1, 2) });
  it.each<[string, Partial<TrainingOptions>, string, RegExp]>([
    ["batches of one", { batchSize: 1 }, "not enough data", /Not looked at: .*diversity/],
    ["batches of one, held out", { batchSize: 1, heldOut: ring({ std: 0.15 }) }, "not enough data", /overfitting \(the batch has one held-out/],
    ["one example", { data: one }, "faulty data", /^"one" has one example only\.$/],
    ["snapshots of one sample", { snapshotSize: 1 }, "not enough data", /Not looked at: .*moving samples/],
    ["one step", { steps: 1 }, "not enough data", /^1 steps and 2 snapshots are too few/],
    ["two steps", { steps: 2 }, "not enough data", /^2 steps and 3 snapshots are too few/],
    ["none", { signal: AbortSignal.abort() }, "not enough data", /^0 steps and 1 snapshots are too few/],
  ])("%s", async (_, changes, pitfall, evidence) => {
    const run = await train(changes);
    const [first] = diagnose(run);
    expect(first.pitfall).toBe(pitfall);
    expect(first.evidence).toMatch(evidence);
    run.dispose();
  }); // prettier-ignore
});
