import {
  CellExecutionError,
  CellTimeoutError,
  DeadKernelError,
  HostError,
  InterruptedRunError,
  KernelStartError,
  NotebookTimeoutError,
  type ErrorPlace,
  type NotebookError,
} from "../errors";
import type { CellStatus } from "./options";
import type { Stop } from "./stops";

/** The error for a run that was stopped; `captured` is what the cell wrote on stderr. */
export function stopError(place: ErrorPlace, stop: Stop, captured: string): NotebookError {
  switch (stop.kind) {
    case "cell timeout":
      return new CellTimeoutError(place, {
        what: `did not end within ${stop.ms / 1000} s`,
        captured,
        advice: "Give it less to do, or a longer --cell-timeout",
      });
    case "notebook timeout":
      return new NotebookTimeoutError(place, {
        what: `was running when the notebook's ${stop.ms / 1000} s were over`,
        captured,
        advice: "Give it less to do, or a longer --notebook-timeout",
      });
    case "signal":
      return new InterruptedRunError(place, { what: "was interrupted", captured });
    case "death":
      return new DeadKernelError(place, {
        what: "was running when the kernel died",
        captured: [captured, stop.words].filter(Boolean).join("\n"),
        advice: "Usual causes: no memory left, a call of process.exit, a crash of native code",
      });
  }
}

/** The error for a cell that failed. */
export function cellError(place: ErrorPlace, captured: string): CellExecutionError {
  return new CellExecutionError(place, {
    what: "failed",
    captured: captured || "The kernel says that it failed, and wrote nothing about it",
    advice: "A cell that is meant to fail needs the tag raises-exception",
  });
}

/** The error for a cell that the kernel refuses to run, again and again. */
export function refusedError(place: ErrorPlace, attempts: number): CellExecutionError {
  return new CellExecutionError(place, {
    what: `was not run: the kernel refused it ${attempts} times`,
    advice: "An earlier cell may still be failing in the background; restart the run",
  });
}

/** The status of the cell in which a run was stopped. */
export function stopStatus({ kind }: Stop): CellStatus {
  if (kind === "death") return "kernel died";
  return kind === "signal" ? "interrupted" : "timeout";
}

/** The error for a host that gave no answer, or a bad one. */
export function hostError(place: ErrorPlace, host: string, reason: string): HostError {
  return new HostError(place, {
    what: `has no kernel: ${host} failed`,
    captured: reason,
    advice: "Look at the server's log, or run it without a server: npx clinic run",
  });
}

/** The error for a kernel name that the host does not know. */
export function unknownKernelError(
  place: ErrorPlace,
  name: string,
  known: string[],
): KernelStartError {
  return new KernelStartError(place, {
    what: `wants the kernel "${name}", which this host does not have`,
    advice: `It has: ${known.join(", ")}`,
  });
}

/** The error for a kernel that does not answer; `words` is what it wrote instead. */
export function notReadyError(place: ErrorPlace, ms: number, words: string): KernelStartError {
  return new KernelStartError(place, {
    what: `has no kernel: it did not answer within ${ms / 1000} s`,
    captured: words,
    advice:
      "A slow or busy machine needs a longer start timeout; `npx clinic doctor` looks for more",
  });
}

/** The error for a kernel that ended before it answered. */
export function startDeathError(place: ErrorPlace, words: string): DeadKernelError {
  return new DeadKernelError(place, {
    what: "has no kernel: it ended while it started",
    captured: words,
    advice: "Reinstall the packages with `npm ci`; `npx clinic doctor` looks for more",
  });
}
