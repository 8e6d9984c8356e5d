import { describe, expect, it } from "vitest";
import type { ReleaseManifest } from "../../../src/grader/contract";
import { formatSimilarity, similarPairs } from "../../../src/grader/report/similarity";
import { sameTexts } from "../../../src/grader/report/same-texts";
import { formatClassText } from "../../../src/grader/report/text";
import { reportOf } from "./sample";
import { tokenize } from "../../../src/grader/report/tokens";
import type { SubmissionCell } from "../../../src/grader/submission/submission";

const STUB = `function given(values: number[]): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  const squares = values.map((value) => value * value).filter((value) => value > 0);
  for (let index = 0; index < squares.length; index++) { console.log(squares[index], total); }
  // YOUR CODE HERE
  throw new Error("not implemented");
}`;
const manifest = {
  format: 1,
  lab: "x",
  title: "x",
  salt: "",
  tasks: [],
  cells: [
    { gradeId: "a", cellType: "code", role: "solution", task: "a", source: STUB, checksum: "" },
  ],
} as ReleaseManifest;

/** Code whose shape depends on the seed: what one student would write on their own. */
function codeOf(seed: number): string {
  let state = seed;
  const next = (count: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * count);
  };
  const parts = [
    () => `const a${next(9)} = tf.${["add", "sub", "mul", "div"][next(4)]}(x, ${next(99)});`,
    () =>
      `if (x > ${next(9)}) { x = x.${["sum", "mean", "max", "min"][next(4)]}(); } else { y++; }`,
    () => `for (const v of values) { total ${["+=", "-=", "*="][next(3)]} v * v; }`,
    () => `while (n-- > 0) queue.${["push", "shift", "concat"][next(3)]}([n, [n]]);`,
    () => `results.push({ a, b: [${next(9)}], c: "text" } as Result);`,
  ];
  return Array.from({ length: 60 }, () => parts[next(parts.length)]()).join("\n");
}
const submission = (name: string, text: string, role: SubmissionCell["role"] = "solution") => ({
  name,
  cells: [{ role, task: "a", cellType: "code", text, from: "student" } as SubmissionCell],
});
const renamed = codeOf(1)
  .replaceAll("values", "zahlen")
  .replaceAll("queue", "q2")
  .replaceAll("text", "other")
  .replace(/\d+/g, "7")
  .replaceAll("\n", "\n\n  // mine\n  ");

