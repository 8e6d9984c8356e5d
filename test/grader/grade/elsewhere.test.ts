/** Answers that stand elsewhere than in their cells, with a session that only pretends. */
import type { INotebookContent } from "@jupyterlab/nbformat";
import { expect, it } from "vitest";
import { readLab } from "../../../src/grader/grade/lab";
import type { Session } from "../../../src/grader/grade/session";
import { gradeTasks } from "../../../src/grader/grade/tasks";
import { releaseLab } from "../../../src/grader/lab/files";
import { solvedSubmission, stubSubmission } from "../../../src/grader/lab/submission";
import type { Run } from "../../../src/grader/sandbox/sandbox";
import { readSubmissionBytes } from "../../../src/grader/submission/read";
import type { Submission } from "../../../src/grader/submission/submission";
import { sample } from "../lab/fixture";
import { fakeSession } from "./fake-session";

const lab = readLab(sample);
const release = releaseLab(sample);
const read = (notebook: object): Submission =>
  readSubmissionBytes(Buffer.from(JSON.stringify(notebook)), lab.manifest) as Submission;
const printed = "";

async function grade(
  { probes = {} }: { probes?: Readonly<Record<string, Run>> },
  given: Submission,
) {
  const { session, asked } = fakeSession({ probes });
  const { tasks } = await gradeTasks(given, lab, () => session, { seed: 7 });
  const texts = tasks.map(({ task, outcome, points }) => `${task}: ${outcome}, ${points}`);
  const says = Object.fromEntries(
    tasks.map(({ task, checks }) => [task, checks.map((each) => each.message ?? each.outcome)]),
  );
  return { texts, says, asked };
}

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
  } = await gradeTasks(submission, lab, () => late, { seed: 7 });
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
  const { tasks, flags } = await gradeTasks(changed(edit), lab, () => answering, { seed: 7 });
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
  const { tasks, flags } = await gradeTasks(submission, lab, () => session, { seed: 7 });
  expect(tasks.find(({ task }) => task === "signs")).toMatchObject({ outcome: "passed" });
  expect(flags.map(({ kind }) => kind)).toEqual(["answered twice"]);
  expect(asked.some((each) => each.includes("quizAnswers"))).toBe(false);
});
