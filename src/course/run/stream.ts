/**
 * The text of one stream, kept so that adding to it costs what is added: `settled` ends in a
 * newline (or is empty) and never changes, `line` is the line being written, and `returned` tells
 * whether that line ends in a carriage return.
 */
export interface StreamText {
  settled: string;
  line: string;
  returned: boolean;
}

/** A stream without text. */
export const emptyStream = (): StreamText => ({ settled: "", line: "", returned: false });

// What a carriage return wrote over, as nbclient's `coalesce_streams` has it: everything up to the
// last carriage return of a line that is not its end. A "\r" at the end may still become "\r\n".
const overwritten = /[^\n]*\r(?=[^\n])/g;

/**
 * Adds a piece of output. Backspaces stay as they are, as nbclient leaves them.
 * @returns by how many bytes the whole text grew; negative when a line was written over.
 */
export function appendText(stream: StreamText, chunk: string): number {
  if (chunk === "") return 0;
  const { line, returned } = stream;
  if (!returned && !chunk.includes("\r")) {
    settle(stream, line, chunk);
    return Buffer.byteLength(chunk);
  }
  const shown = (line + chunk).replace(overwritten, "");
  settle(stream, "", shown);
  stream.returned = chunk.endsWith("\r");
  return Buffer.byteLength(shown) - Buffer.byteLength(line);
}

function settle(stream: StreamText, line: string, added: string): void {
  const end = added.lastIndexOf("\n") + 1;
  stream.settled += end > 0 ? line + added.slice(0, end) : "";
  stream.line = end > 0 ? added.slice(end) : line + added;
}

/** The whole text. */
export function streamText(stream: StreamText): string {
  return stream.settled + stream.line;
}

/** The longest beginning of a text that fits in a number of UTF-8 bytes. */
export function cutText(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(Math.max(0, bytes)));
  return text.slice(0, read);
}
