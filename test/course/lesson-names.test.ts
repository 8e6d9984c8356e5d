/** What notebooks given as files are called: whatever they are, no two are written to one place. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { earlierNames, keepNames, namesOfFiles } from "../../src/course/lesson-names";
import { cutName, distinctName, fileKey, MOST_NAME_BYTES } from "../../src/course/names";
import { listLessons, selectLessons } from "../../src/course/paths";
import { writeWhole } from "../../src/files";
import { removeFolder } from "../remove-folder";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-names-"));
afterAll(() => {
  removeFolder(folder);
});
const put = (...parts: string[]): string => {
  const file = path.join(folder, ...parts);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, "{}");
  return file;
};

describe("namesOfFiles", () => {
  const long = "文".repeat(80);
  it.each<[string, string[], string[]]>([
    ["one", ["/a/lab.ipynb"], ["lab"]],
    ["two of one name", ["/a/lab.ipynb", "/b/lab.ipynb"], ["a-lab", "b-lab"]],
    ["in another case", ["/a/Lab.ipynb", "/b/lab.IPYNB"], ["a-Lab", "b-lab"]],
    ["a source and its notebook", ["/a/lab.ts", "/a/lab.ipynb"], ["a-lab", "a-lab-2"]],
    ["composed and not", ["/a/e\u0301.ipynb", "/b/\u00e9.ipynb"], ["a-\u00e9", "b-\u00e9"]],
    ["alike two folders up", ["/a/x/lab.ts", "/b/x/lab.ts"], ["a-x-lab", "b-x-lab"]],
    ["alike when joined", ["/a/b-c.ts", "/a-b/c.ts", "/c.ts"], ["b-c", "a-b-c", "c"]],
    ["of the course", ["/a/00-first.ipynb"], ["a-00-first"]],
  ])("%s", (_name, files, wanted) => {
    const names = namesOfFiles(files, ["00-first"]);
    expect(names).toEqual(wanted);
    expect(new Set(names.map(fileKey)).size).toBe(files.length);
  });

  it("long ones that begin alike stay two, and short enough", () => {
    const names = namesOfFiles([`/a/${long}1.ipynb`, `/a/${long}2.ipynb`], []);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(MOST_NAME_BYTES);
  });
});

describe("cutName", () => {
  it.each(["a", "é", "文", "👩‍🔬", "🇩🇪", "e\u0301\u0302"])("never inside %s", (character) => {
    for (let most = 32; most < 80; most++) {
      const cut = cutName(character.repeat(100), most);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most);
      expect(cut.replace(/~.{8}$/, "").replaceAll(character, "")).toBe("");
    }
  });
  it("one character of a thousand marks is cut between them", () => {
    const cut = cutName(`e${"\u0301".repeat(1000)}`);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(MOST_NAME_BYTES);
    expect(cut).not.toMatch(/\p{Surrogate}/u);
  });
  it("what fits stays, and two that begin alike stay two", () => {
    expect(cutName("x".repeat(120))).toBe("x".repeat(120));
    expect(cutName(`${"x".repeat(200)}1`)).not.toBe(cutName(`${"x".repeat(200)}2`));
    expect(distinctName("a", "A")).not.toBe(distinctName("a", "a"));
  });
});

describe("selectLessons", () => {
  it("of one name in two runs into one folder: each keeps its own", () => {
    const [a, b] = [put("one", "lab.ipynb"), put("two", "lab.ipynb")];
    const out = path.join(folder, "out");
    fs.mkdirSync(out);
    const run = (file: string): string => {
      const [{ name, source }] = selectLessons([file], earlierNames(out));
      fs.writeFileSync(path.join(out, `${name}.ipynb`), file);
      keepNames(out, { [name]: source });
      return name;
    };
    const names = [run(a), run(b), run(a), run(b)];
    expect(names).toEqual(["lab", "two-lab", "lab", "two-lab"]);
    expect(fs.readFileSync(path.join(out, "lab.ipynb"), "utf8")).toBe(a);
    fs.rmSync(path.join(out, "lab.ipynb")); // its name is free again
    expect(selectLessons([put("three", "lab.ipynb")], earlierNames(out))[0].name).toBe("lab");
    fs.writeFileSync(path.join(out, ".sources.json"), "{ cut off");
    expect(earlierNames(out)).toEqual({});
  });

  it("takes files by any case of their ending, each once, and gives each a name of its own", () => {
    const files = [put("a", "lab.ipynb"), put("b", "lab.ipynb"), put("X.IPYNB")];
    const link = path.join(folder, "link.ipynb");
    fs.symlinkSync(files[0], link);
    const found = selectLessons([...files, files[0], link]);
    expect(found.map(({ name }) => name)).toEqual(["a-lab", "b-lab", "X"]);
    expect(found.map(({ source }) => source)).toEqual(files);
  });
  it("a lesson is given once, and no file has its name", () => {
    const [{ name, source }] = listLessons();
    const other = put("mine", `${name}.ipynb`);
    const found = selectLessons([name, name.slice(0, 2), source, other]);
    expect(found.map((each) => each.name)).toEqual([name, `mine-${name}`]);
  });
  it("a folder is no notebook", () => {
    fs.mkdirSync(path.join(folder, "dir.ipynb"));
    expect(() => selectLessons([path.join(folder, "dir.ipynb")])).toThrow(/There is no notebook/);
  });
});

it("a name as long as the file system takes is written all the same", () => {
  const file = path.join(folder, `${"x".repeat(249)}.ipynb`);
  writeWhole(file, "whole");
  expect(fs.readFileSync(file, "utf8")).toBe("whole");
  expect(fs.readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});
