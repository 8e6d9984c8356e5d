import { describe, expect, it } from "vitest";
import { logAxis } from "../../src/plots/log-axis";

const ticksOf = (low: number, high: number) => logAxis(low, high).axis.values as number[];
const domainOf = (low: number, high: number) => logAxis(low, high).scale.domain as number[];

describe("logAxis", () => {
  it.each([
    [0.13, 1.7, [0.2, 0.3, 0.5, 0.7, 1]],
    [4, 62, [5, 7, 10, 20, 30, 50]],
    [0.1, 7, [0.1, 0.2, 0.5, 1, 2, 5]],
    [50, 3200, [50, 100, 200, 500, 1000, 2000]],
    [0.002, 9, [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]],
    [1e-6, 1, [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1]],
    [1e-30, 1e6, [1e-30, 1e-25, 1e-20, 1e-15, 1e-10, 1e-5, 1, 1e5]],
    [20, 20, [10, 20, 30]],
    [5.5, 5.5, [5, 6]],
    [1.01, 1.02, [0.9, 1, 2]],
  ])("labels the values from %d to %d", (low, high, ticks) => {
    expect(ticksOf(low, high)).toEqual(ticks);
  });

  it("has two to eight labels on any range, and holds all of it", () => {
    for (let start = -12; start < 6; start += 1.37) {
      for (let span = 0; span < 30; span += 0.83) {
        const [low, high] = [10 ** start, 10 ** (start + span)];
        const [from, to] = domainOf(low, high);
        const ticks = ticksOf(low, high);
        expect(ticks.length, `${low} to ${high}`).toBeGreaterThanOrEqual(2);
        expect(ticks.length, `${low} to ${high}`).toBeLessThanOrEqual(8);
        expect(from <= low && high <= to && from <= ticks[0] && ticks.at(-1)! <= to).toBe(true);
      }
    }
  });

  it("ends where it is told to", () => {
    const { scale, axis } = logAxis(0.5, 40, true);
    expect(scale.domain).toEqual([0.5, 40]);
    expect(axis.values).toEqual([0.5, 1, 2, 5, 10, 20]);
  });
});
