/** The shape of a report, and of a class's; `report.schema.json` is made from it. */
import { z } from "zod";
import type { Flag, SubmissionReport, TaskResult } from "../contract";

const outcome = z
  .enum(["passed", "failed", "not implemented", "timed out", "crashed", "not run", "needs grading"])
  .describe('How it ended; only "passed" gives full points');

const check = z.strictObject({
  check: z.string(),
  visible: z.boolean().describe("Whether students know of it"),
  outcome,
  measured: z.string().optional(),
  wanted: z.string().optional(),
  message: z.string().optional().describe("Why there is no verdict"),
});

const task = z.strictObject({
  task: z.string(),
  title: z.string(),
  outcome,
  points: z.number().min(0),
  maxPoints: z.number().min(0),
  checks: z.array(check),
  hint: z.string().optional(),
}) satisfies z.ZodType<TaskResult>;

const flag = z.strictObject({
  kind: z.string(),
  cell: z.string().optional().describe("The grade_id of the cell"),
  detail: z.string(),
}) satisfies z.ZodType<Flag>;

export const reportSchema: z.ZodType<SubmissionReport> = z
  .strictObject({
    format: z.literal(1),
    lab: z.string(),
    submission: z.string().describe("The name of its folder or file"),
    digest: z.string().describe("SHA-256 of the submitted file; empty where it could not be read"),
    seed: z.number().int().describe("From which all inputs were drawn"),
    isolation: z.enum(["container", "bubblewrap", "process"]),
    unlimited: z
      .array(z.string())
      .optional()
      .describe("Limits that could not be set on the machine that graded it"),
    flags: z.array(flag).describe("What was odd about it, and was put right"),
    tasks: z.array(task),
    points: z.number().min(0),
    maxPoints: z.number().min(0),
    error: z.string().optional().describe("Why nothing could be graded"),
  })
  .meta({ id: "report", title: "The result of one submission" });

export const classSchema = z
  .strictObject({
    format: z.literal(1),
    submissions: z.array(reportSchema).describe("In the order of their names"),
  })
  .meta({ title: "The results of a class's submissions" });

/** JSON Schema, draft 2020-12, of a class's file; one report is its `$defs.report`. */
export function reportJsonSchema(): unknown {
  return z.toJSONSchema(classSchema);
}
