import { beforeAll, describe, expect, it } from "vitest";
import { claimsSoFar } from "../../src/evidence/claim";
import {
  discriminatorAccuracy,
  energyTo,
  historyMean,
  modesOf,
  runStudy,
  seeded,
  startEngine,
  tf,
  trainGan,
  type Study,
  type StudyOptions,
} from "../../src/index";
import { tiny } from "./tiny";

const base = tiny.with({ average: 0.5 });

let study: Study;
beforeAll(async () => {
  await startEngine("wasm");
  study = await runStudy("small", {
    base,
    arms: { start: {}, "two D steps": { discriminatorSteps: 2 }, slow: { learningRate: 1e-5 } },
    seeds: [3, 5, 6],
    measure: {
      quality: energyTo({ samples: 40 }),
      accuracy: discriminatorAccuracy(),
      modes: modesOf({ samples: 40 }),
    },
    processes: 0,
  });
}, 60_000);

describe("a run of a study", () => {
  it("is trainGan's, to the last digit: history, monitors, snapshots, weights, samples", async () => {
    const options = await base.with({ discriminatorSteps: 2 }).options({ seed: 5 });
    const run = await trainGan({ ...options, compiled: false });
    const found = study.runs("two D steps")[1];
    expect(found.seed).toBe(5);
    expect(found.stopped).toBe("finished");
    expect(found.history).toEqual(run.history);
    expect(found.monitors).toEqual(run.monitors);
    expect(found.snapshots).toEqual(run.snapshots);
    const { generator, discriminator, average } = await found.networks();
    const numbers = ({ variables }: { variables: readonly tf.Variable[] }) =>
      variables.map((each) => each.dataSync());
    expect(numbers(generator)).toEqual(numbers(options.generator));
    expect(numbers(discriminator)).toEqual(numbers(options.discriminator));
    expect(numbers(average!)).toEqual(numbers(run.average!));
    expect((await found.sample(7)).dataSync()).toEqual(run.sample(7).dataSync());
    const averaged = await found.sample(7, { average: true });
    expect(averaged.dataSync()).toEqual(run.average!.sample(7).dataSync());
    const [a, b] = [seeded(1), seeded(1)];
    const own = await found.sample(7, { random: a });
    expect(own.dataSync()).toEqual(run.sample(7, b).dataSync());
    run.dispose();
  });

  it("holds no tensors once it is disposed", async () => {
    const run = study.runs("slow")[0];
    run.dispose();
    await new Promise(setImmediate);
    const before = tf.memory().numTensors;
    (await run.sample(2)).dispose();
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    run.dispose();
    await new Promise(setImmediate);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("measures", () => {
  it("are functions of the run, with all that is around them; added later too", async () => {
    const column = "generatorLoss" as const;
    await study.measure("last loss", ({ history }) => history[column].at(-1)!);
    const expected = study.runs("start").map(({ history }) => history.generatorLoss[7]);
    expect(study.values("start", "last loss")).toEqual(expected);
  });

  it("of the library agree with what they are made of", () => {
    const [run] = study.runs("start");
    const half = run.history.discriminatorAccuracy.slice(4);
    expect(study.values("start", "accuracy")[0]).toBe(half.reduce((a, b) => a + b) / 4);
    expect(study.values("start", "modes").every((n) => n >= 0 && n <= 4)).toBe(true);
    expect(study.values("start", "quality")[0]).toBeGreaterThan(0);
  });

  it("refuse data that nobody makes, before anything is trained", () => {
    expect(() => energyTo({ real: { mnist: { splt: "test" } } })).toThrow(
      /^energyTo real.mnist.splt: .*did you mean "split"/,
    );
    expect(() => modesOf({ mixture: "rings" })).toThrow(/^modesOf mixture: .*did you mean "ring"/);
  });

  it("that give no number are refused with the run's place", async () => {
    await expect(study.measure("text", () => "a" as never)).rejects.toThrow(
      'measure "text": wanted a number (NaN where there is none), found string for arm "start", seed 3',
    );
  });
});

describe("what a study tells", () => {
  it("a table with a row for each arm", () => {
    const cells = study.table({ baseline: "start", measures: ["quality", "modes"] });
    expect(cells.map(({ arm, key }) => `${arm} ${key}`)).toEqual(
      ["start", "two D steps", "slow"].flatMap((arm) => [`${arm} quality`, `${arm} modes`]),
    );
    expect(() => study.table({ baseline: "start" })).toThrow(/improvement of "accuracy"/);
  });

  it("claims, which the results table knows", () => {
    const claim = study.claim("Slow is worse", "slow", "quality", { vs: "start", atLeast: -10 });
    expect(claim.unit).toBe("energy distance");
    expect(claim.held).toBe(true);
    expect(claim.seeds).toBe(3);
    expect(claimsSoFar()).toContain(claim);
  });

  it("how many seeds are needed, by the spread within arms", async () => {
    const of: Record<string, number[]> = {
      start: [1, 2, 3],
      "two D steps": [11, 12, 13],
      slow: [0, 1, 2],
    };
    const places = new Map([3, 5, 6].map((seed, i) => [seed, i]));
    await study.measure("planted", ({ arm, seed }) => of[arm][places.get(seed)!]);
    // spread 1, so a difference of 1 takes (1.96 + .84)² · 2 = 15.7 seeds
    expect(study.seedsNeeded("planted", 1)).toBe(16);
    const verdicts = study.verdicts("planted", { baseline: "start", helps: -0.5 });
    expect(verdicts.map(({ arm, verdict }) => [arm, verdict])).toEqual([
      ["two D steps", "hurts"],
      ["slow", "helps"],
    ]);
    expect(study.verdicts("planted", { baseline: "start", helps: -2 })[1].verdict).toBe(
      "undecided",
    );
    expect(study.verdicts("planted", { baseline: "start", helps: 2 })[0].verdict).toBe("helps");
  });

  it("charts of a measure, and of an arm's samples", async () => {
    expect(study.dose("planted").alt).toBe(
      "Planted, mean over the seeds: start 2, two D steps 12, slow 1.",
    );
    const film = await study.film("slow");
    expect(film.alt).toBe('Samples of the arm "slow", seed 3, after 0, 3, 5, 8 steps.');
  });

  it("the nearest name for one that is not there", () => {
    expect(() => study.runs("sloww")).toThrow(/found "sloww"; did you mean "slow"/);
    expect(() => study.values("slow", "qualty")).toThrow(/found "qualty"; did you mean "quality"/);
    expect(() => study.verdicts("quality", { baseline: "begin", helps: 1 })).toThrow(RangeError);
  });
});

describe("runStudy", () => {
  const options = { base, seeds: [3], measure: {}, processes: 0 };

  it("trains only what is new when an arm is added", async () => {
    const counts: number[] = [];
    const again = await runStudy("small", {
      ...options,
      arms: { start: {}, new: { beta1: 0, schedule: counting } },
    });
    function counting(step: number) {
      counts.push(step);
      return { generator: 1, discriminator: 1 };
    }
    expect(counts.length).toBeGreaterThan(0);
    expect(again.runs("start")[0].history).toBe(study.runs("start")[0].history); // the very one
    again.dispose();
  });

  it("tells two functions of one source apart, whatever they close over", async () => {
    const twice = (n: number) => () => ({ generator: 1, discriminator: n });
    const own = await runStudy("closures", {
      ...options,
      arms: { one: { schedule: twice(1) }, three: { schedule: twice(3) } },
      measure: { updates: historyMean({ column: "discriminatorUpdates" }) },
    });
    expect([own.values("one", "updates"), own.values("three", "updates")]).toEqual([[1], [3]]);
  });

  it("scales: fewer seeds and steps, and ramps as much shorter", async () => {
    const ramp = { instanceNoise: { linearRate: { from: 1, to: 0, steps: 6 } } };
    const all = { ...options, seeds: 5, arms: { start: {}, ramp } };
    const quick = await runStudy("scaled", { ...all, budget: "quick", quick: 0.5 });
    expect(quick.seeds).toHaveLength(3);
    expect(quick.runs("ramp")[0].recipe.steps).toBe(4);
    expect(quick.runs("ramp")[0].recipe.instanceNoise).toEqual({
      linearRate: { from: 1, to: 0, steps: 3 },
    });
    const short = { instanceNoise: { linearRate: { from: 1, to: 0, steps: 2 } } };
    const least = await runStudy("scaled", {
      ...all,
      arms: { short },
      budget: "quick",
      quick: 0.2,
    });
    expect(least.runs("short")[0].recipe.instanceNoise).toEqual(short.instanceNoise);
    const smoke = await runStudy("scaled", { ...all, budget: "smoke" });
    expect([smoke.seeds.length, smoke.runs("start")[0].stepsDone]).toEqual([2, 4]);
    await smoke.measure("one", () => 1);
    expect(smoke.claim("One is one", "start", "one", { atLeast: 1 }).enforced).toBe(false);
  });

  it.each<[object, RegExp]>([
    [{ arms: {} }, /wanted at least one arm/],
    [{ arms: { a: { los: "hinge" } } }, /arm "a": recipe los: .*did you mean "loss"/],
    [{ arms: { a: {} }, watch: "b" }, /runStudy watch: wanted one of "a", found "b"/],
    [{ arms: { a: {} }, seeds: [] }, /Seeds are/],
    [{ arms: { a: {} }, quick: 2 }, /runStudy quick/],
  ])("refuses %j", async (change, message) => {
    const wrong = { ...options, arms: {}, ...change } as StudyOptions;
    await expect(runStudy("wrong", wrong)).rejects.toThrow(message);
  });

  it("refuses a network that is made already: it would be trained on", async () => {
    const { generator } = await base.options({ seed: 1 });
    const whole = base.with({ generator });
    await expect(runStudy("wrong", { ...options, base: whole, arms: { a: {} } })).rejects.toThrow(
      /generator: wanted a network as data/,
    );
  });
});
