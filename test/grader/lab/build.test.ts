import fs from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { formatNotebook } from "../../../src/course/format-notebook";
import { readNotebook } from "../../../src/course/notebook";
import { buildLab } from "../../../src/grader/lab/build";
import { releaseLab } from "../../../src/grader/lab/files";
import type { LabPlace } from "../../../src/grader/lab/places";
import { copyOfSample, sample, sampleSource } from "./fixture";

const execute = vi.fn((notebook: INotebookContent) => Promise.resolve(notebook));
const build = (place: LabPlace, options = {}) => buildLab(place, { ...options, execute });

let place: LabPlace;
const student = () => path.join(place.labs, "lab-00.ipynb");
const names = (files: readonly string[]) => files.map((file) => path.relative(place.root, file));
beforeEach(() => {
  place = copyOfSample();
  execute.mockClear();
});

describe("releaseLab", () => {
  it("gives equal bytes for equal sources, which are those of the committed sample", () => {
    for (const [file, text] of releaseLab(sample).files) {
      expect(text, file).toBe(fs.readFileSync(file, "utf8"));
    }
    const again = releaseLab(place).files;
    expect([...again.values()]).toEqual([...releaseLab(sample).files.values()]);
  });

  it("refuses to hand out a line of the solution", () => {
    const secret = "const deviations = features.map(deviationOf);";
    fs.writeFileSync(place.source, sampleSource.replace("const leak", `// ${secret}\nconst leak`));
    expect(() => releaseLab(place)).toThrow(RangeError);
    expect(() => releaseLab(place)).toThrow(
      /line 54: this line of the solution would be handed out: "const deviations/,
    );
  });

  it("refuses it in a visible check too", () => {
    const checks = path.join(place.solutions, "checks.ts");
    const text = fs.readFileSync(checks, "utf8");
    fs.writeFileSync(
      checks,
      text
        .replace(
          "judge: (value) =>",
          "judge: (value, { batch: values }) => {\n  const squares = values.map((each) => (each - middle) ** 2);\n  return",
        )
        .replace(
          'since all samples are equal",\n    }),',
          'since all samples are equal",\n    });},',
        ),
    );
    expect(() => releaseLab(place)).toThrow(/would be handed out: "const squares/);
  });

  it("wants checks for tasks that are checked", () => {
    fs.rmSync(path.join(place.solutions, "checks.ts"));
    expect(() => releaseLab(place)).toThrow(RangeError);
    expect(() => releaseLab(place)).toThrow(/there is no checks\.ts beside it/);
  });
});

describe("buildLab", () => {
  it("has nothing to do for the committed sample, whose solution was executed", async () => {
    expect(await build(place, { check: true })).toEqual({ written: [], stale: [] });
    expect(await build(place)).toEqual({ written: [], stale: [] });
    expect(execute).not.toHaveBeenCalled();
  });

  it("brings everything up to a changed source, and runs the solution in the students' folder", async () => {
    fs.writeFileSync(place.source, sampleSource.replace("# A sample lab", "# Another"));
    const files = [
      "labs/00-sample/lab-00.ipynb",
      "solutions/00-sample/manifest.json",
      "solutions/00-sample/lab-00.ipynb",
    ];
    const before = fs.readFileSync(student(), "utf8");
    expect(names((await build(place, { check: true })).stale)).toEqual(files);
    expect(fs.readFileSync(student(), "utf8")).toBe(before);
    expect(names((await build(place)).written)).toEqual(files);
    expect(execute).toHaveBeenCalledExactlyOnceWith(expect.anything(), place.labs);
    expect(await build(place, { check: true })).toEqual({ written: [], stale: [] });
  });

  it("runs the solution again when a check changed, or when asked to", async () => {
    fs.appendFileSync(path.join(place.solutions, "checks.ts"), "// more\n");
    expect(names((await build(place)).written)).toEqual(["solutions/00-sample/lab-00.ipynb"]);
    await build(place, { fresh: true });
    expect(execute).toHaveBeenCalledTimes(2);
  });

  it("keeps the old solution when the new one fails", async () => {
    const file = path.join(place.solutions, "lab-00.ipynb");
    const before = fs.readFileSync(file, "utf8");
    execute.mockRejectedValueOnce(new Error("Cell 4 failed"));
    await expect(build(place, { fresh: true })).rejects.toThrow("Cell 4 failed");
    expect(fs.readFileSync(file, "utf8")).toBe(before);
  });

  it("does not overwrite a notebook that somebody worked in, unless told to", async () => {
    const notebook = readNotebook(student());
    notebook.cells[3].source = "const mine = 1;";
    fs.writeFileSync(student(), formatNotebook(notebook));
    expect(names((await build(place, { check: true })).stale)).toEqual([
      "labs/00-sample/lab-00.ipynb",
    ]);
    await expect(build(place)).rejects.toThrow(/was worked in since it was built.*--overwrite/);
    expect(fs.readFileSync(student(), "utf8")).toContain("const mine = 1;");
    await build(place, { overwrite: true });
    expect(fs.readFileSync(student(), "utf8")).not.toContain("const mine = 1;");
  });

  it("mends what is damaged", async () => {
    fs.writeFileSync(path.join(place.labs, "checks.js"), "");
    fs.rmSync(path.join(place.labs, "README.md"));
    expect(names((await build(place)).written).sort()).toEqual([
      "labs/00-sample/README.md",
      "labs/00-sample/checks.js",
    ]);
  });
});
