/** The progress of the notebooks now running: events in, lines and remembered timings out. */
import type { INotebookContent } from "@jupyterlab/nbformat";
import { courseMetadata } from "./convert";
import {
  clock,
  openProgressView,
  wholeLine,
  type LessonProgress,
  type ProgressView,
} from "./progress";
import { hasFailed, type LessonResult } from "./results";
import type { PreparedLesson } from "./run-course";
import type { RunEvent } from "./run/runner";
import { estimate, readTimings, writeTimings } from "./timings";

/** One running notebook, with what is needed to estimate its end. */
interface Running extends LessonProgress {
  past: number[] | undefined;
  expected: number | undefined;
  seconds: number[];
}

/** Milliseconds between two updates of the clock. */
const TICK = 250;

export class LiveProgress {
  private readonly running = new Map<PreparedLesson, Running>();
  private readonly waiting = new Set<PreparedLesson>();
  private readonly finished: number[] = []; // seconds of the notebooks that were executed
  private readonly timings = readTimings();
  private readonly timer: NodeJS.Timeout;
  private readonly startedAt = Date.now();
  private count = 0; // notebooks that are to be executed
  readonly onEvent = (prepared: PreparedLesson, event: RunEvent): void => {
    this.handle(prepared, event);
  };

  private constructor(
    private readonly view: ProgressView,
    private readonly budget: string,
    private readonly parallel: number,
  ) {
    this.timer = setInterval(() => {
      this.draw();
    }, TICK);
    this.timer.unref();
  }

  static async open(budget: string, parallel: number): Promise<LiveProgress> {
    return new LiveProgress(await openProgressView(), budget, parallel);
  }

  /** What is to come: for the time that all together will take. */
  expect(prepared: readonly PreparedLesson[]): void {
    const executed = prepared.filter(({ fresh }) => !fresh);
    for (const each of executed) this.waiting.add(each);
    this.count += executed.length;
  }

  begin(prepared: PreparedLesson): void {
    const { label, notebook } = prepared;
    const now = Date.now();
    this.waiting.delete(prepared);
    this.running.set(prepared, {
      label,
      done: 0,
      cells: notebook.cells.filter(({ cell_type }) => cell_type === "code").length,
      startedAt: now,
      cellStartedAt: now,
      remaining: undefined,
      activity: "starting the kernel",
      past: this.timings[this.key(prepared)],
      expected: expectedSeconds(notebook, this.budget),
      seconds: [],
    });
    this.draw();
  }

  end(prepared: PreparedLesson, result: LessonResult): void {
    const state = this.running.get(prepared);
    this.running.delete(prepared);
    if (state) this.finished.push(result.seconds);
    const how = result.fresh ? this.takenOver(result) : clock(result.seconds);
    const whole = state && this.count > 1 ? `  (${this.whole()})` : "";
    this.view.print(`${hasFailed(result) ? "✘" : "✔"} ${prepared.label}  ${how}${whole}`);
    if (state && result.error === undefined) {
      this.timings[this.key(prepared)] = state.seconds;
      writeTimings(this.timings);
    }
  }

  private takenOver({ budget }: LessonResult): string {
    return budget === this.budget
      ? "nothing changed, not run again"
      : `nothing changed since it ran with the ${budget} budget, not run again`;
  }

  /** What all notebooks together have taken, and will still take. */
  private whole(): string {
    const [done, { count }] = [this.finished.length, this];
    const typical = done === 0 ? undefined : this.finished.reduce((a, b) => a + b) / done;
    const times = [
      ...[...this.running.values()].map(({ remaining }) => remaining ?? typical),
      ...[...this.waiting].map((each) => this.secondsOf(each) ?? typical),
    ];
    const known = times.filter((time) => time !== undefined);
    const sum = known.reduce((a, b) => a + b, 0) / Math.min(this.parallel, times.length || 1);
    const left = known.length < times.length ? undefined : sum;
    return wholeLine({ done, count, elapsed: (Date.now() - this.startedAt) / 1000, left });
  }

  private secondsOf(prepared: PreparedLesson): number | undefined {
    const past = this.timings[this.key(prepared)];
    return past?.reduce((a, b) => a + b, 0) ?? expectedSeconds(prepared.notebook, this.budget);
  }

  close(): void {
    clearInterval(this.timer);
    this.view.close();
  }

  private key({ lesson }: PreparedLesson): string {
    return `${lesson.name}/${this.budget}`;
  }

  private handle(prepared: PreparedLesson, event: RunEvent): void {
    const state = this.running.get(prepared);
    if (!state) return;
    if (event.type === "cell-started") {
      state.cellStartedAt = Date.now();
      state.activity = firstLine(event.source);
    } else if (event.type === "cell-finished") {
      state.done += 1;
      state.seconds.push(event.seconds);
    } else if (event.type === "cell-output") {
      state.activity = activityIn(event) ?? state.activity;
    }
  }

  private draw(): void {
    const now = Date.now();
    for (const state of this.running.values()) {
      const inCell = (now - state.cellStartedAt) / 1000;
      const elapsed = (now - state.startedAt) / 1000;
      state.remaining = estimate(state.past, state.expected, { ...state, inCell, elapsed });
    }
    if (this.running.size === 0) return;
    this.view.update([...this.running.values()], this.count > 1 ? this.whole() : undefined);
  }
}

/** `seconds: {full: 120, quick: 25, smoke: 15}` in a notebook's header: the estimate for the first run. */
function expectedSeconds(notebook: INotebookContent, budget: string): number | undefined {
  const seconds = courseMetadata(notebook).seconds as Record<string, number> | undefined;
  return seconds?.[budget];
}

function firstLine(source: string): string {
  return source.split("\n").find((line) => line.trim() !== "") ?? "";
}

/** The text of a progress line (an output that calls itself volatile). */
function activityIn(event: Extract<RunEvent, { type: "cell-output" }>): string | undefined {
  const { metadata, data } = event.output as {
    metadata?: Record<string, { volatile?: boolean }>;
    data?: Record<string, unknown>;
  };
  const text = data?.["text/plain"];
  return metadata?.["gan-clinic"]?.volatile && typeof text === "string" ? text : undefined;
}
