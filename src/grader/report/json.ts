/** Reports as JSON: for the instructor and for programs, with everything in them. */
import type { SubmissionReport } from "../contract";
import { cleanReport } from "./clean";
import { classSchema, reportSchema } from "./schema";
import { bySubmission } from "./student-view";

/** @throws z.ZodError a report that is not as the schema says */
export function formatReportJson(report: SubmissionReport): string {
  return toText(reportSchema.parse(cleanReport(report)));
}

/** @throws z.ZodError a report that is not as the schema says */
export function formatClassJson(reports: readonly SubmissionReport[]): string {
  const submissions = bySubmission(reports).map(cleanReport);
  return toText(classSchema.parse({ format: 1, submissions }));
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
