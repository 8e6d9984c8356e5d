/** Sandboxes warmed ahead, each given out once. */
import { openSandbox, type Sandbox, type SandboxOptions } from "./sandbox";

export interface SandboxPool {
  /**
   * A ready one; from here on it is the caller's to close.
   * @throws what starting one throws, where a second try fails too: one that was started ahead may have failed long ago
   */
  readonly take: () => Promise<Sandbox>;
  /** Close all that were not given out. */
  readonly close: () => Promise<void>;
}

/**
 * Keeps `size` sandboxes ready or starting.
 * @throws RangeError `size` is not a whole number from 1 to 64
 */
export function sandboxPool(
  size: number,
  options: SandboxOptions,
  open: (options: SandboxOptions) => Promise<Sandbox> = openSandbox,
): SandboxPool {
  if (!Number.isInteger(size) || size < 1 || size > 64) {
    throw new RangeError(
      `Size of a sandbox pool: wanted a whole number from 1 to 64, found ${size}`,
    );
  }
  const waiting: Promise<Sandbox>[] = [];
  let closed = false;

  function fill(): void {
    while (!closed && waiting.length < size) {
      const next = open(options);
      next.catch(() => undefined); // whoever takes it hears of it
      waiting.push(next);
    }
  }

  fill();
  return {
    async take() {
      if (closed) throw new Error("The sandbox pool is closed");
      const first = waiting.shift()!;
      fill();
      return first.catch(() => open(options));
    },
    async close() {
      closed = true;
      const left = await Promise.allSettled(waiting.splice(0));
      for (const each of left) if (each.status === "fulfilled") await each.value.close();
    },
  };
}
