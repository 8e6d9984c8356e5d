/** Progress of many equal pieces of work: "graded 12 of 200  0:31 elapsed, about 8:05 left". */
import { clock } from "./progress";

export interface CountProgress {
  /** One more is done. @param note what to say behind the line */
  readonly step: (note?: string) => void;
  readonly close: () => void;
}

/** In place in a terminal; elsewhere a line at every tenth. */
export async function openCount(
  what: string,
  total: number,
  stream: NodeJS.WriteStream = process.stderr,
): Promise<CountProgress> {
  const begun = Date.now();
  const { createLogUpdate } = await import("log-update");
  const log = stream.isTTY ? createLogUpdate(stream) : undefined;
  let done = 0;
  let note = "";
  const draw = (): void => {
    log?.(countLine(what, { done, total, seconds: (Date.now() - begun) / 1000 }, note));
  };
  const timer = log && setInterval(draw, 500);
  timer?.unref();
  draw();
  return {
    step(next = "") {
      done += 1;
      note = next;
      const tenth = (count: number): number => Math.floor((10 * count) / total);
      if (log) draw();
      else if (tenth(done) > tenth(done - 1)) {
        const seconds = (Date.now() - begun) / 1000;
        stream.write(`${countLine(what, { done, total, seconds }, "")}\n`);
      }
    },
    close() {
      clearInterval(timer);
      log?.clear();
      log?.done();
    },
  };
}

/** The line itself. The time left takes those to come for as long as those that are done. */
export function countLine(
  what: string,
  { done, total, seconds }: { done: number; total: number; seconds: number },
  note: string,
): string {
  const left =
    done === 0 || done === total ? "" : `, about ${clock(((total - done) * seconds) / done)} left`;
  return `${what} ${done} of ${total}  ${clock(seconds)} elapsed${left}  ${note}`.trimEnd();
}
