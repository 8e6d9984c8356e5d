/** The sample lab's reports without a grader: each task ends as a test says. */
import type { Outcome, SubmissionReport, TaskResult } from "../../../src/grader/contract";
import { releaseLab } from "../../../src/grader/lab/files";
import { sample } from "../lab/fixture";

export const release = releaseLab(sample);

type Outcomes = Readonly<Record<string, Outcome>>;

export const solved: Outcomes = {
  stddev: "passed",
  slope: "passed",
  signs: "passed",
  explain: "needs grading",
};

export const untouched: Outcomes = {
  stddev: "not implemented",
  slope: "not implemented",
  signs: "not implemented",
  explain: "not implemented",
};

/** @param said what the check of a task that did not pass says */
export function reportOf(seed: number, outcomes: Outcomes, said = "no"): SubmissionReport {
  const tasks = release.lab.tasks.map(({ id, title, points }): TaskResult => {
    const outcome = outcomes[id];
    const passed = outcome === "passed";
    const check = { check: "own", visible: true, outcome, ...(!passed && { message: said }) };
    const checks = [check];
    return { task: id, title, outcome, points: passed ? points : 0, maxPoints: points, checks };
  });
  return {
    format: 1,
    lab: "00-sample",
    submission: "x",
    digest: "",
    seed,
    isolation: "process",
    flags: [],
    tasks,
    points: 0,
    maxPoints: 10.5,
  };
}
