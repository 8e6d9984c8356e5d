/** The gate: what must hold of a lab before it is handed out. */
import path from "node:path";
import { formatNotebook } from "../../course/format-notebook";
import type { IsolationLevel } from "../contract";
import { openGrader, type Grader } from "../grade/grader";
import { gradedLab, type GradedLab } from "../grade/lab";
import { releaseLab, type LabRelease } from "../lab/files";
import type { LabPlace } from "../lab/places";
import { readWrongAnswers } from "../lab/wrong";
import { messageOf } from "../message";
import { filesRow, leaksRow } from "./file-rows";
import { pastedHelpers } from "./helpers";
import { helpersRow, rulesRow } from "./helpers-row";
import { mutantsOf, sampleMutants } from "./mutants";
import { mutantsRow } from "./mutants-row";
import type { GateRow, GradeNotebook } from "./row";
import { solutionRow, stubRow, workedStubRow, wrongRow } from "./run-rows";

export interface GateOptions {
  /** How often each answer is graded, with the seeds 1, 2, …; a flake shows in one of them. */
  readonly runs: number;
  /** The most mutants that are tried. */
  readonly mutants: number;
  /** Submissions side by side; the grader's own default when left out. */
  readonly workers?: number;
  /** Hears how many submissions there are to grade, then of each that was graded. */
  readonly onTotal?: (total: number) => Promise<void>;
  readonly onGraded?: (name: string) => void;
}

export interface GateResult {
  readonly lab: string;
  readonly passed: boolean;
  readonly rows: readonly GateRow[];
  readonly seconds: number;
  /** What the submissions ran behind; undefined when none ran. */
  readonly isolation?: IsolationLevel;
}

/**
 * Check a lab. What is wrong with it is in the result, also where it cannot be read at all.
 * @throws Error no sandbox could be started: that is the machine's fault, not the lab's
 */
export async function checkLab(place: LabPlace, options: GateOptions): Promise<GateResult> {
  const begun = performance.now();
  const rows: GateRow[] = [];
  let isolation: IsolationLevel | undefined;
  const read = await readParts(place, options.mutants);
  if ("problem" in read) {
    rows.push({ name: "source", passed: false, says: "cannot be read", details: [read.problem] });
  } else {
    rows.push(await filesRow(place), leaksRow(place), rulesRow(read.release));
    const ran = await gradedRows(read, options);
    rows.push(...ran.rows);
    isolation = ran.isolation;
  }
  return {
    lab: place.name,
    passed: rows.every(({ passed }) => passed),
    rows,
    seconds: (performance.now() - begun) / 1000,
    ...(isolation && { isolation }),
  };
}

type Parts = Awaited<ReturnType<typeof partsOf>>;

async function readParts(place: LabPlace, most: number): Promise<Parts | { problem: string }> {
  try {
    return await partsOf(place, most);
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

async function partsOf(place: LabPlace, most: number) {
  const release = releaseLab(place);
  const lab = gradedLab(release.manifest, path.join(place.solutions, "checks.ts"), place.name);
  const wrong = readWrongAnswers(place.solutions, release.lab);
  const all = await mutantsOf(release);
  const pasted = pastedHelpers(release);
  return { release, lab, wrong, pasted, all: all.length, mutants: sampleMutants(all, most) };
}

async function gradedRows(
  { release, lab, wrong, pasted, all, mutants }: Parts,
  { runs, workers, onTotal, onGraded }: GateOptions,
): Promise<{ rows: GateRow[]; isolation: IsolationLevel }> {
  const options = { trusted: true, ...(workers !== undefined && { workers }) };
  const grader = openGrader(lab, options);
  const free = openGrader(withoutRules(lab), options);
  const gradeBy =
    (by: Grader): GradeNotebook =>
    async (name, notebook, seed, tasks) => {
      const file = Buffer.from(formatNotebook(notebook));
      const report = await by.grade(name, file, seed, tasks && { tasks });
      onGraded?.(name);
      return report;
    };
  const [grade, gradeFreely] = [gradeBy(grader), gradeBy(free)];
  await onTotal?.(runs * (3 + wrong.length) + pasted.length + mutants.length);
  try {
    const solution = await solutionRow(release, grade, runs);
    const rows = [
      solution,
      await stubRow(release, grade, runs),
      await workedStubRow(release, grade, runs),
      await wrongRow(release, wrong, grade, runs),
      await helpersRow(pasted, gradeFreely),
      solution.passed ? await mutantsRow(release, mutants, all, grade) : untried(release),
    ];
    return { rows, isolation: grader.isolation };
  } finally {
    await grader.close();
    await free.close();
  }
}

/** Code that is pasted as a text breaks the rule of what may be called, whatever it computes: here that is no answer. */
function withoutRules(lab: GradedLab): GradedLab {
  const tasks = lab.manifest.tasks.map(({ id, title, points, says, hint, kind }) => {
    return { id, title, points, says, hint, kind };
  });
  return { ...lab, manifest: { ...lab.manifest, tasks } };
}

/** Where the solution itself fails, every mutant of it would count as noticed. */
function untried({ lab }: LabRelease): GateRow {
  const says = `not tried: the solution of ${lab.name} itself does not pass`;
  return { name: "mutants", passed: false, says, details: [] };
}
