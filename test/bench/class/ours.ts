/** The course's grader as an instructor starts it: one command, a process of its own. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { SubmissionReport } from "gan-clinic/dist/grader/contract";
import type { GradeCommandOptions } from "gan-clinic/dist/grader/grade/command";
import { ROOT } from "../../../src/course/paths";
import { LAB } from "./lab";
import { benchTasks } from "./tasks";
import type { Kind, Student } from "./students";

export interface GradedClass {
  readonly seconds: number;
  readonly reports: readonly SubmissionReport[];
}

/** Hands in, each student's notebook in a folder of its own. */
export function handIn(students: readonly Student[], folder: string): void {
  for (const { name, text } of students) {
    fs.mkdirSync(path.join(folder, name), { recursive: true });
    fs.writeFileSync(path.join(folder, name, "lab.ipynb"), text);
  }
}

/** @throws {Error} the command failed, with its last words */
export async function gradeWithClinic(
  folder: string,
  root: string,
  out: string,
  options: Partial<GradeCommandOptions>,
): Promise<GradedClass> {
  const command = path.join(ROOT, "dist", "grader", "grade", "command.js");
  const given = [[folder], { ...options, lab: LAB, out }, root];
  const script = `require(${JSON.stringify(command)}).gradeCommand(...${JSON.stringify(given)})
    .then((code) => { process.exitCode = code; }, (error) => { console.error(error); process.exitCode = 1; })`;
  const seconds = await timed(process.execPath, ["-e", script], ROOT);
  const text = fs.readFileSync(path.join(out, "report.json"), "utf8");
  const { submissions } = JSON.parse(text) as { submissions: SubmissionReport[] };
  return { seconds, reports: submissions };
}

/** @throws {Error} it ended in an error, with its last words */
export function timed(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text: Buffer) => (said = (said + text.toString()).slice(-3000)));
    }
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve((performance.now() - begun) / 1000);
      else reject(new Error(`${command} ended with exit code ${code}:\n${said.trim()}`));
    });
  });
}

type End = Pick<Kind, "points" | "third">;

/** A cell that is stopped leaves what it had answered before it, as an endless loop does. */
const endsOutOfTime = ({ points }: Kind): End[] => [
  { points, third: "timed out" },
  { points: points + 1 },
];

/**
 * A time counts only when the grades are right.
 * @throws {Error} who got what they must not get
 */
export function expectGrades(
  students: readonly Student[],
  reports: readonly SubmissionReport[],
): void {
  const wrong = students.flatMap(({ name, kind }) => {
    const report = reports.find(({ submission }) => submission === name);
    const third = report?.tasks.find(({ task }) => task === benchTasks[2].id)?.outcome;
    const found = report ? `${report.points} points, third task ${third}` : "no report";
    const ends: End[] = [kind, ...(kind.orOutOfTime ? endsOutOfTime(kind) : [])];
    const wanted = ends.map((end) => `${end.points} points, third task ${end.third ?? "passed"}`);
    return wanted.includes(found)
      ? []
      : [`${name} (${kind.name}): found ${found}, wanted ${wanted.join(", or ")}`];
  });
  if (wrong.length > 0) {
    throw new Error(`${wrong.length} were graded wrongly:\n${wrong.slice(0, 10).join("\n")}`);
  }
}
