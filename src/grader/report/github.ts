/**
 * The results of a runner as GitHub's `autograding-grading-reporter` reads them: base64 of JSON, in the
 * environment variable `<RUNNER>_RESULTS`.
 */
import { z } from "zod";
import type { SubmissionReport } from "../contract";
import { cleanText, withoutCommands } from "./clean";
import { remarks, studentView, type StudentTask } from "./student-view";

const status = z.enum(["pass", "fail", "error"]);

export const githubSchema = z.strictObject({
  version: z.literal(1),
  status,
  max_score: z.number(),
  tests: z.array(
    z.strictObject({
      name: z.string(),
      status,
      score: z.number(),
      message: z.string(),
      test_code: z.string(),
      filename: z.string(),
      line_no: z.number().int(),
      duration: z.number(),
    }),
  ),
});

type Test = z.infer<typeof githubSchema>["tests"][number];

/** Tasks that a person grades are not in it, nor are their points. */
export function formatGithubResults(report: SubmissionReport): string {
  const { tasks, error } = studentView(report);
  const machine = tasks.filter(({ outcome }) => outcome !== "needs grading");
  const tests = machine.map(testOf);
  if (error !== undefined) {
    tests.unshift(line("the notebook can be graded", "error", 0, cleanText(error)));
  }
  const statuses = tests.map((test) => test.status);
  const results = githubSchema.parse({
    version: 1,
    status: statuses.includes("error") ? "error" : statuses.includes("fail") ? "fail" : "pass",
    max_score: machine.reduce((sum, { maxPoints }) => sum + maxPoints, 0),
    tests,
  });
  return Buffer.from(JSON.stringify(results)).toString("base64");
}

function testOf(task: StudentTask): Test {
  const message = task.outcome === "passed" ? [] : [task.outcome, ...remarks(task)];
  const isOver = task.outcome === "failed" || task.outcome === "not implemented";
  const ended = task.outcome === "passed" ? "pass" : isOver ? "fail" : "error";
  return line(task.title, ended, task.points, message.join("\n"));
}

function line(name: string, ended: Test["status"], score: number, message: string): Test {
  const plain = { name: withoutCommands(name), message: withoutCommands(message) };
  return { ...plain, status: ended, score, test_code: "", filename: "", line_no: 0, duration: 0 };
}
