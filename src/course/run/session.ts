import { KernelAPI, KernelConnection, KernelSpecAPI, ServerConnection } from "@jupyterlab/services";
import type { Kernel, KernelMessage } from "@jupyterlab/services";
import type { ILanguageInfoMetadata } from "@jupyterlab/nbformat";
import type { ErrorPlace } from "../errors";
import { delay, late, withDeadline } from "../hosts/deadline";
import type { KernelHost } from "../hosts/host";
import { hostError, notReadyError, startDeathError, unknownKernelError } from "./failures";
import { unreachable } from "../hosts/server";

const modelCheckMs = 2_000;
const shutdownMs = 10_000;

/** A running kernel that this run owns, and the connection to it. */
export interface Session {
  readonly host: KernelHost;
  readonly kernel: Kernel.IKernelConnection;
  readonly languageInfo: ILanguageInfoMetadata;
  /** Resolves when the kernel dies by itself, with what is known of its end. */
  readonly death: Promise<string>;
}

export interface SessionOptions {
  readonly host: KernelHost;
  readonly kernelName: string;
  readonly folder: string;
  readonly startTimeoutMs: number;
  readonly place: ErrorPlace;
  /** Resolves when the run is to stop; the start is then given up. */
  readonly stopped: Promise<unknown>;
}

/**
 * A connection whose own request for the kernel's info cannot end this process: the client starts
 * that request without anybody to hear that it failed.
 */
class RunConnection extends KernelConnection {
  override async requestKernelInfo(): Promise<KernelMessage.IInfoReplyMsg | undefined> {
    return super.requestKernelInfo().catch(() => undefined);
  }
}

/**
 * Starts a kernel and waits until it answers.
 * @returns the session, or undefined when the run was stopped meanwhile
 * @throws KernelStartError no kernel of this name, or it does not answer in time
 * @throws DeadKernelError it ended while it started
 * @throws HostError the host does not answer
 */
export async function openSession(options: SessionOptions): Promise<Session | undefined> {
  const { host, kernelName, folder, place, startTimeoutMs } = options;
  const { settings } = host;
  const specs = await orHostError(KernelSpecAPI.getSpecs(settings), options);
  const known = Object.keys(specs.kernelspecs);
  if (!known.includes(kernelName)) throw unknownKernelError(place, kernelName, known);
  const path = host.kernelPath(folder);
  const wish = { name: kernelName, ...(path !== undefined && { path }) };
  const model = await startModel(KernelAPI.startNew(wish, settings), options);
  const kernel = new RunConnection({ model, serverSettings: settings, handleComms: false });
  const death = watchDeath(host, kernel);
  const ready = kernel.info.then((info) => ({ info }));
  const stopped = options.stopped.then(() => "stopped" as const);
  const first = await withDeadline(Promise.race([ready, death, stopped]), startTimeoutMs);
  if (typeof first === "object")
    return { host, kernel, languageInfo: first.info.language_info, death };
  const words = host.lastWords(model.id);
  await endKernel(host, kernel);
  if (first === "stopped") return undefined;
  throw first === late
    ? notReadyError(place, startTimeoutMs, words)
    : startDeathError(place, first);
}

/** Ends the kernel, whatever it does, and the connection to it. Never throws. */
export async function closeSession({ host, kernel }: Session): Promise<void> {
  await endKernel(host, kernel);
}

/** Interrupts what the kernel computes, as far as it listens. Never throws. */
export async function interruptSession({ kernel, host }: Session, ms: number): Promise<void> {
  await withDeadline(
    KernelAPI.interruptKernel(kernel.id, host.settings).catch(() => undefined),
    ms,
  );
}

async function endKernel(host: KernelHost, kernel: Kernel.IKernelConnection): Promise<void> {
  const { id } = kernel;
  kernel.dispose();
  await withDeadline(shutDown(host, id), shutdownMs);
}

/** A server that is just restarting a dead kernel fails to end it (500): asks again. */
async function shutDown({ settings }: KernelHost, id: string): Promise<void> {
  const deadline = performance.now() + shutdownMs;
  while (performance.now() < deadline) {
    try {
      await KernelAPI.shutdownKernel(id, settings);
      return;
    } catch (error) {
      if (statusOf(error) !== 500) return;
      await delay(300);
    }
  }
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof ServerConnection.ResponseError ? error.response.status : undefined;

/**
 * Hears of the kernel's death by its status, by the end of the connection, and, because a kernel
 * that never listened has neither, by asking the host from time to time.
 */
function watchDeath(host: KernelHost, kernel: Kernel.IKernelConnection): Promise<string> {
  const { id } = kernel;
  return new Promise((resolve) => {
    let isAsking = false;
    const timer = setInterval(() => {
      if (isAsking) return;
      isAsking = true;
      void KernelAPI.getKernelModel(id, host.settings)
        .then((model) => model !== undefined && model.execution_state !== "dead")
        .catch((error: unknown) => statusOf(error) !== unreachable)
        .then((isAlive) => {
          isAsking = false;
          if (!isAlive) resolve(host.lastWords(id));
        });
    }, modelCheckMs);
    kernel.disposed.connect(() => {
      clearInterval(timer);
    });
    kernel.statusChanged.connect((_, status) => {
      if (status === "dead") resolve(host.lastWords(id));
    });
    kernel.connectionStatusChanged.connect((_, status) => {
      if (status === "disconnected") resolve("The connection to the kernel was lost");
    });
  });
}

/** A kernel that starts too late is ended when it does. */
function startModel(starting: Promise<Kernel.IModel>, options: SessionOptions) {
  return orHostError(starting, options).catch((error: unknown) => {
    starting.then(({ id }) => shutDown(options.host, id)).catch(() => undefined);
    throw error;
  });
}

async function orHostError<T>(promise: Promise<T>, options: SessionOptions): Promise<T> {
  const result = await withDeadline(promise, options.startTimeoutMs).catch((error: unknown) => {
    throw hostError(
      options.place,
      options.host.description,
      error instanceof Error ? error.message : String(error),
    );
  });
  if (result === late)
    throw hostError(options.place, options.host.description, "it did not answer in time");
  return result;
}
