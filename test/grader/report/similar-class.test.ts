import fs from "node:fs";
import { describe, expect, it } from "vitest";
import { labFile } from "../../../src/course/names";
import type { ReleaseManifest } from "../../../src/grader/contract";
import { similarPairs } from "../../../src/grader/report/similarity";
import type { SubmissionCell } from "../../../src/grader/submission/submission";
import { rewritten } from "./rewrite";

interface Notebook {
  cells: {
    cell_type: string;
    source: string | string[];
    metadata: { nbgrader?: { grade_id: string } };
  }[];
}

const read = (lab: string, file: string): unknown =>
  JSON.parse(fs.readFileSync(`solutions/${lab}/${file}`, "utf8"));

/** A class of right answers that nobody copied: the lab's solution, told again by each in words of their own. */
function honestClass(lab: string, size: number) {
  const manifest = read(lab, "manifest.json") as ReleaseManifest;
  const solution = manifest.cells.filter(
    ({ role, cellType }) => role === "solution" && cellType === "code",
  );
  const { cells } = read(lab, labFile(lab)) as Notebook;
  const sources = solution.map(({ gradeId }) => {
    const { source } = cells.find(({ metadata }) => metadata.nbgrader?.grade_id === gradeId)!;
    return typeof source === "string" ? source : source.join("");
  });
  const answers = Array.from({ length: size }, (_, student) =>
    // every fourth has done three tasks in five only
    sources
      .filter((_source, task) => student % 4 > 0 || (student + task) % 5 < 3)
      .map((source, task) => rewritten(source, 1000 * student + task, 0.3)),
  );
  return { manifest, answers };
}

const cell = (text: string, role: SubmissionCell["role"]): SubmissionCell => ({
  role,
  task: "a",
  cellType: "code",
  text,
  from: "student",
});

describe.each(["01-mode-collapse", "02-gradients", "05-evaluation"])(
  "a class of 200, lab %s",
  (lab) => {
    const { manifest, answers } = honestClass(lab, 200);
    const submissions = answers.map((texts, student) => ({
      name: `s${String(student).padStart(3, "0")}`,
      cells: texts.map((text) => cell(text, "solution")),
    }));
    const victim = answers[1];
    const between = (texts: readonly string[], what: string): string[] =>
      texts.map((text) => text.replace(/^(\s*)return /gm, `$1${what}\n$1return `));
    const copies = {
      "in own cells": victim.map((text) => cell(text, "own")),
      "dead statements": between(victim, "const unused = 1;").map((text) => cell(text, "solution")),
      "other statements": between(victim, "kept.splice(1);").map((text) => cell(text, "solution")),
      "other order": [...victim].reverse().map((text) => cell(text, "solution")),
      padded: [...victim, ...answers[2], ...answers[3]].map((text) => cell(text, "own")),
    };

    it("lists the copies and no honest pair", () => {
      const all = [
        ...submissions,
        ...Object.entries(copies).map(([name, cells]) => ({ name, cells })),
      ];
      const listed = similarPairs(all, manifest).map((pair) => pair.submissions.join(", "));
      const alike = [...Object.keys(copies), "s001"].sort();
      const wanted = alike.flatMap((one, at) =>
        alike.slice(at + 1).map((other) => `${one}, ${other}`),
      );
      // it is padded with the work of two more
      expect([...listed].sort()).toEqual([...wanted, "padded, s002", "padded, s003"].sort());
    }, 180_000);
  },
);
