/**
 * The course's front page, `notebooks/index.ipynb`: a map of notebooks and labs with what each needs and takes, made
 * from their own headers, and one cell that shows how far the learner is.
 */
import fs from "node:fs";
import path from "node:path";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { writeWhole } from "../files";
import { courseMetadata, notebookCell, notebookOf } from "./convert";
import { readLearner, type LearnerRecord } from "./learner";
import { formatNotebook, readNotebook } from "./notebook";
import { listLessons, NOTEBOOKS, ROOT } from "./paths";
import { parsePercent } from "./percent";

export const FRONT_PAGE = path.join(NOTEBOOKS, "index.ipynb");

/** A notebook or a lab, as the map shows it. */
export interface Stop {
  readonly name: string;
  readonly title: string;
  /** Relative to the front page. */
  readonly file: string;
  readonly minutes: number;
  readonly kind: "notebook" | "lab";
  /** Of a lab: its tasks that `check` can check. */
  readonly tasks: readonly string[];
}

/** Everything on the map: each notebook, then the lab that goes with it. */
export function stops(root = ROOT): Stop[] {
  const notebooks = listLessons().map(({ name, source }): Stop => {
    const { header } = parsePercent(fs.readFileSync(source, "utf8"), name);
    const { full = 0 } = header.seconds as { full?: number };
    const base = { name, title: String(header.title), file: `${name}.ipynb`, tasks: [] };
    return { ...base, kind: "notebook", minutes: Math.max(1, Math.ceil(full / 60)) };
  });
  return notebooks.flatMap((notebook) => [notebook, ...labOf(notebook.name, root)]);
}

function labOf(name: string, root: string): Stop[] {
  const folder = path.join(root, "labs", name);
  const file = path.join(folder, "lab.ipynb");
  const about = path.join(folder, "lab.json");
  if (!fs.existsSync(file) || !fs.existsSync(about)) return [];
  const { title } = courseMetadata(readNotebook(file));
  const { tasks, minutes = 0 } = JSON.parse(fs.readFileSync(about, "utf8")) as {
    minutes?: number;
    tasks: { id: string; kind: string }[];
  };
  const checked = tasks.filter(({ kind }) => kind === "code" || kind === "open");
  return [
    {
      name,
      title: String(title),
      file: `../labs/${name}/lab.ipynb`,
      minutes,
      kind: "lab",
      tasks: checked.map(({ id }) => id),
    },
  ];
}

const INTRODUCTION = `# GAN Clinic

Training a GAN goes wrong in known ways. Each notebook here takes one of them: it **reproduces** the fault,
**measures** it, **fixes** it, and measures again with the same metric, over several seeds. Each **lab** lets you build
the fixes yourself.

**What you need:** some programming (the cells are TypeScript; nothing in them is clever), what a gradient is, and what
a neural network is. What a GAN is, notebook 00 says.

**How to use it:** open a notebook by a click on its name. Its results are there already. Run it yourself with
*Run > Run All Cells*: the times below are those of two processor cores. Every experiment has its few knobs at the top
of a cell: change them, run that cell again.`;

const NEXT = `**How far you are:** run the next cell (Shift + Enter). A notebook gets its tick when you have run it to its
end; a lab counts the tasks that pass their checks.`;

const PROGRESS = `import { showProgress } from "gan-clinic/dist/front";

showProgress();`;

/** Equal courses give equal pages. */
export function frontPage(all = stops()): INotebookContent {
  const rows = all.map(({ name, title, file, minutes, kind }) => {
    const number = name.slice(0, 2);
    return kind === "notebook"
      ? `| ${number} | [${title}](${file}) | run: ${minutes} min |`
      : `| ${number} | [${title}](${file}) | your work: ${minutes} min |`;
  });
  const map = ["| | | time |", "| --- | --- | --- |", ...rows].join("\n");
  const cell = (id: string, kind: "markdown" | "code", text: string) =>
    notebookCell(id, { kind, metadata: {}, text });
  const cells = [
    cell("introduction", "markdown", INTRODUCTION),
    cell("map", "markdown", `## The map\n\n${map}`),
    cell("next", "markdown", NEXT),
    cell("progress", "code", PROGRESS),
  ];
  return notebookOf(cells, { title: "GAN Clinic", frontPage: true });
}

/**
 * Bring the front page up to the course.
 * @param check change nothing
 * @returns whether it was not up to it; outputs of a learner do not count
 */
export function buildFrontPage(check: boolean, file = FRONT_PAGE): boolean {
  const wanted = frontPage();
  const texts = ({ cells }: INotebookContent): string =>
    JSON.stringify(cells.map(({ source }) => (Array.isArray(source) ? source.join("") : source)));
  const isStale = !fs.existsSync(file) || texts(readNotebook(file)) !== texts(wanted);
  if (isStale && !check) writeWhole(file, formatNotebook(wanted));
  return isStale;
}

/** What the front page shows of a learner's way: a mark and a word for each stop. */
export function progressRows(
  all: readonly Stop[],
  learner: LearnerRecord = readLearner(),
): { readonly done: boolean; readonly title: string; readonly says: string }[] {
  return all.map(({ name, title, kind, tasks }) => {
    const label = `${name.slice(0, 2)} ${title}`;
    if (kind === "lab") {
      const passed = tasks.filter((task) => learner.labs[name]?.[task]).length;
      const says = `${passed} of ${tasks.length} tasks pass`;
      return { done: passed === tasks.length, title: label, says };
    }
    const run = learner.notebooks[name];
    if (!run) return { done: false, title: label, says: "not run yet" };
    if (run.budget !== "full") {
      return {
        done: false,
        title: label,
        says: `run on ${run.day}, with the ${run.budget} budget`,
      };
    }
    const says = `run on ${run.day}: ${run.held} of ${run.claims} claims held`;
    return { done: true, title: label, says };
  });
}
