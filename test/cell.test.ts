import { afterEach, expect, it } from "vitest";
import { declaredInCells, learnerEvents, lendToCells, runningCell, showOfCell } from "../src/cell";

const global = globalThis as { __tslab__?: unknown };

afterEach(() => {
  lendToCells({ learner: undefined, runningCell: undefined });
  delete global.__tslab__;
});

it("outside a notebook there is nothing", () => {
  expect([showOfCell(), runningCell(), learnerEvents(), declaredInCells()]).toEqual([
    ...[undefined, undefined, undefined],
    {},
  ]);
});

it("what one part of the kernel lends stays when another lends more", () => {
  const cell = { stopped: false, listening: 0 };
  const learner = {
    ...{ finished: () => undefined, checked: () => undefined },
    ...{ guessed: () => ({ choices: [] }), revealed: () => [] },
  };
  lendToCells({ runningCell: () => cell });
  lendToCells({ learner });
  expect(runningCell()).toBe(cell);
  expect(learnerEvents()).toBe(learner);
});

it("tslab's cells have declared what stands in its exports", () => {
  global.__tslab__ = { exports: { a: 1 } };
  expect(declaredInCells()).toEqual({ a: 1 });
});
