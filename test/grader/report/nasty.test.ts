/** One table of hostile texts against every format: valid, nothing to be obeyed, nothing unseen, no hidden check. */
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { read as readData } from "vega";
import { describe, expect, it } from "vitest";
import { parseNotebook, sourceOf } from "../../../src/course/notebook";
import type { SubmissionReport } from "../../../src/grader/contract";
import { formatGradebook } from "../../../src/grader/report/csv";
import { formatFeedback } from "../../../src/grader/report/feedback";
import { formatGithubResults, githubSchema } from "../../../src/grader/report/github";
import { formatGradescope, gradescopeSchema } from "../../../src/grader/report/gradescope";
import { formatHtml } from "../../../src/grader/report/html";
import { formatClassJson, formatReportJson } from "../../../src/grader/report/json";
import { formatJunit } from "../../../src/grader/report/junit";
import { classSchema, reportSchema } from "../../../src/grader/report/schema";
import { formatClassText, formatReportText } from "../../../src/grader/report/text";
import type { Submission } from "../../../src/grader/submission/submission";
import { HIDDEN, NASTY, reportOf, SEED } from "./sample";

const UNSEEN =
  // eslint-disable-next-line no-control-regex -- these are what is to be found
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u;
const COMMAND = /^\s*::|##\[/m;

function submissionWith(text: string): Submission {
  const cells = [
    { gradeId: "mean", role: "solution", task: "mean", cellType: "code", text, from: "student" },
    { role: "own", cellType: "markdown", text, from: "student" },
  ] as const;
  return { digest: "", cells, flags: [], untouched: [] };
}

const githubOf = (report: SubmissionReport): string =>
  Buffer.from(formatGithubResults(report), "base64").toString();

/** Every format, and whether a student gets it. */
const FORMATS: readonly (readonly [string, (report: SubmissionReport) => string, boolean])[] = [
  ["text", formatReportText, true],
  ["text of a class", (report) => formatClassText([report]), true],
  ["JSON", formatReportJson, false],
  ["JSON of a class", (report) => formatClassJson([report]), false],
  ["JUnit", (report) => formatJunit([report]), true],
  ["CSV", (report) => formatGradebook([report]), true],
  ["Gradescope", formatGradescope, false],
  ["GitHub", githubOf, true],
  ["feedback", (report) => formatFeedback(report), true],
  ["HTML", formatHtml, true],
];

/** Formats of which a browser may show something. */
const MARKUP = FORMATS.filter(([name]) => /JUnit|feedback|HTML/.test(name)).map(
  ([, format]) => format,
);

describe.each(FORMATS)("%s", (_format, format, isForStudents) => {
  it.each(NASTY)("%s", (_name, text) => {
    const report = reportOf(text);
    const written = format(report);
    expect(written).not.toMatch(UNSEEN);
    if (MARKUP.includes(format)) expect(written).not.toMatch(/<script|<img/i);
    expect(written.length).toBeLessThan(150_000);
    expect(format(structuredClone(report))).toBe(written);
    if (!isForStudents) return;
    expect(written).not.toContain(HIDDEN);
    expect(written).not.toContain(String(SEED));
  });
});

describe.each(NASTY)("%s", (_name, text) => {
  const report = reportOf(text);

  it("text and GitHub's results hold no command of a workflow, and fit on a screen", () => {
    const written = formatReportText(report);
    expect(written).not.toMatch(COMMAND);
    expect(written.split("\n").length).toBeLessThan(45);
    const { tests } = githubSchema.parse(JSON.parse(githubOf(report)));
    for (const { name, message } of tests) expect(`${name}\n${message}`).not.toMatch(COMMAND);
  });

  it("JSON is as the schema says", () => {
    expect(reportSchema.parse(JSON.parse(formatReportJson(report))).tasks).toHaveLength(4);
    expect(classSchema.parse(JSON.parse(formatClassJson([report]))).submissions).toHaveLength(1);
  });

  it("JUnit is valid XML of the same structure", () => {
    const written = formatJunit([report]);
    expect(XMLValidator.validate(written)).toBe(true);
    const parser = new XMLParser({ ignoreAttributes: false, processEntities: true });
    const { testsuites } = parser.parse(written) as { testsuites: Record<string, unknown> };
    expect(testsuites).toMatchObject({
      "@_tests": "5",
      "@_failures": "1",
      "@_errors": "2",
      "@_skipped": "1",
    });
    expect(tagsOf(written)).toEqual(tagsOf(formatJunit([reportOf("plain")])));
  });

  it("CSV has one row, and no cell that a spreadsheet would run", () => {
    const students = new Map([[text, { lastName: text, firstName: text, email: text }]]);
    const rows = readData(formatGradebook([report], { students }), {
      type: "csv",
      parse: undefined as never,
    }) as unknown as Record<string, string>[];
    expect(rows).toHaveLength(1);
    for (const cell of Object.values(rows[0])) {
      expect(cell).not.toMatch(/^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
    }
  });

  it("Gradescope's results are valid; only hidden tests name hidden checks", () => {
    const results = gradescopeSchema.parse(JSON.parse(formatGradescope(report)));
    const seen = results.tests!.filter(({ visibility }) => visibility !== "hidden");
    expect(seen).toHaveLength(3);
    expect(JSON.stringify({ ...results, tests: seen })).not.toContain(HIDDEN);
    expect(JSON.stringify(results)).not.toContain(String(SEED));
    expect(results.tests!.length - seen.length).toBe(6);
  });

  it("the feedback notebook is valid; the student's cells are untouched, feedback is plain text", () => {
    const written = formatFeedback(report, submissionWith(text));
    const { cells } = parseNotebook(written, "feedback.ipynb");
    const ids = cells.map(({ id }) => id);
    expect(ids.slice(0, 4)).toEqual(["feedback", "cell-1", "feedback-mean", "cell-2"]);
    expect(ids.slice(4)).toEqual(["feedback-spread", "feedback-open", "feedback-why"]);
    const wanted = text.replace(/\r\n?/g, "\n");
    expect(sourceOf(cells[1])).toBe(wanted);
    expect(sourceOf(cells[3])).toBe(wanted);
    for (const cell of cells) {
      if (cell.cell_type !== "markdown" || cell === cells[3]) continue;
      const source = sourceOf(cell);
      expect(source).not.toMatch(UNSEEN);
      expect(source.replace(/<\/?(code|br)>/g, "")).not.toContain("<");
      const inside = [...source.matchAll(/<code>(.*?)<\/code>/gs)].map((match) => match[1]);
      for (const each of inside) expect(each.replaceAll("<br>", "")).not.toMatch(/[*_`[\]$<>|\n]/);
    }
    expect(written).not.toContain(HIDDEN);
  });

  it("HTML has the same tags as with a plain text, and forbids scripts", () => {
    const written = formatHtml(report);
    if (text !== "") expect(tagsOf(written)).toEqual(tagsOf(formatHtml(reportOf("plain"))));
    expect(XMLValidator.validate(written.replace("<!doctype html>", ""))).toBe(true);
    expect(written).toContain("default-src 'none'");
  });
});

function tagsOf(written: string): string[] {
  return [...written.matchAll(/<[^>]*>/g)].map(([tag]) => /^<[/?!]?[\w-]*/.exec(tag)![0]);
}
