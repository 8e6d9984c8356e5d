/** A class: mostly honest, some wrong, some hostile. */
import type { INotebookContent } from "@jupyterlab/nbformat";
import type { Outcome } from "gan-clinic/dist/grader/contract";
import { formatNotebook } from "gan-clinic/dist/course/format-notebook";
import type { LabRelease } from "gan-clinic/dist/grader/lab/files";
import { stubSubmission } from "gan-clinic/dist/grader/lab/submission";
import { answerText } from "./lab";
import { benchTasks, VALUE } from "./tasks";

export interface Kind {
  readonly name: string;
  /** Of a class of 200. */
  readonly of200: number;
  /** Put into the cell of the third task. */
  readonly attack?: string;
  /** What it must get of the six points. */
  readonly points: number;
  /** How the third task must end, where it does not pass. */
  readonly third?: Outcome;
  /** Its clock may run out before its memory does, on a busy machine: then it ends as an endless loop does. */
  readonly orOutOfTime?: boolean;
}

const n = benchTasks.length;

export const kinds: readonly Kind[] = [
  { name: "honest", of200: 142, points: n },
  { name: "an earlier one unchanged", of200: 12, points: n },
  { name: "one task wrong", of200: 14, points: n - 1, third: "failed" },
  { name: "stub", of200: 8, points: 0, third: "not implemented" },
  { name: "broken JSON", of200: 4, points: 0, third: "not run" },
  { name: "process.exit", of200: 5, attack: "process.exit(0);", points: n - 1, third: "crashed" },
  {
    name: "endless loop",
    of200: 3,
    attack: "while (true) {}",
    points: n,
  },
  {
    name: "endless loop after await",
    of200: 3,
    attack: "await 0;\nwhile (true) {}",
    points: n - 1,
    third: "timed out",
  },
  {
    name: "memory hog",
    of200: 4,
    attack: "const hoard: number[][] = [];\nwhile (true) hoard.push(new Array(10000).fill(1));",
    points: n - 1,
    third: "crashed",
    orOutOfTime: true,
  },
  {
    name: "10 MB of prints",
    of200: 5,
    attack: 'for (let i = 0; i < 10000; i++) console.log("x".repeat(1000));',
    points: n,
  },
];

export interface Student {
  readonly name: string;
  readonly kind: Kind;
  readonly text: string;
}

/** How many of each kind are in a class: at least one, and honest ones make up the rest. */
export function countsFor(size: number): number[] {
  const others = kinds.slice(1).map(({ of200 }) => Math.max(1, Math.round((of200 * size) / 200)));
  const honest = size - others.reduce((sum, each) => sum + each, 0);
  if (honest < 1) {
    throw new RangeError(`--students: wanted ${kinds.length} or more, found ${size}`);
  }
  return [honest, ...others];
}

/** In an order in which kinds are mixed, the same each time. */
export function makeStudents(release: LabRelease, size: number): Student[] {
  const honest = (index: number): string => formatNotebook(notebookOf(release, index));
  const all = countsFor(size).flatMap((count, at) =>
    Array.from({ length: count }, (_, index) => {
      const kind = kinds[at];
      const own = 1000 * at + index;
      return {
        kind,
        text: kind.name === "honest" ? honest(own) : textOf(release, kind, own, index),
      };
    }),
  );
  // 89 is prime and more than a third of no class's size: neighbours are taken from far apart
  const step = [89, 97].find((prime) => all.length % prime !== 0)!;
  return all.map((_, place) => ({
    name: `student-${String(place + 1).padStart(3, "0")}`,
    ...all[(place * step) % all.length],
  }));
}

function textOf(release: LabRelease, kind: Kind, own: number, index: number): string {
  switch (kind.name) {
    case "an earlier one unchanged":
      return formatNotebook(notebookOf(release, index % 4));
    case "stub":
      return formatNotebook(stubSubmission(release));
    case "broken JSON":
      return formatNotebook(notebookOf(release, own)).slice(0, -500 - own);
    case "one task wrong":
      return formatNotebook(notebookOf(release, own, "", true));
    default:
      return formatNotebook(notebookOf(release, own, kind.attack));
  }
}

/** Solved; with names and comments of the student's own, so that no cell is the text of another's. */
function notebookOf(
  release: LabRelease,
  own: number,
  attack = "",
  wrong = false,
): INotebookContent {
  const copy = structuredClone(release.student);
  for (const [index, task] of benchTasks.entries()) {
    const cell = copy.cells.find(({ id }) => id === task.id)!;
    const body = wrong && index === 2 ? task.typescript.wrong : task.typescript.body;
    const text = answerText(task, body).replaceAll(VALUE, `${VALUE}${own}`);
    cell.source = [
      `// ${own}: ${task.says}`,
      text,
      ...(index === 2 && attack ? [attack] : []),
    ].join("\n");
  }
  return copy;
}
