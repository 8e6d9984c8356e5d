/** A class graded, the same class again, and a few honest submissions side by side with nbgrader. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { nbgraderVenv, NBGRADER } from "../../grader/nbgrader-venv";
import { STATE } from "../../../src/course/paths";
import { makeLab } from "./lab";
import { openNbgrader, type NbgraderCourse } from "./nbgrader";
import { expectGrades, gradeWithClinic, handIn, type GradedClass } from "./ours";
import { makeStudents, type Student } from "./students";
import type { ClassResult } from "./table";
import { removeFolder } from "../../remove-folder";

export interface ClassPlan {
  readonly students: number;
  readonly workers: number;
  /** Honest submissions that both graders get, in turns. */
  readonly few: number;
  readonly rounds: number;
  /** Longest time of a cell, in seconds; nbgrader's own is 30. */
  readonly cell: number;
  readonly nbgrader: boolean;
}

/** @throws {Error} somebody was graded wrongly: then no time counts */
export async function measureClass(
  plan: ClassPlan,
  tell: (line: string) => void,
): Promise<ClassResult> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-bench-class-"));
  try {
    const release = makeLab(root);
    const students = makeStudents(release, plan.students);
    const options = { workers: plan.workers, cellTimeout: plan.cell };
    const grade = async (who: readonly Student[], name: string, fresh: boolean) => {
      const folder = path.join(root, name);
      if (!fs.existsSync(folder)) handIn(who, folder);
      const out = path.join(root, `${name}-grades`);
      const graded = await gradeWithClinic(folder, root, out, { ...options, fresh });
      expectGrades(who, graded.reports);
      return graded;
    };

    const honest = makeStudents(release, plan.students)
      .filter(({ kind }) => kind.name === "honest")
      .slice(0, plan.few);
    const { course, why } = await tryNbgrader(plan, root, honest.length, tell);
    const few: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < plan.rounds; round++) {
      tell(`round ${round + 1} of ${plan.rounds}: ${honest.length} honest submissions`);
      few.push((await grade(honest, "few", true)).seconds);
      if (course) theirs.push(await course.autograde());
    }
    tell(`a class of ${students.length}`);
    const whole: GradedClass = await grade(students, "class", false);
    tell("the same class, unchanged");
    const again = await grade(students, "class", false);
    return {
      plan,
      isolation: whole.reports[0].isolation,
      counts: countKinds(students),
      honest: honest.length,
      few,
      whole: whole.seconds,
      again: again.seconds,
      nbgrader: { version: NBGRADER, times: theirs, ...(why !== undefined && { why }) },
    };
  } finally {
    removeFolder(root);
  }
}

async function tryNbgrader(
  plan: ClassPlan,
  root: string,
  students: number,
  tell: (line: string) => void,
): Promise<{ course?: NbgraderCourse; why?: string }> {
  if (!plan.nbgrader) return { why: "it was left out" };
  tell(`nbgrader ${NBGRADER}: its environment (once, a minute, 0.3 GB) and its course`);
  const made = nbgraderVenv(STATE);
  if ("why" in made) return { why: made.why };
  try {
    return { course: await openNbgrader(made.venv, path.join(root, "nbgrader"), students) };
  } catch (error) {
    return { why: (error as Error).message.trim().split("\n").at(-1)! };
  }
}

function countKinds(students: readonly Student[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of students) counts[kind.name] = (counts[kind.name] ?? 0) + 1;
  return counts;
}
