/** `solutions/NN-name/lab.ts` → a lab: what each cell is, checked so that a release can be built from it. */
import { parsePercent, type SourceCell } from "../../course/percent";
import type { LabTask } from "../contract";
import { readHeader } from "./header";
import type { Lab, LabCell } from "./lab";
import { hasMarkers, toStub } from "./markers";
import { readQuiz } from "./quiz-source";

/**
 * Read a lab's source. Messages name the file and the line.
 * @param name the lab's folder, "01-mode-collapse"
 * @throws SyntaxError text that is not in the format
 * @throws TypeError a value of the wrong kind
 * @throws RangeError a task without cells, a cell of a task that is not there, a value out of bounds
 */
export function parseLab(content: string, name: string, file = `${name}/lab.ts`): Lab {
  const source = parsePercent(content, file);
  const header = readHeader(source.header, name, file);
  const starts = cellStarts(content);
  const cells = source.cells.map((cell, index) =>
    readCell(cell, starts[index], header.tasks, file),
  );
  const lab = { ...header, cells };
  for (const task of lab.tasks) refuseMissing(task, cells, file);
  refuseNoImport(lab, file);
  return lab;
}

/** The lines, from 1, on which the cells' texts begin; of an empty cell its marker's. */
function cellStarts(content: string): number[] {
  const lines = content.split(/\r\n?|\n/);
  return lines.flatMap((line, index) => {
    if (!line.startsWith("// %%")) return [];
    const blank = / \[(markdown|raw)\]/.test(line) ? /^(\/\/)?\s*$/ : /^\s*$/;
    const text = lines.slice(index + 1).findIndex((each) => !blank.test(each));
    const isEmpty = text < 0 || lines[index + 1 + text].startsWith("// %%");
    return [isEmpty ? index + 1 : index + 2 + text];
  });
}

function readCell(
  cell: SourceCell,
  line: number,
  tasks: readonly LabTask[],
  file: string,
): LabCell {
  const where = `${file}, line ${line}`;
  const unknown = Object.keys(cell.metadata).find((key) => key !== "task" && key !== "quiz");
  if (unknown !== undefined) {
    throw new TypeError(`${where}: "${unknown}" behind the cell's marker; wanted task or quiz`);
  }
  if (cell.text === "") throw new SyntaxError(`${where}: an empty cell. Fill it, or delete it`);
  const id = cell.metadata.task;
  if (id === undefined) return readonly(cell, line, file);
  const task = tasks.find((each) => each.id === id);
  if (!task) {
    throw new RangeError(
      `${where}: task=${JSON.stringify(id)} is not in the front matter; wanted ${tasks.map((each) => each.id).join(", ")}`,
    );
  }
  const base = { text: cell.text, line, task: task.id };
  if (task.kind === "code" || task.kind === "open") {
    if (cell.kind !== "code") return { ...readonly(cell, line, file), task: task.id };
    refuseUnrun(cell, where);
    toStub(cell.text, "code", { file, line });
    return { ...base, role: "solution", kind: "code" };
  }
  if (cell.kind !== "markdown") {
    throw new TypeError(
      `${where}: a ${cell.kind} cell of the ${task.kind} task "${task.id}"; wanted "// %% [markdown] task=…"`,
    );
  }
  if (task.kind === "quiz") {
    const quiz = readQuiz(cell.text, cell.metadata.quiz, { file, line });
    return { ...base, role: "quiz", kind: "markdown", quiz };
  }
  toStub(cell.text, "markdown", { file, line });
  return { ...base, role: "text", kind: "markdown" };
}

function readonly(cell: SourceCell, line: number, file: string): LabCell {
  const where = `${file}, line ${line}`;
  if (hasMarkers(cell.text)) {
    throw new SyntaxError(
      `${where}: a solution in a read-only cell, which students get as it is. Write task="…" behind its "// %%"`,
    );
  }
  if (cell.kind === "code" && /^\s*(await )?check\(/m.test(cell.text)) {
    throw new SyntaxError(
      `${where}: check(…) in a read-only cell. The cells that check a task are generated; delete this line`,
    );
  }
  refuseUnrun(cell, where);
  return { role: "readonly", kind: cell.kind, text: cell.text, line };
}

/**
 * A cell with such a tag is taken for a module of its own: the kernel says ok and runs nothing. And the kernel
 * exports every name by itself: one more `export` is a type error there.
 */
function refuseUnrun(cell: SourceCell, where: string): void {
  if (cell.kind === "code" && /^export\s/m.test(cell.text)) {
    throw new SyntaxError(
      `${where}: "export" in a cell, which the kernel refuses. Leave the word out`,
    );
  }
  const tag = cell.kind === "code" && /\/\*\*[^]*?@(module|browser)\b/.exec(cell.text);
  if (tag) throw new SyntaxError(`${where}: a cell with @${tag[1]} in a comment would not be run`);
}

function refuseMissing(task: LabTask, cells: readonly LabCell[], file: string): void {
  const count = cells.filter(({ task: id, role }) => id === task.id && role !== "readonly").length;
  if (count === 1 || (count > 1 && (task.kind === "code" || task.kind === "open"))) return;
  const marker = task.kind === "code" || task.kind === "open" ? "// %%" : "// %% [markdown]";
  throw new RangeError(
    `${file}: the ${task.kind} task "${task.id}" has ${count} cells; ` +
      `wanted ${marker === "// %%" ? "at least one" : "one"}, begun by: ${marker} task="${task.id}"`,
  );
}

/** The generated cells call these. */
function refuseNoImport({ tasks, cells }: Lab, file: string): void {
  const wanted = [
    ...(tasks.some(({ kind }) => kind === "code" || kind === "open") ? ["check"] : []),
    ...(tasks.some(({ kind }) => kind === "quiz") ? ["quiz"] : []),
  ];
  const imports = cells.flatMap(({ role, kind, text }) =>
    role === "readonly" && kind === "code" ? [...text.matchAll(/import\s*\{([^}]*)\}/g)] : [],
  );
  const missing = wanted.find(
    (name) => !imports.some(([, names]) => names.split(/[\s,]+/).includes(name)),
  );
  if (missing === undefined) return;
  throw new RangeError(
    `${file}: no read-only cell imports ${missing}, which the cells made for the tasks call. ` +
      `Write in the first code cell: import { ${wanted.join(", ")} } from "gan-clinic/dist/lab";`,
  );
}
