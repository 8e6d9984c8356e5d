/** The workflows for GitHub, as far as they can be judged without it: who says what, and what is where. */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { TEMPLATES } from "./templates";

interface Step {
  name?: string;
  id?: string;
  uses?: string;
  run?: string;
  shell?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}
interface Job {
  uses?: string;
  secrets?: Record<string, string>;
  with?: Record<string, string>;
  "runs-on"?: string;
  env?: Record<string, string>;
  steps?: Step[];
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const read = (name: string) =>
  parse(fs.readFileSync(path.join(TEMPLATES, "github", name), "utf8")) as Workflow;
const called = read("grade.yml");
const calling = read("assignment.yml");
const steps = called.jobs.grade.steps!;
const at = (name: string) => {
  const found = steps.findIndex((step) => step.id === name || step.name === name);
  expect(found, name).toBeGreaterThanOrEqual(0);
  return found;
};

describe("the student's workflow", () => {
  it("does nothing but call the instructor's, with what that takes", () => {
    const { uses, with: given, secrets, ...rest } = calling.jobs.grade;
    expect(uses).toBe("OWNER/COURSE/.github/workflows/grade.yml@main");
    expect(rest).toEqual({});
    const takes = called.on.workflow_call as Record<string, object>;
    expect(Object.keys(given!)).toEqual(Object.keys(takes.inputs));
    expect(Object.keys(secrets!)).toEqual(Object.keys(takes.secrets));
    expect(Object.keys(calling.on)).toEqual(["push", "workflow_dispatch"]); // never pull_request_target
  });

  it("as the instructor's, may only read", () => {
    expect(calling.permissions).toEqual({ contents: "read" });
    expect(called.permissions).toEqual({ contents: "read" });
  });
});

describe("the instructor's workflow", () => {
  it("can only be called", () => {
    expect(Object.keys(called.on)).toEqual(["workflow_call"]);
  });

  it("leaves no token behind, and uses it only to check the course out", () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts).toHaveLength(2);
    for (const { with: given } of checkouts) expect(given!["persist-credentials"]).toBe(false);
    const holders = steps.filter((step) => JSON.stringify(step).includes("secrets."));
    expect(holders).toEqual([steps[at("Check out the course")]]);
    expect(JSON.stringify(called.jobs.grade.env)).not.toContain("secrets.");
  });

  it("has everything of the course before anything of the student is run", () => {
    expect(at("Check out the course")).toBeLessThan(at("unchanged"));
    expect(at("unchanged")).toBeLessThan(at("take"));
    expect(at("build")).toBeLessThan(at("grade"));
    expect(steps.filter(({ run }) => run?.includes("clinic.mjs grade"))).toHaveLength(1);
  });

  it("grades in a container or not at all, and hands the result to GitHub's reporter", () => {
    const { run, env } = steps[at("grade")];
    expect(run).toContain('--require "$WALL" --github');
    expect(env).toEqual({ WALL: "container" });
    const reporter = steps.find(({ uses }) => uses?.includes("autograding-grading-reporter"))!;
    expect(reporter.env).toEqual({ GRADE_RESULTS: "${{ steps.grade.outputs.result }}" });
    expect(reporter.with).toEqual({ runners: "grade" });
  });

  it("puts nothing that a student can choose into a script's text", () => {
    for (const { run, name } of steps) expect(run ?? "", name).not.toContain("${{");
    for (const { run, shell, name } of steps) if (run) expect(shell, name).toBe("bash");
  });

  it("keeps what a student may see, and no cache", () => {
    const { with: given } = steps.find(({ uses }) => uses?.includes("upload-artifact"))!;
    expect((given!.path as string).trim().split("\n")).toEqual([
      "grades/students/",
      "grades/junit.xml",
    ]);
    expect(JSON.stringify(called)).not.toMatch(/cache["@]/);
  });
});
