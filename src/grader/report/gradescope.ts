/**
 * Gradescope's `results.json`. Of hidden checks, students see what they always see: how many passed. Names and
 * details go into tests of the visibility "hidden", which only instructors see.
 */
import { z } from "zod";
import type { SubmissionReport } from "../contract";
import { cleanLine, cleanReport } from "./clean";
import { showPoints } from "../points";
import { checkDetail, hiddenLine, studentView } from "./student-view";

const visibility = z.enum(["hidden", "after_due_date", "after_published", "visible"]);
const format = z.enum(["text", "html", "simple_format", "md", "ansi"]);
const test = z.strictObject({
  score: z.number().optional(),
  max_score: z.number().optional(),
  status: z.enum(["passed", "failed"]).optional(),
  name: z.string().optional(),
  name_format: format.optional(),
  number: z.string().optional(),
  output: z.string().optional(),
  output_format: format.optional(),
  tags: z.array(z.string()).optional(),
  visibility: visibility.optional(),
  extra_data: z.record(z.string(), z.unknown()).optional(),
});
const entry = z.strictObject({
  name: z.string(),
  value: z.union([z.string(), z.number()]),
  order: z.enum(["asc", "desc"]).optional(),
});

/** What Gradescope documents; it wants a score at the top or in every test. */
export const gradescopeSchema = z.strictObject({
  score: z.number().optional(),
  execution_time: z.number().optional(),
  output: z.string().optional(),
  output_format: format.optional(),
  test_output_format: format.optional(),
  test_name_format: format.optional(),
  visibility: visibility.optional(),
  stdout_visibility: visibility.optional(),
  extra_data: z.record(z.string(), z.unknown()).optional(),
  tests: z.array(test).optional(),
  leaderboard: z.array(entry).optional(),
});

/** Tasks that a person grades are left to Gradescope's rubric: the sum of the tests is without them. */
export function formatGradescope(report: SubmissionReport): string {
  const view = studentView(report);
  const machine = view.tasks.filter(({ outcome }) => outcome !== "needs grading");
  const visible = machine.map((task, index) => ({
    score: task.points,
    max_score: task.maxPoints,
    status: task.outcome === "passed" ? ("passed" as const) : ("failed" as const),
    name: task.title,
    number: String(index + 1),
    output: [
      task.outcome,
      ...task.checks.map((each) => `${each.check}: ${each.outcome}. ${checkDetail(each)}`.trim()),
      hiddenLine(task),
      task.hint && `Hint: ${task.hint}`,
    ]
      .filter((line) => typeof line === "string")
      .join("\n"),
    visibility: "visible" as const,
  }));
  const hidden = cleanReport(report).tasks.flatMap(({ title, checks }) =>
    checks
      .filter((each) => !each.visible)
      .map((each) => ({
        status: each.outcome === "passed" ? ("passed" as const) : ("failed" as const),
        name: `${title}: ${each.check}`,
        output: `${each.outcome}. ${checkDetail(each)}`.trim(),
        visibility: "hidden" as const,
      })),
  );
  const manual = view.tasks
    .filter(({ outcome }) => outcome === "needs grading")
    .map(
      ({ title, maxPoints }) => `${title} (${showPoints(maxPoints)} points) is graded by a person.`,
    );
  const output = [
    view.error,
    ...manual,
    ...view.flags.map(({ cell, detail }) =>
      cleanLine(cell === undefined ? detail : `${cell}: ${detail}`),
    ),
  ].filter((line) => line !== undefined);
  const results = gradescopeSchema.parse({
    score: machine.reduce((sum, { points }) => sum + points, 0),
    output: output.join("\n"),
    output_format: "text",
    test_output_format: "text",
    test_name_format: "text",
    stdout_visibility: "hidden",
    tests: [...visible, ...hidden],
    extra_data: { lab: view.lab, digest: view.digest },
  });
  return `${JSON.stringify(results, undefined, 2)}\n`;
}
