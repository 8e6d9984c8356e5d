/** Answers that stand elsewhere than in their cells: what the notebook's own run shows is what is graded. */
import type { ICell, INotebookContent } from "@jupyterlab/nbformat";
import { releaseLab } from "../../../src/grader/lab/files";
import { sample } from "../lab/fixture";
import { SLOPE, SPREAD, type CorpusCase } from "./corpus-case";

const { student } = releaseLab(sample);
const stubOf = (id: string): string =>
  student.cells.find((cell) => cell.id === id)!.source as string;
const STDDEV = stubOf("stddev");
const REWORDED = `const spread = ( rows : number[][] ) : number => {
  const widths = rows[0].map((_, k) => {
    const all = rows.map((row) => row[k]);
    const m = all.reduce((p, q) => p + q) / all.length;
    return Math.hypot(...all.map((v) => v - m)) / all.length ** .5;
  });
  return widths.reduce((p, q) => p + q) / widths.length;
};`;

const at = ({ cells }: INotebookContent, id: string): number =>
  cells.findIndex((cell) => cell.id === id);
let count = 0;
function own(source: string, type: "code" | "markdown" = "code"): ICell {
  const code = type === "code" ? { outputs: [], execution_count: null } : {};
  return { cell_type: type, metadata: {}, id: `own-${++count}`, source, ...code };
}
const put = (notebook: INotebookContent, below: string, ...cells: ICell[]): void => {
  notebook.cells.splice(at(notebook, below) + 1, 0, ...cells);
};
const replace = (notebook: INotebookContent, id: string, cell: ICell): void => {
  notebook.cells[at(notebook, id)] = cell;
};

export const elsewhere: readonly CorpusCase[] = [
  {
    name: "51-below-the-stubs",
    says: "every stub left as it was handed out, the code in cells below",
    cells: { stddev: STDDEV, slope: stubOf("slope") },
    edit: (notebook) => {
      put(notebook, "stddev", own(SPREAD));
      put(notebook, "slope", own(SLOPE));
    },
    everywhere: true,
    expected: {},
  },
  {
    name: "51-above-the-stub",
    says: "the code above a stub, which overrides it in the notebook too",
    cells: { stddev: STDDEV },
    edit: (notebook) => {
      notebook.cells.splice(at(notebook, "stddev"), 0, own(SPREAD));
    },
    expected: { tasks: { stddev: "not implemented" } },
  },
  {
    name: "51-deleted-and-reworded",
    says: "stubs deleted, the code in own cells that share no line with them",
    edit: (notebook) => {
      replace(notebook, "stddev", own(REWORDED));
      replace(
        notebook,
        "slope",
        own("let slope : any ; slope = (v : number) => (v > 0 ? 1 : leak)"),
      );
    },
    expected: { flags: ["cell restored"] },
  },
  {
    name: "51-deleted-answer-at-the-top",
    says: "a stub deleted, the code above everything that leads to it",
    edit: (notebook) => {
      notebook.cells.splice(at(notebook, "stddev"), 1);
      notebook.cells.splice(2, 0, own(REWORDED));
    },
    expected: { flags: ["cell restored"] },
  },
  {
    name: "51-all-in-the-first",
    says: "all code in the first solution's cell, the others emptied",
    cells: { stddev: `${SPREAD}\n${SLOPE}`, slope: "" },
    expected: {},
  },
  {
    name: "51-below-its-check",
    says: "a stub left, the code below its check with another check",
    cells: { stddev: STDDEV },
    edit: (notebook) => {
      put(notebook, "stddev-check", own(`${SPREAD}\nawait check("stddev");`));
    },
    expected: { flags: ["answer below its check"] },
  },
  {
    name: "51-wrong-below-its-check",
    says: "a right answer, and something wrong of the same name below its check",
    edit: (notebook) => {
      put(notebook, "stddev-check", own("function spread() { return 7; }"));
    },
    expected: {},
  },
  {
    name: "51-quiz-with-a-variable",
    says: "a quiz answered by a variable",
    cells: { signs: 'const mine = ["a", "c"];\nquiz("signs", mine);' },
    everywhere: true,
    expected: { flags: ["answer beside its cell"] },
  },
  {
    name: "51-quiz-in-a-loop",
    says: "the quiz's cell left, and answered by code at the end",
    cells: { signs: stubOf("signs") },
    edit: ({ cells }) => {
      cells.push(
        own('for (const [id, all] of Object.entries({ signs: "ac" })) quiz(id, [...all]);'),
      );
    },
    expected: { flags: ["answer beside its cell"] },
  },
  {
    name: "51-quiz-wrong-below",
    says: "the quiz's cell left, and answered wrongly below",
    cells: { signs: stubOf("signs") },
    edit: (notebook) => {
      put(notebook, "signs", own('quiz("signs", ["b"]);'));
    },
    expected: { tasks: { signs: "failed" }, flags: ["answer beside its cell"] },
  },
  {
    name: "51-quiz-forged",
    says: "the record of the quizzes replaced: it can only answer, and this is no answer",
    cells: { signs: stubOf("signs") },
    first: `const lab = require("gan-clinic/dist/lab");
try { Object.defineProperty(lab, "quizAnswers", { value: () => ({ signs: { length: 2, right: true } }) }); } catch {}
`,
    expected: { tasks: { signs: "not implemented" } },
  },
  {
    name: "51-quiz-no-letter",
    says: "a letter that there is not, in a cell below",
    cells: { signs: stubOf("signs") },
    edit: (notebook) => {
      put(notebook, "signs", own('quiz("signs", ["x"]);'));
    },
    expected: { tasks: { signs: "failed" } },
  },
  {
    name: "51-text-below",
    says: "a text in cells below its own",
    cells: { explain: stubOf("explain") },
    edit: (notebook) => {
      put(notebook, "explain", own("Because it sees", "markdown"), own("the batch.", "markdown"));
    },
    expected: { flags: ["answer beside its cell"] },
  },
];
