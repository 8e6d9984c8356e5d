/** What one sandbox may use. Every number is enforced from outside the submission's code. */
export interface SandboxLimits {
  /** MiB: V8's heap, the data of each process, and the resident memory of all its processes together. */
  readonly memory: number;
  /** Processes and threads at one time; Node itself takes about 15. */
  readonly processes: number;
  /** MiB of files: of the whole work folder under bubblewrap and in a container, else of each file. */
  readonly disk: number;
  /** KiB of printed text that are kept of each cell or probe. */
  readonly output: number;
  /** MiB that one probe may return. */
  readonly values: number;
  /** Seconds of processor time over the sandbox's life; the last resort when the grader itself was killed. */
  readonly processor: number;
  /** Seconds until it must be ready. */
  readonly start: number;
}

/** Bytes of a MiB. */
export const mebi = 1024 * 1024;
/** MiB that a process takes beside V8's heap: Node itself, the engine, compiled code, the stacks of its threads. */
export const besidesHeap = 320;

export const defaultLimits: SandboxLimits = {
  memory: 1024,
  processes: 64,
  disk: 64,
  output: 64,
  values: 16,
  processor: 1800,
  start: 180,
};

const smallest: SandboxLimits = {
  memory: 192,
  processes: 24,
  disk: 1,
  output: 1,
  values: 1,
  processor: 5,
  start: 1,
};

/**
 * The defaults with some of them replaced.
 * @throws RangeError a limit is not a number, or so low that not even an honest submission would start
 */
export function limitsWith(some: Partial<SandboxLimits> = {}): SandboxLimits {
  const limits = { ...defaultLimits, ...some };
  for (const [name, least] of Object.entries(smallest) as [keyof SandboxLimits, number][]) {
    const value = limits[name];
    if (!Number.isFinite(value) || value < least) {
      throw new RangeError(
        `Sandbox limit "${name}": wanted a number from ${least} on, found ${value}`,
      );
    }
  }
  return limits;
}
