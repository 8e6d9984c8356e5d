import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { budget } from "../../src/evidence/budget";
import { claim } from "../../src/evidence/claim";
import { overSeeds, seedList } from "../../src/evidence/seeds";
import { runStudy } from "../../src/studies/run-study";

afterEach(() => {
  delete process.env.CLINIC_RESUME_DIR;
  delete process.env.CLINIC_BUDGET;
});

describe("overSeeds", () => {
  it("runs in order and says where it is", async () => {
    const labels = await overSeeds("x", [3, 1], ({ seed, label }) => `${seed}: ${label}`);
    expect(labels).toEqual(["3: seed 1 of 2", "1: seed 2 of 2"]);
  });

  it("carries on after the seeds that a killed run had finished", async () => {
    process.env.CLINIC_RESUME_DIR = path.join(os.tmpdir(), `clinic-resume-${process.pid}`);
    const ran: number[] = [];
    const experiment =
      (failAt: number) =>
      async ({ seed }: { seed: number }) => {
        ran.push(seed);
        if (seed === failAt) throw new Error("killed");
        return await Promise.resolve({ seed, values: Float32Array.of(seed, 0.5) });
      };
    const name = `a/b ${"名".repeat(300)}`; // longer than a file's name may be
    await expect(overSeeds(name, [1, 2, 3], experiment(3))).rejects.toThrow("killed");
    const results = await overSeeds(name, [1, 2, 3], experiment(0));
    expect(ran).toEqual([1, 2, 3, 3]);
    expect(results[1]).toEqual({ seed: 2, values: Float32Array.of(2, 0.5) });
    await overSeeds("other", [1], experiment(0));
    expect(ran).toEqual([1, 2, 3, 3, 1]);
    fs.rmSync(process.env.CLINIC_RESUME_DIR, { recursive: true });
  });

  /** Press stop while a seed runs; each result is that seed's number. */
  async function stopIn(which: number): Promise<{ ran: number[]; results: Promise<number[]> }> {
    const ran: number[] = [];
    const results = overSeeds("x", [1, 2, 3], async ({ seed }) => {
      ran.push(seed);
      if (seed === which) process.emit("SIGINT");
      return await Promise.resolve(seed);
    });
    await results.catch(() => undefined);
    return { ran, results };
  }

  it("stops at the stop button, keeps the finished seeds and leaves no listener behind", async () => {
    const before = process.listenerCount("SIGINT");
    const { ran, results } = await stopIn(2);
    expect(await results).toEqual([1]);
    expect(ran).toEqual([1, 2]);
    expect(process.listenerCount("SIGINT")).toBe(before);
  });

  it("keeps what the first seed had, when that one is stopped", async () => {
    const { ran, results } = await stopIn(1);
    expect(await results).toEqual([1]);
    expect(ran).toEqual([1]);
  });

  it("fails when `clinic run` is stopped, which goes on from there the next time", async () => {
    process.env.CLINIC_RESUME_DIR = path.join(os.tmpdir(), `clinic-stopped-${process.pid}`);
    const { results } = await stopIn(2);
    await expect(results).rejects.toThrow(/Stopped in seed 2 of 3 of "x"/);
    fs.rmSync(process.env.CLINIC_RESUME_DIR, { recursive: true });
  });

  it.each([[[]], [[1, 1]], [[1.5]], [[NaN]]])("refuses seeds %j", async (seeds) => {
    await expect(overSeeds("x", seeds, () => 0)).rejects.toThrow(RangeError);
  });
});

describe("budget", () => {
  const values = { full: { steps: 100 }, quick: { steps: 40 }, smoke: { steps: 2 } };
  afterEach(() => {
    delete process.env.CLINIC_BUDGET;
    budget(values); // a notebook that asked for nothing
    vi.restoreAllMocks();
  });

  it("is full unless the environment says another", () => {
    expect(budget(values)).toEqual({ steps: 100, name: "full" });
    process.env.CLINIC_BUDGET = "smoke";
    expect(budget(values)).toEqual({ steps: 2, name: "smoke" });
  });

  it("says of quick, and of it alone, that it is not what the text describes", () => {
    const log = vi.spyOn(console, "log").mockReturnValue();
    budget(values);
    process.env.CLINIC_BUDGET = "smoke";
    budget(values);
    expect(log).not.toHaveBeenCalled();
    process.env.CLINIC_BUDGET = "quick";
    expect(budget(values)).toEqual({ steps: 40, name: "quick" });
    expect(log.mock.calls).toEqual([[expect.stringMatching(/not what the text describes/)]]);
  });

  it("takes the notebook's word where the environment says nothing, until the cell is run again", () => {
    vi.spyOn(console, "log").mockReturnValue();
    const input = { measured: [1, 2], unit: "points", require: { atLeast: 5 } };
    expect(budget(values, { quick: true })).toEqual({ steps: 40, name: "quick" });
    expect(claim("It is large", input)).toMatchObject({ enforced: false, held: false });
    expect(budget(values, { quick: false }).name).toBe("full");
    expect(claim("It is large", input).problem).toMatch(/at least 3 are wanted/);
    process.env.CLINIC_BUDGET = "full";
    expect(budget(values, { quick: true })).toEqual({ steps: 100, name: "full" });
  });

  it("is as full where a notebook has no quick values", () => {
    vi.spyOn(console, "log").mockReturnValue();
    process.env.CLINIC_BUDGET = "quick";
    const { full, smoke } = values;
    expect(budget({ full, smoke })).toEqual({ steps: 100, name: "quick" });
  });

  it("refuses another name, for notebooks and for studies", async () => {
    process.env.CLINIC_BUDGET = "tiny";
    const message = /CLINIC_BUDGET: wanted one of full, quick, smoke, found "tiny"/;
    expect(() => budget(values)).toThrow(message);
    const study = { base: { data: "ring" }, arms: {}, seeds: 1 };
    await expect(runStudy("x", study as never)).rejects.toThrow(message);
  });
});

describe("seedList", () => {
  afterEach(() => {
    delete process.env.CLINIC_FIRST_SEED;
  });

  it("counts from 1, or from where CLINIC_FIRST_SEED says", () => {
    expect(seedList(3)).toEqual([1, 2, 3]);
    process.env.CLINIC_FIRST_SEED = "101";
    expect(seedList(2)).toEqual([101, 102]);
  });

  it("gives shifted seeds of one set only, so that two sets never overlap", () => {
    expect(seedList(150)).toHaveLength(150);
    process.env.CLINIC_FIRST_SEED = "101";
    expect(seedList(100).at(-1)).toBe(200);
    expect(() => seedList(101)).toThrow(/seedList count.*100/);
  });

  it("refuses no seeds, and a first seed that is no whole number", () => {
    expect(() => seedList(0)).toThrow(/seedList count/);
    process.env.CLINIC_FIRST_SEED = "one";
    expect(() => seedList(2)).toThrow(/CLINIC_FIRST_SEED/);
  });
});
