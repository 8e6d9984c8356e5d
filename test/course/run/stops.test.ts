import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { unlessStopped, watchStops } from "../../../src/course/run/stops";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const never = new Promise<never>(() => undefined);

test("a value that comes in time is given, and no timer is left", async () => {
  const stops = watchStops(1_000);
  expect(await unlessStopped(Promise.resolve(7), stops, 500)).toEqual({ value: 7 });
  stops.dispose();
  expect(vi.getTimerCount()).toBe(0);
});

test("the time of the cell ends the waiting", async () => {
  const first = unlessStopped(never, watchStops(1_000), 500);
  await vi.advanceTimersByTimeAsync(500);
  expect(await first).toEqual({ stop: { kind: "cell timeout", ms: 500 } });
});

test("the time of the notebook ends the waiting, and is remembered", async () => {
  const stops = watchStops(300);
  const first = unlessStopped(never, stops, 500);
  await vi.advanceTimersByTimeAsync(300);
  expect(await first).toEqual({ stop: { kind: "notebook timeout", ms: 300 } });
  expect(stops.known).toEqual({ kind: "notebook timeout", ms: 300 });
});

test("a signal stops, also one from before", async () => {
  const stopper = new AbortController();
  const stops = watchStops(undefined, stopper.signal);
  expect(stops.known).toBeUndefined();
  stopper.abort();
  expect(await unlessStopped(never, stops, 500)).toEqual({ stop: { kind: "signal" } });
  expect(watchStops(undefined, AbortSignal.abort()).known).toEqual({ kind: "signal" });
});

test("the first reason stays", async () => {
  const stops = watchStops();
  stops.stop({ kind: "death", words: "was killed by SIGKILL" });
  stops.stop({ kind: "signal" });
  expect(stops.known).toEqual(await stops.first);
  expect(stops.known?.kind).toBe("death");
});

test("a time longer than a timer can be does not fire at once", async () => {
  const stops = watchStops(Infinity);
  const first = unlessStopped(never, stops, Infinity);
  await vi.advanceTimersByTimeAsync(86_400_000); // a day
  expect(stops.known).toBeUndefined();
  stops.stop({ kind: "signal" });
  expect(await first).toEqual({ stop: { kind: "signal" } });
});
