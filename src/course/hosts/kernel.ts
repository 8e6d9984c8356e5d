import type { Receive, RequestChannel } from "./channels";
import { delay } from "./deadline";
import type { KernelSpec } from "./host";
import { awaitLife, beginLife, endLife, hostSession, type Life } from "./life";
import { describeEnd, signalGroup } from "./process";
import { newMessage, type WireMessage } from "./wire";

/** A kernel of the embedded host. */
export interface EmbeddedKernel {
  readonly id: string;
  readonly name: string;
  readonly spec: KernelSpec;
  readonly folder: string;
  readonly listeners: Set<Receive>;
  state: "starting" | "idle" | "busy" | "dead";
  life: Life | undefined;
  /** Resolves when the kernel answers, or is dead (see `state`). Never rejects. */
  ready: Promise<void>;
  /** How it ended by itself. */
  end: string;
}

// A second and third start are for ports that somebody took between our look and the kernel's.
const startAttempts = 3;

/** Starts a kernel that works in `folder`; does not wait until it is ready. */
export function startKernel(
  id: string,
  name: string,
  spec: KernelSpec,
  folder: string,
): EmbeddedKernel {
  const kernel: EmbeddedKernel = {
    ...{ id, name, spec, folder },
    listeners: new Set(),
    state: "starting",
    life: undefined,
    ready: Promise.resolve(),
    end: "",
  };
  kernel.ready = startOrDie(kernel);
  return kernel;
}

/** A kernel whose process cannot even be started is a dead one. */
function startOrDie(kernel: EmbeddedKernel): Promise<void> {
  return start(kernel).catch((error: unknown) => {
    kernel.end = `The kernel could not be started: ${String(error)}`;
    kernel.state = "dead";
  });
}

async function start(kernel: EmbeddedKernel, attempt = 1): Promise<void> {
  const life = await beginLife(kernel.name, kernel.spec, kernel.folder, (channel, message) => {
    if (channel === "iopub") noteState(kernel, message);
    for (const listener of kernel.listeners) listener(channel, message);
  });
  kernel.life = life;
  if (isDead(kernel)) return endLife(life); // stopped while the ports were looked for
  const outcome = await awaitLife(life);
  if (outcome === "ready" && kernel.state === "starting") kernel.state = "idle";
  if (outcome === "port taken" && attempt < startAttempts) {
    await endLife(life);
    return isDead(kernel) ? undefined : start(kernel, attempt + 1);
  }
  const ended = life.process.ended.then(() => die(kernel, life));
  if (outcome === "port taken") await endLife(life);
  if (outcome !== "ready") await ended;
}

// TypeScript narrows `state` across an await, where another function may have changed it.
const isDead = (kernel: EmbeddedKernel): boolean => kernel.state === "dead";

function noteState(kernel: EmbeddedKernel, { content }: WireMessage): void {
  const state = content["execution_state"];
  if ((state === "idle" || state === "busy") && !isDead(kernel)) kernel.state = state;
}

/** The process ended by itself: everybody who listens hears the status "dead". */
async function die(kernel: EmbeddedKernel, life: Life): Promise<void> {
  await delay(100); // what it wrote last is still on its way
  if (kernel.life !== life || isDead(kernel)) return;
  kernel.end = describeEnd(life.process);
  kernel.state = "dead";
  const message = newMessage("status", hostSession, { execution_state: "dead" });
  for (const listener of kernel.listeners) listener("iopub", message);
  await endLife(life);
}

/** How the kernel ended; while it lives, what it wrote on its own streams. */
export function lastWords(kernel: EmbeddedKernel): string {
  return kernel.end || (kernel.life ? describeEnd(kernel.life.process) : "");
}

/** Sends a message of a client to the kernel; a dead kernel hears nothing. */
export function sendToKernel(
  kernel: EmbeddedKernel,
  channel: RequestChannel,
  message: WireMessage,
): void {
  if (kernel.life && !kernel.life.isOver) kernel.life.channels.send(channel, message);
}

/** SIGINT to the kernel's process group, as Jupyter does it. */
export function interruptKernel(kernel: EmbeddedKernel): void {
  if (kernel.life && !kernel.life.isOver) signalGroup(kernel.life.process, "SIGINT");
}

/** A new process under the same id; resolves when it answers. */
export async function restartKernel(kernel: EmbeddedKernel): Promise<void> {
  await stopKernel(kernel);
  kernel.state = "starting";
  kernel.end = "";
  kernel.ready = startOrDie(kernel);
  await kernel.ready;
}

/** Ends the kernel's process and everything that it started in its group. */
export async function stopKernel(kernel: EmbeddedKernel): Promise<void> {
  kernel.end = lastWords(kernel);
  kernel.state = "dead";
  if (kernel.life) await endLife(kernel.life);
}
