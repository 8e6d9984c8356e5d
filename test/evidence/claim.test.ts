import { describe, expect, it, vi } from "vitest";
import * as cells from "../../src/cell";
import type { ShowOutput } from "../../src/cell";
import { claim, CLAIM_MIME, judge, type Claim, type ClaimInput } from "../../src/evidence/claim";
import { claimsHtml, claimText, intervalText, number } from "../../src/evidence/claim-view";

const input: ClaimInput = { measured: [5, 6, 7], unit: "modes", require: { atLeast: 3 } };

describe("judge", () => {
  it("holds when the whole interval meets the bound", () => {
    // mean 6, standard error 1/sqrt(3) = 0.577, t(0.975, 2) = 4.303: 6 ± 2.48
    const { held, measured } = judge("x", input, true);
    expect(measured.mean).toBeCloseTo(6, 10);
    expect(measured.low).toBeCloseTo(6 - 4.3027 / Math.sqrt(3), 3);
    expect(held).toBe(true);
  });

  it("reports the bootstrap's interval, which is the narrower one and does not decide", () => {
    const { bootstrap, measured } = judge("x", input, true);
    expect(bootstrap.method).toBe("bootstrap");
    expect(bootstrap.low).toBeGreaterThan(measured.low);
    expect(bootstrap.low).toBeGreaterThanOrEqual(5); // no mean of resamples is below the smallest value
  });

  it("does not hold when only the mean meets it", () => {
    expect(judge("x", { ...input, require: { atLeast: 4 } }, true).held).toBe(false);
    expect(judge("x", { ...input, require: { atMost: 8 } }, true).held).toBe(false);
    expect(judge("x", { ...input, require: { atMost: 9 } }, true).held).toBe(true);
    expect(judge("x", { ...input, require: { atLeast: 3, atMost: 8 } }, true).held).toBe(false);
  });

  it("judges the difference seed by seed when there is a baseline", () => {
    // the spread over seeds is large, the difference is 1 in each: only pairing can see it
    const paired = { ...input, measured: [11, 51, 91], baseline: [10, 50, 90] };
    const { difference, held } = judge("x", { ...paired, require: { atLeast: 0.5 } }, true);
    expect(difference).toMatchObject({ mean: 1, low: 1, high: 1 });
    expect(held).toBe(true);
  });

  it.each<[string, Partial<ClaimInput>, RegExp]>([
    ["one seed", { measured: [1] }, /two seeds or more, found 1 of 1/],
    ["one finite number", { measured: [1, NaN, NaN] }, /two seeds or more, found 1 of 3/],
    ["unpaired numbers", { baseline: [1, 2] }, /3 measured and 2 baseline/],
    ["no bound", { require: {} }, /requires nothing/],
  ])("refuses %s", (_, change, message) => {
    expect(() => judge("x", { ...input, ...change }, true)).toThrow(message);
    expect(() => judge("x", { ...input, ...change }, true)).toThrow(RangeError);
  });

  it.each<[string, Partial<ClaimInput>, RegExp]>([
    ["of two seeds", { measured: [5, 6] }, /rests on 2 seeds; at least 3/],
    [
      "with a seed that has no number",
      { measured: [5, NaN, 6] },
      /no number of the 2\. of 3 seeds/,
    ],
    ["with a baseline that has none", { baseline: [1, 2, Infinity] }, /no number of the 3\. of 3/],
  ])("does not judge one %s, and says why", (_, change, problem) => {
    const claim = judge("x", { ...input, measured: [6, 7, 8], ...change }, true);
    expect(claim).toMatchObject({ held: false, enforced: true });
    expect(claim.problem).toMatch(problem);
    expect(claimText(claim)).toMatch(/^cannot be judged: x\./);
    expect(claim.measured.mean).toBe((claim.measured.low + claim.measured.high) / 2); // of the others
    expect(claimsHtml([claim])).toContain("<details open>");
  });

  it("lets the smoke budget make do with two seeds", () => {
    expect(judge("x", { ...input, measured: [5, 6] }, false).enforced).toBe(false);
  });
});

describe("how a claim reads", () => {
  it("says verdict, sentence, interval and requirement", () => {
    expect(claimText(judge("Modes are found", { ...input, measured: [6, 6, 6] }, true))).toBe(
      "held: Modes are found. Measured 6 [6, 6] modes over 3 seeds; required at least 3; on fresh seeds: over 99 %",
    );
    expect(claimText(judge("x", { ...input, require: { atLeast: 6 } }, true))).toMatch(/^NOT HELD/);
    expect(claimText(judge("x", input, false))).toMatch(/^not judged/);
  });

  it("escapes HTML", () => {
    expect(claimsHtml([judge("a < b & c", input, true)])).toContain("a &lt; b &amp; c");
  });

  it("is a row of one table, with a sign beside the colour, and what decides", () => {
    const more = { ...input, measured: [6, 6, 6], baseline: [1, 1, 1], require: { atLeast: 4 } };
    const html = claimsHtml([judge("One", more, true), judge("Two", more, false)]);
    expect(html.match(/<table>/g)).toHaveLength(1);
    expect(html.match(/<tr>/g)).toHaveLength(3);
    expect(html).toContain("<b>✔&nbsp;held</b>");
    expect(html).toContain("○&nbsp;not judged");
    expect(html).toContain("difference 5 [5, 5] modes");
    expect(html).toContain("6 [6, 6] against a baseline of 1 [1, 1], paired by seed.");
  });

  it("rounds to three digits with a true minus sign", () => {
    expect([0, 1234.5, 0.012345, -2.5, 1e-5, -1e-5, 12345678].map(number)).toEqual([
      "0",
      "1230",
      "0.0123",
      "−2.5",
      "1e−5",
      "−1e−5",
      "1.23e+7",
    ]);
  });

  it("says 0 for what a rounding error left of it", () => {
    const text = (mean: number, low: number, high: number) =>
      intervalText({ mean, low, high, n: 5, method: "t" });
    expect(text(-2.2e-17, -0.25, 0.25)).toBe("0 [−0.25, 0.25]");
    expect(text(2e-17, 1e-17, 3e-17)).toBe("2e−17 [1e−17, 3e−17]");
    expect(text(0, 0, 0)).toBe("0 [0, 0]");
  });
});

describe("the claims of a cell", () => {
  const wrote: {
    data: Record<string, unknown>;
    id?: string | undefined;
    update?: boolean | undefined;
  }[] = [];
  const cell = (): ShowOutput => (content, update) =>
    wrote.push({ data: content.data, id: content.transient.display_id, update });

  it("stand in one table that grows, each cell's in its own", () => {
    wrote.length = 0;
    const show = vi.spyOn(cells, "showOfCell").mockReturnValue(cell());
    claim("A", { ...input, measured: [6, 6, 6] });
    claim("B", { ...input, measured: [6, 6, 6] });
    claim("A", { ...input, measured: [7, 7, 7] }); // run again in a loop: it takes its own place
    show.mockReturnValue(cell());
    claim("C", { ...input, measured: [6, 6, 6] });
    show.mockRestore();
    const texts = wrote.map(({ data }) =>
      (data[CLAIM_MIME] as { claims: Claim[] }).claims.map(({ text }) => text).join(""),
    );
    expect(texts).toEqual(["A", "AB", "BA", "C"]);
    expect(wrote.map(({ update }) => update)).toEqual([false, true, true, false]);
    expect(new Set(wrote.map(({ id }) => id)).size).toBe(2);
  });
});
