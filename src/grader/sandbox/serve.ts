/**
 * The far end of a channel: a process that answers requests on file descriptor 3 through file descriptor 4.
 *
 * The intrinsics it needs are taken before any submission's code runs: a student who changes `JSON.stringify` by
 * mistake still gets an answer. It is no defence against one who means it; the grader believes nothing it reads.
 */
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { messageOf } from "../message";
import { frameBytes, frameReader, type Frame } from "./frames";
import { decodeValue, encodeValue, type EncodedValue } from "./values";

const { parse, stringify } = JSON;
const maxRequest = 256 * 1024 * 1024; // the grader's own messages are trusted

/** What a request asks for, and with what. */
export interface Request {
  readonly kind: string;
  readonly value: unknown;
}

/** Answers one request; what it throws becomes the answer's error. */
export type Handler = (request: Request) => Promise<unknown>;

/** Serve until the grader hangs up. */
export function serve(handle: Handler): void {
  const input = new Socket({ fd: 3, readable: true, writable: false });
  const read = frameReader(maxRequest, (frame) => void answer(frame, handle));
  input.on("data", read);
  input.on("close", () => process.exit());
  input.on("error", () => process.exit());
}

async function answer(frame: Frame, handle: Handler): Promise<void> {
  const { id, kind, value } = parse(frame.text) as { id: string; kind: string; value: string };
  let encoded: EncodedValue;
  let ok = true;
  try {
    const decoded = decodeValue({ text: value, bytes: frame.bytes }, { ordinary: true });
    encoded = encodeValue(await handle({ kind, value: decoded }));
  } catch (error) {
    ok = false;
    encoded = encodeValue(messageOf(error));
  }
  send(frameBytes({ text: stringify({ id, ok, value: encoded.text }), bytes: encoded.bytes }));
}

function send(bytes: Buffer): void {
  for (let sent = 0; sent < bytes.length;) {
    try {
      sent += writeSync(4, bytes, sent);
    } catch (error) {
      // Without its pipe there is nobody to work for.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") process.exit(1);
    }
  }
}
