import { expect, it } from "vitest";
import { signalsOf } from "../../src/diagnosis/signals";
import { calmRun, column, monitor, rows, square } from "./synthetic";

it("of a calm run are those of an equilibrium", () => {
  expect(signalsOf(calmRun())).toEqual({
    notFinite: 0,
    generatorLoss: Math.log(2),
    certainty: 0,
    accuracy: 0.5,
    generatorGradient: Math.log10(0.5),
    gradientFall: 0,
    gradientBurst: 0,
    depthFall: -1, // .1 by 1
    depthGrowth: -1,
    motion: 0,
    progress: 0,
    scoreRange: 1, // slope 1 over a distance of 1
    diversity: 1,
    spreadErrorBefore: 0,
    spreadErrorEnd: 0,
    mismatch: 0,
  });
});

it("tell what the discriminator says at the end, in the last 30 %", () => {
  const late = (before: number, after: number) => column((share) => (share < 0.7 ? before : after));
  const { certainty } = signalsOf(
    calmRun({ history: { realProbability: late(0.5, 0.9), fakeProbability: late(0.5, 0.2) } }),
  );
  expect(certainty).toBeCloseTo(0.9 - 0.2, 12);
});

it("take no probabilities from a critic, whose loss has a part below 0", () => {
  const signals = signalsOf(calmRun({ history: { discriminatorLossReal: column(-3) } }));
  expect([signals.certainty, signals.accuracy]).toEqual([undefined, undefined]);
  expect(signals.generatorLoss).toBe(Math.log(2));
});

it("measure a gradient's fall from its best tenth, and its bursts, in decades", () => {
  const dying = signalsOf(
    calmRun({ history: { generatorGradient: column((share) => (share < 0.5 ? 10 : 0.01)) } }),
  );
  expect(dying.gradientFall).toBeCloseTo(3, 12);
  expect(dying.generatorGradient).toBeCloseTo(-2, 12);
  expect(dying.gradientBurst).toBe(0); // what it was before is no burst
  const burst = column(1);
  burst[20] = 1000;
  expect(signalsOf(calmRun({ history: { generatorGradient: burst } })).gradientBurst).toBeCloseTo(
    3,
    12,
  );
  burst[20] = 1;
  burst[1] = 1000; // a start is rough
  expect(signalsOf(calmRun({ history: { generatorGradient: burst } })).gradientBurst).toBe(0);
});

it("compare the first layer's gradient with the last one's, of both networks", () => {
  const gradients = (first: number) => ({
    first,
    firstBias: first / 2,
    middle: 50,
    last: 2,
    bias: 1,
  });
  const run = calmRun({
    monitors: rows((share) => ({
      ...monitor(share),
      generatorGradients: gradients(2e-4),
      discriminatorGradients: gradients(200),
    })),
  });
  expect(signalsOf(run).depthFall).toBeCloseTo(-4, 12);
  expect(signalsOf(run).depthGrowth).toBeCloseTo(2, 12);
});

it("give a dead gradient twelve decades, not infinitely many", () => {
  const none = { first: 0, firstBias: 0, last: 1, lastBias: 1 };
  const run = calmRun({
    history: { generatorGradient: column((share) => (share < 0.5 ? 1 : 0)) },
    monitors: rows((share) => ({ ...monitor(share), generatorGradients: none })),
  });
  expect([signalsOf(run).depthFall, signalsOf(run).gradientFall]).toEqual([-12, 12]);
});

it("measure spread in the middle and at the end, in doublings", () => {
  const run = calmRun({
    monitors: rows((share) => ({ ...monitor(share), diversity: share > 0.65 ? 1 / 8 : 2 })),
  });
  const { spreadErrorBefore, spreadErrorEnd } = signalsOf(run);
  expect([spreadErrorBefore, spreadErrorEnd]).toEqual([1, 3]);
});

