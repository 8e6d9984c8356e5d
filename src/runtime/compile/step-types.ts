import type * as tf from "@tensorflow/tfjs";
import type { CellArray } from "./cells";
import type { DType } from "./values";

/** The shape of an input, of float32 unless said otherwise; `[]` is a scalar. */
export type InputShape =
  | readonly number[]
  | {
      /** Length of each axis. */
      readonly shape: readonly number[];
      /** "float32", "int32" or "bool". */
      readonly dtype: DType;
    };

/** The shapes of a step's inputs by name; a record may stand for several of them. */
export interface InputShapes {
  readonly [name: string]: InputShape | InputShapes;
}

/** The tensors of such inputs: records as they were given, and a tensor in the place of each shape. */
export type InputTensors<Inputs> = {
  [Name in keyof Inputs]: Inputs[Name] extends InputShape ? tf.Tensor : InputTensors<Inputs[Name]>;
};

/** What a step gives: tensors by name; a record may stand for several of them. */
export interface StepTensors {
  readonly [name: string]: tf.Tensor | StepTensors;
}

/** A scalar comes back as a number, any other tensor as the plain array of its numbers. */
export type StepResult<Outputs> = {
  [Name in keyof Outputs]: Outputs[Name] extends tf.Scalar
    ? number
    : Outputs[Name] extends tf.Tensor
      ? CellArray
      : StepResult<Outputs[Name]>;
};
