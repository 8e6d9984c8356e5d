/** An author's first hour: begin a lab, build it in a real kernel, see the stub and a wrong answer in it. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { readNotebook } from "../../../src/course/notebook";
import { buildLab, type Execute } from "../../../src/grader/lab/build";
import { withExecutor } from "../../../src/grader/lab/execute";
import { releaseLab, type LabRelease } from "../../../src/grader/lab/files";
import { newLab } from "../../../src/grader/lab/new";
import { labPlace, type LabPlace } from "../../../src/grader/lab/places";
import { stubSubmission, wrongSubmission } from "../../../src/grader/lab/submission";
import { readWrongAnswers } from "../../../src/grader/lab/wrong";
import { clinic, ROOT, workFolder } from "../../cli/clinic";
import { removeFolder } from "../../remove-folder";

const outputOf = (notebook: INotebookContent, id: string) => {
  const cell = notebook.cells.find((each) => each.id === id)!;
  const outputs = cell.outputs as { text?: string; data?: Record<string, string | string[]> }[];
  return outputs
    .map(({ text, data }) => text ?? [data?.["text/plain"] ?? ""].flat().join(""))
    .join("");
};

describe("clinic lab", () => {
  it("lists its subcommands, and what it does without one", async () => {
    const { code, text } = await clinic("lab", "--help");
    expect(code).toBe(0);
    for (const said of ["build [options] [labs...]", "new <name>", "--no-browser"]) {
      expect(text).toContain(said);
    }
  });

  it.each([
    [["lab", "build", "99"], /There is no lab "99"/],
    [["lab", "new", "Mine"], /"Mine" can not be a lab's name/],
    [["lab", "biuld"], /too many arguments for 'lab'/],
  ])("answers %j with what is wrong", async (args, message) => {
    const { code, text } = await clinic(...args);
    expect(code).toBe(1);
    expect(text).toMatch(message);
    expect(text).not.toMatch(/^ +at /m);
  });
});

describe("a new lab", () => {
  let place: LabPlace;
  let release: LabRelease;
  const runs: Record<"stub" | "wrong", INotebookContent | undefined> = {
    stub: undefined,
    wrong: undefined,
  };

  beforeAll(async () => {
    place = labPlace("07-mine", workFolder());
    newLab("07-mine", place.root);
    release = releaseLab(place);
    const [wrong] = readWrongAnswers(place.solutions, release.lab);
    await withExecutor(
      () => undefined,
      async (execute: Execute) => {
        await buildLab(place, { execute });
        runs.stub = await execute(stubSubmission(release), place.labs);
        runs.wrong = await execute(wrongSubmission(release, wrong), place.labs);
      },
    );
  });
  afterAll(() => {
    removeFolder(place.root);
  });

  it("passes its own checks, and is up to its source from then on", async () => {
    const solution = readNotebook(path.join(place.solutions, "lab-07.ipynb"));
    expect(outputOf(solution, "standardise-check")).toMatch(
      /^✔ Mean 0, deviation 1: 1 of 1 checks/,
    );
    expect(outputOf(solution, "why")).toMatch(/^a: right\.\n\w/);
    const execute = () => Promise.reject(new Error("nothing is to be run"));
    expect(await buildLab(place, { check: true, execute })).toEqual({ written: [], stale: [] });
    expect(await buildLab(place, { execute })).toEqual({ written: [], stale: [] });
  });

  it("runs to its end as a stub: nothing passes, through 'not implemented' alone", () => {
    expect(outputOf(runs.stub!, "standardise-check")).toMatch(
      /^✘ .*\n +✘ means: not implemented\n +Hint: /,
    );
    expect(outputOf(runs.stub!, "why")).toBe("There is no answer yet.\n");
  });

  it("shows a wrong answer what a visible check can see of it", () => {
    // its means are right; only the hidden check sees the deviations
    expect(outputOf(runs.wrong!, "standardise-check")).toMatch(/^✔/);
  });

  it("has sources that an editor takes for correct", () => {
    const project = path.join(place.root, "tsconfig.json");
    const options = {
      skipLibCheck: true,
      noUnusedLocals: false,
      incremental: false,
      rootDir: ROOT,
    };
    fs.writeFileSync(
      project,
      JSON.stringify({
        extends: path.join(ROOT, ".config", "tsconfig.notebooks.json"),
        compilerOptions: {
          ...options,
          types: ["node"],
          typeRoots: [path.join(ROOT, "node_modules/@types")],
        },
        include: ["solutions/**/*.ts"],
      }),
    );
    const tsc = path.join(ROOT, "node_modules", "typescript", "bin", "tsc");
    const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", project], {
      encoding: "utf8",
    });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });
});