it("follow the samples: a straight way, a circle, and the unit of both", () => {
  const going = (x: (share: number) => number, y: (share: number) => number) =>
    signalsOf(calmRun({ snapshots: rows((share) => square(share, x(share), y(share))) }));
  const straight = going(
    (share) => 10 * share,
    () => 0,
  ); // 1 in each tenth
  expect(straight.motion).toBeCloseTo(1, 9);
  expect(straight.progress).toBeCloseTo(5, 9);
  expect(straight.straightness).toBeCloseTo(1, 9);
  const angle = (share: number) => 4 * Math.PI * share; // once round in the second half, in five steps
  const circle = going(
    (share) => Math.cos(angle(share)),
    (share) => Math.sin(angle(share)),
  );
  expect(circle.motion).toBeCloseTo(2 * Math.sin(Math.PI / 5), 9); // the side of a pentagon
  expect(circle.straightness).toBeCloseTo(0, 9);
  const small = calmRun({
    monitors: rows((share) => ({ ...monitor(share), diversity: 0.25 })), // so real examples are 4 apart
    snapshots: rows((share) => square(share, 10 * share)),
  });
  expect(signalsOf(small).motion).toBeCloseTo(1 / 4, 9);
});

it("look at six snapshots of the second half, however many there are", () => {
  const many = Array.from({ length: 101 }, (_, i) => square(i / 100, i / 10, i % 2)); // trembling
  const monitors = many.map(({ step }) => monitor(step / 1000));
  expect(signalsOf(calmRun({ monitors, snapshots: many })).motion).toBeCloseTo(1, 9);
});

it("count modes: half of eight in equal shares are a coverage of ½", () => {
  const four = [0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0];
  const eight = four.map(() => 1 / 8);
  const shares = (late: readonly number[]) =>
    signalsOf(
      calmRun({
        monitors: rows((share) => ({ ...monitor(share), histogram: share < 0.65 ? eight : late })),
      }),
    );
  const { coverage, coverageFall, lostMass, mismatch } = shares(four);
  expect(coverage).toBeCloseTo(0.5, 12);
  expect(coverageFall).toBeCloseTo(0.5, 12);
  expect(lostMass).toBe(4 / 8); // they had 1/8 in one of the last five rows, a fifth of their share
  expect(mismatch).toBeCloseTo(1, 12);
  expect(shares(eight).coverage).toBeCloseTo(1, 12);
});

it("compare modes with their true masses", () => {
  const histogram = [0.9, 0.1, 0];
  const run = calmRun({ monitors: rows((share) => ({ ...monitor(share), histogram })) });
  expect(signalsOf(run, [0.9, 0.1 - 1e-9, 1e-9]).coverage).toBeCloseTo(1, 6);
  expect(signalsOf(run, [0.6, 0.1, 0.3]).lostMass).toBe(0.3);
  expect(signalsOf(run, [0.5, 0.4, 0.1]).lostMass).toBe(0.1); // .1 is a quarter of .4, and no less
  expect(signalsOf(run, [0.45, 0.45, 0.1]).lostMass).toBeCloseTo(0.45 + 0.1, 12);
});

it("measure how many samples change their modes", () => {
  const one = [1, 0];
  const other = [0.25, 0.75];
  const hopping = calmRun({
    monitors: rows((share) => ({
      ...monitor(share),
      histogram: Math.round(10 * share) % 2 === 0 ? one : other,
    })),
  });
  expect(signalsOf(hopping).modeDrift).toBeCloseTo(0.75, 12);
});

it("pass over a histogram of nothing, which is not a number", () => {
  const run = calmRun({
    monitors: rows((share) => ({
      ...monitor(share),
      histogram: share < 0.3 ? [NaN, NaN] : [0.5, 0.5],
    })),
  });
  expect(signalsOf(run).coverage).toBeCloseTo(1, 12);
});

it("take overfitting from the last 30 %", () => {
  const run = calmRun({
    monitors: rows((share) => ({ ...monitor(share), overfitting: share < 0.65 ? 0 : 2 })),
  });
  expect(signalsOf(run).overfitting).toBe(2);
  expect(signalsOf(calmRun()).overfitting).toBeUndefined();
});

it("see what is not finite wherever it stands", () => {
  const bad = [
    calmRun({ stopped: "not-a-number" }),
    calmRun({ history: { generatorLoss: column((share) => (share < 1 ? 1 : NaN)) } }),
    calmRun({ snapshots: rows((share) => square(share, share < 1 ? 0 : Infinity)) }),
  ];
  expect(bad.map((run) => signalsOf(run).notFinite)).toEqual([1, 1, 1]);
});

it("of a short run are only whether it is finite", () => {
  const short = calmRun({ monitors: rows(monitor).slice(0, 4) });
  expect(signalsOf(short)).toEqual({ notFinite: 0 });
});
