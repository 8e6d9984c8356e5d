/** From what runs of cells and probes say to the outcomes of tasks, with a session that only pretends. */
import { describe, expect, it } from "vitest";
import { readLab } from "../../../src/grader/grade/lab";
import type { Session } from "../../../src/grader/grade/session";
import { gradeTasks } from "../../../src/grader/grade/tasks";
import { releaseLab } from "../../../src/grader/lab/files";
import { solvedSubmission, stubSubmission } from "../../../src/grader/lab/submission";
import type { Run } from "../../../src/grader/sandbox/sandbox";
import { readSubmissionBytes } from "../../../src/grader/submission/read";
import type { Submission } from "../../../src/grader/submission/submission";
import { sample } from "../lab/fixture";
import { fakeSession, type Fake } from "./fake-session";

const lab = readLab(sample);
const release = releaseLab(sample);
const read = (notebook: object): Submission =>
  readSubmissionBytes(Buffer.from(JSON.stringify(notebook)), lab.manifest) as Submission;
const solved = read(solvedSubmission(release));

async function grade(fake: Fake, submission = solved, only?: string[]) {
  const { session, asked } = fakeSession(fake);
  const wishes = { seed: 7, ...(only && { only }) };
  const { tasks } = await gradeTasks(submission, lab, () => session, wishes);
  const texts = tasks.map(({ task, outcome, points }) => `${task}: ${outcome}, ${points}`);
  const says = Object.fromEntries(
    tasks.map(({ task, checks }) => [task, checks.map((each) => each.message ?? each.outcome)]),
  );
  return { tasks, texts, says, asked };
}

const printed = "";

it("all passed: points, no hints; the text waits for a person", async () => {
  const { texts, tasks, asked } = await grade({});
  expect(texts).toEqual([
    "stddev: passed, 3",
    "slope: passed, 1.5",
    "signs: passed, 2",
    "explain: needs grading, 0",
  ]);
  expect(tasks.some(({ hint }) => hint !== undefined)).toBe(false);
  expect(asked).toEqual([
    'import { check, quiz } from "gan-clinic/dist/lab";',
    "function spread(batch: number[][]): number {",
    "probe of spread",
    "const slope: (x: number) => number =",
    "probe of slope",
    // the hidden checks, after all that is shown to the student
    "probe of spread",
    "probe of slope",
  ]);
});

describe("hidden checks", () => {
  /** The probes of each session, when a run is changed as asked. */
  async function sessionsOf(change: (run: Run, name: string, at: number) => Run) {
    const sessions: string[][] = [];
    const open = (): Session => {
      const { session } = fakeSession({});
      const names: string[] = [];
      sessions.push(names);
      return {
        ...session,
        async probe(given, seconds) {
          const [name] = given.uses;
          names.push(name);
          return change(await session.probe(given, seconds), name, names.length);
        },
      };
    };
    const { tasks } = await gradeTasks(solved, lab, open, { seed: 7 });
    return { sessions, tasks };
  }

  it("come after all visible ones, in the same session; a failed visible one spares them", async () => {
    const { sessions, tasks } = await sessionsOf((run, name) =>
      name === "slope" ? { outcome: "done", values: [1, 1], printed } : run,
    );
    expect(sessions).toEqual([["spread", "slope", "spread"]]);
    expect(tasks[1].checks.find(({ visible }) => !visible)).toMatchObject({
      outcome: "not run",
      message: "A visible check did not pass, so this one was not tried",
    });
  });

  it("that do not pass at the end are tried where they stand, in a new process, and that counts", async () => {
    let failed = false;
    const { sessions, tasks } = await sessionsOf((run, name, at) => {
      if (name !== "slope" || at < 4 || failed) return run;
      failed = true; // a later cell, say, has declared something else
      return { outcome: "failed", message: "Error: no", printed };
    });
    expect(sessions).toEqual([["spread", "slope", "spread", "slope"], ["slope"]]);
    expect(tasks[1]).toMatchObject({ outcome: "passed", points: 1.5 });
  });
});

describe("what its code may not call", () => {
  const calls = { names: ["mlp", "curves"], parts: [], operations: [] };
  const right: Run = { outcome: "done", values: [1, 0.2], printed, calls };

  it("takes the points, in words and with a flag", async () => {
    const { tasks, flags } = await graded(() => right);
    expect(tasks[1]).toMatchObject({ outcome: "failed", points: 0 });
    expect(tasks[1].checks[0].message).toMatch(
      /^It calls mlp, so it does not count\. It may call all/,
    );
    expect(flags).toEqual([
      { kind: "call not allowed", cell: "slope", detail: "Its code calls mlp." },
    ]);
    expect(tasks[0].points).toBe(3);
  });

  it("in a hidden check is flagged without a name: which ones it calls, it could choose by the inputs", async () => {
    let probes = 0;
    const { tasks, flags } = await graded((run) => (probes++ === 0 ? run : { ...run, calls }));
    expect(tasks[1].points).toBe(0);
    expect(JSON.stringify(flags)).not.toContain("mlp");
    expect(flags).toMatchObject([{ kind: "call not allowed", cell: "slope" }]);
  });

  it("leaves a stub what it is", async () => {
    const message = "Error: not implemented";
    const { tasks, flags } = await graded(() => ({ outcome: "failed", message, printed, calls }));
    expect(tasks[1].outcome).toBe("not implemented");
    expect(flags).toEqual([]);
  });

  /** @param change of the runs of the slope's probes */
  function graded(change: (run: Run) => Run) {
    const { session } = fakeSession({});
    const probe: Session["probe"] = async (given, seconds) => {
      const run = await session.probe(given, seconds);
      return given.uses[0] === "slope" ? change(run) : run;
    };
    return gradeTasks(solved, lab, () => ({ ...session, probe }), { seed: 7 });
  }
});

