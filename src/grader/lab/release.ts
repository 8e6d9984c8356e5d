/** A lab → the cells of its release, in order, each with the stub a student gets and the solution. */
import { hashJson } from "../../course/hash";
import { ruleText } from "../calls/rule";
import type { LabTask, ManifestCell, ReleaseManifest } from "../contract";
import type { Lab, LabCell } from "./lab";
import { OWN_CELL, toStub } from "./markers";
import { nbgraderChecksum, type NbgraderKind } from "./nbgrader";
import { letterOf } from "./quiz-source";

/** A cell as it is handed out, and what stands there in the solution notebook. */
export interface ReleaseCell {
  readonly cell: ManifestCell;
  readonly solution: string;
}

interface Draft {
  readonly cell: Omit<ManifestCell, "checksum">;
  readonly solution: string;
}

/** How nbgrader calls each role. */
export const NBGRADER_KIND: Record<ManifestCell["role"], NbgraderKind> = {
  readonly: "readonly",
  solution: "autograded answer",
  check: "autograder tests",
  quiz: "manual answer",
  text: "manual answer",
};

/**
 * The cells of a release. Each task's check follows its last solution cell.
 * @throws RangeError two cells that would get the same id
 */
export function releaseCells(lab: Lab, file = `${lab.name}/lab.ts`): ReleaseCell[] {
  const drafts = lab.cells.flatMap((cell, index) => {
    const task = lab.tasks.find(({ id }) => id === cell.task);
    const own = task === undefined ? undefined : ownCells(cell, task, lab, file);
    if (own === undefined) return [readonlyCell(cell, ruleBelow(lab, index))];
    const isLast = !lab.cells
      .slice(index + 1)
      .some(({ role, task: other }) => role === "solution" && other === cell.task);
    return cell.role === "solution" && isLast ? [...own, checkCell(task!)] : own;
  });
  const ids = new Set<string>();
  return drafts.map(({ cell: { gradeId: wanted, ...cell }, solution }) => {
    if (ids.has(wanted) && cell.role !== "readonly") {
      throw new RangeError(
        `${file}: two cells would be called "${wanted}". Give one of the tasks another id`,
      );
    }
    let gradeId = wanted;
    for (let count = 2; ids.has(gradeId); count++) gradeId = `${wanted}-${count}`;
    ids.add(gradeId);
    const named = { gradeId, ...cell };
    const checksum = nbgraderChecksum({ ...named, kind: NBGRADER_KIND[cell.role] });
    return { cell: { ...named, checksum }, solution };
  });
}

/** What a task's code may call, below the last text in front of its first cell. */
function ruleBelow({ tasks, cells }: Lab, index: number): string {
  const task = tasks.find(({ id }) => id === cells[index].task);
  const rule = task && ruleText(task);
  if (rule === undefined) return "";
  const first = cells.findIndex(({ role, task: id }) => role === "solution" && id === task!.id);
  const texts = cells.map(
    ({ kind, task: id }, at) => kind === "markdown" && id === task!.id && at < first,
  );
  return texts.lastIndexOf(true) === index ? `\n\n**What you may call:** ${rule}.` : "";
}

function readonlyCell({ kind, text, task }: LabCell, below: string): Draft {
  // its id comes from the text, and so stays as it is when cells are put in between
  const gradeId = `read-${hashJson([kind, text]).slice(0, 10)}`;
  const own = task === undefined ? {} : { task };
  return {
    cell: { gradeId, cellType: kind, role: "readonly", ...own, source: text + below },
    solution: text + below,
  };
}

/** What a cell of a task becomes; undefined for one that is only read. */
function ownCells(cell: LabCell, task: LabTask, lab: Lab, file: string): Draft[] | undefined {
  const place = { file, line: cell.line };
  const { id, points } = task;
  if (cell.role === "solution") {
    const all = lab.cells.filter(({ role, task: other }) => role === "solution" && other === id);
    const at = all.indexOf(cell);
    const gradeId = at === 0 ? id : `${id}-${at + 1}`;
    const first = `${OWN_CELL}: ${task.title}`;
    const source = `${first}\n${toStub(cell.text, "code", place)}`;
    return [
      {
        cell: { gradeId, cellType: "code", role: "solution", task: id, source },
        solution: `${first}\n${cell.text}`, // here too: nbgrader makes the stub of it
      },
    ];
  }
  if (cell.role === "text") {
    const source = toStub(cell.text, "markdown", place);
    return [
      {
        cell: { gradeId: id, cellType: "markdown", role: "text", task: id, points, source },
        solution: cell.text,
      },
    ];
  }
  return cell.role === "quiz" ? quizCells(cell, task, lab) : undefined;
}

function checkCell({ id, points }: LabTask): Draft {
  const source = `await check("${id}");`;
  return {
    cell: { gradeId: `${id}-check`, cellType: "code", role: "check", task: id, points, source },
    solution: source,
  };
}

/**
 * A question is read-only text; its answer is a code cell. e2xgrader keeps the answer in the metadata of a
 * markdown cell, which only its own extension can change (for Notebook 6, not JupyterLab 4). A call can be typed
 * everywhere, answers at once whether it is right, and is read without being run.
 */
function quizCells(cell: LabCell & { role: "quiz" }, task: LabTask, { feedback }: Lab): Draft[] {
  const { question, answers } = cell.quiz;
  const one = answers.kind === "single";
  const worth = `${task.points} ${task.points === 1 ? "point" : "points"}`;
  const text = [
    `**${task.title}** (${worth}, ${one ? "one answer is right" : "one or more answers are right"})`,
    question,
    answers.choices.map((choice, index) => `- **${letterOf(index)}**: ${choice}`).join("\n"),
  ].join("\n\n");
  const how = one
    ? '// One letter in quotes between the brackets, as in ["b"].'
    : '// Letters in quotes between the brackets, as in ["b", "c"].';
  const whether = one ? "whether it is right" : "whether they are right";
  const hint =
    feedback === "after-grading"
      ? `${how} When it is graded, you read ${whether}.`
      : `${how} Run the cell to see ${whether}.`;
  const call = (letters: readonly string[]): string =>
    `${hint}\nquiz("${task.id}", ${JSON.stringify(letters).replaceAll(",", ", ")});`;
  const { id, points } = task;
  return [
    {
      cell: {
        gradeId: `${id}-question`,
        cellType: "markdown",
        role: "readonly",
        task: id,
        source: text,
      },
      solution: text,
    },
    {
      cell: {
        gradeId: id,
        cellType: "code",
        role: "quiz",
        task: id,
        points,
        source: call([]),
        quiz: answers,
      },
      solution: call(answers.correct.map(letterOf)),
    },
  ];
}

/** What the grader needs of a release; equal labs give equal manifests. */
export function releaseManifest(lab: Lab, cells: readonly ReleaseCell[]): ReleaseManifest {
  return {
    format: 1,
    lab: lab.name,
    title: lab.title,
    salt: saltOf(lab),
    ...(lab.feedback && { feedback: lab.feedback }),
    tasks: lab.tasks,
    cells: cells.map(({ cell }) => cell),
  };
}

/** From what every student reads: a secret would help nobody here, since the hashes are checked in the notebook. */
function saltOf(lab: Lab): string {
  const questions = lab.cells.map((cell) => (cell.role === "quiz" ? cell.quiz.question : ""));
  return hashJson([lab.name, questions]).slice(0, 32);
}
