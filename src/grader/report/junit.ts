/** JUnit's XML: a suite a submission, a case a task, points as properties. Students may see it. */
import XmlBuilder from "fast-xml-builder";
import type { SubmissionReport } from "../contract";
import { cleanLine, withoutCommands } from "./clean";
import { showPoints } from "../points";
import {
  bySubmission,
  remarks,
  studentView,
  type StudentReport,
  type StudentTask,
} from "./student-view";

type Node = Record<string, unknown>;

const KIND = {
  passed: undefined,
  failed: "failure",
  "not implemented": "failure",
  "timed out": "error",
  crashed: "error",
  "not run": "skipped",
  "needs grading": "skipped",
} as const;

export function formatJunit(reports: readonly SubmissionReport[]): string {
  const suites = bySubmission(reports).map((report) => suite(studentView(report)));
  const builder = new XmlBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
    format: true,
  });
  const tree = {
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    testsuites: { "@name": "labs", ...totals(suites), testsuite: suites },
  };
  return builder.build(tree);
}

function suite(view: StudentReport): Node {
  const cases: Node[] = view.tasks.map((task) => testCase(task, view));
  if (view.error !== undefined) {
    cases.unshift({
      "@classname": `${view.lab}.${view.submission}`,
      "@name": "the notebook can be graded",
      "@time": "0",
      error: { "@message": cleanLine(view.error), "@type": "not graded" },
    });
  }
  const count = (kind: string): number => cases.filter((each) => kind in each).length;
  return {
    "@name": `${view.lab}: ${view.submission}`,
    "@tests": cases.length,
    "@failures": count("failure"),
    "@errors": count("error"),
    "@skipped": count("skipped"),
    "@time": "0",
    properties: properties(view.points, view.maxPoints),
    testcase: cases,
  };
}

function testCase(task: StudentTask, view: StudentReport): Node {
  const kind = KIND[task.outcome];
  const message = { "@message": task.outcome, "@type": task.outcome };
  const text = withoutCommands(remarks(task).join("\n"));
  return {
    "@classname": `${view.lab}.${view.submission}`,
    "@name": task.title,
    "@time": "0",
    properties: properties(task.points, task.maxPoints),
    ...(kind === "skipped" && { skipped: { "@message": task.outcome } }),
    ...((kind === "failure" || kind === "error") && { [kind]: { ...message, "#text": text } }),
  };
}

function properties(points: number, maxPoints: number): Node {
  return {
    property: [
      { "@name": "points", "@value": showPoints(points) },
      { "@name": "max_points", "@value": showPoints(maxPoints) },
    ],
  };
}

function totals(suites: readonly Node[]): Node {
  const keys = ["@tests", "@failures", "@errors", "@skipped"];
  const sum = (key: string): number =>
    suites.reduce((total, each) => total + (each[key] as number), 0);
  return Object.fromEntries(keys.map((key) => [key, sum(key)]));
}