it("a stub runs nothing", async () => {
  const { texts, asked, says } = await grade({}, read(stubSubmission(release)));
  expect(texts).toEqual(
    ["stddev", "slope", "signs", "explain"].map((id) => `${id}: not implemented, 0`),
  );
  expect(asked).toEqual([]);
  expect(says.stddev).toEqual(["not implemented", "not implemented"]);
});

it("one wrong check takes all points of its task, and brings the hint", async () => {
  const { tasks } = await grade({
    probes: { slope: { outcome: "done", values: [1, 1], printed } },
  });
  expect(tasks[1]).toMatchObject({
    outcome: "failed",
    points: 0,
    hint: lab.manifest.tasks[1].hint,
  });
  expect(tasks[0].points).toBe(3);
});

it("a name that is not there is laid to the cell that should have declared it", async () => {
  const missing: Run = { outcome: "missing", names: ["slope"], printed };
  const crashed = await grade({
    probes: { slope: missing },
    problems: { "const slope": { outcome: "crashed", message: "Error: oh" } },
  });
  expect(crashed.texts[1]).toBe("slope: crashed, 0");
  expect(crashed.says.slope[0]).toBe(
    "There is no slope, since a cell of this task did not run to its end: Error: oh",
  );
  const stub = await grade({
    probes: { slope: missing },
    problems: { "const slope": { outcome: "crashed", message: "Error: not implemented" } },
  });
  expect(stub.texts[1]).toBe("slope: not implemented, 0");
  const nowhere = await grade({ probes: { slope: missing } });
  expect(nowhere.says.slope).toContain("The notebook does not declare slope");
  expect(nowhere.texts[1]).toBe("slope: not run, 0");
});

it("a cell that fails does not matter where the checks pass all the same", async () => {
  const problems = {
    "function spread": { outcome: "crashed", message: "Error: a trial" },
  } as const;
  expect((await grade({ problems })).texts[0]).toBe("stddev: passed, 3");
});

it("what a probe threw, took too long for, or died of; the next check of the task is not tried", async () => {
  const late = await grade({
    probes: { spread: { outcome: "timed out", message: "late", alive: true, printed } },
  });
  expect(late.texts.slice(0, 2)).toEqual(["stddev: timed out, 0", "slope: passed, 1.5"]);
  expect(late.says.stddev).toEqual([
    "late",
    "A visible check did not pass, so this one was not tried",
  ]);
  const dead = await grade({
    probes: { spread: { outcome: "crashed", message: "It exited", printed } },
  });
  expect(dead.texts[0]).toBe("stddev: crashed, 0");
  const threw = await grade({
    probes: { spread: { outcome: "failed", message: "TypeError: x", printed } },
  });
  expect(threw.says.stddev).toEqual([
    "TypeError: x",
    "A visible check did not pass, so this one was not tried",
  ]);
  const stub = await grade({
    probes: { spread: { outcome: "failed", message: "Error: Not implemented", printed } },
  });
  expect(stub.texts[0]).toBe("stddev: not implemented, 0");
});

it("values of another form do not pass, and the judge is not asked", async () => {
  for (const values of [NaN, "0", null, undefined, [0], { valueOf: 0 }]) {
    const { texts, says } = await grade({
      probes: { spread: { outcome: "done", values, printed } },
    });
    expect(texts[0]).toBe("stddev: failed, 0");
    expect(says.stddev[0]).toMatch(/^What comes out has another form: .*expected number/);
  }
});

it("checks and runs only what is asked for", async () => {
  const { texts, asked } = await grade({}, solved, ["slope"]);
  expect(texts).toEqual([
    "stddev: not run, 0",
    "slope: passed, 1.5",
    "signs: passed, 2",
    "explain: needs grading, 0",
  ]);
  expect(asked.filter((each) => each.startsWith("probe"))).toEqual(Array(2).fill("probe of slope"));
});

it("equal seeds give equal inputs, others give others", async () => {
  const inputs = async (seed: number): Promise<string> => {
    const all: unknown[] = [];
    const { session } = fakeSession({});
    const spy: Session = {
      ...session,
      probe: (probe, seconds) => (all.push(probe.inputs), session.probe(probe, seconds)),
    };
    await gradeTasks(solved, lab, () => spy, { seed });
    return JSON.stringify(all);
  };
  expect(await inputs(1)).toBe(await inputs(1));
  expect(await inputs(1)).not.toBe(await inputs(2));
});
