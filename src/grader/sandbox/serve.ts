/**
 * The far end of a channel: a process that answers requests on file descriptor 3 through file descriptor 4.
 *
 * What it needs is taken before any submission's code runs. It is one defence of several: the grader believes nothing
 * it reads.
 */
import fs from "node:fs";
import { Socket } from "node:net";
import { messageOf } from "../message";
import { frameBytes, frameReader, type Frame } from "./frames";
import { openSeal, type Seal } from "./seal";
import { decodeValue, encodeValue, type EncodedValue } from "./values";

const { parse, stringify } = JSON;
const fromHex = (text: string) => Buffer.from(text, "hex");
const { writeSync } = fs;
const maxRequest = 256 * 1024 * 1024; // the grader's own messages are trusted

/** What a request asks for, and with what. */
export interface Request {
  readonly kind: string;
  readonly value: unknown;
}

interface Message {
  readonly id: string;
  readonly kind: string;
  readonly value: string;
  readonly key?: string;
}

/** Answers one request; what it throws becomes the answer's error. */
export type Handler = (request: Request) => Promise<unknown>;

// From the first message on that brings a key, all are sealed.
let seal: Seal | undefined;

/** Serve until the grader hangs up. */
export function serve(handle: Handler): void {
  const input = new Socket({ fd: 3, readable: true, writable: false });
  const read = frameReader(maxRequest, (frame) => {
    void answer(seal ? seal.open(frame) : frame, handle);
  });
  input.on("data", read);
  input.on("close", () => process.exit());
  input.on("error", () => process.exit());
}

async function answer(frame: Frame, handle: Handler): Promise<void> {
  const { id, kind, value, key } = parse(frame.text) as Message;
  if (key !== undefined) seal = openSeal(fromHex(key), "sandbox");
  let encoded: EncodedValue;
  let ok = true;
  try {
    const decoded = decodeValue({ text: value, bytes: frame.bytes }, { ordinary: true });
    encoded = encodeValue(await handle({ kind, value: decoded }));
  } catch (error) {
    ok = false;
    encoded = encodeValue(messageOf(error));
  }
  const said = { text: stringify({ id, ok, value: encoded.text }), bytes: encoded.bytes };
  send(frameBytes(seal ? seal.close(said) : said));
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
