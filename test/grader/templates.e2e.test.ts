/** The shell steps of the templates for GitHub and Gradescope, in folders that look as they do there. */
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { formatNotebook } from "../../src/course/format-notebook";
import { releaseLab } from "../../src/grader/lab/files";
import { solvedSubmission, stubSubmission } from "../../src/grader/lab/submission";
import { githubSchema } from "../../src/grader/report/github";
import { gradescopeSchema } from "../../src/grader/report/gradescope";
import { sample } from "./lab/fixture";
import { copyCourse } from "./templates";
import { removeFolder } from "../remove-folder";

const place = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-templates-"));
const course = path.join(place, "course");
const release = releaseLab(sample);
const solved = formatNotebook(solvedSubmission(release));
const stub = formatNotebook(stubSubmission(release));

beforeAll(() => {
  copyCourse(course);
});
afterAll(() => {
  removeFolder(place);
});

const put = (file: string, text: string) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
};

describe("GitHub", () => {
  const SHIM = ".github/workflows/grade.yml";
  beforeEach(() => {
    for (const name of fs.readdirSync(place)) {
      if (name !== "course") fs.rmSync(path.join(place, name), { recursive: true });
    }
  });

  /** A student's repository with these files; a text that begins by "-> " is a link. */
  function push(files: Record<string, string>): void {
    const repository = path.join(place, "submission");
    fs.mkdirSync(repository);
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(repository, name);
      if (text.startsWith("-> ")) {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.symlinkSync(text.slice(3), file);
      } else put(file, text);
    }
    const git = (...args: string[]) => execFileSync("git", args, { cwd: repository });
    git("init", "--quiet");
    git("add", "--all");
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", "work");
  }

  const shim = () =>
    fs
      .readFileSync(path.join(course, "solutions", "github", "assignment.yml"), "utf8")
      .replace('lab: "01"', 'lab: "00"');

  interface Step {
    id?: string;
    run?: string;
    "working-directory"?: string;
  }

  /** Runs the steps with these ids as GitHub does, up to the first that fails. */
  function steps(ids: readonly string[], env: Record<string, string> = {}) {
    const text = fs.readFileSync(path.join(course, "solutions", "github", "grade.yml"), "utf8");
    const all = (parse(text) as { jobs: { grade: { steps: Step[] } } }).jobs.grade.steps;
    let said = "";
    for (const id of ids) {
      const step = all.find((each) => each.id === id)!;
      const { status, stdout, stderr } = spawnSync(
        "bash",
        ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run!],
        {
          cwd: path.join(place, step["working-directory"] ?? ""),
          encoding: "utf8",
          env: {
            ...process.env,
            LAB: "00",
            NAME: "lab-ann",
            WALL: "process",
            REPOSITORY: "class/lab-ann",
            CALLER: `class/lab-ann/${SHIM}@refs/heads/main`,
            GITHUB_OUTPUT: path.join(place, "output"),
            GITHUB_STEP_SUMMARY: path.join(place, "summary"),
            ...env,
          },
        },
      );
      said += stdout + stderr;
      if (status !== 0) return { failed: id, said };
    }
    return { failed: undefined, said };
  }

  it("grades a repository: result for the reporter, summary, feedback", () => {
    push({ [SHIM]: shim(), "lab.ipynb": solved });
    const { failed, said } = steps(["unchanged", "take", "grade", "show"]);
    expect(failed, said).toBeUndefined();
    const [, result] = /^result=(.+)$/m.exec(fs.readFileSync(path.join(place, "output"), "utf8"))!;
    const report = githubSchema.parse(JSON.parse(Buffer.from(result, "base64").toString()));
    expect([report.status, report.max_score]).toEqual(["pass", 6.5]);
    const summary = fs.readFileSync(path.join(place, "summary"), "utf8");
    expect(summary).toMatch(
      /^ {4}lab-ann, 00-sample: 6\.5 of 10\.5 points; up to 4 more when a person has graded$/m,
    );
    expect(fs.readdirSync(path.join(place, "grades", "students", "lab-ann"))).toContain(
      "report.html",
    );
  });

  it("finds the notebook in labs/ too", () => {
    push({ [SHIM]: shim(), "labs/00-sample/lab-00.ipynb": stub });
    const { failed, said } = steps(["unchanged", "take", "grade"]);
    expect(failed, said).toBeUndefined();
    expect(said).toContain("lab-ann, 00-sample: 0 of 10.5 points");
  });

  it("a link to the solution is no answer", () => {
    push({ [SHIM]: shim(), "lab.ipynb": "-> ../course/solutions/00-sample/lab-00.ipynb" });
    const { failed, said } = steps(["unchanged", "take", "grade"]);
    expect(failed, said).toBeUndefined();
    expect(said).toContain("lab-ann, 00-sample: 0 of 10.5 points");
  });

  it("nor is a folder that is a link", () => {
    push({ [SHIM]: shim(), "labs/00-sample": "-> ../../course/solutions/00-sample" });
    expect(steps(["unchanged", "take"])).toMatchObject({ failed: "take" });
  });

  const mine = "class/lab-ann/.github/workflows/mine.yml@refs/heads/main";
  it.each([
    ["that was changed", { [SHIM]: "jobs: {}" }, {}],
    ["that is gone", undefined, {}],
    ["that is a link", { [SHIM]: "-> ../../../course/solutions/github/assignment.yml" }, {}],
    ["of the student's own beside it", { [SHIM]: shim }, { CALLER: mine }],
  ])("nothing is graded by a workflow %s", (_what, files, env) => {
    const text = files && (typeof files[SHIM] === "string" ? files[SHIM] : shim());
    push({ "lab.ipynb": solved, ...(text !== undefined && { [SHIM]: text }) });
    const { failed, said } = steps(["unchanged"], env);
    expect(failed).toBe("unchanged");
    expect(said).toContain(`::error::${SHIM} is not as it was handed out`);
  });

  it("a lab's name is never a command", () => {
    push({ [SHIM]: shim(), "lab.ipynb": solved });
    const LAB = '00"; touch /tmp/owned; "';
    expect(steps(["unchanged"], { LAB })).toMatchObject({ failed: "unchanged" });
  });
});

describe("Gradescope", () => {
  it("grades what lies in submission into results.json", () => {
    const root = path.join(place, "autograder");
    fs.mkdirSync(path.join(root, "source"), { recursive: true });
    fs.symlinkSync(course, path.join(root, "source", "course"));
    put(path.join(root, "submission", "My lab (2).ipynb"), solved);
    const { status, stderr } = spawnSync(
      path.join(course, "solutions", "gradescope", "run_autograder"),
      { env: { ...process.env, AUTOGRADER: root, LAB: "00" }, encoding: "utf8" },
    );
    expect(status, stderr).toBe(0);
    const text = fs.readFileSync(path.join(root, "results", "results.json"), "utf8");
    const results = gradescopeSchema.parse(JSON.parse(text));
    expect(results.score).toBe(6.5);
    expect(results.output).toContain("Why it helps (4 points) is graded by a person.");
  });
});
