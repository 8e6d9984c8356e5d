/** Reading back the table in which a person gave points. */
import fs from "node:fs";
import type { LabTask } from "../contract";
import { messageOf } from "../message";
import { COLUMNS, keyOf, type ManualGrade, type ManualGrades } from "./manual";
import { plain, readTable, type Row } from "./table";

const MOST_TOLD = 10;

/**
 * Rows without points wait still.
 * @param tasks of the lab; left out where any task will do
 * @throws RangeError the file is no such table or has not these columns; points that are none, below 0 or above
 *   the task's; a task that is not there; two rows that contradict each other. All that is wrong is listed at once
 */
export function readManualGrades(file: string, tasks?: readonly LabTask[]): ManualGrades {
  if (!fs.existsSync(file)) return new Map();
  const grades = new Map<string, ManualGrade>();
  const wrong: string[] = [];
  for (const [index, row] of rowsOf(file).entries()) {
    if (row.points === "") continue;
    const read = readRow(row, tasks);
    const key = typeof read === "string" ? "" : keyOf(read.submission, read.task);
    if (typeof read === "string") wrong.push(`row ${index + 2}: ${read}`);
    else if (grades.has(key) && grades.get(key)!.points !== read.grade.points) {
      wrong.push(
        `row ${index + 2}: found ${read.grade.points} points of ${read.submission} for "${read.task}", and ${grades.get(key)!.points} in a row before it; wanted one row`,
      );
    } else grades.set(key, read.grade);
  }
  if (wrong.length === 0) return grades;
  const rest = wrong.length > MOST_TOLD ? [`and ${wrong.length - MOST_TOLD} more`] : [];
  const all = [...wrong.slice(0, MOST_TOLD), ...rest];
  throw new RangeError(
    [...all.map((each) => `${file}, ${each}`), "Mend it, save, and run this again."].join("\n"),
  );
}

function rowsOf(file: string): Row[] {
  const lost = "or delete it: then all texts wait for points again";
  let rows: Row[];
  try {
    rows = readTable(fs.readFileSync(file));
  } catch (error) {
    throw new RangeError(`${file}: ${messageOf(error)}; mend it in a spreadsheet, ${lost}`, {
      cause: error,
    });
  }
  const names = Object.keys(rows.at(0) ?? {});
  const missing = ["submission", "task", "points"].filter((name) => !names.includes(name));
  if (rows.length > 0 && missing.length > 0) {
    const wanted = `wanted the columns ${COLUMNS.join(", ")}`;
    const found = names.slice(0, 8).join(", ").slice(0, 200);
    throw new RangeError(
      `${file}: found the columns ${found}, ${wanted}; mend its first line, ${lost}`,
    );
  }
  return rows;
}

/** What a row says, or what is wrong with it. */
function readRow(
  row: Row,
  tasks: readonly LabTask[] | undefined,
): { submission: string; task: string; grade: ManualGrade } | string {
  const { submission = "", task = "", points = "", comment = "", version = "" } = row;
  const value = Number(points.replace(",", "."));
  if (!Number.isFinite(value)) return `points: found "${points}", wanted a number`;
  if (value < 0) return `points: found ${value}, wanted 0 or more`;
  const known = tasks?.find(({ id }) => id === task);
  if (tasks && !known) {
    const texts = tasks.filter(({ kind }) => kind === "text").map(({ id }) => id);
    return `task: found "${task}", wanted ${texts.join(", ")}`;
  }
  if (known && value > known.points) {
    return `points: found ${value}, wanted at most ${known.points}`;
  }
  const grade = {
    points: value,
    comment: plain(comment),
    ...(version !== "" && { version }),
  };
  return { submission: plain(submission), task, grade };
}
