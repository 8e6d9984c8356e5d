import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { between, listOf, oneOf, record, whole } from "../../../src/grader/lab/forms";

const recipe = record({
  loss: oneOf("hinge", "minimax"),
  rates: record({ generator: between(0, 0.1) }),
  hidden: listOf(whole(1, 64), 1, 2),
});
const right = { loss: "hinge", rates: { generator: 0.1 }, hidden: [64, 1] };

/** "path: message" of the first thing that is wrong. */
function wrong(form: z.ZodType, value: unknown): string {
  const { path, message } = form.safeParse(value).error!.issues[0];
  return [path.join("."), message].filter(Boolean).join(": ");
}

describe("a record that is handed in", () => {
  test("comes back as it is", () => {
    expect(recipe.parse(right)).toEqual(right);
  });

  test.each([
    [{ ...right, loss: "hings" }, 'loss: wanted one of "hinge", "minimax", found "hings"'],
    [{ ...right, loss: undefined }, 'loss: wanted one of "hinge", "minimax", found nothing'],
    [
      { ...right, rates: { generator: 1 } },
      "rates.generator: wanted a number from 0 to 0.1, found 1",
    ],
    [
      { ...right, rates: { generator: NaN } },
      "rates.generator: wanted a number from 0 to 0.1, found NaN",
    ],
    [
      { ...right, rates: { generator: "0.1" } },
      'rates.generator: wanted a number from 0 to 0.1, found "0.1"',
    ],
    [{ ...right, rates: 0.1 }, "rates: wanted a plain record { generator }, found 0.1"],
    [{ ...right, hidden: [1.5] }, "hidden.0: wanted a whole number from 1 to 64, found 1.5"],
    [{ ...right, hidden: [1, 2, 3] }, "hidden: wanted a list of 1 to 2, found a list of 3"],
    [{ ...right, hidden: [65] }, "hidden.0: wanted a whole number from 1 to 64, found 65"],
    [{ ...right, weights: [1] }, "wanted only loss, rates, hidden, found weights too"],
    [
      new Float32Array(3),
      "wanted a plain record { loss, rates, hidden }, found a Float32Array of 3",
    ],
    [() => right, "wanted a plain record { loss, rates, hidden }, found a function"],
    [null, "wanted a plain record { loss, rates, hidden }, found null"],
    [
      new Proxy(right, { get: () => () => 1 }),
      'loss: wanted one of "hinge", "minimax", found a function',
    ],
  ])("%#: %j", (value, message) => {
    expect(wrong(recipe, value)).toBe(message);
  });
});
