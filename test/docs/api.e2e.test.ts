/** `npm run docs`: pages of everything that the package exports, whole, without a warning. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import spawn from "cross-spawn";
import { beforeAll, describe, expect, it } from "vitest";
import { contentsOf } from "../contents";
import { brokenLinks, pagesOf } from "./links";
import { removeFolder } from "../remove-folder";

const ROOT = path.join(__dirname, "..", "..");
const API = path.join(ROOT, ".clinic", "api");
const KINDS = ["functions", "variables", "classes", "interfaces", "types"];

/** The words of a page. */
function textOf(page: string): string {
  return fs
    .readFileSync(path.join(API, page), "utf8")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&quot;", '"')
    .replace(/\s+/g, " ");
}

describe("npm run docs", () => {
  let said = "";

  beforeAll(() => {
    fs.rmSync(API, { recursive: true, force: true });
    const { stdout, stderr, status } = spawn.sync("npm", ["run", "docs"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    said = stdout + stderr;
    expect(status, said).toBe(0);
  });

  it("has nothing to warn of: every name, option and field has its text, every link its page", () => {
    expect(said).not.toMatch(/\[(warning|error)\]/);
  });

  it("makes a page for every public name; TensorFlow.js, passed on whole, has pages of its own", () => {
    const pages = new Set(pagesOf(API));
    const names = contentsOf().map(({ name }) => name);
    expect(names.length).toBeGreaterThan(500);
    const without = names.filter((name) =>
      KINDS.every((kind) => !pages.has(`${kind}/${name}.html`)),
    );
    expect(without).toEqual([]);
  });

  it("shows what trainGan takes and gives, option by option", () => {
    const page = fs.readFileSync(path.join(API, "functions", "trainGan.html"), "utf8");
    expect(page).toContain('href="../interfaces/TrainingOptions.html"');
    expect(page).toContain('href="../interfaces/TrainingRun.html"');
    const options = textOf("interfaces/TrainingOptions.html");
    expect(options).toContain("Real examples, and as many fakes, in each update; 64.");
    expect(options).toContain("Adam's memory of the gradient; .5.");
    const run = textOf("interfaces/TrainingRun.html");
    expect(run).toContain('How it ended: "finished" after all its steps.');
  });

  it("finds losses, metrics and layers on the front page, in the order of the library", () => {
    const front = textOf("index.html");
    const places = ["Layers", "Losses", "Training", "Metrics", "Plots"].map((heading) =>
      front.indexOf(heading),
    );
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it("has no link that leads nowhere", () => {
    expect(brokenLinks(API)).toEqual([]);
  });

  it("names no folder of this machine", () => {
    const told = pagesOf(API).filter((page) => {
      const html = fs.readFileSync(path.join(API, page), "utf8");
      return [ROOT, os.homedir() + path.sep, "file://"].some((folder) => html.includes(folder));
    });
    expect(told).toEqual([]);
  });
});

describe("brokenLinks", () => {
  it("tells a page and a place that are there from those that are not", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-links-"));
    try {
      fs.mkdirSync(path.join(folder, "sub"));
      fs.writeFileSync(path.join(folder, "index.html"), '<p id="here"><a href="sub/a.html#b">');
      fs.writeFileSync(
        path.join(folder, "sub", "a.html"),
        '<a href="../index.html#here"><a href="../index.html#gone"><a href="none.html"><a href="#x">' +
          '<a href="https://example.org/y"><script src="../gone.js">',
      );
      expect(brokenLinks(folder)).toEqual([
        "index.html: sub/a.html#b",
        "sub/a.html: ../index.html#gone",
        "sub/a.html: none.html",
        "sub/a.html: #x",
        "sub/a.html: ../gone.js",
      ]);
    } finally {
      removeFolder(folder);
    }
  });
});
