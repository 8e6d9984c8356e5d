/**
 * The executed notebooks in nbviewer, which is nbconvert with its template "basic". JupyterLab brings nbconvert along.
 * (Its template "lab", which JupyterLab's own export uses, leaves out every picture's `alt`.)
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import spawn from "cross-spawn";
import sanitizeHtml from "sanitize-html";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isVenvReady, venvCommand, venvEnvironment } from "../../src/course/lab/venv";
import { chartsOf, executed, type Executed } from "./executed";
import { removeFolder } from "../remove-folder";

const LARGEST = 6e6; // bytes of a page, on a slow line

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-viewers-"));
});
afterAll(() => {
  removeFolder(folder);
});

function pageOf({ name }: Executed): string {
  return fs.readFileSync(path.join(folder, name.replace(".ipynb", ".html")), "utf8");
}

interface Seen {
  /** Of every picture. */
  readonly pictures: { readonly src: string; readonly alt: string }[];
  readonly scripts: number;
}

function look(page: string): Seen {
  const seen = { pictures: [] as Seen["pictures"], scripts: 0 };
  const see = (tagName: string, attribs: Partial<Record<string, string>>): sanitizeHtml.Tag => {
    if (tagName === "img") seen.pictures.push({ src: attribs.src ?? "", alt: attribs.alt ?? "" });
    if (tagName === "script") seen.scripts += 1;
    return { tagName, attribs: {} };
  };
  sanitizeHtml(page, { transformTags: { "*": see } });
  return seen;
}

describe.skipIf(!isVenvReady())("nbviewer (needs .venv)", () => {
  it("makes a page of every notebook", () => {
    const files = executed.map(({ file }) => file);
    const options = ["--to", "html", "--template", "basic", "--output-dir", folder];
    const { status, stderr } = spawn.sync(
      venvCommand("python"),
      ["-m", "nbconvert", ...options, ...files],
      { encoding: "utf8", env: { ...process.env, ...venvEnvironment() } },
    );
    expect(status, stderr).toBe(0);
    expect(stderr).not.toMatch(/Alternative text is missing/);
  });

  it.each(executed)("shows every chart of $name as a picture that says what it shows", (one) => {
    const { pictures, scripts } = look(pageOf(one));
    const charts = chartsOf(one.notebook);
    expect(pictures).toHaveLength(charts.length);
    pictures.forEach(({ src, alt }, index) => {
      expect(src).toMatch(/^data:image\/png;base64,[\w+/]{100}/);
      expect(charts[index].metadata).toMatchObject({ "image/png": { alt } });
      expect(alt.length).toBeGreaterThanOrEqual(10);
    });
    expect(scripts).toBe(0);
  });

  it.each(executed)("shows $name in less than 6 MB, its code in colours", (one) => {
    const page = pageOf(one);
    expect(Buffer.byteLength(page)).toBeLessThan(LARGEST);
    expect(page).toContain("hl-typescript");
    expect(page).toMatch(/<span class="k\w*">import<\/span>/);
  });
});
