/** Standard output and error of a sandbox, cut where they grow too long, so that a chatty loop costs little. */

/**
 * From now on each stream takes so many bytes, then one line that says so, then nothing.
 * @returns `reset` starts the count again
 */
export function capPrinting(bytes: number): { reset: () => void } {
  const resets = [process.stdout, process.stderr].map((stream) => capped(stream, bytes));
  return {
    reset() {
      for (const reset of resets) reset();
    },
  };
}

function capped(stream: NodeJS.WriteStream, bytes: number): () => void {
  const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
  let left = bytes; // below 0: the line that says so was written
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    const callback = rest.find((each) => typeof each === "function") as (() => void) | undefined;
    if (left < 0) {
      callback?.();
      return true;
    }
    const kept = chunk.length > left ? chunk.slice(0, left) : chunk;
    left -= chunk.length;
    if (left >= 0) return write(kept, ...rest);
    write(kept);
    return write("\n… the rest of this cell's output was dropped\n", callback);
  };
  return () => {
    left = bytes;
  };
}
