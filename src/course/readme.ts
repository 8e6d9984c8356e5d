/**
 * What of the README is made: one row a notebook, the count of the last replication, the picture. They and
 * `notebooks/RESULTS.md` are written by `clinic prove --update`, and compared with the notebooks by a test.
 */
import fs from "node:fs";
import path from "node:path";
import type { IOutput } from "@jupyterlab/nbformat";
import { writeWhole } from "../files";
import { notebookFile } from "./build";
import { courseMetadata } from "./convert";
import { runRecord } from "./freshness";
import { withPart } from "./marked-part";
import { readNotebook } from "./notebook";
import { listLessons, NOTEBOOKS, ROOT } from "./paths";
import { lastReplication, replicationText } from "./replicate/last";
import { readRegister } from "./replicate/seed-register";
import { claimsOf } from "./results";
import { resultsPage, strongestTable, type CommittedResult } from "./results-page";

/** All claims of all notebooks; generated. */
export const RESULTS_PAGE = path.join(NOTEBOOKS, "RESULTS.md");

/**
 * What the committed notebooks claim.
 * @param names of lessons; all when left out
 */
export function committedResults(names?: readonly string[]): CommittedResult[] {
  const lessons = listLessons().filter(({ name }) => names?.includes(name) ?? true);
  return lessons.map((lesson) => {
    const notebook = readNotebook(notebookFile(lesson));
    const { budget = "", engine = "" } = runRecord(notebook) ?? {};
    const { title = lesson.name } = courseMetadata(notebook);
    return {
      notebook: lesson.name,
      title: String(title),
      budget,
      engine,
      seconds: 0,
      fresh: true,
      claims: claimsOf(notebook),
    };
  });
}

/** The README with what is made of the notebooks and of the register of seeds. */
export function withResults(
  text: string,
  results: readonly CommittedResult[],
  register = readRegister(),
): string {
  const names = results.map(({ notebook }) => notebook);
  const replicated = replicationText(lastReplication(register, names));
  return withPart(withPart(text, "results", strongestTable(results)), "replication", replicated);
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

/** Bring the README, its picture and the page of results up to the committed notebooks. */
export function updateReadme(file = path.join(ROOT, "README.md")): void {
  const text = fs.readFileSync(file, "utf8");
  const results = committedResults();
  const wanted = withResults(text, results);
  if (wanted !== text) writeWhole(file, wanted);
  writeWhole(RESULTS_PAGE, resultsPage(results));
  fs.mkdirSync(path.dirname(PICTURE.file), { recursive: true });
  writeWhole(PICTURE.file, committedPicture());
}
