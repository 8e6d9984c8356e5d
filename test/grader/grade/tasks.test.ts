/** From what runs of cells and probes say to the outcomes of tasks, with a session that only pretends. */
import type { INotebookContent } from "@jupyterlab/nbformat";
import { expect, it } from "vitest";
import { readLab } from "../../../src/grader/grade/lab";
import type { CellProblem, Session } from "../../../src/grader/grade/session";
import { gradeTasks } from "../../../src/grader/grade/tasks";
import { releaseLab } from "../../../src/grader/lab/files";
import { solvedSubmission, stubSubmission } from "../../../src/grader/lab/submission";
import type { Run } from "../../../src/grader/sandbox/sandbox";
import { readSubmissionBytes } from "../../../src/grader/submission/read";
import type { Submission } from "../../../src/grader/submission/submission";
import { sample } from "../lab/fixture";

const lab = readLab(sample);
const release = releaseLab(sample);
const read = (notebook: object): Submission =>
  readSubmissionBytes(Buffer.from(JSON.stringify(notebook)), lab.manifest) as Submission;
const solved = read(solvedSubmission(release));

interface Fake {
  /** By a part of a cell's text. */
  readonly problems?: Readonly<Record<string, CellProblem>>;
  /** By the name that a probe uses. */
  readonly probes?: Readonly<Record<string, Run>>;
}
/** Writes down what it is asked for. Probes are right where nothing else is said. */
function fakeSession({ problems = {}, probes = {} }: Fake): { session: Session; asked: string[] } {
  const asked: string[] = [];
  const session: Session = {
    cell(text) {
      asked.push(text.split("\n")[0]);
      const key = Object.keys(problems).find((each) => text.includes(each));
      return Promise.resolve(key === undefined ? undefined : problems[key]);
    },
    probe({ uses: [name], inputs }) {
      asked.push(`probe of ${name}`);
      return Promise.resolve(
        probes[name] ?? { outcome: "done", values: right(name, inputs), printed: "" },
      );
    },
    close: () => Promise.resolve(),
  };
  return { session, asked };
}

function right(name: string, inputs: unknown): unknown {
  if (name === "slope")
    return (inputs as { points: number[] }).points.map((x) => (x > 0 ? 1 : 0.2));
  const { batch } = inputs as { batch: number[][] };
  const spreads = batch[0].map((_, at) => {
    const column = batch.map((row) => row[at]);
    const mean = column.reduce((a, b) => a + b) / column.length;
    return Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / column.length);
  });
  return spreads.reduce((a, b) => a + b) / spreads.length;
}

async function grade(fake: Fake, submission = solved, only?: string[]) {
  const { session, asked } = fakeSession(fake);
  const { tasks } = await gradeTasks(submission, lab, session, { seed: 7, ...(only && { only }) });
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
    ...["probe of spread", "probe of spread"],
    "const slope: (x: number) => number =",
    ...["probe of slope", "probe of slope"],
  ]);
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
  expect(nowhere.says.slope).toEqual(Array(2).fill("The notebook does not declare slope"));
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
    "A check before it was stopped, so this one was not tried",
  ]);
  const dead = await grade({
    probes: { spread: { outcome: "crashed", message: "It exited", printed } },
  });
  expect(dead.texts[0]).toBe("stddev: crashed, 0");
  const threw = await grade({
    probes: { spread: { outcome: "failed", message: "TypeError: x", printed } },
  });
  expect(threw.says.stddev).toEqual(["TypeError: x", "TypeError: x"]);
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
    await gradeTasks(solved, lab, spy, { seed });
    return JSON.stringify(all);
  };
  expect(await inputs(1)).toBe(await inputs(1));
  expect(await inputs(1)).not.toBe(await inputs(2));
});

/** The sample's notebook as handed out, changed. */
const changed = (
  edit: (cells: INotebookContent["cells"]) => void,
  from = stubSubmission,
): Submission => {
  const notebook = from(release);
  edit(notebook.cells);
  return read(notebook);
};
const ownCell = (source: string) => ({
  ...{ cell_type: "code", metadata: {}, id: "mine", outputs: [], execution_count: null },
  source,
});
const below = (cells: INotebookContent["cells"], id: string, source: string): void => {
  cells.splice(cells.findIndex((cell) => cell.id === id) + 1, 0, ownCell(source));
};
const stubbed: Run = { outcome: "failed", message: "Error: not implemented", printed };

