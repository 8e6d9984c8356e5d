import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { expectInteger, expectNumber, expectShape, shapeText } from "../src/shape";

it("passes a tensor that fits through", () => {
  const x = tf.zeros([4, 2]);
  expect(expectShape(x, [null, 2], "x")).toBe(x);
  expect(expectShape(x, [4, 2], "x")).toBe(x);
});

it("names the tensor, the wanted and the found shape", () => {
  const wanted = "realScores: wanted shape (any, 1), found (4, 2)";
  expect(() => expectShape(tf.zeros([4, 2]), [null, 1], "realScores")).toThrow(
    new TypeError(wanted),
  );
  expect(() => expectShape(tf.scalar(1), [null], "x")).toThrow("x: wanted shape (any), found ()");
});

it("says so when there is no tensor at all", () => {
  const expectTensor = (x: unknown) => () => expectShape(x as tf.Tensor, [null, 2], "x");
  expect(expectTensor(undefined)).toThrow(
    new TypeError("x: wanted a tensor of shape (any, 2), found nothing"),
  );
  expect(expectTensor([1, 2])).toThrow("x: wanted a tensor of shape (any, 2), found [1, 2]");
});

it("writes shapes", () => {
  expect(shapeText([null, 28, 28])).toBe("(any, 28, 28)");
});

it("checks numbers and whole numbers against bounds", () => {
  expect(expectNumber(0.5, "rate", { above: 0 })).toBe(0.5);
  expect(expectInteger(1, "steps", { atLeast: 1, atMost: 1 })).toBe(1);
  expect(() => expectNumber(0, "rate", { above: 0 })).toThrow(
    new RangeError("rate: wanted a number above 0, found 0"),
  );
  expect(() => expectNumber(1, "beta1", { atLeast: 0, below: 1 })).toThrow(
    "beta1: wanted a number at least 0 and below 1, found 1",
  );
  expect(() => expectNumber(NaN, "rate")).toThrow("rate: wanted a number, found NaN");
  expect(() => expectInteger(2.5, "steps", { atLeast: 1 })).toThrow(
    new RangeError("steps: wanted a whole number at least 1, found 2.5"),
  );
  expect(() => expectInteger(3, "k", { atMost: 2 })).toThrow(RangeError);
  expect(() => expectInteger("3" as unknown as number, "k")).toThrow('found "3"');
  expect(() => expectInteger(3n as unknown as number, "k")).toThrow("found 3n");
  expect(() => expectNumber(undefined as unknown as number, "k")).toThrow("found nothing");
});
