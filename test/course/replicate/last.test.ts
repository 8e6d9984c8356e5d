import { describe, expect, it } from "vitest";
import { lastReplication, replicationText } from "../../../src/course/replicate/last";
import type { SeedRegister } from "../../../src/course/replicate/seed-register";

type Use = SeedRegister["used"][number];
const names = ["00-a", "01-b"];
const last = (...used: Use[]) => lastReplication({ about: "", used }, names);
const tried = (from: number, library: string, notebooks: Use["notebooks"]): Use => ({
  ...{ from, to: from + 99, what: "replication", day: "2026-12-01", budget: "full" },
  library,
  notebooks,
});
const whole: Use = { from: 301, to: 400, what: "replication", held: 9, of: 10 };

describe("the last replication", () => {
  it("is counted over notebooks and sets, each with the library of its newest", () => {
    const found = last(
      whole,
      tried(401, "old", { "00-a": { held: 1, of: 5 } }),
      tried(501, "new", { "00-a": { held: 4, of: 5 }, "01-b": { held: 3, of: 3 } }),
      tried(601, "new", { "00-a": { held: 5, of: 5 }, "01-b": { held: 3, of: 3 } }),
    );
    expect(found).toEqual({ held: 15, of: 16, sets: 2, from: 501, to: 700, day: "2026-12-01" });
    expect(replicationText(found)).toBe(
      "The last time, on 2 sets of seeds 501 to 700 (2026-12-01), **15 of 16** trials of a claim held.",
    );
  });

  it("is that of all notebooks together while few have counts of their own", () => {
    const few = tried(501, "new", { "01-b": { held: 3, of: 3 } });
    expect(replicationText(last(whole, few))).toBe(
      "The last time, on seeds 301 to 400, **9 of 10** claims held.",
    );
    const many = tried(501, "new", { "01-b": { held: 12, of: 13 } });
    expect(replicationText(last(whole, many))).toContain("The last time of notebooks 01, on seeds");
  });

  it("is that of most notebooks, and of all that have become shorter", () => {
    const most = tried(501, "new", { "01-b": { held: 4, of: 5 } });
    expect(last(whole, most)).toMatchObject({ held: 4, of: 5, notebooks: ["01-b"] });
    const short = { "00-a": { held: 2, of: 2 }, "01-b": { held: 1, of: 2 } };
    expect(last(whole, tried(501, "new", short))).toMatchObject({ held: 3, of: 4 });
  });

  it("takes no quick run, no pilot, and none without counts", () => {
    const quick: Use = { ...tried(401, "new", { "00-a": { held: 1, of: 5 } }), budget: "quick" };
    const pilot: Use = { ...tried(501, "new", { "00-a": { held: 1, of: 5 } }), what: "pilot" };
    const found = last(quick, pilot, tried(601, "new", { "00-a": {} }));
    expect(found).toBeUndefined();
    expect(replicationText(found)).toBe("No claim has been tried on fresh seeds yet.");
  });
});
