/** The results table in the README: written by `clinic prove --update`, compared with the notebooks by a test. */
import fs from "node:fs";
import path from "node:path";
import type { IOutput } from "@jupyterlab/nbformat";
import { writeWhole } from "../files";
import { notebookFile } from "./build";
import { runRecord } from "./freshness";
import { readNotebook } from "./notebook";
import { listLessons, ROOT } from "./paths";
import { claimsOf, resultsTable, type LessonResult } from "./results";

const BEGIN = "<!-- results -->";
const END = "<!-- /results -->";

/**
 * What the committed notebooks claim.
 * @param names of lessons; all when left out
 */
export function committedResults(names?: readonly string[]): LessonResult[] {
  const lessons = listLessons().filter(({ name }) => names?.includes(name) ?? true);
  return lessons.map((lesson) => {
    const notebook = readNotebook(notebookFile(lesson));
    const { budget = "", engine = "" } = runRecord(notebook) ?? {};
    return {
      notebook: lesson.name,
      budget,
      engine,
      seconds: 0,
      fresh: true,
      claims: claimsOf(notebook),
    };
  });
}

/**
 * A text with the table between its two markers.
 * @throws SyntaxError the markers are not there, or in the wrong order
 */
export function withResults(text: string, results: readonly LessonResult[]): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) {
    throw new SyntaxError(
      `The README needs the lines "${BEGIN}" and "${END}", in this order, for its results table`,
    );
  }
  return `${text.slice(0, begin + BEGIN.length)}\n\n${resultsTable(results)}\n\n${text.slice(end)}`;
}

/** The README's picture, and the chart of a committed notebook that it is: the one with these words in its title. */
export const PICTURE = {
  file: path.join(ROOT, ".github", "pictures", "ring.png"),
  lesson: "00-first-gan",
  title: "from one lump to eight clouds",
};

/**
 * The PNG of that chart.
 * @throws RangeError the notebook has no such chart
 */
export function committedPicture({ lesson, title } = PICTURE): Uint8Array {
  const named = listLessons().find(({ name }) => name === lesson);
  const notebook = named && readNotebook(notebookFile(named));
  const outputs = notebook?.cells.flatMap((cell) => (cell.outputs ?? []) as IOutput[]) ?? [];
  for (const { data } of outputs) {
    const forms = (data ?? {}) as Record<string, unknown>;
    const spec = JSON.stringify(forms["application/vnd.vegalite.v5+json"] ?? "");
    if (spec.includes(title)) return Buffer.from(String(forms["image/png"]), "base64");
  }
  throw new RangeError(`${lesson} has no chart titled "… ${title}"; the README shows it`);
}

/** Bring the README's table and picture up to the committed notebooks. */
export function updateReadme(file = path.join(ROOT, "README.md")): void {
  const text = fs.readFileSync(file, "utf8");
  const wanted = withResults(text, committedResults());
  if (wanted !== text) writeWhole(file, wanted);
  fs.mkdirSync(path.dirname(PICTURE.file), { recursive: true });
  writeWhole(PICTURE.file, committedPicture());
}
