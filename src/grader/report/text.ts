/** A report on one screen, and a class on one. */
import { mean, median } from "../../statistics";
import type { Outcome, SubmissionReport } from "../contract";
import { cleanLine, cleanNames, withoutCommands } from "./clean";
import { showPoints } from "../points";
import { sameTextLine, type SameText } from "./same-texts";
import { pairLine, type SimilarPair } from "./similarity";
import {
  bySubmission,
  checkDetail,
  hiddenLine,
  IN_PART,
  outcomeWords,
  pointsLine,
  studentView,
  type StudentTask,
} from "./student-view";

const WIDTH = 100;
const PROCESS_LACKS =
  "The wall was process, which is weak: the network was open, and only the permissions of Node kept submissions from " +
  "files of the user who graded.";
const MARKS: Record<Outcome, string> = {
  passed: "✓",
  failed: "✗",
  "not implemented": "·",
  "timed out": "✗",
  crashed: "✗",
  "not run": "✗",
  "needs grading": "?",
};
const MOST_FLAGS = 5;
/** Submissions or pairs that a class's screen says something of, of each kind. */
const MOST_SAID = 6;

/** For the student as well: of hidden checks it has only the number. */
export function formatReportText(report: SubmissionReport): string {
  const view = studentView(report);
  const lines = [`${view.submission}, ${view.lab}: ${pointsLine(view)}`, ""];
  if (view.error !== undefined)
    lines.push(
      ...view.error
        .split("\n")
        .slice(0, 10)
        .map((line) => indent(line)),
      "",
    );
  // the more tasks there are, the less is said of each
  const most = view.tasks.length > 6 ? 1 : 3;
  lines.push(...view.tasks.flatMap((task) => taskLines(task, most)));
  if (view.flags.length > 0) lines.push("", "Noticed:");
  for (const { cell, detail } of view.flags.slice(0, MOST_FLAGS)) {
    lines.push(indent(cell === undefined ? detail : `${cell}: ${detail}`));
  }
  const rest = view.flags.length - MOST_FLAGS;
  if (rest > 0) lines.push(indent(`and ${rest} more`));
  return finish(lines);
}

function taskLines(task: StudentTask, most: number): string[] {
  const { outcome, title, points, maxPoints, checks, hint } = task;
  const of = `${showPoints(points)}/${showPoints(maxPoints)}`;
  const words = outcomeWords(task);
  const mark = words === IN_PART ? "◐" : MARKS[outcome];
  const line = `${mark} ${of.padStart(7)}  ${title}${outcome === "passed" ? "" : `: ${words}`}`;
  if (outcome === "passed") return [line];
  const wrong = checks.filter((check) => check.outcome !== "passed");
  const hidden = hiddenLine(task);
  return [
    line,
    ...wrong
      .slice(0, most)
      .map((check) => indent(`${check.check}: ${checkDetail(check) || check.outcome}`, 4 * WIDTH)),
    ...(wrong.length > most ? [indent(moreChecks(wrong.length - most))] : []),
    ...(hidden === undefined ? [] : [indent(hidden)]),
    ...(hint === undefined || outcome === "needs grading" ? [] : [indent(`Hint: ${hint}`)]),
  ];
}

function moreChecks(count: number): string {
  return count === 1 ? "and 1 more check" : `and ${count} more checks`;
}

function indent(text: string, longest = 2 * WIDTH - 10): string {
  return `    ${cleanLine(text, longest)}`;
}

/** How a class did: points, each task, and what an instructor should look at. */
export function formatClassText(
  reports: readonly SubmissionReport[],
  pairs: readonly SimilarPair[] = [],
  texts: readonly SameText[] = [],
): string {
  if (reports.length === 0) return "No submissions.\n";
  const views = bySubmission(reports).map(studentView);
  const points = views.map((view) => view.points);
  const most = Math.max(...views.map(({ maxPoints }) => maxPoints));
  const lines = [
    `${views.length} ${views.length === 1 ? "submission" : "submissions"}, ${views[0].lab}`,
    `Points of ${showPoints(most)}: lowest ${showPoints(Math.min(...points))}, ` +
      `median ${showPoints(median(points))}, mean ${mean(points).toFixed(1)}, ` +
      `highest ${showPoints(Math.max(...points))}`,
    "",
    "passed  points  task",
    ...taskTable(views.flatMap(({ tasks }) => tasks)),
  ];
  for (const [name, wanted] of Object.entries(LOOK)) {
    const found = views.filter(wanted).map(({ submission }) => submission);
    if (found.length > 0)
      lines.push("", `${name} (${found.length}):`, indent(cleanNames(found, 30)));
  }
  for (const [name, say] of Object.entries(SAYS)) {
    const found = views.flatMap((view) => {
      const why = say(view);
      return why === undefined ? [] : [`${cleanLine(view.submission, 30)}: ${why}`];
    });
    if (found.length > 0) lines.push("", `${name} (${found.length}):`, ...atMost(found));
  }
  const alike = [...texts.map(sameTextLine), ...pairs.map(pairLine)];
  if (alike.length > 0) lines.push("", `Much alike (${alike.length}):`, ...atMost(alike));
  return finish([...lines, ...wallLines(reports)]);
}

/** What the wall did not keep out, and the limits that could not be set. */
function wallLines(reports: readonly SubmissionReport[]): string[] {
  const lacks = reports.some(({ isolation }) => isolation === "process") ? [PROCESS_LACKS] : [];
  const unlimited = [...new Set(reports.flatMap((each) => each.unlimited ?? []))].sort();
  const without = `These limits could not be set on this machine: ${unlimited.join(", ")}.`;
  return [...lacks, ...(unlimited.length > 0 ? [without] : [])].flatMap((line) => ["", line]);
}

function atMost(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_SAID;
  const more = rest > 0 ? [`and ${rest} more`] : [];
  return [...lines.slice(0, MOST_SAID), ...more].map((line) => indent(line, WIDTH));
}

type View = ReturnType<typeof studentView>;
const LOOK: Record<string, (view: View) => boolean> = {
  "To be graded by a person": ({ tasks }) =>
    tasks.some(({ outcome }) => outcome === "needs grading"),
  "Crashed or timed out": ({ tasks }) =>
    tasks.some(({ outcome }) => outcome === "crashed" || outcome === "timed out"),
};
/** Of these it is said why. */
const SAYS: Record<string, (view: View) => string | undefined> = {
  "Not graded": ({ error }) => error,
  "With something odd": ({ flags }) => {
    const [first, ...more] = flags.map(({ cell, detail }) =>
      cell === undefined ? detail : `${cell}: ${detail}`,
    );
    return more.length === 0 ? first : `${first} And ${more.length} more`;
  },
};

function taskTable(tasks: readonly StudentTask[]): string[] {
  const ids = [...new Set(tasks.map(({ task }) => task))];
  return ids.map((id) => {
    const own = tasks.filter(({ task }) => task === id);
    const passed = own.filter(({ outcome }) => outcome === "passed").length;
    const share = `${Math.round((100 * passed) / own.length)} %`;
    const of = `${mean(own.map(({ points }) => points)).toFixed(1)}/${showPoints(own[0].maxPoints)}`;
    const waiting = own.filter(({ outcome }) => outcome === "needs grading").length;
    const more = waiting === 0 ? "" : `; ${waiting} not graded yet`;
    return `${share.padStart(6)}  ${of.padStart(6)}  ${own[0].title}${more}`;
  });
}

function finish(lines: readonly string[]): string {
  return withoutCommands(`${lines.map((line) => line.trimEnd()).join("\n")}\n`);
}
