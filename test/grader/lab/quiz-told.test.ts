import fs from "node:fs";
import path from "node:path";
import { describe, expect, it, test } from "vitest";
import { readLab } from "../../../src/grader/grade/lab";
import type { Feedback } from "../../../src/grader/lab/feedback-file";
import { labPlace } from "../../../src/grader/lab/places";
import { letterOf } from "../../../src/grader/lab/quiz-source";
import { openTold, sealTold } from "../../../src/grader/lab/quiz-told";

const words = { right: false, text: "Not so: a ≠ b." };

describe("sealTold", () => {
  const sealed = sealTold("salt", "signs", ["a", "c"], words);

  it("opens for its own answer, in any order, and for no other", () => {
    expect(openTold("salt", "signs", ["c", "a"], sealed)).toEqual(words);
    expect(openTold("salt", "signs", ["a"], sealed)).toBeUndefined();
    expect(openTold("salt", "other", ["a", "c"], sealed)).toBeUndefined();
    expect(openTold("salt", "signs", ["a", "c"], "no such text")).toBeUndefined();
  });

  it("tells nothing by its length", () => {
    expect(sealTold("salt", "signs", ["b"], { right: true, text: "" })).toHaveLength(sealed.length);
  });
});

const labs = ["01-mode-collapse", "02-gradients", "05-evaluation"].map((name) => labPlace(name));

test.each(labs)("no word of an explanation of $name stands in what students get", (place) => {
  const { manifest } = readLab(place);
  const files = fs
    .readdirSync(place.labs)
    .map((name) => fs.readFileSync(path.join(place.labs, name), "utf8"));
  const feedback = JSON.parse(
    fs.readFileSync(path.join(place.labs, "lab.json"), "utf8"),
  ) as Feedback;
  for (const { gradeId, quiz } of manifest.cells) {
    if (!quiz) continue;
    const { told } = feedback.quizzes[gradeId];
    quiz.explanations.forEach((text, at) => {
      expect(files.filter((file) => file.includes(text))).toEqual([]);
      const opened = openTold(feedback.salt!, gradeId, [letterOf(at)], told!.choices[at]);
      expect(opened).toEqual({ right: quiz.correct.includes(at), text });
    });
  }
});

test("no place in a list of choices tells that it is right", () => {
  const all = labs.flatMap((place) =>
    readLab(place).manifest.cells.flatMap(({ quiz }) => quiz ?? []),
  );
  for (const kind of ["single", "multiple"] as const) {
    const own = all.filter((quiz) => quiz.kind === kind);
    for (const place of [0, 1, 2, 3]) {
      const right = own.filter(({ correct }) => correct.includes(place)).length;
      expect(right, `${letterOf(place)} of ${kind} choices`).toBeGreaterThanOrEqual(1);
      expect(right / own.length, `${letterOf(place)} of ${kind} choices`).toBeLessThan(0.7);
    }
  }
});
