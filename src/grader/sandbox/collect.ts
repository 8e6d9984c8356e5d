/** What a sandbox prints, kept up to a limit. */
import { StringDecoder } from "node:string_decoder";
import type { Readable } from "node:stream";

export interface Prints {
  /** Forget what was printed up to now. */
  readonly restart: () => void;
  /** What came since the restart, with a mark where it was cut. */
  readonly text: () => string;
  /** The last of it. */
  readonly tail: () => string;
  /** Let what is already in the pipes arrive. */
  readonly settled: () => Promise<void>;
}

// The sandbox cuts its own output; whoever goes around that is stopped here.
const floodFactor = 64;
const leastFlood = 16 * 1024 * 1024;

/** @param flooded called once when far more came than an honest process can print */
export function collectPrints(
  streams: readonly Readable[],
  maxBytes: number,
  flooded: (why: string) => void,
): Prints {
  const most = Math.max(leastFlood, maxBytes * floodFactor);
  let kept: string[] = [];
  let size = 0;
  let total = 0;
  let last = "";

  for (const stream of streams) {
    const decoder = new StringDecoder("utf8"); // a character may be cut in two between chunks
    stream.on("error", () => undefined);
    stream.on("data", (chunk: Buffer) => {
      total += chunk.length;
      if (total > most) {
        stream.pause();
        flooded(`It printed more than ${most / 1024 / 1024} MB`);
        return;
      }
      const text = decoder.write(chunk);
      last = (last + text).slice(-4096);
      if (size <= maxBytes) kept.push(text.slice(0, maxBytes - size + 1));
      size += chunk.length;
    });
  }

  return {
    restart() {
      kept = [];
      size = 0;
      total = 0;
    },
    text() {
      const text = kept.join("");
      return size > maxBytes ? `${text.slice(0, maxBytes)}\n… cut here` : text;
    },
    tail: () => last,
    async settled() {
      for (let i = 0; i < 4; i++) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
