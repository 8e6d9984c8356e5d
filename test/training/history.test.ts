import fc from "fast-check";
import { expect, it } from "vitest";
import { emptyHistory, record, smooth } from "../../src/training/history";

it("records what the scores say", () => {
  const history = emptyHistory();
  // D(x) = .5, .75; D(G(z)) = .25, .5, with log 3 = logit of .75
  const realScores = [0, Math.log(3)];
  const fakeScores = [-Math.log(3), 0];
  record(
    history,
    1,
    {
      discriminator: { real: 0.5, fake: 0.25, penalty: 3, gradientNorm: 4, realScores, fakeScores },
      generator: { loss: 2, penalty: 5, gradientNorm: 6 },
    },
    { variant: { discriminatorSteps: 2, generatorSteps: 1 }, columns: { augmentStrength: 0.5 } },
  );
  expect(history.discriminatorLoss).toEqual([0.75]);
  expect(history.generatorLoss).toEqual([2]);
  expect(history.realProbability[0]).toBeCloseTo(0.625, 12);
  expect(history.fakeProbability[0]).toBeCloseTo(0.375, 12);
  expect([history.discriminatorPenalty, history.generatorPenalty]).toEqual([[3], [5]]);
  expect([history.discriminatorGradient, history.generatorGradient]).toEqual([[4], [6]]);
  expect([history.discriminatorUpdates, history.generatorUpdates]).toEqual([[2], [1]]);
  expect(history.augmentStrength).toEqual([0.5]);
  // right: one of two real (0 is not above 0), both fakes
  expect([history.realAccuracy, history.fakeAccuracy]).toEqual([[0.5], [1]]);
  expect(history.discriminatorAccuracy).toEqual([0.75]);
});

it("calls an undecided discriminator a coin", () => {
  const history = emptyHistory();
  const coin = { real: 1, fake: 1, penalty: 0, gradientNorm: 0, realScores: [0], fakeScores: [0] };
  record(
    history,
    1,
    { discriminator: coin },
    {
      variant: { discriminatorSteps: 1, generatorSteps: 0 },
    },
  );
  expect(history.discriminatorAccuracy).toEqual([0.5]);
  expect(history.generatorLoss).toEqual([0]);
});

it("repeats the last row of a player that does not move", () => {
  const history = emptyHistory();
  const generator = { loss: 2, penalty: 0, gradientNorm: 6 };
  const step = (generatorSteps: number) => ({
    variant: { discriminatorSteps: 0, generatorSteps },
  });
  record(history, 1, { generator }, step(1));
  record(history, 2, {}, step(0));
  expect(history.generatorLoss).toEqual([2, 2]);
  expect(history.generatorUpdates).toEqual([1, 0]);
});

it("smooths over the last values, over fewer at the start", () => {
  expect(smooth([4, 0, 2, 6], 3)).toEqual([4, 2, 2, 8 / 3]);
  expect(smooth([], 3)).toEqual([]);
  expect(() => smooth([1], 0)).toThrow(RangeError);
  fc.assert(
    fc.property(fc.array(fc.integer()), (values) => {
      expect(smooth(values, 1)).toEqual(values);
    }),
  );
});
