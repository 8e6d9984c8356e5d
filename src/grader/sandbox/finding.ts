/** What `clinic doctor` says of the wall behind which submissions would run here. */
import { messageOf } from "../message";
import type { Finding } from "../../course/doctor/finding";
import { strongestIsolation, type IsolationReport } from "./isolation";
import type { Program } from "./program";

/** Tries the walls, which takes a moment. */
export function findWall(program: Program): Finding {
  try {
    return wallFinding(strongestIsolation(program, { trusted: true }));
  } catch (error) {
    return { topic: "grading", state: "note", text: messageOf(error).replaceAll("\n", " · ") };
  }
}

/** The weakest is a note: it keeps out little. */
export function wallFinding({ level, missing }: IsolationReport): Finding {
  const others = Object.entries(missing).map(([name, why]) => `${name}: ${why}`);
  const text = `submissions run behind: ${level}${level === "process" ? ", the weakest wall, and only when asked for (--wall process)" : ""}`;
  if (level !== "process") return { topic: "grading", state: "ok", text };
  return { topic: "grading", state: "note", text, remedy: others.join("; or ") };
}