describe("similarPairs", () => {
  it("finds a copy with other names, numbers, comments and layout, and nothing else", () => {
    const all = [1, 2, 3, 4].map((seed) => submission(`s${seed}`, codeOf(seed)));
    const pairs = similarPairs([...all, submission("copy", renamed)], manifest);
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({ submissions: ["copy", "s1"], similarity: 1 });
    expect(pairs[0].longest).toBeGreaterThan(10);
  });

  it("finds a part of a copy, when asked for less", () => {
    const half = `${codeOf(1).split("\n").slice(0, 15).join("\n")}\n${codeOf(9)}`;
    const both = [submission("a", codeOf(1)), submission("b", half)];
    expect(similarPairs(both, manifest)).toEqual([]);
    const [pair] = similarPairs(both, manifest, { atLeast: 0.1 });
    expect(pair.similarity).toBeGreaterThan(0.1);
    expect(pair.similarity).toBeLessThan(0.8);
  });

  it("finds a copy in cells of the student's own, and one among much else", () => {
    const copy = submission("b", codeOf(1), "own");
    expect(similarPairs([submission("a", codeOf(1)), copy], manifest)).toMatchObject([
      { submissions: ["a", "b"], similarity: 1 },
    ]);
    const padded = submission("b", `${codeOf(8)}\n${codeOf(1)}\n${codeOf(9)}`, "own");
    expect(similarPairs([submission("a", codeOf(1)), padded], manifest)).toMatchObject([
      { submissions: ["a", "b"] },
    ]);
  });

  it.each([
    ["named and never used", "const unused = 3;"],
    ["a value", "0;"],
    ["a call that only computes", "Math.abs(1);"],
    ["printed", "console.log(x);"],
    ["counted and never read", "let k = 0; k++; k += 2;"],
    ["never reached", "if (false) { x = 2; }"],
    ["nothing", ";;{}"],
  ])("finds a copy with statements put in that do nothing: %s", (_, idle) => {
    const copy = codeOf(1).replace(/^/gm, `${idle} `);
    const both = [submission("a", codeOf(1)), submission("b", copy)];
    expect(similarPairs(both, manifest)).toMatchObject([{ similarity: 1 }]);
  });

  it("what was handed out does not count", () => {
    const stubs = ["a", "b"].map((name) => submission(name, STUB));
    expect(similarPairs(stubs, manifest, { atLeast: 0 })).toEqual([]);
    const mixed = [1, 2].map((seed) => submission(`s${seed}`, `${STUB}\n${codeOf(seed)}`));
    expect(similarPairs(mixed, manifest)).toEqual([]);
  });

  it("what most of a class wrote does not count", () => {
    const way = codeOf(5);
    const all = Array.from({ length: 12 }, (_, n) =>
      submission(`s${n}`, `${way}\n${codeOf(n + 20)}`),
    );
    expect(similarPairs(all, manifest)).toEqual([]);
    expect(similarPairs(all.slice(0, 2), manifest, { atLeast: 0.4 })).toHaveLength(1);
  });

  it("gives the same pairs in whatever order they come, and so many at most", () => {
    const all = ["d", "c", "b", "a"].map((name) => submission(name, codeOf(3)));
    const pairs = similarPairs(all, manifest);
    expect(pairs.map(({ submissions }) => submissions.join(""))).toEqual([
      "ab",
      "ac",
      "ad",
      "bc",
      "bd",
      "cd",
    ]);
    expect(similarPairs([...all].reverse(), manifest)).toEqual(pairs);
    expect(similarPairs(all, manifest, { most: 2 })).toEqual(pairs.slice(0, 2));
  });

  it("stays quick on a class of 200 and on code that is none", () => {
    const all = Array.from({ length: 195 }, (_, n) => submission(`s${n}`, codeOf(n)));
    const odd = [
      "(".repeat(300_000),
      "x".repeat(300_000),
      "`${".repeat(99_999),
      "/*",
      "\u0000\ud800",
    ];
    const start = process.cpuUsage();
    similarPairs([...all, ...odd.map((text, n) => submission(`odd${n}`, text))], manifest);
    const { user, system } = process.cpuUsage(start); // other work on the machine does not count
    const seconds = (user + system) / 1e6;
    console.log(`similarPairs: ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(20);
  });
});

it("tokenize keeps words of the language and of libraries", () => {
  const { tokens } = tokenize("a", 'const x = tf.add(y, 1.5); // no\nreturn "a" + `b${c}d`;');
  expect(tokens.join(" ")).toBe(
    "const name = name . add ( name , NumericLiteral ) ; return StringLiteral + TemplateHead name TemplateTail ;",
  );
});

describe("sameTexts", () => {
  const prose = "The discriminator is slow, so every sample lands in one place.";
  const text = (name: string, words: string) => submission(name, words, "text");

  it("finds who wrote the same words, whatever the case, blanks and punctuation", () => {
    const copy = prose.toUpperCase().replaceAll(" ", "\n ").replace(",", " -");
    const all = [text("bob", copy), text("ann", prose), text("eve", prose.replace("one", "a"))];
    expect(sameTexts(all, manifest)).toEqual([{ task: "a", submissions: ["ann", "bob"] }]);
  });

  it("leaves out what is short, code, or as it was handed out", () => {
    const code = ["ann", "bob"].map((name) => submission(name, prose));
    expect(sameTexts(code, manifest)).toEqual([]);
    expect(sameTexts([text("ann", "It is slow."), text("bob", "It is slow.")], manifest)).toEqual(
      [],
    );
    expect(sameTexts([text("ann", STUB), text("bob", STUB)], manifest)).toEqual([]);
  });

  it("is told on the screen and in the file", () => {
    const same = [{ task: "why", submissions: ["ann", "b\u001b[31mob"] }];
    const line = "the same text (why): ann, bob\n";
    expect(formatSimilarity([], same)).toBe(line);
    expect(formatClassText([reportOf("x", "ann")], [], same)).toContain(
      `Much alike (1):\n    ${line}`,
    );
  });
});

it("formatSimilarity", () => {
  expect(formatSimilarity([])).toBe("No two submissions are much alike.\n");
  expect(
    formatSimilarity([{ submissions: ["a\u001b[31m", "b\n"], similarity: 0.954, longest: 9 }]),
  ).toBe("Alike in what is their own (look at them; it proves nothing):\n  95 %  a, b\n");
});
