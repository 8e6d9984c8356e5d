import { describe, expect, it } from "vitest";
import { withPart } from "../../src/course/marked-part";
import { resultsPage, strongestTable, type CommittedResult } from "../../src/course/results-page";
import { judge } from "../../src/evidence/claim";

const stated = (text: string, headline: boolean, baseline?: number[]) =>
  judge(
    text,
    {
      measured: [6, 6, 6],
      unit: "points",
      require: { atLeast: 1 },
      headline,
      ...(baseline && { baseline }),
    },
    true,
  );
const result: CommittedResult = {
  ...{ notebook: "00-x", title: "A fault", budget: "full", engine: "wasm 1", seconds: 3 },
  fresh: true,
  claims: [stated("One", false), stated("Two", true, [4, 4, 4]), stated("Three", true)],
};

describe("the page of results", () => {
  it("has the headlines first, and the others folded below them", () => {
    const page = resultsPage([result]);
    expect(page).toContain("## 00 · [A fault](00-x.ipynb)");
    const places = ["| Two |", "| Three |", "<summary>The other 1 claim<", "| One |", "</details>"];
    const found = places.map((place) => page.indexOf(place));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found[0]).toBeGreaterThan(0);
  });

  it("folds nothing where no claim is a headline, and says where there is no run", () => {
    expect(resultsPage([{ ...result, claims: [stated("One", false)] }])).not.toContain("details");
    expect(resultsPage([{ ...result, claims: [] }])).toContain("not committed yet");
  });
});

it("the README's row is the first headline, else the first claim", () => {
  const rowOf = (claims: CommittedResult["claims"]) =>
    strongestTable([{ ...result, claims }]).split("\n")[2];
  const link = "| 00 | [A fault](notebooks/00-x.ipynb) |";
  expect(rowOf(result.claims)).toBe(`${link} Two | 6 [6, 6] points, against 4 [4, 4] |`);
  expect(rowOf([stated("One", false)])).toBe(`${link} One | 6 [6, 6] points |`);
  const goesOn = [stated("... and so on", true), stated("Four", true)];
  expect(rowOf(goesOn)).toBe(`${link} Four | 6 [6, 6] points |`);
  expect(rowOf([])).toBe(`${link}  |  |`);
});

it("a part between two marks is replaced, and nothing else", () => {
  const text = "a\n<!-- x -->\nold\n<!-- /x -->\nb";
  expect(withPart(text, "x", "new")).toBe("a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb");
  expect(withPart(withPart(text, "x", "new"), "x", "new")).toBe(withPart(text, "x", "new"));
  expect(() => withPart(text, "y", "new")).toThrow('needs the lines "<!-- y -->"');
});
