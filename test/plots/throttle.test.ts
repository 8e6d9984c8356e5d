import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { throttle } from "../../src/plots/throttle";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Offer a value every 10 ms for `seconds`; showing one takes `cost` ms. When they were shown, in ms. */
function shownAt(cost: number, seconds: number): number[] {
  const start = performance.now();
  const times: number[] = [];
  const { offer, stop } = throttle(() => {
    times.push(performance.now() - start);
    vi.advanceTimersByTime(cost);
  });
  while (performance.now() - start < seconds * 1000) {
    offer(0);
    vi.advanceTimersByTime(10);
  }
  stop();
  return times;
}

it("shows a quick picture four times a second", () => {
  expect(shownAt(0, 1.9)).toEqual([0, 250, 500, 750, 1000, 1250, 1500, 1750]);
});

it("shows a picture of 9 ms every 600 ms, which is 1.5 % of the time, once the first is drawn", () => {
  expect(shownAt(9, 2.2).slice(0, 2)).toEqual([0, 250]);
  const times = shownAt(9, 60).slice(1);
  const waits = times.slice(1).map((time, i) => time - times[i]);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(600);
  expect(Math.max(...waits)).toBeLessThan(620);
});

it("shows even a picture of a second every four seconds", () => {
  const times = shownAt(1000, 20);
  expect(times.slice(2).map((time, i) => time - times[i + 1])).toEqual([4000, 4000, 4000, 4000]);
});
