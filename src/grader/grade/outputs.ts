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
import { writeWhole } from "../../course/write";
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
}

/**
 * @throws {RangeError} a person gave more points than there are
 */
export async function writeOutputs(
  graded: readonly GradedSubmission[],
  lab: GradedLab,
  out: string,
  manual: ManualGrades,
  gradebook: GradebookOptions = {},
): Promise<Written> {
  const reports = graded.map((each) => withManualGrades(each, manual));
  const notebooks = graded.flatMap(({ report, submission }) =>
    submission ? [{ name: report.submission, cells: submission.cells }] : [],
  );
  const pairs = similarPairs(notebooks, lab.manifest);
  const texts = sameTexts(notebooks, lab.manifest);
  const summary = formatClassText(reports, pairs, texts);
  const files = new Map<string, string>([
    ["summary.txt", summary],
    ["gradebook.csv", formatGradebook(reports, gradebook)],
    ["report.json", formatClassJson(reports)],
    ["junit.xml", formatJunit(reports)],
    ["similarity.txt", formatSimilarity(pairs, texts)],
    [MANUAL_FILE, formatManualGrades(graded, manual)],
  ]);
  for (const [index, report] of reports.entries()) {
    const { submission: name } = report;
    const own = path.join("students", name);
    const { submission, back } = graded[index];
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
  }
  // it is sent as a whole, so nothing of an earlier run may be in it
  fs.rmSync(path.join(out, GIVE_BACK), { recursive: true, force: true });
  for (const [name, text] of files) {
    const file = path.join(out, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    await writeWhole(file, text);
  }
  const names = new Set(reports.map(({ submission }) => submission));
  const left = fs.readdirSync(path.join(out, "students")).filter((name) => !names.has(name));
  return { reports, summary, left: left.filter((name) => !name.startsWith(".")).sort() };
}
