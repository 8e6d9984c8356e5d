import * as tf from "@tensorflow/tfjs";
import { recordDraws } from "../../random";
import { withTape } from "../gradients/tape";
import { withFlatOptimizers } from "./optimizers";
import { patch } from "../patch";
import { Recorder } from "./recorder";
import { UntraceableError, withoutHiddenInputs } from "./refusals";
import type { Info, KernelAttrs, ShapeRule, Trace, Value } from "./values";

const backendName = "gan-clinic-trace";

let recorder: Recorder | undefined;

function active(): Recorder {
  if (!recorder) throw new Error("A tensor of a compiled step was used outside of it");
  return recorder;
}

/** A backend that computes nothing. */
class TraceBackend extends tf.KernelBackend {
  // counts of tensors that do not exist
  override refCount(): number {
    return 1;
  }
  override incRef(): void {}
  override numDataIds(): number {
    return 0;
  }
  override disposeData(): boolean {
    return true;
  }
  override timerAvailable(): boolean {
    return false;
  }
  override floatPrecision(): 32 {
    return 32;
  }
  override epsilon(): number {
    return 1e-7;
  }
  override dispose(): void {}
  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: true, reasons: [] };
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    return active().constant(values as ArrayLike<number>, shape, dtype as Info["dtype"]).dataId;
  }

  override readSync(): never {
    throw new UntraceableError(
      "reading a tensor",
      "A tensor's numbers are read inside a compiled step (dataSync, arraySync, print …), so what the " +
        "step does would depend on them, and it is recorded only once. Choose with tf.where, or read outside",
    );
  }
  override read(): never {
    return this.readSync();
  }
}

/** Makes the backend known, with all kernels that any step may call. Doing it again does nothing. */
export function installTrace(rules: ReadonlyMap<string, ShapeRule>): void {
  const engine = tf.engine();
  if (backendName in engine.registryFactory) return;
  tf.registerBackend(backendName, () => new TraceBackend(), -1);
  const others = Object.keys(engine.registryFactory).flatMap((backend) =>
    tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName),
  );
  for (const kernelName of new Set([...rules.keys(), ...others])) {
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) =>
        active().kernel(kernelName, inputs, (attrs ?? {}) as KernelAttrs) as tf.TensorInfo,
    });
  }
}

/**
 * Runs `fn` once and records what it does. The variables keep their values.
 *
 * @throws UntraceableError when it does something that a record can not hold
 */
export function trace(
  fn: (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>,
  inputs: Readonly<Record<string, Info>>,
  rules: ReadonlyMap<string, ShapeRule>,
): Trace {
  if (recorder) throw new Error("compile() inside a step that is being compiled");
  installTrace(rules);
  const real = tf.getBackend();
  const engine = tf.engine();
  const makeVariable = engine.makeVariable.bind(engine);
  /** Runs `work`, which makes variables that outlast the trace, on the backend that computes. */
  const outside = <T>(work: () => T): T => {
    const undo = patch(engine, "makeVariable", makeVariable);
    void engine.setBackend(real); // a backend that is ready is set at once
    try {
      return work();
    } finally {
      undo();
      void engine.setBackend(backendName);
    }
  };
  const recording = (recorder = new Recorder(rules, outside));
  let outputs: Record<string, Value> = {};
  try {
    void engine.setBackend(backendName);
    const run = () => {
      const made = Object.entries(inputs).map(([name, { shape, dtype }]) => {
        const value: Value = { shape, dtype, source: { kind: "input", name } };
        return [name, recording.tensor(value)] as const;
      });
      const result = fn(Object.fromEntries(made));
      outputs = Object.fromEntries(
        Object.entries(result).map(([name, tensor]) => [name, recording.valueOf(tensor)]),
      );
      tf.dispose(result); // those that the step kept
    };
    withTape(() => {
      tf.tidy(() => {
        withoutHiddenInputs(() => {
          recordDraws(recording, () => {
            withFlatOptimizers(recording, () => {
              withoutNewVariables(recording, run);
            });
          });
        });
      });
    });
  } finally {
    recorder = undefined;
    void engine.setBackend(real);
  }
  const { calls, draws, updates } = recording;
  const guards = [...recording.guards.values()];
  return { calls, outputs, cells: recording.cells(), draws, updates, guards };
}

/** Runs `work` with `assign` recorded, and refuses variables that are made within it. */
function withoutNewVariables(recording: Recorder, work: () => void): void {
  const prototype = tf.Variable.prototype;
  const engine = tf.engine();
  const record = function (this: tf.Variable, value: tf.Tensor) {
    recording.assign([this], value);
  };
  const refuse: typeof engine.makeVariable = (_initial, _trainable, name) => {
    const what = name === undefined ? "A variable" : `The variable "${name}"`;
    throw new UntraceableError(
      "tf.variable",
      `${what} is made inside a compiled step. Make it before, so that it lasts from step to step`,
    );
  };
  const undo = [patch(prototype, "assign", record), patch(engine, "makeVariable", refuse)];
  try {
    work();
  } finally {
    for (const each of undo) each();
  }
}
