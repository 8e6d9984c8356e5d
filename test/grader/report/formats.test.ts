/** What each format says of one honest report, and of a class. */
import fs from "node:fs";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { describe, expect, it } from "vitest";
import type { SubmissionReport } from "../../../src/grader/contract";
import { cleanLine, cleanText, withoutCommands } from "../../../src/grader/report/clean";
import { formatGradebook } from "../../../src/grader/report/csv";
import { formatFeedback } from "../../../src/grader/report/feedback";
import { formatGithubResults } from "../../../src/grader/report/github";
import { formatGradescope } from "../../../src/grader/report/gradescope";
import { formatHtml } from "../../../src/grader/report/html";
import { formatClassJson, formatReportJson } from "../../../src/grader/report/json";
import { formatJunit } from "../../../src/grader/report/junit";
import { reportJsonSchema } from "../../../src/grader/report/schema";
import { formatClassText, formatReportText } from "../../../src/grader/report/text";
import { rejected, reportOf } from "./sample";

const honest: SubmissionReport = { ...reportOf("3.5", "alice"), error: undefined };
const full: SubmissionReport = {
  ...honest,
  submission: "bob",
  flags: [],
  tasks: honest.tasks.slice(0, 1).map((task) => ({
    ...task,
    checks: task.checks.map((each) => ({ ...each, outcome: "passed" })),
  })),
  points: 3,
  maxPoints: 3,
};
const theClass = [rejected, full, honest];

it("text", () => {
  expect(formatReportText(honest))
    .toBe(`alice, 01-small: 3.13 of 12 points; up to 3 more when a person has graded

✓     3/3  The mean
✗     0/3  The spread: failed
    by hand: measured 3.5; wanted 3.5
    3.5: 3.5
    1 of 2 hidden checks passed
    Hint: Read again.
✗  0.13/3  The open: crashed
    by hand: measured 3.5; wanted 3.5
    3.5: 3.5
    1 of 2 hidden checks passed
    Hint: Read again.
?     0/3  The why: needs grading

Noticed:
    3.5: 3.5
`);
  expect(formatReportText(rejected)).toBe(
    "zoe, 01-small: 0 of 12 points\n\n    The file is empty.\n\n",
  );
});

it("says what a surprise is about: hidden checks that failed where all visible ones passed", () => {
  const [, , open] = honest.tasks;
  const checks = open.checks.map((each) =>
    each.visible ? { ...each, outcome: "passed" as const } : each,
  );
  const surprised = { ...honest, tasks: [{ ...open, outcome: "failed" as const, checks }] };
  const says =
    "1 of 2 hidden checks passed; in 1 your code stopped with an error or took too long. They try what the visible ones do not: other numbers, other sizes, extreme cases";
  for (const text of [
    formatReportText(surprised),
    formatHtml(surprised),
    formatFeedback(surprised),
  ]) {
    expect(text).toContain(says);
  }
});

it("many flags of one kind are one, few are told one by one", () => {
  const flags = ["a", "b", "c", "d", "e"].map((cell) => ({
    kind: "cell restored",
    cell,
    detail: "It was missing.",
  }));
  const other = { kind: "late", detail: "Late." };
  const text = formatReportText({ ...honest, flags: [...flags, other] });
  expect(text).toMatch(
    /Noticed:\n {4}5 cells \(a, b, c, …\): They were missing, and were put back .*\n {4}Late\.\n$/,
  );
  expect(formatReportText({ ...honest, flags: flags.slice(0, 2) })).toMatch(
    /\n {4}a: It was missing\.\n {4}b: It was missing\.\n$/,
  );
});

it("a class is sorted as names are read", () => {
  const names = ["bob10", "Ärne", "bob9", "Zoe", "alice", "Bea"];
  const rows = formatGradebook(names.map((submission) => ({ ...honest, submission }))).split("\n");
  expect(rows.slice(1, -1).map((row) => row.split(",")[3])).toEqual([
    "alice",
    "Ärne",
    "Bea",
    "bob9",
    "bob10",
    "Zoe",
  ]);
});

it("text of a lab of many tasks still fits on a screen", () => {
  const tasks = Array.from({ length: 12 }, () => honest.tasks[1]);
  const flags = Array.from({ length: 40 }, () => honest.flags[0]);
  const lines = formatReportText({ ...honest, tasks, flags }).split("\n");
  expect(lines.length).toBeLessThan(75);
  expect(lines).toContain("    and 1 more check");
  expect(lines).toContain("    and 35 more");
});