it("code below a stub that was left counts, as it does in the notebook", async () => {
  const submission = changed((cells) => {
    below(cells, "stddev", "function spread(batch) { return 1; }");
  });
  const { texts, asked } = await grade({ probes: { slope: stubbed } }, submission);
  expect(texts.slice(0, 2)).toEqual(["stddev: passed, 3", "slope: not implemented, 0"]);
  // one probe says that the other task was solved nowhere
  expect(asked.filter((each) => each === "probe of slope")).toHaveLength(1);
});

it("a stub that was deleted is not run, and so overrides nothing", async () => {
  const submission = changed((cells) => {
    cells[cells.findIndex(({ id }) => id === "stddev")] = ownCell("const spread = () => 1;");
  });
  const { texts, asked } = await grade({ probes: { slope: stubbed } }, submission);
  expect(texts[0]).toBe("stddev: passed, 3");
  expect(asked).toContain("const spread = () => 1;");
  expect(asked).not.toContain("function spread(batch: number[][]): number {");
});

it("one that is declared nowhere is not implemented where nobody wrote in its cell", async () => {
  const missing: Run = { outcome: "missing", names: ["slope"], printed };
  const submission = changed((cells) => {
    cells.splice(
      cells.findIndex(({ id }) => id === "slope"),
      1,
    );
    below(cells, "stddev", "1 + 1;");
  });
  const { texts, says } = await grade({ probes: { slope: missing } }, submission);
  expect(texts[1]).toBe("slope: not implemented, 0");
  expect(says.slope).toEqual(["not implemented", "not implemented"]);
});

it("an answer below its check is tried at the end, and flagged", async () => {
  const submission = changed((cells) => {
    below(cells, "stddev-check", "function spread(batch) { return 1; }");
  });
  const { session } = fakeSession({ probes: { slope: stubbed } });
  let spreads = 0;
  const late: Session = {
    ...session,
    probe: (probe, seconds) =>
      probe.uses[0] === "spread" && ++spreads === 1
        ? Promise.resolve(stubbed)
        : session.probe(probe, seconds),
  };
  const {
    tasks: [stddev],
    flags,
  } = await gradeTasks(submission, lab, late, { seed: 7 });
  expect(stddev).toMatchObject({ outcome: "passed", points: 3 });
  expect(flags.map(({ kind, cell }) => `${kind}: ${cell}`)).toEqual([
    "answer below its check: stddev",
  ]);
});

it.each<
  [string, (cells: INotebookContent["cells"]) => void, string[] | undefined, string, string[]]
>([
  [
    "a variable in its cell",
    (cells) => {
      const quiz = cells.find(({ id }) => id === "signs")!;
      quiz.source = 'const mine = ["a", "c"];\nquiz("signs", mine);';
    },
    ["a", "c"],
    "signs: passed, 2",
    ["answer beside its cell"],
  ],
  [
    "a cell below",
    (cells) => {
      below(cells, "signs", 'quiz("signs", ["c", "a"])');
    },
    ["c", "a"],
    "signs: passed, 2",
    ["answer beside its cell"],
  ],
  [
    "a process that says nothing",
    (cells) => {
      below(cells, "signs", 'quiz("signs", ["c", "a"])');
    },
    undefined,
    "signs: not implemented, 0",
    [],
  ],
])("a quiz is answered by %s", async (_name, edit, letters, wanted, kinds) => {
  const { session, asked } = fakeSession({});
  const answering: Session = {
    ...session,
    probe: (probe, seconds) =>
      probe.uses[0] === "answersOfTheQuizzes"
        ? Promise.resolve({ outcome: "done", values: letters && { signs: letters }, printed })
        : session.probe(probe, seconds),
  };
  const { tasks, flags } = await gradeTasks(changed(edit), lab, answering, { seed: 7 });
  const signs = tasks.find(({ task }) => task === "signs")!;
  expect(`signs: ${signs.outcome}, ${signs.points}`).toBe(wanted);
  expect(flags.map(({ kind }) => kind)).toEqual(kinds);
  expect(asked.some((each) => each.includes("quizAnswers"))).toBe(true);
});

it("a quiz in letters is read and not run; another answer in an own cell is flagged", async () => {
  const { session, asked } = fakeSession({});
  const submission = changed((cells) => {
    below(cells, "signs", 'quiz("signs", ["b"])');
  }, solvedSubmission);
  const { tasks, flags } = await gradeTasks(submission, lab, session, { seed: 7 });
  expect(tasks.find(({ task }) => task === "signs")).toMatchObject({ outcome: "passed" });
  expect(flags.map(({ kind }) => kind)).toEqual(["answered twice"]);
  expect(asked.some((each) => each.includes("quizAnswers"))).toBe(false);
});
