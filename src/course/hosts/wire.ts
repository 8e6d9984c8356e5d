import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/**
 * One message of the Jupyter wire protocol 5.3, as it travels over ZeroMQ:
 * identities, delimiter, signature, header, parent header, metadata, content, buffers.
 */
export interface WireMessage {
  readonly header: Record<string, unknown>;
  readonly parent_header: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly content: Record<string, unknown>;
  readonly buffers?: readonly Uint8Array[];
}

const delimiter = Buffer.from("<IDS|MSG>");

/** A message of ours that answers nothing. */
export function newMessage(
  type: string,
  session: string,
  content: Record<string, unknown> = {},
): WireMessage {
  const header = {
    msg_id: randomUUID(),
    session,
    username: "clinic",
    date: new Date().toISOString(),
    msg_type: type,
    version: "5.3",
  };
  return { header, parent_header: {}, metadata: {}, content };
}

/** HMAC-SHA256 over the four JSON parts, in hexadecimal. */
export function signature(key: string, parts: readonly Uint8Array[]): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

/** A message as signed frames. */
export function toFrames(key: string, message: WireMessage): Uint8Array[] {
  const parts = [message.header, message.parent_header, message.metadata, message.content].map(
    (part) => Buffer.from(JSON.stringify(part)),
  );
  return [delimiter, Buffer.from(signature(key, parts)), ...parts, ...(message.buffers ?? [])];
}

/**
 * The message in these frames, or undefined when it is not one: no delimiter, too few parts, a
 * signature that is not ours, or parts that are no JSON objects.
 */
export function fromFrames(key: string, frames: readonly Uint8Array[]): WireMessage | undefined {
  const start = frames.findIndex((frame) => delimiter.equals(frame));
  if (start < 0 || frames.length < start + 6) return undefined;
  const parts = frames.slice(start + 2, start + 6);
  if (!isSignedBy(key, frames[start + 1], parts)) return undefined;
  const objects = parts.map(parseObject);
  const [header, parent, metadata, content] = objects;
  if (!header || !parent || !metadata || !content) return undefined;
  return { header, parent_header: parent, metadata, content, buffers: frames.slice(start + 6) };
}

function isSignedBy(key: string, found: Uint8Array, parts: readonly Uint8Array[]): boolean {
  const wanted = Buffer.from(signature(key, parts));
  return found.length === wanted.length && timingSafeEqual(wanted, found);
}

function parseObject(part: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part).toString("utf8"));
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
