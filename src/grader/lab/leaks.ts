/** Does anything of a lab's solution stand in what students get? Asked before every release. */
import { parsePercent } from "../../course/percent";
import { solutionLines } from "./markers";
import { parseLab } from "./parse";

/** A line of the solution that a student can read. */
export interface Leak {
  /** In the lab's source, from 1. */
  readonly line: number;
  readonly text: string;
}

/** Shorter lines are looked for as whole lines only: `x += 1` stands in many a longer one. */
const SHORTEST_PART = 16;

/** Lines that every program has, so that they give nothing away. */
const TRIVIAL = [
  /^[^\p{L}\p{N}]*$/u, // only signs: }, ]);
  /^[^\p{L}]*(else|try|finally|do|break|continue|return|default|null|true|false)[^\p{L}\p{N}]*$/u,
  /^for \((let|const) \w+ = 0; \w+ < [\w.]+; (\w+\+\+|\+\+\w+)\) \{?$/,
  /^return \w+;?$/,
];

/**
 * The lines of the solution (code, model answers, explanations of quizzes) that stand in what is handed out.
 * A line that the author also wrote outside the solution counts: one of the two is to be reworded.
 * @param solutionSource the text of `lab.ts`
 * @param student a student's notebook, parsed, or any text that is handed out
 */
export function leaks(solutionSource: string, student: unknown): Leak[] {
  const lines = textsIn(student).flatMap((text) => text.split("\n").map(plain));
  const whole = new Set(lines);
  const all = lines.join("\n");
  return secretLines(solutionSource).filter(({ text }) => {
    const wanted = plain(text);
    if (TRIVIAL.some((pattern) => pattern.test(wanted))) return false;
    return whole.has(wanted) || (wanted.length >= SHORTEST_PART && all.includes(wanted));
  });
}

function secretLines(source: string): Leak[] {
  const lab = parseLab(source, String(parsePercent(source).header.lab), "lab.ts");
  return lab.cells.flatMap((cell) => {
    if (cell.role === "readonly") return [];
    if (cell.role !== "quiz") return solutionLines(cell.text, { file: "lab.ts", line: cell.line });
    return cell.text
      .split("\n")
      .map((text, index) => ({ line: cell.line + index, text: text.replace(/^\s*> ?/, "") }))
      .filter((_, index) => /^\s+>/.test(cell.text.split("\n")[index]));
  });
}

/** Every text of a JSON value, wherever it stands: sources, outputs, metadata. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value.replace(/\r\n?/g, "\n")];
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) {
    return textsIn(value.join("")); // nbformat's lines
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function plain(line: string): string {
  return line.trim().replace(/\s+/g, " ");
}
