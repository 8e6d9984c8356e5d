/** Which walls can be had here, strongest first. */
import type { IsolationLevel } from "../contract";
import { launchBubblewrap, tryBubblewrap } from "./bubblewrap";
import { launchContainer, tryContainer } from "./container";
import type { Launched } from "./launched";
import { launchProcess, processProblem } from "./process";
import type { Program } from "./program";

/** All levels, strongest first. */
export const isolationLevels: readonly IsolationLevel[] = ["container", "bubblewrap", "process"];

export interface IsolationReport {
  /** The strongest level that works here. */
  readonly level: IsolationLevel;
  /** Why each stronger one does not. */
  readonly missing: Readonly<Partial<Record<IsolationLevel, string>>>;
}

/** Starts programs behind a wall of one level. */
export interface Wall {
  readonly level: IsolationLevel;
  readonly launch: (program: Program) => Launched;
}

type Tried = Wall | { readonly why: string };

// What works does not change while a grader runs, and each trial takes a moment.
const tried = new Map<string, Tried>();

function wallOf(level: IsolationLevel, program: Program): Tried {
  const key = `${level} ${program.libraryRoot}`;
  const known = tried.get(key) ?? tryWall(level, program);
  tried.set(key, known);
  return known;
}

function tryWall(level: IsolationLevel, program: Program): Tried {
  if (level === "process") {
    const why = processProblem(program);
    return why === "" ? { level, launch: launchProcess } : { why };
  }
  if (level === "container") {
    const plan = tryContainer();
    return "why" in plan ? plan : { level, launch: (p) => launchContainer(p, plan) };
  }
  const plan = tryBubblewrap(program);
  return "why" in plan ? plan : { level, launch: (p) => launchBubblewrap(p, plan) };
}

/**
 * The strongest level that works here, and why the others do not.
 * @param trusted what runs is the instructor's own: then the weakest wall need not be asked for
 * @throws Error none does
 */
export function strongestIsolation(program: Program, { trusted = false } = {}): IsolationReport {
  const missing: Partial<Record<IsolationLevel, string>> = {};
  for (const level of isolationLevels) {
    if (level === "process" && !trusted) {
      missing[level] = "it is weak, and has to be asked for: --wall process";
      continue;
    }
    const wall = wallOf(level, program);
    if (!("why" in wall)) return { level, missing };
    missing[level] = wall.why;
  }
  const reasons = isolationLevels.map((level) => `${level}: ${missing[level] ?? ""}`);
  throw new Error(["No wall is to be had here, so nothing can be graded.", ...reasons].join("\n"));
}

/**
 * The wall of a level, or the strongest.
 * @throws Error that level does not work here, with the reason
 */
export function openWall(program: Program, level?: IsolationLevel): Wall {
  const chosen = level ?? strongestIsolation(program).level;
  const wall = wallOf(chosen, program);
  if (!("why" in wall)) return wall;
  const weaker = isolationLevels.slice(isolationLevels.indexOf(chosen) + 1).join(", ");
  throw new Error(
    `The isolation "${chosen}" is not to be had here: ${wall.why}. Make it available` +
      (weaker === "" ? "" : `, or allow a weaker one of ${weaker}`),
  );
}
