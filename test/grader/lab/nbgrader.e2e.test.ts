/** The built notebooks in nbgrader's own hands: its validator, its checksums, its release of our solution. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { venvCommand } from "../../../src/course/lab/venv";
import { STATE } from "../../../src/course/paths";
import { quizPoints } from "../../../src/grader/lab/quiz-answer";
import { releaseLab } from "../../../src/grader/lab/files";
import { NBGRADER_CONFIG } from "../../../src/grader/lab/nbgrader-config";
import { nbgraderVenv } from "../nbgrader-venv";
import { sample } from "./fixture";

interface Said {
  checksums: Record<string, string>;
  kinds: Record<string, [boolean, boolean, boolean]>;
  released: Record<string, { source: string; metadata: Record<string, unknown> }>;
  e2x: [string[], number][] | null;
}

let said: Said | undefined;
let whyNot = "";

beforeAll(() => {
  const made = nbgraderVenv(STATE);
  if ("why" in made) {
    whyNot = made.why;
    console.warn(`The tests with nbgrader are skipped: ${whyNot}`);
    return;
  }
  const config = path.join(made.venv, "nbgrader_config.py");
  fs.writeFileSync(config, NBGRADER_CONFIG);
  const { status, stdout, stderr } = spawnSync(
    venvCommand("python", made.venv),
    [
      path.join(__dirname, "nbgrader_check.py"),
      path.join(sample.labs, "lab-00.ipynb"),
      path.join(sample.solutions, "lab-00.ipynb"),
      config,
    ],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  said = JSON.parse(stdout) as Said;
}, 1_200_000); // 0.3 GB to fetch, once

describe("nbgrader", () => {
  it("takes both notebooks for valid, and computes the checksums that they carry", ({ skip }) => {
    if (!said) return skip(whyNot);
    const { cells } = releaseLab(sample).manifest;
    expect(said.checksums).toEqual(
      Object.fromEntries(cells.map(({ gradeId, checksum }) => [gradeId, checksum])),
    );
  });

  it("sees each cell's role", ({ skip }) => {
    if (!said) return skip(whyNot);
    const roles = {
      readonly: [false, false, true],
      solution: [false, true, false],
      check: [true, false, true],
      quiz: [true, true, false],
      text: [true, true, false],
    };
    for (const { gradeId, role } of releaseLab(sample).manifest.cells) {
      expect(said.kinds[gradeId], gradeId).toEqual(roles[role]);
    }
  });

  it("releases our executed solution as we do: source, locks and checksum of every cell", ({
    skip,
  }) => {
    if (!said) return skip(whyNot);
    const { student, manifest } = releaseLab(sample);
    // It knows no stub but the configured one, and no quizzes.
    const own = ["slope", ...manifest.cells.flatMap(({ gradeId, quiz }) => (quiz ? gradeId : []))];
    const compared = student.cells.filter(({ id }) => !own.includes(id as string));
    expect(compared.length).toBe(student.cells.length - 2);
    for (const { id, source, metadata } of compared) {
      expect(said.released[id as string], id as string).toEqual({ source, metadata });
    }
  });

  it("has a choice graded by e2xgrader as we do", ({ skip }) => {
    if (!said?.e2x) return skip(whyNot || "e2xgrader is not there");
    const quiz = releaseLab(sample).manifest.cells.find((cell) => cell.quiz)!;
    expect(said.e2x).toEqual(
      said.e2x.map(([taken]) => [taken, quizPoints(quiz.quiz!, taken.map(Number), quiz.points!)]),
    );
    expect(new Set(said.e2x.map(([, points]) => points)).size).toBeGreaterThan(2);
  });
});
