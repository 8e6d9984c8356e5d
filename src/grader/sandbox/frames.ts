/**
 * Messages through a pipe: the length of the whole, the length of its text, the text (JSON), then raw bytes.
 *
 * The other end is hostile: a length is believed only up to a limit, and nothing is kept beyond it.
 */

/** One message. */
export interface Frame {
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** The other end did not keep to the protocol. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

const headBytes = 8;
// A text becomes objects, which take many times its size: bulk belongs into the raw bytes.
const maxText = 2 * 1024 * 1024;

/** The message as it travels. */
export function frameBytes({ text, bytes }: Frame): Buffer {
  const body = Buffer.from(text, "utf8");
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(body.length + bytes.length, 0);
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, bytes]);
}

/** The message of bytes that are just one. */
export function oneFrame(bytes: Buffer): Frame {
  const textLength = bytes.readUInt32LE(4);
  const textEnd = headBytes + textLength;
  if (textLength > maxText) {
    throw new ProtocolError(`${textLength} bytes of text: wanted at most ${maxText}`);
  }
  if (bytes.readUInt32LE(0) + headBytes !== bytes.length || textEnd > bytes.length) {
    throw new ProtocolError(`${bytes.length} bytes that are no message`);
  }
  const text = bytes.toString("utf8", headBytes, textEnd);
  return { text, bytes: new Uint8Array(bytes.subarray(textEnd)) };
}

/**
 * Takes a stream apart: call it with each chunk, and it calls `take` for each message that is whole.
 * @param maxBytes of one message
 * @throws ProtocolError (on a chunk) a length is above the limit, or a text is longer than its message
 */
export function frameReader(
  maxBytes: number,
  take: (frame: Frame) => void,
): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let held = 0;
  let wanted = headBytes;
  let textLength = -1; // -1: the head is being read

  function whole(): Buffer {
    const all = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, held);
    const part = all.subarray(0, wanted);
    const rest = all.subarray(wanted);
    chunks = rest.length > 0 ? [rest] : [];
    held = rest.length;
    return part;
  }

  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    while (held >= wanted) {
      const part = whole();
      if (textLength < 0) {
        wanted = part.readUInt32LE(0);
        textLength = part.readUInt32LE(4);
        if (wanted > maxBytes || textLength > Math.min(wanted, maxText)) {
          throw new ProtocolError(
            `A message of ${wanted} bytes with ${textLength} bytes of text: ` +
              `wanted at most ${maxBytes} bytes, and of text at most ${maxText}`,
          );
        }
        continue;
      }
      // Copied, so that one small message does not keep a large chunk alive.
      const text = part.toString("utf8", 0, textLength);
      const bytes = new Uint8Array(part.subarray(textLength));
      wanted = headBytes;
      textLength = -1;
      take({ text, bytes });
    }
  };
}