it("text of a class", () => {
  expect(formatClassText(theClass)).toBe(`3 submissions, 01-small
Points of 12: lowest 0, median 3, mean 2.0, highest 3.13

passed  points  task
 100 %   3.0/3  The mean
   0 %   0.0/3  The spread
   0 %   0.1/3  The open
   0 %   0.0/3  The why; 1 not graded yet

To be graded by a person (1):
    alice

Crashed or timed out (1):
    alice

Not graded (1):
    zoe: The file is empty.

With something odd (1):
    alice: 3.5: 3.5
`);
  expect(formatClassText([])).toBe("No submissions.\n");
});

it("text of a class says why, and of whom there is more", () => {
  const many = Array.from({ length: 9 }, (_, n) => ({ ...rejected, submission: `zoe ${n}` }));
  const pair = { submissions: ["ann", "bob"], similarity: 0.98, longest: 9 } as const;
  const lines = formatClassText(many, [pair, pair]).split("\n");
  expect(lines).toContain("    zoe 5: The file is empty.");
  expect(lines).not.toContain("    zoe 6: The file is empty.");
  expect(lines).toContain("    and 3 more");
  expect(lines.slice(-4)).toEqual([
    "Much alike (2):",
    "    98 %  ann, bob",
    "    98 %  ann, bob",
    "",
  ]);
  const odd = { ...honest, flags: [...honest.flags, ...honest.flags] };
  expect(formatClassText([odd])).toContain("    alice: 3.5: 3.5 And 1 more\n");
});

it("some of a task's points are no failure", () => {
  const [, spread] = honest.tasks;
  const tasks = [{ ...spread, points: 1.5 }, spread];
  const report = { ...honest, tasks };
  expect(formatReportText(report)).toMatch(/^◐ {3}1.5\/3 {2}The spread: passed in part$/m);
  expect(formatReportText(report)).toMatch(/^✗ {5}0\/3 {2}The spread: failed$/m);
  expect(formatHtml(report)).toContain("<td>passed in part</td>");
  expect(formatFeedback(report, undefined)).toContain(
    "The spread: passed in part, 1.5 of 3 points",
  );
});

it("CSV", () => {
  const students = new Map([
    [
      "bob",
      { firstName: "Bob", lastName: "Böhm, Dr.", email: "=b@x.test", timestamp: "2026-01-02" },
    ],
  ]);
  expect(formatGradebook(theClass, { students, dueDate: "2026-01-03" }).split("\n")).toEqual([
    "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score,task mean,task spread,task open,task why,tasks_to_grade,error",
    "01-small,2026-01-03,,alice,,,,3.13,0,3.13,12,3,0,0.13,0,1,",
    `01-small,2026-01-03,2026-01-02,bob,"Böhm, Dr.",Bob,'=b@x.test,3,0,3,3,3,,,,0,`,
    "01-small,2026-01-03,,zoe,,,,0,0,0,12,,,,,0,The file is empty.",
    "",
  ]);
});

it("JUnit", () => {
  const lines = formatJunit(theClass).split("\n");
  expect(lines[0]).toBe('<?xml version="1.0" encoding="UTF-8"?>');
  expect(lines[1]).toBe('<testsuites name="labs" tests="6" failures="1" errors="2" skipped="1">');
  expect(lines).toContain('      <property name="max_points" value="12"/>');
  expect(lines).toContain('    <testcase classname="01-small.alice" name="The mean" time="0">');
  expect(lines).toContain('      <error message="The file is empty." type="not graded"/>');
});

it("Gradescope", () => {
  const results = JSON.parse(formatGradescope(honest)) as Record<string, unknown>;
  expect(results).toMatchObject({
    score: 3.125,
    stdout_visibility: "hidden",
    output: "The why (3 points) is graded by a person.\n3.5: 3.5",
  });
  expect((results.tests as unknown[])[1]).toEqual({
    score: 0,
    max_score: 3,
    status: "failed",
    name: "The spread",
    number: "2",
    output:
      "failed\nby hand: failed. measured 3.5; wanted 3.5\n3.5: failed. 3.5\n1 of 2 hidden checks passed\nHint: Read again.",
    visibility: "visible",
  });
  expect(JSON.parse(formatGradescope(rejected))).toMatchObject({
    score: 0,
    output: "The file is empty.",
    tests: [],
  });
});

