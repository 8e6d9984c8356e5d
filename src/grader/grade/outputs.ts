/**
 * What a graded class leaves in its folder.
 *
 *     summary.txt  gradebook.csv  report.json  junit.xml  similarity.txt  to-grade.csv   for the instructor
 *     students/NAME/feedback.ipynb  report.html  report.txt                              for each student
 *     gradescope/NAME.json  github/NAME.txt                                              for other systems
 *     give-back/moodle|canvas/…                  students' files as these platforms named them, to be zipped
 */
import fs from "node:fs";
import path from "node:path";
import { explain } from "../../course/explain";
import { writeWhole } from "../../files";
import type { SubmissionReport } from "../contract";
import { formatGradebook, type GradebookOptions } from "../report/csv";
import { formatFeedback } from "../report/feedback";
import { formatGithubResults } from "../report/github";
import { formatGradescope } from "../report/gradescope";
import { formatHtml } from "../report/html";
import { formatClassJson } from "../report/json";
import { formatJunit } from "../report/junit";
import { sameTexts } from "../report/same-texts";
import { formatSimilarity, similarPairs } from "../report/similarity";
import { formatClassText, formatReportText } from "../report/text";
import type { GradedSubmission } from "./class";
import type { GradedLab } from "./lab";
import { formatManualGrades, withManualGrades, type ManualGrades } from "./manual";

export const MANUAL_FILE = "to-grade.csv";
const GIVE_BACK = "give-back";

export interface Written {
  /** With the points that a person gave. */
  readonly reports: readonly SubmissionReport[];
  /** What an instructor reads first: `summary.txt`. */
  readonly summary: string;
  /** Names of students' folders that an earlier run left: they are in no table of this one. */
  readonly left: readonly string[];
  /** Students of whom a file could not be written, and why; the others have theirs. */
  readonly unwritten: readonly string[];
}

/** These concern everybody: the disk is full, or nothing may be written there. */
const COMMON = ["ENOSPC", "EDQUOT", "EROFS", "EMFILE", "ENOTDIR"];

/**
 * Of a submission that this machine could not grade no student's file is written, and its row in the gradebook has no
 * points: what an earlier run wrote for the student stays.
 * @throws RangeError a person gave more points than there are
 * @throws Error of the disk, where it concerns everybody
 */
export function writeOutputs(
  graded: readonly GradedSubmission[],
  lab: GradedLab,
  out: string,
  manual: ManualGrades,
  gradebook: GradebookOptions = {},
): Written {
  const reports = graded.map((each) => withManualGrades(each, manual));
  const notebooks = graded.flatMap(({ report, submission }) =>
    submission ? [{ name: report.submission, cells: submission.cells }] : [],
  );
  const pairs = similarPairs(notebooks, lab.manifest);
  const texts = sameTexts(notebooks, lab.manifest);
  const summary = formatClassText(reports, pairs, texts);
  const broken = new Set(graded.flatMap((each) => (each.broken ? [each.report.submission] : [])));
  const tables = new Map<string, string>([
    ["summary.txt", summary],
    ["gradebook.csv", formatGradebook(reports, { ...gradebook, broken })],
    ["report.json", formatClassJson(reports)],
    ["junit.xml", formatJunit(reports)],
    ["similarity.txt", formatSimilarity(pairs, texts)],
    [MANUAL_FILE, formatManualGrades(graded, manual)],
  ]);
  // it is sent as a whole, so nothing of an earlier run may be in it
  fs.rmSync(path.join(out, GIVE_BACK), { recursive: true, force: true });
  writeAll(out, tables);
  const unwritten: string[] = [];
  let failure: Error | undefined;
  for (const [index, report] of reports.entries()) {
    if (broken.has(report.submission)) continue;
    try {
      writeAll(out, filesOf(report, graded[index]));
    } catch (error) {
      if (COMMON.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
      failure = error as Error;
      unwritten.push(`${report.submission}: ${explain(error)}`);
    }
  }
  if (failure !== undefined && unwritten.length === reports.length) throw failure;
  const names = new Set(reports.map(({ submission }) => submission));
  const students = path.join(out, "students");
  const left = (fs.existsSync(students) ? fs.readdirSync(students) : [])
    .filter((name) => !names.has(name.normalize("NFC")) && !name.startsWith("."))
    .sort();
  return { reports, summary, left, unwritten };
}

/** A student's files, and what other systems take. */
function filesOf(
  report: SubmissionReport,
  { submission, back }: GradedSubmission,
): Map<string, string> {
  const { submission: name } = report;
  const own = path.join("students", name);
  const files = new Map<string, string>();
  const given = [
    ["feedback.ipynb", formatFeedback(report, submission)],
    ["report.html", formatHtml(report)],
  ] as const;
  for (const [file, text] of given) {
    files.set(path.join(own, file), text);
    if (back) files.set(path.join(GIVE_BACK, back.platform, `${back.prefix}${file}`), text);
  }
  files.set(path.join(own, "report.txt"), formatReportText(report));
  files.set(path.join("gradescope", `${name}.json`), formatGradescope(report));
  files.set(path.join("github", `${name}.txt`), `${formatGithubResults(report)}\n`);
  return files;
}

function writeAll(out: string, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    const file = path.join(out, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, text);
  }
}
