/**
 * What `clinic run` shows while it works. In a terminal: one line per running notebook and one for all, in place.
 * Elsewhere (CI, a pipe): one line when a notebook starts, and one at every tenth of it.
 */
/** The state of one running notebook. */
export interface LessonProgress {
  /** the notebook's name, with its seeds where they are others than the course's */
  label: string;
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
  /** @param whole how far all of them together are; shown in place only */
  update(running: readonly LessonProgress[], whole?: string): void;
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
    update: (running, whole) => {
      const lines = running.map((each) => progressLine(each, stream.columns));
      log([...lines, whole ?? []].flat().join("\n"));
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
        if (shown.get(each.label) === tenth) continue;
        shown.set(each.label, tenth);
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
  const { label, done, cells, startedAt, remaining, activity } = progress;
  const cell = `cell ${Math.min(done + 1, cells)} of ${cells}`;
  const left = remaining === undefined ? "" : `, about ${clock(remaining)} left`;
  const line = `${label}  ${cell}  ${clock((Date.now() - startedAt) / 1000)} elapsed${left}  ${activity}`;
  return line.trimEnd().slice(0, Math.max(20, columns - 1));
}

/** "3 of 6 notebooks  4:10 elapsed, about 5:00 left" */
export function wholeLine({ done, count, elapsed, left }: WholeProgress): string {
  const rest = left === undefined || done === count ? "" : `, about ${clock(left)} left`;
  return `${done} of ${count} notebooks  ${clock(elapsed)} elapsed${rest}`;
}

/** How far all notebooks together are; times in seconds. */
export interface WholeProgress {
  done: number;
  count: number;
  elapsed: number;
  /** undefined when nothing is known */
  left: number | undefined;
}

/** Seconds as minutes and seconds, "1:05"; from an hour on with the hours, "1:02:05". */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}
