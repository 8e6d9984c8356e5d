/** How soon the stop button ends a cell of notebook 00 that trains ten GANs, with its live chart and line. */
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readNotebook, sourceOf } from "../../src/course/notebook";
import { NOTEBOOKS } from "../../src/course/paths";
import { openKernel } from "../course/kernel/session";
import { spread } from "./statistics";
import { markdownTable } from "./table";

const NOTEBOOK = "00-first-gan.ipynb";
const CELL = 'overSeeds("ring"';

/** The code cells up to the one that is stopped. */
function cellsBefore(): string[] {
  const { cells } = readNotebook(path.join(NOTEBOOKS, NOTEBOOK));
  const code = cells.filter(({ cell_type }) => cell_type === "code").map(sourceOf);
  const last = code.findIndex((text) => text.includes(CELL));
  if (last < 0) throw new Error(`${NOTEBOOK} has no code cell with ${CELL}`);
  return code.slice(0, last + 1);
}

/** Milliseconds from the press of the button to the end of the cell, each at another moment of the training. */
export async function measureStop(rounds: number): Promise<number[]> {
  const before = cellsBefore();
  const training = before.pop()!;
  const kernel = await openKernel();
  try {
    for (const cell of before) {
      const { reply, text } = await kernel.run(cell);
      if (reply !== "ok") throw new Error(`A cell of ${NOTEBOOK} failed: ${text}`);
    }
    const took: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const running = kernel.run(training);
      await sleep(4000 + 730 * (round % 7));
      const pressed = performance.now();
      await kernel.stop();
      const { text } = await running;
      took.push(performance.now() - pressed);
      if (!text.includes("Stopped")) throw new Error(`The cell was not stopped: ${text}`);
      await sleep(500); // tslab refuses cells that come right after one that failed
    }
    return took;
  } finally {
    await kernel.close();
  }
}

export function stopTable(took: readonly number[]): string {
  const { median, min, max } = spread(took);
  const text = `${median.toFixed(0)} [${min.toFixed(0)}–${max.toFixed(0)}]`;
  return markdownTable(
    [`${NOTEBOOK}, the cell of ${CELL}), stopped`, `median [least–most] of ${took.length}`],
    [["milliseconds until the cell has ended", text]],
  );
}
