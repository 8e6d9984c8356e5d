/**
 * Requests to a program behind a wall, one at a time, each with a deadline. Nothing that comes back is believed: it is
 * an answer only if it carries the request's random id, and whatever breaks the protocol ends the program.
 */
import { randomBytes } from "node:crypto";
import { collectPrints } from "./collect";
import { frameBytes, frameReader, ProtocolError, type Frame } from "./frames";
import type { Launched } from "./launched";
import { mebi, type SandboxLimits } from "./limits";
import { openSeal, sealKeyBytes, type Seal } from "./seal";
import { killFamily } from "./tree";
import { decodeValue, encodeValue } from "./values";
import { outOfMemory, watchFamily } from "./watch";

/** How a request ended. After "ended" the program is dead. */
export type Answer = Settled & { readonly printed: string };

type Settled =
  | { readonly state: "answered"; readonly value: unknown }
  | { readonly state: "refused"; readonly message: string }
  | { readonly state: "late" }
  | { readonly state: "ended"; readonly message: string };

export interface Channel {
  /** @param seconds after which the program is killed */
  readonly ask: (kind: string, value: unknown, seconds: number) => Promise<Answer>;
  /** Why it is dead; undefined while it lives. */
  readonly ended: () => string | undefined;
  /** Kill it; done when no process is left. */
  readonly close: () => Promise<void>;
}

const textShare = 2 * mebi;
const maxStray = 1000; // messages that nobody asked for

/** @param sealed from the first answer on nobody but the program's own end reads and writes messages */
export function openChannel(
  launched: Launched,
  limits: SandboxLimits,
  { sealed = false } = {},
): Channel {
  const { child, requests, answers } = launched;
  const prints = collectPrints(launched.prints, limits.output * 1024, (why) => void end(why));
  const watch = watchFamily(launched.family, limits, (why) => void end(why));
  const gone = new Promise<string>((resolve) => {
    child.once("error", (error) => {
      resolve(`It could not be started: ${error.message}`);
    });
    child.once("exit", (code, signal) => {
      resolve(exitText(code, signal, prints.tail(), limits));
    });
  });
  let pending: { id: string; settle: (settled: Settled) => void } | undefined;
  let why: string | undefined;
  let closing: Promise<void> | undefined;
  let stray = 0;
  let seal: Seal | undefined;

  function opened(frame: Frame): Frame | undefined {
    try {
      return seal ? seal.open(frame) : frame;
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      return undefined; // not from the program's own end
    }
  }

  function take(sent: Frame): void {
    const frame = opened(sent);
    const content = (frame ? JSON.parse(frame.text) : undefined) as unknown;
    const { id, ok, value } = (content ?? {}) as Record<string, unknown>;
    if (!frame || !pending || id !== pending.id) {
      if (++stray > maxStray) throw new ProtocolError(`More than ${maxStray} messages unasked for`);
      return;
    }
    if (typeof value !== "string") throw new ProtocolError("An answer without a value");
    const decoded = decodeValue({ text: value, bytes: frame.bytes });
    const settle = pending.settle;
    if (ok === true) settle({ state: "answered", value: decoded });
    else settle({ state: "refused", message: String(decoded).slice(0, 2000) });
  }

  const read = frameReader(limits.values * mebi + textShare, take);
  answers.on("data", (chunk: Buffer) => {
    if (why !== undefined) return;
    try {
      read(chunk);
    } catch (error) {
      void end(`It broke the grader's protocol: ${(error as Error).message.slice(0, 200)}`);
    }
  });
  for (const stream of [requests, answers]) stream.on("error", () => undefined); // it exits, or is killed
  void gone.then((text) => end(text));
  // A process that ends closes its pipes a moment earlier, and then says more.
  answers.once("end", () => {
    setTimeout(() => void end("It closed its pipe to the grader"), 500);
  });

  async function end(text: string): Promise<void> {
    why ??= text;
    pending?.settle({ state: "ended", message: why });
    closing ??= (async () => {
      watch.stop();
      const left = await killFamily(launched.family);
      if (left > 0) process.emitWarning(`${left} processes of a sandbox could not be killed`);
      child.kill("SIGKILL"); // where there is no /proc
      if (child.pid !== undefined) await gone;
      for (const stream of [requests, answers, ...launched.prints]) stream.destroy();
      launched.cleanUp();
    })();
    await closing;
  }

  /** The first one brings the key, and is the last that is not sealed. */
  function message(content: object, bytes: Uint8Array): Frame {
    if (seal) return seal.close({ text: JSON.stringify(content), bytes });
    if (!sealed) return { text: JSON.stringify(content), bytes };
    const key = randomBytes(sealKeyBytes);
    seal = openSeal(key, "grader");
    return { text: JSON.stringify({ ...content, key: key.toString("hex") }), bytes };
  }

  async function ask(kind: string, value: unknown, seconds: number): Promise<Answer> {
    if (pending) throw new Error(`A request "${kind}" while another one is under way`);
    if (why !== undefined) return { state: "ended", message: why, printed: "" };
    const id = randomBytes(16).toString("hex");
    const { text, bytes } = encodeValue(value);
    let timer: NodeJS.Timeout | undefined;
    const settled = await new Promise<Settled>((settle) => {
      pending = { id, settle };
      timer = setTimeout(() => {
        settle({ state: "late" });
      }, seconds * 1000);
      prints.restart();
      requests.write(frameBytes(message({ id, kind, value: text }, bytes)));
    });
    clearTimeout(timer);
    pending = undefined;
    if (settled.state === "late") await end("It was killed: its time was over");
    else if (settled.state === "ended") await closing;
    else await prints.settled();
    return { ...settled, printed: prints.text() };
  }

  return {
    ask,
    ended: () => why,
    close: () => end("It was closed"),
  };
}

function exitText(
  code: number | null,
  signal: string | null,
  tail: string,
  limits: SandboxLimits,
): string {
  if (/heap out of memory|allocation failed|bad_alloc/i.test(tail)) return outOfMemory(limits);
  if (signal === "SIGXCPU") return "It used more processor time than it may";
  if (signal === "SIGXFSZ") return "It wrote more to a file than it may";
  return signal
    ? `Its process was ended by ${signal}`
    : `Its process exited with code ${code ?? "?"}`;
}
