/** No dead end: each notebook leads to what comes next, and every link leads somewhere, from the learner's copy too. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildNotebook } from "../../src/course/convert";
import { writeOwnPage } from "../../src/course/front-page";
import { stops } from "../../src/course/stops";
import { formatNotebook } from "../../src/course/format-notebook";
import { parseNotebook, sourceOf } from "../../src/course/notebook";
import { listLessons, ROOT } from "../../src/course/paths";
import { bringUp } from "../../src/course/work/copy";
import { removeFolder } from "../remove-folder";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-links-"));
/** As they would be built: the committed ones may wait for their run. */
const built = new Map(
  listLessons().map(({ name, source }) => [
    `notebooks/${name}.ipynb`,
    buildNotebook(fs.readFileSync(source, "utf8"), name),
  ]),
);

beforeAll(() => {
  for (const folder of ["notebooks", "labs", ".github/pictures"]) {
    fs.cpSync(path.join(ROOT, folder), path.join(root, folder), { recursive: true });
  }
  fs.copyFileSync(path.join(ROOT, "README.md"), path.join(root, "README.md"));
  for (const [file, notebook] of built) {
    fs.writeFileSync(path.join(root, file), formatNotebook(notebook));
  }
  bringUp(root);
  writeOwnPage(root);
});
afterAll(() => {
  removeFolder(root);
});

const textsOf = ({ cells }: INotebookContent): string[] =>
  cells.filter(({ cell_type }) => cell_type === "markdown").map(sourceOf);

/** Targets within the repository of the links and pictures in a text; code and formulas hold none. */
function linksIn(text: string): string[] {
  const prose = text.replace(/```[\s\S]*?```|`[^`\n]*`|\$[^$\n]*\$/g, "");
  return [...prose.matchAll(/(?<=\]\()[^)\s]+(?=\))|(?<=src=")[^"]+(?=")/g)]
    .map(([link]) => link)
    .filter((link) => !/^(https?:|attachment:|mailto:|#)/.test(link))
    .map((link) => decodeURIComponent(link.split("#")[0]));
}

function textOf(file: string): string {
  const text = fs.readFileSync(file, "utf8");
  return file.endsWith(".ipynb") ? textsOf(parseNotebook(text, file)).join("\n\n") : text;
}

/** Links of a folder's pages that lead nowhere, or out of it. */
function deadLinks(folder: string, pages: readonly string[]): string[] {
  return pages.flatMap((page) =>
    linksIn(textOf(path.join(folder, page)))
      .filter((link) => {
        const to = path.resolve(folder, path.dirname(page), link);
        return path.relative(folder, to).startsWith("..") || !fs.existsSync(to);
      })
      .map((link) => `${page}: ${link}`),
  );
}

const pagesIn = (folder: string, part = "."): string[] =>
  fs
    .readdirSync(path.join(folder, part), { recursive: true, encoding: "utf8" })
    .map((file) => path.join(part, file))
    .filter((file) => /\.(ipynb|md)$/.test(file) && !file.includes(".course"));

describe("the thread through the course", () => {
  const all = stops();
  const lessons = all.filter(({ document }) => document.kind === "notebook");

  it.each(lessons.map(({ document }) => document.name))("%s ends with what is next", (name) => {
    const at = all.findIndex(({ document }) => document.name === name);
    const end = textsOf(built.get(`notebooks/${name}.ipynb`)!).at(-1)!;
    const next = all.at(at + 1);
    if (!next) return; // the last notebook, when it has no lab
    const link = path.posix.join(
      ...path.relative(path.dirname(all[at].document.from), next.document.from).split(path.sep),
    );
    expect(end.trimEnd().split("\n").at(-1)).toContain(`](${link}) →**`);
    expect(end).toMatch(/^\*\*Next: \[.+$/m);
  });

  it("speaks of no notebook and no lab that is not there", () => {
    const there = new Set(
      all.map(({ document }) => `${document.kind} ${document.name.slice(0, 2)}`),
    );
    const pages = [...pagesIn(root, "notebooks"), ...pagesIn(root, "labs")];
    const spoken = pages.flatMap((page) =>
      [...textOf(path.join(root, page)).matchAll(/\b(notebook|lab)s? (\d\d)\b/gi)].map(
        ([, kind, number]) => ({ page, what: `${kind.toLowerCase()} ${number}` }),
      ),
    );
    expect(spoken.length).toBeGreaterThan(20);
    expect(spoken.filter(({ what }) => !there.has(what))).toEqual([]);
  });
});

describe("every link leads somewhere", () => {
  it("of the notebooks, the labs and the front page", () => {
    const pages = [...pagesIn(root, "notebooks"), ...pagesIn(root, "labs")];
    expect(pages.flatMap((page) => linksIn(textOf(path.join(root, page)))).length).toBeGreaterThan(
      20,
    );
    expect(deadLinks(root, pages)).toEqual([]);
  });

  it("of the READMEs and the guides", () => {
    const pages = [
      ...["README.md", "notebooks/SETUP.md", "notebooks/RESULTS.md", "test/bench/RESULTS.md"],
      ...["solutions/README.md", "solutions/GRADING.md", ".github/CONTRIBUTING.md"],
    ];
    expect(deadLinks(ROOT, pages)).toEqual([]);
  });

  it("of the learner's copy, and stays in it", () => {
    const work = path.join(root, "work");
    const pages = pagesIn(work);
    expect(pages).toContain("index.md");
    expect(pages.length).toBeGreaterThan(9);
    expect(linksIn(textOf(path.join(work, "index.md"))).length).toBeGreaterThan(9);
    expect(deadLinks(work, pages)).toEqual([]);
  });
});
