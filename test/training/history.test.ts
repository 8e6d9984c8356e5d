import fc from "fast-check";
import { expect, it } from "vitest";
import { emptyHistory, record, smooth } from "../../src/training/history";

it("records what the scores say", () => {
  const history = emptyHistory();
  // D(x) = .5, .75; D(G(z)) = .25, .5, with log 3 = logit of .75
  const realScores = [0, Math.log(3)];
  const fakeScores = [-Math.log(3), 0];
  record(history, 1, { real: 0.5, fake: 0.25, realScores, fakeScores }, 2);
  expect(history.discriminatorLoss).toEqual([0.75]);
  expect(history.generatorLoss).toEqual([2]);
  expect(history.realProbability[0]).toBeCloseTo(0.625, 12);
  expect(history.fakeProbability[0]).toBeCloseTo(0.375, 12);
  // right: one of two real (0 is not above 0), both fakes
  expect(history.discriminatorAccuracy).toEqual([0.75]);
});

it("calls an undecided discriminator a coin", () => {
  const history = emptyHistory();
  record(history, 1, { real: 1, fake: 1, realScores: [0, 0], fakeScores: [0, 0] }, 1);
  expect(history.discriminatorAccuracy).toEqual([0.5]);
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
