/**
 * Answers made of what is handed out: each function of the released checks in the place of a student's function, and of
 * each function that the solution itself is made of.
 */
import type { INotebookContent } from "@jupyterlab/nbformat";
import type * as TypeScript from "typescript";
import { notebookCell } from "../../course/convert";
import { sourceOf } from "../../course/notebook";
import { CHECKS_FILE } from "../lab/feedback-file";
import type { LabRelease } from "../lab/files";
import { withoutMarkers } from "../lab/markers";
import { stubSubmission } from "../lab/submission";

/** A notebook in which one released function stands for some of every task. */
export interface Pasted {
  /** "softplus" */
  readonly helper: string;
  /** For what it stands, by tasks: "withSpread", or a function within the solution. */
  readonly standsFor: ReadonlyMap<string, string>;
  readonly notebook: INotebookContent;
}

type Ts = typeof TypeScript;

/** All of them, for a lab's tasks of code. */
export function pastedHelpers(release: LabRelease): Pasted[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only authors of labs have it
  const ts = require("typescript") as Ts;
  const entry = [...release.files].find(([file]) => file.endsWith(CHECKS_FILE));
  const released = releasedFunctions(ts, entry?.[1] ?? "");
  const stubs = answersOf(release, "stub").map((cell) => ({
    ...cell,
    functions: functionsIn(ts, cell.text).filter(({ isInner }) => !isInner),
  }));
  const inner = answersOf(release, "solution").map((cell) => ({
    ...cell,
    functions: functionsIn(ts, cell.text).filter(({ name }) => !isAsked(stubs, name)),
  }));
  const deepest = Math.max(0, ...inner.map(({ functions }) => functions.length));
  return released.names.flatMap((helper) => [
    paste(release, released.text, helper, stubs, undefined),
    ...Array.from({ length: deepest }, (_, nth) =>
      paste(release, released.text, helper, inner, nth),
    ),
  ]);
}

interface Answer {
  readonly task: string;
  readonly gradeId: string;
  readonly text: string;
}

interface Found {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** What stands for it, behind which the helper's name comes. */
  readonly becomes: string;
  /** It stands within another function. */
  readonly isInner: boolean;
}

type Prepared = Answer & { readonly functions: readonly Found[] };

const isAsked = (stubs: readonly Prepared[], name: string): boolean =>
  stubs.some(({ functions }) => functions.some((each) => each.name === name));

function answersOf({ lab, manifest, solution }: LabRelease, kind: "stub" | "solution"): Answer[] {
  const tasks = lab.tasks.filter((task) => task.kind === "code").map(({ id }) => id);
  return manifest.cells
    .filter(({ role, task }) => role === "solution" && tasks.includes(task!))
    .map(({ gradeId, task, source }) => {
      const solved = solution.cells.find(({ id }) => id === gradeId)!;
      const text = kind === "stub" ? source : withoutMarkers(sourceOf(solved));
      return { task: task!, gradeId, text };
    });
}

/** @param nth of the functions of each cell; all when left out */
function paste(
  release: LabRelease,
  text: string,
  helper: string,
  cells: readonly Prepared[],
  nth: number | undefined,
): Pasted {
  const notebook = stubSubmission(release);
  const standsFor = new Map<string, string>();
  for (const { task, gradeId, text: before, functions } of cells) {
    const replaced = nth === undefined ? functions : functions.slice(nth, nth + 1);
    const cell = notebook.cells.find(({ id }) => id === gradeId)!;
    cell.source = [...replaced]
      .sort((a, b) => b.start - a.start)
      .reduce(
        (all, { start, end, becomes }) =>
          `${all.slice(0, start)}${becomes}released.${helper};${all.slice(end)}`,
        before,
      );
    if (replaced.length > 0) standsFor.set(task, replaced.map(({ name }) => name).join(", "));
  }
  const first = notebook.cells.findIndex(({ cell_type }) => cell_type === "code") + 1;
  const own = `const released: any = new Function("require", ${JSON.stringify(`return ${text};`)})(require);`;
  notebook.cells.splice(
    first,
    0,
    notebookCell("released", { kind: "code", metadata: {}, text: own }),
  );
  return { helper, standsFor, notebook };
}

/** The functions at the top of the released checks, as one expression that gives a record of them. */
function releasedFunctions(ts: Ts, source: string): { names: string[]; text: string } {
  const program = ts.createSourceFile("checks.js", source, ts.ScriptTarget.ES2022, true);
  const kept = program.statements.filter(
    (each) => ts.isFunctionDeclaration(each) || ts.isVariableStatement(each),
  );
  const all = kept.map((each) => each.getText());
  const library = all.flatMap(
    (each) => /^const (\w+) = require\("gan-clinic"\)/.exec(each)?.[1] ?? [],
  );
  // what stands on another module is a form of what may be returned: it computes nothing
  const isForm = (each: string) =>
    each.match(/\w+_\d+\b/g)?.some((name) => !library.includes(name));
  const texts = all.filter((each) => !isForm(each));
  const names = functionsIn(ts, texts.join("\n"))
    .filter(({ isInner }) => !isInner)
    .map(({ name }) => name);
  return { names, text: `(() => { ${texts.join("\n")}\nreturn { ${names.join(", ")} }; })()` };
}

/** Functions that have a name, declared or given to a constant; of one within another, the inner one too. */
function functionsIn(ts: Ts, text: string): Found[] {
  const program = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ES2022, true);
  const found: Found[] = [];
  const visit = (node: TypeScript.Node, isInner: boolean): void => {
    let isFunction = false;
    if (ts.isFunctionDeclaration(node) && node.name) {
      const name = node.name.text;
      const becomes = `const ${name}: any = `;
      found.push({ name, start: node.getStart(), end: node.getEnd(), becomes, isInner });
      isFunction = true;
    } else if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const given = node.initializer;
      isFunction = ts.isArrowFunction(given) || ts.isFunctionExpression(given);
      const name = node.name.text;
      const becomes = `${name}: any = `;
      if (isFunction)
        found.push({ name, start: node.getStart(), end: node.getEnd(), becomes, isInner });
    }
    ts.forEachChild(node, (child) => {
      visit(child, isInner || isFunction);
    });
  };
  visit(program, false);
  return found;
}
