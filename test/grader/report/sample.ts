/** Reports as the grader makes them. */
import type { Outcome, SubmissionReport, TaskResult } from "../../../src/grader/contract";

/** Whatever of it turns up in what a student gets is a leak. */
export const HIDDEN = "CANARY";
export const SEED = 918273645;

/** A report in which every text that a student or their code can make is this one. */
export function reportOf(text: string, submission = text): SubmissionReport {
  return {
    format: 1,
    lab: "01-small",
    submission,
    digest: "0f".repeat(32),
    seed: SEED,
    isolation: "bubblewrap",
    flags: [{ kind: "cell duplicated", cell: text, detail: text }],
    tasks: [
      taskOf("mean", "passed", 3, text),
      taskOf("spread", "failed", 0, text),
      taskOf("open", "crashed", 0.125, text),
      { ...taskOf("why", "needs grading", 0, text), checks: [] },
    ],
    points: 3.125,
    maxPoints: 12,
    error: text,
  };
}

function taskOf(task: string, outcome: Outcome, points: number, text: string): TaskResult {
  return {
    task,
    title: `The ${task}`,
    outcome,
    points,
    maxPoints: 3,
    checks: [
      { check: "by hand", visible: true, outcome, measured: text, wanted: text },
      { check: text, visible: true, outcome, message: text },
      { check: `${HIDDEN} a`, visible: false, outcome: "passed", measured: HIDDEN },
      {
        check: `${HIDDEN} b`,
        visible: false,
        outcome,
        measured: HIDDEN,
        wanted: HIDDEN,
        message: HIDDEN,
      },
    ],
    ...(outcome !== "passed" && { hint: "Read again." }),
  };
}

/** One that a file could not be read for. */
export const rejected: SubmissionReport = {
  ...reportOf("x", "zoe"),
  digest: "",
  flags: [],
  tasks: [],
  points: 0,
  error: "The file is empty.",
};

/** Texts made to break a format, or whoever looks at it. */
export const NASTY: readonly (readonly [string, string])[] = [
  ["nothing odd", "3.5"],
  ["empty", ""],
  ["ANSI colours and a title", "\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u001b[2J"],
  ["a hyperlink of a terminal", "\u001b]8;;http://x.test\u001b\\click\u001b]8;;\u001b\\"],
  ["8-bit controls", "\u009b31mred\u0085\u0090"],
  ["a script", "<script>alert(1)</script>"],
  ["an attribute", "\"'><img src=x onerror=alert(1)>"],
  ["entities", "&lt;b&gt; &amp; &#60; &nbsp;"],
  ["the end of a CDATA", "a ]]> b <![CDATA[ c"],
  ["a comment and an instruction", "<!-- --> <?php ?> -->"],
  ["NUL and other controls", "a\u0000b\u0001\u0008\u000b\u000c\u001f\u007f"],
  ["the direction of writing", "\u202egnp.exe\u202c \u2066x\u2069 \u200f\u061c"],
  ["unseen", "a\u200b\u2060\ufeff\u00adb\u2028c\u2029d"],
  ["half a character, and none", "\ud800 \udfff \uffff \ufffe"],
  ["a formula", "=cmd|' /C calc'!A0"],
  ["a formula behind blanks", '\t =HYPERLINK("http://x.test")'],
  ["formulas of other kinds", "@SUM(1)\n+1\n-1"],
  ["a formula in wide characters", "\uff1dcmd()"],
  ["quotes and separators", 'a,"b";c\td\r\ne'],
  ["commands of a workflow", "::notice title=Autograding report::{}\n  ::add-mask::x ##[error]y"],
  ["Markdown", "**b** [l](javascript:alert(1)) `c` $x$ ![i](http://x.test)\n# h\n```\n- [ ] |a|"],
  ["a template of JavaScript", "${process.exit()} </textarea></title>"],
  ["keys of objects", "__proto__"],
  ["very long", "x".repeat(100_000)],
  ["many lines", "line\n".repeat(10_000)],
];
