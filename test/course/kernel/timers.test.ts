import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepTimersApart } from "../../../src/course/kernel/timers";

interface System {
  setTimeout: (callback: () => void, delay: number) => unknown;
  clearTimeout: (timer: unknown) => void;
}

/** As tslab does it: a system derived from TypeScript's, with room for one timer. */
function derived(base: System): System {
  const system = Object.create(base) as System;
  let slot: { callback: () => void } | undefined;
  system.setTimeout = (callback) => {
    if (slot) throw new Error("Unexpected pending rebuildTimer");
    slot = { callback };
    return slot;
  };
  system.clearTimeout = (timer) => {
    if (timer !== slot) throw new Error("clearing unexpected timer");
    slot = undefined;
  };
  return system;
}

const usual = vi.fn();
const base = (): System => ({ setTimeout: usual, clearTimeout: usual });
const compile = () => undefined;

describe("keepTimersApart", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function invalidateResolutionsOfFailedLookup() {
    usual("looked again");
  }

  it("is needed: one place is not enough for both timers", () => {
    const system = derived(base());
    system.setTimeout(invalidateResolutionsOfFailedLookup, 250);
    expect(() => system.setTimeout(compile, 250)).toThrow("pending");
  });

  it("lets both timers run", () => {
    const typescript = base();
    keepTimersApart(typescript);
    const system = derived(typescript);
    system.setTimeout(invalidateResolutionsOfFailedLookup, 250);
    const timer = system.setTimeout(compile, 250);
    expect(timer).toEqual({ callback: compile });
    vi.advanceTimersByTime(250);
    expect(usual).toHaveBeenCalledExactlyOnceWith("looked again");
    system.clearTimeout(timer);
    usual.mockClear();
  });

  it("stops either timer by itself", () => {
    const typescript = base();
    keepTimersApart(typescript);
    const system = derived(typescript);
    const second = system.setTimeout(invalidateResolutionsOfFailedLookup, 250);
    const first = system.setTimeout(compile, 250);
    system.clearTimeout(second);
    vi.advanceTimersByTime(1000);
    expect(usual).not.toHaveBeenCalled();
    system.clearTimeout(first);
    expect(() => {
      system.clearTimeout(first);
    }).toThrow("unexpected");
  });

  it("leaves the system itself as it was", () => {
    const typescript = base();
    keepTimersApart(typescript);
    expect(typescript.setTimeout).toBe(usual);
    typescript.setTimeout = compile;
    expect(typescript.setTimeout).toBe(compile);
  });
});
