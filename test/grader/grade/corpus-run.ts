/** Hands in the corpus, grades it behind one wall, and says what became of it. */
import fs from "node:fs";
import path from "node:path";
import { formatNotebook } from "../../../src/course/format-notebook";
import type { IsolationLevel, SubmissionReport } from "../../../src/grader/contract";
import { gradeClass } from "../../../src/grader/grade/class";
import { openGrader } from "../../../src/grader/grade/grader";
import type { GradedLab } from "../../../src/grader/grade/lab";
import { writeOutputs } from "../../../src/grader/grade/outputs";
import type { LabRelease } from "../../../src/grader/lab/files";
import { solvedSubmission } from "../../../src/grader/lab/submission";
import { formatClassText, formatReportText } from "../../../src/grader/report/text";
import { safeName } from "../../../src/grader/submission/names";
import { SOLVED, type CorpusCase, type TaskId } from "./corpus-case";

/** The name its report has. */
export const reportName = ({ name, ending }: CorpusCase): string =>
  safeName(ending === undefined ? safeName(name) : name);

/** @param places what stands for "PLACE_LIBRARY", … in the cases' texts */
export function handIn(
  cases: readonly CorpusCase[],
  release: LabRelease,
  folder: string,
  places: Readonly<Record<string, string>>,
): void {
  for (const each of cases) {
    const bytes = bytesOf(each, release);
    const filled = filledIn(bytes, places);
    const file =
      each.ending === undefined
        ? path.join(safeName(each.name), "lab.ipynb")
        : each.name + each.ending;
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), filled);
  }
}

function bytesOf(
  { cells = {}, first, late, edit, file }: CorpusCase,
  release: LabRelease,
): Uint8Array {
  const notebook = solvedSubmission(release);
  const code = (id: string, source: string) => {
    return { cell_type: "code", id, metadata: {}, outputs: [], execution_count: null, source };
  };
  for (const [id, text] of Object.entries(cells)) {
    const cell = notebook.cells.find((each) => each.id === id);
    if (!cell) throw new RangeError(`No cell "${id}" in the corpus's lab`);
    cell.source = text;
  }
  const below = (id: string): number => notebook.cells.findIndex((each) => each.id === id) + 1;
  if (first !== undefined) notebook.cells.splice(2, 0, code("own-first", first));
  if (late !== undefined) notebook.cells.splice(below("slope-check"), 0, code("own-late", late));
  edit?.(notebook);
  const solved = Buffer.from(formatNotebook(notebook));
  return file ? file(solved) : solved;
}

function filledIn(bytes: Uint8Array, places: Readonly<Record<string, string>>): Uint8Array {
  if (bytes.length > 1e6 || bytes[0] !== "{".charCodeAt(0)) return bytes;
  let text = Buffer.from(bytes).toString("utf8");
  for (const [name, value] of Object.entries(places))
    text = text.replaceAll(`PLACE_${name}`, value);
  return Buffer.from(text);
}

/** @returns the reports by their names, and all that was printed */
export async function gradeCorpus(
  submissions: string,
  lab: GradedLab,
  out: string,
  isolation: IsolationLevel,
): Promise<{ reports: Map<string, SubmissionReport>; text: string }> {
  const settings = {
    workers: 2,
    isolation,
    limits: { memory: 256, disk: 16 },
    session: { cell: 3, notebook: 60 },
  };
  const grader = openGrader(lab, settings);
  try {
    const options = { ...settings, kept: path.join(out, ".kept") };
    const graded = await gradeClass([submissions], lab, grader, options);
    const { reports } = writeOutputs(graded, lab, out, new Map());
    const text = [formatClassText(reports), ...reports.map(formatReportText)].join("\n");
    return { reports: new Map(reports.map((each) => [each.submission, each])), text };
  } finally {
    await grader.close();
  }
}

/** "stddev passed 3, slope crashed 0, …", then flags and errors: as expected, or as it came. */
export function expectedText({ expected: { tasks = {}, flags = [], error } }: CorpusCase): string {
  if (error) return "rejected";
  const ids = Object.keys(SOLVED) as TaskId[];
  const lines = ids.map((id) => {
    const wish = tasks[id];
    if (typeof wish === "string") return `${id} ${wish} 0`;
    const [outcome, points] = wish ?? SOLVED[id];
    return `${id} ${outcome} ${points}`;
  });
  return [lines.join(", "), ...flags].join(" | ");
}

export function gotText(report: SubmissionReport): string {
  if (report.error !== undefined) return "rejected";
  const lines = report.tasks.map(({ task, outcome, points }) => `${task} ${outcome} ${points}`);
  return [lines.join(", "), ...new Set(report.flags.map(({ kind }) => kind))].join(" | ");
}

/** What its checks say, one a line. */
export function toldBy({ tasks }: SubmissionReport): string[] {
  return tasks.flatMap(({ checks }) =>
    checks.flatMap(({ message, measured }) =>
      [message, measured].filter((each) => each !== undefined),
    ),
  );
}
