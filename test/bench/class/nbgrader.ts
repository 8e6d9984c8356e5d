/** The same six tasks as a Python lab in nbgrader's hands: its own command, one submission after the other. */
import fs from "node:fs";
import path from "node:path";
import { venvCommand } from "../../../src/course/lab/venv";
import { timed } from "./ours";
import { benchTasks, VALUE, type BenchTask } from "./tasks";

const ASSIGNMENT = "bench";
const NOTEBOOK = "lab.ipynb";

interface PythonCell {
  readonly id: string;
  readonly source: string;
  readonly nbgrader: object;
}

function cellsOf(task: BenchTask, own?: number): PythonCell[] {
  const { id, python, cases } = task;
  const value = own === undefined ? VALUE : `${VALUE}${own}`;
  const solution = [`    ${value} = ${python.body}`, `    return ${value}`];
  const marked = ["    ### BEGIN SOLUTION", ...solution, "    ### END SOLUTION"];
  const asserts = cases.map(({ given, wanted }) => {
    const args = given.map((each) => JSON.stringify(each)).join(", ");
    return `assert ${id}(${args}) == ${JSON.stringify(wanted)}`;
  });
  const hidden = ["### BEGIN HIDDEN TESTS", ...asserts.slice(1), "### END HIDDEN TESTS"];
  const [code, test] =
    own === undefined
      ? [
          [python.head, ...marked],
          [asserts[0], ...hidden],
        ]
      : [[`# ${own}: ${task.says}`, python.head, ...solution], [asserts[0]]];
  const both = { schema_version: 3, task: false };
  return [
    {
      id,
      source: code.join("\n"),
      nbgrader: { ...both, grade: false, grade_id: id, locked: false, solution: true },
    },
    {
      id: `${id}-check`,
      source: test.join("\n"),
      nbgrader: {
        ...both,
        grade: true,
        grade_id: `${id}-check`,
        locked: true,
        points: 1,
        solution: false,
      },
    },
  ];
}

/** The instructor's notebook, or a student's own. */
function notebook(own?: number): string {
  const cells = benchTasks.flatMap((task) => cellsOf(task, own));
  return JSON.stringify({
    cells: cells.map(({ id, source, nbgrader }) => ({
      cell_type: "code",
      execution_count: null,
      id,
      metadata: { nbgrader },
      outputs: [],
      source,
    })),
    metadata: { kernelspec: { display_name: "Python 3", language: "python", name: "python3" } },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

export interface NbgraderCourse {
  /** Autogrades all, again. */
  readonly autograde: () => Promise<number>;
  readonly students: number;
}

/**
 * Makes a course of `students` honest ones in an empty folder, and releases the lab.
 * @throws {Error} nbgrader's own words
 */
export async function openNbgrader(
  venv: string,
  folder: string,
  students: number,
): Promise<NbgraderCourse> {
  const write = (file: string[], text: string): void => {
    const full = path.join(folder, ...file);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    fs.writeFileSync(full, text);
  };
  write(["nbgrader_config.py"], 'c = get_config()\nc.CourseDirectory.course_id = "bench"\n');
  write(["source", ASSIGNMENT, NOTEBOOK], notebook());
  for (let own = 1; own <= students; own++) {
    write(["submitted", `student-${own}`, ASSIGNMENT, NOTEBOOK], notebook(own));
  }
  const bin = path.dirname(venvCommand("python", venv));
  const environment = {
    ...process.env,
    PATH: `${bin}${path.delimiter}${process.env.PATH ?? ""}`, // the kernel starts "python"
    JUPYTER_CONFIG_DIR: path.join(folder, "config"),
    JUPYTER_DATA_DIR: path.join(folder, "data"),
    IPYTHONDIR: path.join(folder, "ipython"),
  };
  const run = (...args: string[]): Promise<number> =>
    timed(venvCommand("nbgrader", venv), args, folder, environment);
  await run("generate_assignment", ASSIGNMENT);
  return {
    students,
    async autograde() {
      const seconds = await run("autograde", ASSIGNMENT, "--force");
      await expectFullMarks(folder, students, run);
      return seconds;
    },
  };
}

/** A time counts only when the grades are right. */
async function expectFullMarks(
  folder: string,
  students: number,
  run: (...args: string[]) => Promise<number>,
): Promise<void> {
  const file = path.join(folder, "grades.csv");
  await run("export", `--to=${file}`);
  const [head, ...rows] = fs.readFileSync(file, "utf8").trim().split(/\r?\n/);
  const score = head.split(",").indexOf("score");
  const full = rows.filter((row) => Number(row.split(",")[score]) === benchTasks.length).length;
  if (full !== students) {
    throw new Error(`nbgrader: wanted ${students} submissions with full marks, found ${full}`);
  }
}
