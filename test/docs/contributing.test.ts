/** The contributor's page says what can be done: its files are there, and so are the lines that it builds on. */
import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../../src/course/paths";
import { insertBelow, sectionsOf, type Block } from "./steps";

const page = fs.readFileSync(path.join(ROOT, ".github", "CONTRIBUTING.md"), "utf8");
const sections = sectionsOf(page);
const blocks = sections.flatMap(({ steps }) => steps.flat());
const made = blocks.flatMap((block) => (block.kind === "file" ? [block.file] : []));

it("adds a lever, a notebook, a claim and a lab, in five steps each", () => {
  expect(sections.map(({ title, steps }) => [title, steps.length])).toEqual([
    ["A lever", 5],
    ["A notebook", 5],
    ["A claim", 5],
    ["A lab", 5],
  ]);
  for (const { steps } of sections) {
    expect(steps.flat().some(({ kind }) => kind === "command")).toBe(true);
  }
});

it("puts lines into files that are there, below a line that is there once", () => {
  const added = blocks.filter(
    (block): block is Block & { kind: "lines" } => block.kind === "lines",
  );
  expect(added.length).toBeGreaterThan(4);
  for (const { file, below, text } of added) {
    if (made.includes(file)) continue; // which the e2e test makes
    const found = fs.readFileSync(path.join(ROOT, file), "utf8");
    expect(insertBelow(found, below, text), file).toContain(text);
  }
});

it("makes files that are not there yet, and names others that are", () => {
  for (const file of made) expect(fs.existsSync(path.join(ROOT, file)), file).toBe(false);
  const prose = page.replace(/^ *(`{3,})[\s\S]*?^ *\1$/gm, "");
  const named = [...prose.matchAll(/`([\w.]+(?:\/[\w.-]+)+)`/g)].map(([, file]) => file);
  const others = named.filter((file) => !/99-mine|^\.clinic/.test(file));
  expect(others.length).toBeGreaterThan(3);
  for (const file of others) expect(fs.existsSync(path.join(ROOT, file)), file).toBe(true);
});

it("refuses a place that is none, or two", () => {
  expect(insertBelow("a\nbc\nd", "b", "x\ny\n")).toBe("a\nbc\nx\ny\nd");
  expect(() => insertBelow("a\nb", "c", "x")).toThrow('0 lines begin with "c"');
  expect(() => insertBelow("a1\na2", "a", "x")).toThrow('2 lines begin with "a"');
});
