/** A lab's front matter: its title and its tasks. */
import { exportsOfLibrary } from "../calls/rule";
import { tf } from "../../index";
import type { LabTask } from "../contract";
import type { Lab } from "./lab";

const KINDS = ["code", "open", "quiz", "text"];
const TASK_KEYS = ["id", "title", "points", "says", "hint", "kind", "calls", "not"];
const LAB_KEYS = ["title", "lab", "minutes", "feedback", "tasks"];
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** With two decimals at most, points print alike in JavaScript and in nbgrader's Python. */
const MOST_POINTS = 1000;

type Yaml = Readonly<Record<string, unknown>>;

/**
 * @param name the lab's folder, which `lab` must repeat
 * @throws TypeError a key that is missing, unknown or of the wrong kind
 * @throws RangeError an id, a number or a kind that is not allowed; two tasks of one id
 */
export function readHeader(header: Yaml, name: string, file: string): Omit<Lab, "cells"> {
  const where = `${file}: `;
  refuseUnknown(header, LAB_KEYS, where);
  const title = line(header, "title", where);
  const lab = line(header, "lab", where);
  if (lab !== name) {
    throw new RangeError(
      `${file}: lab: found "${lab}" in the folder "${name}"; wanted the folder's name`,
    );
  }
  if (!Array.isArray(header.tasks) || header.tasks.length === 0) {
    throw new TypeError(
      `${file}: tasks: found ${show(header.tasks)}; wanted a list with at least one task, each with ${TASK_KEYS.join(", ")}`,
    );
  }
  const tasks = header.tasks.map((task, index) => readTask(task, `${where}tasks[${index}]`));
  const ids = tasks.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new RangeError(`${file}: tasks: two have the id "${twice}"; ids must differ`);
  }
  const minutes = header.minutes === undefined ? undefined : positive(header, "minutes", where);
  const feedback = feedbackOf(header, where);
  return {
    ...{ name, title, tasks },
    ...(minutes !== undefined && { minutes }),
    ...(feedback && { feedback }),
  };
}

/** When a quiz says whether an answer is right; at once where it is left out. */
function feedbackOf({ feedback }: Yaml, where: string): "after-grading" | undefined {
  if (feedback === undefined || feedback === "at-once") return undefined;
  if (feedback === "after-grading") return feedback;
  throw new RangeError(
    `${where}feedback: found ${show(feedback)}; wanted "at-once" or "after-grading"`,
  );
}

function readTask(found: unknown, where: string): LabTask {
  if (typeof found !== "object" || found === null || Array.isArray(found)) {
    throw new TypeError(`${where}: found ${show(found)}; wanted ${TASK_KEYS.join(", ")}`);
  }
  const task = found as Yaml;
  refuseUnknown(task, TASK_KEYS, `${where}: `);
  const id = line(task, "id", `${where}.`);
  if (!ID.test(id) || id.length > 40) {
    throw new RangeError(
      `${where}.id: found "${id}"; wanted at most 40 lower-case letters, digits and single hyphens, as in "spectral-norm"`,
    );
  }
  const kind = line(task, "kind", `${where}.`);
  if (!KINDS.includes(kind)) {
    throw new RangeError(`${where}.kind: found "${kind}"; wanted one of ${KINDS.join(", ")}`);
  }
  const points = positive(task, "points", `${where}.`);
  if (points > MOST_POINTS || Math.round(points * 100) / 100 !== points) {
    throw new RangeError(
      `${where}.points: found ${points}; wanted at most ${MOST_POINTS}, with at most two decimals`,
    );
  }
  const [title, says, hint] = ["title", "says", "hint"].map((key) => line(task, key, `${where}.`));
  const isCode = kind === "code" || kind === "open";
  for (const key of ["calls", "not"]) {
    if (task[key] === undefined || isCode) continue;
    throw new TypeError(
      `${where}.${key}: found in a ${kind} task; wanted it where code is written`,
    );
  }
  const calls = namesOf(task, "calls", where, (name) => exportsOfLibrary().has(name));
  const not = namesOf(task, "not", where, isOperation);
  return {
    ...{ id, title, points, says, hint, kind: kind as LabTask["kind"] },
    ...(calls && { calls }),
    ...(not && { not }),
  };
}

/** A list of names that there are; undefined where it is left out. */
function namesOf(
  found: Yaml,
  key: "calls" | "not",
  where: string,
  isKnown: (name: string) => boolean,
): string[] | undefined {
  const list = found[key];
  if (list === undefined) return undefined;
  if (!Array.isArray(list) || !list.every((each) => typeof each === "string")) {
    throw new TypeError(`${where}.${key}: found ${show(list)}; wanted a list of names`);
  }
  const unknown = list.find((name) => !isKnown(name));
  if (unknown === undefined) return list;
  const wanted =
    key === "calls" ? "what gan-clinic exports" : 'an operation, as in "tf.linalg.gramSchmidt"';
  throw new RangeError(`${where}.${key}: found "${unknown}"; wanted ${wanted}`);
}

function isOperation(name: string): boolean {
  const [first, ...path] = name.split(".");
  const found = path.reduce<unknown>(
    (at, key) => (at as Record<string, unknown> | undefined)?.[key],
    tf,
  );
  return first === "tf" && typeof found === "function";
}

// `where` ends so that a key can follow it.
function refuseUnknown(found: Yaml, known: readonly string[], where: string): void {
  const unknown = Object.keys(found).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new TypeError(`${where}"${unknown}" is not known; wanted ${known.join(", ")}`);
}

function line(found: Yaml, key: string, where: string): string {
  const value = found[key];
  if (typeof value === "string" && value.trim() !== "" && !value.includes("\n")) return value;
  throw new TypeError(`${where}${key}: found ${show(value)}; wanted one line of text`);
}

function positive(found: Yaml, key: string, where: string): number {
  const value = found[key];
  if (typeof value !== "number") {
    throw new TypeError(`${where}${key}: found ${show(value)}; wanted a number`);
  }
  if (value > 0 && Number.isFinite(value)) return value;
  throw new RangeError(`${where}${key}: found ${value}; wanted a number above 0`);
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
