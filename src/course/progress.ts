/**
 * What `clinic run` shows while it works. In a terminal: one line per running notebook, updated in place.
 * Elsewhere (CI, a pipe): one line when a notebook starts, and one at every tenth of it.
 */
import type { Lesson } from "./paths";

/** The state of one running notebook. */
export interface LessonProgress {
  lesson: Lesson;
  /** code cells finished, of `cells` */
  done: number;
  cells: number;
  startedAt: number;
  cellStartedAt: number;
  /** seconds still to go; undefined when nothing is known */
  remaining: number | undefined;
  /** the notebook's own latest progress line, if it shows one */
  activity: string;
}

/** Where progress goes. `close` ends the in-place lines and leaves the cursor below them. */
export interface ProgressView {
  update(running: readonly LessonProgress[]): void;
  print(line: string): void;
  close(): void;
}

/** The view that suits the stream: in place for a terminal, plain lines otherwise. */
export async function openProgressView(
  stream: NodeJS.WriteStream = process.stderr,
): Promise<ProgressView> {
  return stream.isTTY ? terminalView(stream) : plainView(stream);
}

async function terminalView(stream: NodeJS.WriteStream): Promise<ProgressView> {
  const { createLogUpdate } = await import("log-update");
  const log = createLogUpdate(stream);
  return {
    update: (running) => {
      log(running.map((each) => progressLine(each, stream.columns)).join("\n"));
    },
    print: (line) => {
      log.clear();
      stream.write(`${line}\n`);
    },
    close: () => {
      log.clear();
      log.done();
    },
  };
}

function plainView(stream: NodeJS.WriteStream): ProgressView {
  const shown = new Map<string, number>();
  return {
    update: (running) => {
      for (const each of running) {
        const tenth = Math.floor((10 * each.done) / Math.max(1, each.cells));
        if (shown.get(each.lesson.name) === tenth) continue;
        shown.set(each.lesson.name, tenth);
        stream.write(`${progressLine(each)}\n`);
      }
    },
    print: (line) => {
      stream.write(`${line}\n`);
    },
    close: () => {
      shown.clear();
    },
  };
}

/** "00-first-gan  cell 4 of 11  0:41 elapsed, about 1:20 left  ring, seed 2 of 3 …" */
export function progressLine(progress: LessonProgress, columns = Infinity): string {
  const { lesson, done, cells, startedAt, remaining, activity } = progress;
  const cell = `cell ${Math.min(done + 1, cells)} of ${cells}`;
  const left = remaining === undefined ? "" : `, about ${clock(remaining)} left`;
  const line = `${lesson.name}  ${cell}  ${clock((Date.now() - startedAt) / 1000)} elapsed${left}  ${activity}`;
  return line.trimEnd().slice(0, Math.max(20, columns - 1));
}

/** Seconds as minutes and seconds: "1:05". */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
