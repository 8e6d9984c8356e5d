/** The README beside a student's notebook, made from the lab's tasks. */
import type { LabTask } from "../contract";
import { labFile } from "../../course/names";
import { showPoints } from "../points";
import type { Lab } from "./lab";
import { OWN_CELL } from "./markers";

const JUDGED: Record<LabTask["kind"], string> = {
  code: "by checks",
  open: "by a measurement of what your code makes",
  quiz: "by your choice",
  text: "by a person",
};

/** Equal labs give equal texts. */
export function labReadme(lab: Lab): string {
  const total = lab.tasks.reduce((sum, { points }) => sum + points, 0);
  const has = (kind: LabTask["kind"]): boolean => lab.tasks.some((task) => task.kind === kind);
  const steps = [
    "Run the cells from the top. Those with a lock are for reading: they cannot be changed, and when your " +
      "notebook is graded they are put back as they were handed out.",
    ...(has("code") || has("open")
      ? [
          `Cells that begin with \`${OWN_CELL}\` are yours; all other cells are read only. ` +
            "Write your code in place of `// YOUR CODE HERE` and the line below it, which says `not implemented`. " +
            "Keep the names and the arguments as they are.",
          'Run the cell, then the one below it: `await check("…")` says what was measured, what was wanted, and a hint.',
        ]
      : []),
    ...(has("quiz")
      ? [
          'A quiz is answered with letters: `quiz("…", ["b"])`. ' +
            (lab.feedback === "after-grading"
              ? "Run the cell to keep your answer. Whether it is right, you are told after grading, and why."
              : "Run the cell to see whether it is right, and why."),
        ]
      : []),
    ...(lab.tasks.some(({ calls }) => calls)
      ? [
          "Each task says what its code may call. What it calls beside that, also by way of another function or of " +
            "something made before, `check` notices, and the answer does not count.",
        ]
      : []),
    ...(has("text") ? ["Write your text in place of `YOUR ANSWER HERE`. A person reads it."] : []),
    "You may add cells of your own, anywhere.",
  ];
  return [
    "<!-- made by `clinic lab build`; edits are lost -->",
    "",
    `# ${lab.title}`,
    "",
    [
      `${lab.tasks.length} ${lab.tasks.length === 1 ? "task" : "tasks"}, ${showPoints(total)} points`,
      ...(lab.minutes === undefined ? [] : [`about ${lab.minutes} minutes`]),
    ].join(", ") + ".",
    "",
    "| task | points | what to do | judged |",
    "| --- | ---: | --- | --- |",
    ...lab.tasks.map(
      ({ title, points, says, kind }) =>
        `| ${cell(title)} | ${showPoints(points)} | ${cell(says)} | ${JUDGED[kind]} |`,
    ),
    "",
    "## How to work",
    "",
    `Open it from the front page (\`npm run lab\`). You work in your own copy, \`work/labs/${lab.name}/${labFile(lab.name)}\`.`,
    "",
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    "",
    "What passes in the notebook is checked again when it is graded, with other numbers and in more ways: write " +
      "for any input, not for the one you see.",
    "",
    "## How to hand in",
    "",
    "1. Kernel menu: *Restart Kernel and Run All Cells*. What works only in the order you happened to run it in " +
      "does not work for the grader.",
    `2. Save, and hand in \`${labFile(lab.name)}\`, under that name. Nothing else is read: no other file, no output of a cell.`,
    "3. Leave what you could not solve as it is. A cell that fails costs its own task, not the others.",
    "",
  ].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
