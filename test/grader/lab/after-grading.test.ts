/** A lab whose quizzes are told after grading: what students get knows no answer, and their report knows all. */
import fs from "node:fs";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sourceOf } from "../../../src/course/notebook";
import { answerOf } from "../../../src/grader/grade/answers";
import { readFeedback } from "../../../src/grader/lab/feedback-file";
import { releaseLab } from "../../../src/grader/lab/files";
import { quiz } from "../../../src/grader/lab/quiz";
import { solvedSubmission } from "../../../src/grader/lab/submission";
import { formatFeedback } from "../../../src/grader/report/feedback";
import { readSubmissionBytes } from "../../../src/grader/submission/read";
import type { Submission } from "../../../src/grader/submission/submission";
import { removeFolder } from "../../remove-folder";
import { reportOf, solved } from "../gate/fake";
import { copyOfSample, sampleSource } from "./fixture";

const LATER = sampleSource.replace("// minutes: 10", "// minutes: 10\n// feedback: after-grading");
const place = copyOfSample();
afterAll(() => {
  removeFolder(place.root);
});

/** What is handed out of a lab, by file. */
function handedOut(source: string): Map<string, string> {
  fs.writeFileSync(place.source, source);
  return new Map([...releaseLab(place).files].filter(([file]) => file.startsWith(place.labs)));
}

/** Every set of letters. */
const answers = Array.from({ length: 16 }, (_, bits) =>
  ["a", "b", "c", "d"].filter((_letter, at) => (bits >> at) % 2 === 1),
);

describe("the student's folder", () => {
  let said: string[];
  beforeEach(() => {
    said = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
  });
  afterEach(() => vi.restoreAllMocks());

  it("is the same, byte for byte, whichever choices are right", () => {
    const before = handedOut(LATER);
    const others = ["- [ ] The gen", "- [ ] All"].filter((choice) => LATER.includes(choice));
    expect(others.length).toBeGreaterThan(0);
    for (const choice of others) {
      expect(handedOut(LATER.replace(choice, choice.replace("[ ]", "[x]")))).toEqual(before);
    }
    // told at once, it is not: that is what this is for
    const atOnce = handedOut(sampleSource);
    const other = handedOut(sampleSource.replace(others[0], others[0].replace("[ ]", "[x]")));
    expect(other).not.toEqual(atOnce);
  });

  it("has no function that tells right from wrong", () => {
    for (const [file, text] of handedOut(LATER)) fs.writeFileSync(file, text);
    const known = readFeedback(place.labs)!;
    expect(known).not.toHaveProperty("salt");
    expect(known.quizzes.signs).toEqual({ kind: "multiple", choices: 4 });
    for (const letters of answers.slice(1)) quiz("signs", letters, place.labs);
    const words = said.map((line) => line.replace(/^[a-d, ]+:/, "").replace("it is", "they are"));
    expect(new Set(words)).toEqual(
      new Set([" kept. Whether they are right, you are told after grading."]),
    );
  });

  it("says so beside the quiz and in the README", () => {
    const { student } = releaseLab(place);
    const cell = student.cells.find(({ id }) => id === "signs")!;
    expect(sourceOf(cell)).toMatch(/When it is graded, you read whether they are right\.\n/);
    const readme = [...handedOut(LATER)].find(([file]) => file.endsWith("README.md"))![1];
    expect(readme).toMatch(/you are told after grading, and why/);
  });
});

describe("the report", () => {
  fs.writeFileSync(place.source, LATER);
  const release = releaseLab(place);
  const task = release.lab.tasks.find(({ id }) => id === "signs")!;
  const answered = (letters: string): Submission => {
    const notebook = solvedSubmission(release);
    notebook.cells.find(({ id }) => id === "signs")!.source = `quiz("signs", ${letters});`;
    const bytes = Buffer.from(JSON.stringify(notebook));
    return readSubmissionBytes(bytes, release.manifest) as Submission;
  };
  const { explanations } = release.manifest.cells.find(({ quiz: own }) => own)!.quiz!;

  it.each([
    ['["a", "c"]', "passed", `a is right: ${explanations[0]} c is right: ${explanations[2]}`],
    [
      '["a", "b"]',
      "failed",
      `Not every choice is right. a is right: ${explanations[0]} b is not right: ${explanations[1]}`,
    ],
  ])("of %s says of each choice why", (letters, outcome, message) => {
    const found = answerOf(task, answered(letters), release.manifest, {});
    expect(found).toMatchObject({ outcome, checks: [{ message }] });
  });

  it("has it in the student's notebook", () => {
    const submission = answered('["a", "b"]');
    const { outcome, points, checks } = answerOf(task, submission, release.manifest, {});
    const report = reportOf(1, solved);
    const tasks = report.tasks.map((each) =>
      each.task === "signs" ? { ...each, outcome, points, checks } : each,
    );
    const text = formatFeedback({ ...report, tasks }, submission);
    expect(text).toContain("b is not right");
    expect(text).toContain(explanations[1].split(/\W/)[0]);
  });
});