it("GitHub", () => {
  const decode = (report: SubmissionReport): Record<string, unknown> =>
    JSON.parse(Buffer.from(formatGithubResults(report), "base64").toString()) as never;
  expect(decode(honest)).toMatchObject({ version: 1, status: "error", max_score: 9 });
  expect(decode(full)).toEqual({
    version: 1,
    status: "pass",
    max_score: 3,
    tests: [
      {
        name: "The mean",
        message: "",
        status: "pass",
        score: 3,
        test_code: "",
        filename: "",
        line_no: 0,
        duration: 0,
      },
    ],
  });
  expect(decode(rejected)).toMatchObject({ status: "error", max_score: 0 });
});

it("a notebook of feedback for what could not be read", () => {
  const { cells } = JSON.parse(formatFeedback(rejected)) as { cells: { source: string[] }[] };
  expect(cells.map(({ source }) => source.join(""))).toEqual([
    "## Feedback: 0 of 12 points\n\nSubmission: <code>zoe</code>\n\nNothing could be graded: <code>The file is empty.</code>",
  ]);
});

it("HTML says outcomes in words, in tables with headers, under headings", () => {
  const page = formatHtml(honest);
  expect(page).toMatch(/^<!doctype html>\n\s*<html lang="en">/);
  for (const part of [
    "<title>alice: 01-small</title>",
    '<th scope="row">The spread</th>',
    "<caption>",
    "<h1>01-small: 3.13 of 12 points; up to 3 more when a person has graded</h1>",
    "<h2>The spread: failed</h2>",
    "<li>1 of 2 hidden checks passed</li>",
  ]) {
    expect(page).toContain(part);
  }
  expect(formatHtml(rejected)).toContain("<h2>Nothing could be graded</h2>");
});

describe("the same bytes", () => {
  const reversed = [...theClass].reverse();
  it.each<[string, (reports: readonly SubmissionReport[]) => string]>([
    ["text", formatClassText],
    ["JSON", formatClassJson],
    ["JUnit", formatJunit],
    ["CSV", (reports) => formatGradebook(reports)],
  ])("%s, in whatever order a class was graded", (_name, format) => {
    expect(format(theClass)).toBe(format(reversed));
  });
});

describe("the schema", () => {
  const file = path.join(__dirname, "../../../src/grader/report/report.schema.json");

  it("report.schema.json is what zod makes of it", () => {
    const made = reportJsonSchema();
    // npx vitest run --config .config/vitest.config.mts --project unit test/grader/report -t schema
    if (process.env.UPDATE_SCHEMA) fs.writeFileSync(file, JSON.stringify(made, undefined, 2));
    const committed: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
    expect(made, "out of date: set UPDATE_SCHEMA=1 and run this test, then prettier").toEqual(
      committed,
    );
  });

  it("another validator accepts by it what is written, and nothing else", () => {
    const ajv = new Ajv2020();
    const schema = JSON.parse(fs.readFileSync(file, "utf8")) as object;
    const isClass = ajv.compile(schema);
    expect(isClass(JSON.parse(formatClassJson(theClass)))).toBe(true);
    expect(isClass({ format: 1, submissions: [{}] })).toBe(false);
  });

  it("a report that is not as the schema says is refused", () => {
    const wrong = { ...honest, points: -1 };
    expect(() => formatReportJson(wrong)).toThrow(/points/);
    expect(() => formatReportJson({ ...honest, extra: 1 } as never)).toThrow(/extra/);
  });
});

describe("cleaning", () => {
  it.each([
    ["\u001b[31mred\u001b[0m", "red"],
    ["a\u0000b", "a␀b"],
    ["\u202egnp", "[U+202E]gnp"],
    ["a\r\nb\rc", "a\nb\nc"],
    ["\ud800", "[U+D800]"],
    ["Jos\u00e9 \u5f20\u{1f600}", "Jos\u00e9 \u5f20\u{1f600}"],
  ])("%j → %j", (given, wanted) => {
    expect(cleanText(given)).toBe(wanted);
  });

  it("in one line, and cut", () => {
    expect(cleanLine("  a\n\n\tb  \nc")).toBe("a ⏎ b ⏎ c");
    expect(cleanLine("\u{1f600}".repeat(5), 3)).toBe(`${"\u{1f600}".repeat(3)}…`);
  });

  it("takes the meaning out of a workflow's commands", () => {
    expect(withoutCommands("::a::b\n  ::c\nx ::d ##[e]")).toBe(": :a::b\n  : :c\nx ::d # #[e]");
  });
});
