import type * as ort from "onnxruntime-common";
import type { OnnxRuntime } from "../onnx";
import type { LoweredStep } from "./lower";
import { loopGraph, stepGraph } from "./model";
import { encodeModel } from "./onnx-model";

/** What a session computes with. */
export interface SessionOptions {
  readonly onnx: OnnxRuntime;
  readonly threads: number;
  readonly profile?: string;
}

/** An ONNX Runtime session of one step, or of a loop over steps. */
export interface Session {
  readonly run: ort.InferenceSession;
  readonly loop: boolean;
}

/** Steps run one after the other: they may share cells. */
let queue: Promise<unknown> = Promise.resolve();

export function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const result = queue.then(work);
  queue = result.catch(() => undefined);
  return result;
}

/** A session of single steps, or of a loop over as many as a run brings. */
export async function openSession(
  step: LoweredStep,
  loop: boolean,
  { onnx, threads, profile }: SessionOptions,
): Promise<Session> {
  const bytes = encodeModel(loop ? loopGraph(step) : stepGraph(step));
  const run = await onnx.api.InferenceSession.create(bytes, {
    executionProviders: [onnx.provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    logSeverityLevel: 4, // errors are thrown, and need no lines on the console too
    // A thread that waits spins for a moment, since the next kernel comes soon, and then sleeps: one
    // that spins on takes the core from everybody else. (DCGAN on two threads, in milliseconds: 53
    // without spinning, 46 with this, 44 with endless spinning.)
    extra: { session: { intra_op: { spin_duration_us: "50" } } },
    ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
  });
  return { run, loop };
}
