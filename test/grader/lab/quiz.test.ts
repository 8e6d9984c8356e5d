import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { QuizAnswers } from "../../../src/grader/contract";
import { quizPoints, readAnswer } from "../../../src/grader/lab/quiz-answer";
import { hashAnswer } from "../../../src/grader/lab/quiz-hash";
import { readQuiz } from "../../../src/grader/lab/quiz-source";
import { quiz } from "../../../src/grader/lab/quiz";
import { sample } from "./fixture";

const place = { file: "lab.ts", line: 5 };
const choices = "- [x] Yes\n  > Since it is.\n- [ ] No\n  > It is not.";
const answers: QuizAnswers = {
  kind: "multiple",
  choices: ["A", "B", "C", "D"],
  correct: [0, 2],
  explanations: ["", "", "", ""],
};
const single: QuizAnswers = { ...answers, kind: "single", correct: [1] };

describe("readQuiz", () => {
  it("reads question, choices, which are right, and why", () => {
    expect(readQuiz(`Is it?\n\nReally?\n\n${choices}\n  > Never.`, undefined, place)).toEqual({
      question: "Is it?\n\nReally?",
      answers: {
        kind: "single",
        choices: ["Yes", "No"],
        correct: [0],
        explanations: ["Since it is.", "It is not. Never."],
      },
    });
    expect(readQuiz(`Q\n${choices}`, "multiple", place).answers.kind).toBe("multiple");
    const both = readQuiz(`Q\n${choices.replace("[ ]", "[X]")}`, undefined, place);
    expect(both.answers).toMatchObject({ kind: "multiple", correct: [0, 1] });
  });

  it.each<[string, unknown, new () => Error, RegExp]>([
    [choices, undefined, SyntaxError, /line 5: wanted a question/],
    ["Q", undefined, SyntaxError, /line 5: wanted a question/],
    [`Q\n${choices}\nmore`, undefined, SyntaxError, /line 10: "more" is neither/],
    ["Q\n- [x] Yes\n- [ ] No\n  > No.", undefined, SyntaxError, /"Yes" has no explanation/],
    ["Q\n- [x] Yes\n  > Yes.", undefined, RangeError, /1 choices; wanted 2 to 26/],
    [`Q\n${choices.replace("x", " ")}`, undefined, RangeError, /no choice is right/],
    [`Q\n${choices}`, "some", RangeError, /quiz="some"; wanted quiz="single"/],
    [`Q\n${choices.replace("[ ]", "[x]")}`, "single", RangeError, /2 right choices in a single/],
  ])("refuses %j", (text, wish, kind, message) => {
    expect(() => readQuiz(text, wish, place)).toThrow(kind);
    expect(() => readQuiz(text, wish, place)).toThrow(message);
  });
});

describe("readAnswer", () => {
  it.each([
    ['quiz("q", ["a", "c"]);', [0, 2]],
    ["// a comment\nawait quiz('q', [ 'C', `a`, 'a', ] ,)", [0, 2]],
    ['quiz("q", "d")', [3]],
    ['quiz("q", ["a"]);\nquiz("q", ["b"]); // quiz("q", ["c"])', [1]],
    ['/* quiz("q", ["a"]) */ quiz("other", ["a"]); quiz("q", ["b"])', [1]],
  ])("reads %j", (source, chosen) => {
    expect(readAnswer(source, "q", answers)).toEqual({ chosen });
  });

  it.each([
    ['quiz("q", []);', answers, true, "There is no answer yet."],
    ["", answers, false, 'There is no quiz("q", […]) in the cell.'],
    ['quiz("q", best());', answers, false, 'There is no quiz("q", […]) in the cell.'],
    ['quiz("q", [best]);', answers, false, '"[best]" is not a list of letters in quotes.'],
    ['quiz("q", ["a", b]);', answers, false, '"["a", b]" is not a list of letters in quotes.'],
    ['quiz("q", ["e"]);', answers, false, '"e" is not one of the choices a to d.'],
    ['quiz("q", ["a", "b"]);', single, false, "One letter is wanted; found 2."],
  ])("says what is wrong with %j", (source, quizAnswers, empty, problem) => {
    expect(readAnswer(source, "q", quizAnswers)).toEqual({ problem, empty });
  });
});

describe("quizPoints", () => {
  it("gives all or nothing for a single choice", () => {
    expect(quizPoints(single, [1], 3)).toBe(3);
    expect(quizPoints(single, [0], 3)).toBe(0);
  });

  it("adds a share for each choice taken or left rightly, and takes one for each other", () => {
    expect(quizPoints(answers, [0, 2], 2)).toBe(2);
    expect(quizPoints(answers, [0], 2)).toBe(1);
    expect(quizPoints(answers, [0, 1, 2, 3], 2)).toBe(0);
    expect(quizPoints(answers, [1, 3], 2)).toBe(0);
    expect(quizPoints({ ...answers, choices: ["A", "B", "C"], correct: [0] }, [0, 1], 1)).toBe(
      0.33,
    );
  });
});

describe("hashAnswer", () => {
  it("hashes the set of letters with its salt and its quiz", () => {
    const hash = hashAnswer("salt", "q", ["c", "a"]);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hashAnswer("salt", "q", ["a", "c"])).toBe(hash);
    for (const other of [
      hashAnswer("salt", "q", ["a"]),
      hashAnswer("other", "q", ["a", "c"]),
      hashAnswer("salt", "r", ["a", "c"]),
    ]) {
      expect(other).not.toBe(hash);
    }
  });
});

describe("quiz", () => {
  let said: string[];
  beforeEach(() => {
    said = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
  });
  afterEach(() => vi.restoreAllMocks());

  it("says at once whether an answer is right", () => {
    quiz("signs", ["c", "a"], sample.labs);
    quiz("signs", "a", sample.labs);
    expect(said).toEqual([
      "a, c: right.\nThat is what collapse means.\nA measurement of samples shows it directly.",
      "a: not right yet.\nHint: Losses alone do not.",
    ]);
  });

  it("never throws, whatever it is given", () => {
    quiz("signs", [], sample.labs);
    quiz("signs", ["x"], sample.labs);
    quiz("__proto__", ["a"], sample.labs);
    quiz("signs", [1 as unknown as string], sample.labs);
    quiz("signs", ["a"], fs.mkdtempSync(path.join(os.tmpdir(), "no-lab-")));
    expect(said).toEqual([
      "There is no answer yet.",
      '"x" is not one of the choices a to d.',
      'There is no quiz "__proto__" in this lab.',
      '"1" is not one of the choices a to d.',
      "There is no lab.json beside the notebook, so nothing can be said here. Your answer counts all the same.",
    ]);
  });
});
