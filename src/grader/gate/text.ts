/** What the gate found of a lab, on one screen. */
import { clock } from "../../course/progress";
import type { GateResult } from "./gate";

const WIDTH = 118;
/** Details of one row; the rest is counted. */
const MOST = 12;

/** A table: a row for each thing that must hold, below it what an author needs to mend it. */
export function gateText({ lab, passed, rows, seconds, isolation }: GateResult): string {
  const behind = isolation === undefined ? "" : `, isolation: ${isolation}`;
  const names = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.flatMap(({ name, passed: holds, says, details }) => {
    const rest = details.length - MOST;
    return [
      `  ${holds ? "✔" : "✘"} ${name.padEnd(names)}  ${says}`,
      ...details.slice(0, MOST).map((detail) => `      ${detail.replace(/\s+/g, " ")}`),
      ...(rest > 0 ? [`      and ${rest} more`] : []),
    ];
  });
  const head = `${lab}: ${passed ? "may be handed out" : "must not be handed out yet"} (${clock(seconds)}${behind})`;
  return [head, ...lines.map(cut)].join("\n");
}

function cut(line: string): string {
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}
