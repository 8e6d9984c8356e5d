import * as tf from "@tensorflow/tfjs";
import type { Network } from "../../networks/network";

/** What the translators made of one fixed batch of each style. All are numbers row by row. */
export interface CycleSnapshot {
  /** Steps done; 0 is before training. */
  readonly step: number;
  /** toY(x): (snapshotSize, numbers of y). */
  readonly fakeY: Float32Array;
  /** toX(toY(x)), without noise in between: (snapshotSize, numbers of x). */
  readonly cycledX: Float32Array;
  /** toX(y): (snapshotSize, numbers of x). */
  readonly fakeX: Float32Array;
  /** toY(toX(y)): (snapshotSize, numbers of y). */
  readonly cycledY: Float32Array;
}

/** Both translators as they are to be used: with their averaged weights, when these are kept. */
export interface Translators {
  readonly toY: Network["apply"];
  readonly toX: Network["apply"];
}

/** Takes a snapshot; the batches stay the caller's. */
export function cycleSnapshotOf(
  { toY, toX }: Translators,
  { x, y }: { readonly x: tf.Tensor; readonly y: tf.Tensor },
  step: number,
): CycleSnapshot {
  const made = tf.tidy(() => {
    const [fakeY, fakeX] = [toY(x), toX(y)];
    return { fakeY, cycledX: toX(fakeY), fakeX, cycledY: toY(fakeX) };
  });
  const read = (tensor: tf.Tensor) => Float32Array.from(tensor.dataSync());
  const { fakeY, cycledX, fakeX, cycledY } = made;
  const numbers = {
    fakeY: read(fakeY),
    cycledX: read(cycledX),
    fakeX: read(fakeX),
    cycledY: read(cycledY),
  };
  tf.dispose(made);
  return { step, ...numbers };
}
