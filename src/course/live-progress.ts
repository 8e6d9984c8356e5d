/** The progress of the notebooks now running: events in, lines and remembered timings out. */
import type { INotebookContent } from "@jupyterlab/nbformat";
import { courseMetadata } from "./convert";
import type { Lesson } from "./paths";
import { clock, openProgressView, type LessonProgress, type ProgressView } from "./progress";
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
  private readonly running = new Map<string, Running>();
  private readonly timings = readTimings();
  private readonly timer: NodeJS.Timeout;
  readonly onEvent = (lesson: Lesson, event: RunEvent): void => {
    this.handle(lesson, event);
  };

  private constructor(
    private readonly view: ProgressView,
    private readonly budget: string,
  ) {
    this.timer = setInterval(() => {
      this.draw();
    }, TICK);
    this.timer.unref();
  }

  static async open(budget: string): Promise<LiveProgress> {
    return new LiveProgress(await openProgressView(), budget);
  }

  begin({ lesson, notebook }: PreparedLesson): void {
    const now = Date.now();
    this.running.set(lesson.name, {
      lesson,
      done: 0,
      cells: notebook.cells.filter(({ cell_type }) => cell_type === "code").length,
      startedAt: now,
      cellStartedAt: now,
      remaining: undefined,
      activity: "starting the kernel",
      past: this.timings[this.key(lesson)],
      expected: expectedSeconds(notebook, this.budget),
      seconds: [],
    });
    this.draw();
  }

  end(result: LessonResult): void {
    const state = this.running.get(result.notebook);
    this.running.delete(result.notebook);
    const how = result.fresh ? "nothing changed, not run again" : clock(result.seconds);
    this.view.print(`${hasFailed(result) ? "✘" : "✔"} ${result.notebook}  ${how}`);
    if (state && result.error === undefined) {
      this.timings[this.key(state.lesson)] = state.seconds;
      writeTimings(this.timings);
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.view.close();
  }

  private key(lesson: Lesson): string {
    return `${lesson.name}/${this.budget}`;
  }

  private handle(lesson: Lesson, event: RunEvent): void {
    const state = this.running.get(lesson.name);
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
    if (this.running.size > 0) this.view.update([...this.running.values()]);
  }
}

/** `seconds: {full: 120, smoke: 15}` in a notebook's header: the estimate for the first run. */
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
