import type { LeverKind } from "../levers/lever";
import type { Json } from "../json";
import type { Maker } from "./tables/maker";
import type { tables } from "./tables";

// The types of data forms. They are made of the tables, so a maker that has a row has its form.

type Given<M> = M extends Maker<infer P> ? P : never;

/** Parameters of a maker: values inside may stand as forms too, and what follows from the place may be left out. */
type Parameters<P> = {
  readonly [N in keyof P]?: P[N] | (N extends keyof Inside ? Inside[N] : never);
};

type FormOf<T> =
  | (keyof T & string)
  | OwnForm
  | { [N in keyof T]: { readonly [K in N]: Parameters<NonNullable<Given<T[N]>>> } }[keyof T];

interface Inside {
  readonly activation: ActivationForm;
  readonly output: ActivationForm;
  readonly init: InitForm;
  readonly weight: RateForm;
  readonly data: DataForm;
  readonly loss: LossForm;
  readonly network: NetworkForm;
  readonly steps: readonly StepForm[];
  readonly main: readonly StepForm[];
  readonly shortcut: readonly StepForm[];
}

type Tables = typeof tables;

/** A data set as data: `"digits8"`, `{ ring: { std: 0.05 } }`. */
export type DataForm = FormOf<Tables["data"]>;
/** A network as data: `{ mlp: { hidden: [64, 64] } }`. */
export type NetworkForm = FormOf<Tables["network"]>;
/** An activation as data: `"tanh"`, `{ leakyRelu: { slope: 0.1 } }`. */
export type ActivationForm = FormOf<Tables["activation"]>;
/** First weights as data: `"heNormal"`, `{ normalInit: { std: 0.02 } }`. */
export type InitForm = FormOf<Tables["init"]>;
/** A loss as data: `"hinge"`, `{ withLabels: { loss: "minimax" } }`. */
export type LossForm = FormOf<Tables["loss"]>;
/** A term as data: `{ r1Term: { weight: 1 } }`. */
export type TermForm = FormOf<Tables["term"]>;
/** A rate as data: `{ linearRate: { from: 0.5, to: 0, steps: 100 } }`. */
export type RateForm = FormOf<Tables["rate"]>;
/** An augmentation as data: `"diffAugment"`. */
export type AugmentForm = FormOf<Tables["augment"]>;
/** An optimiser as data: `"sgd"`, `{ rmsprop: { decay: 0.9 } }`. */
export type OptimizerForm = FormOf<Tables["optimizer"]>;
/** A step of a network as data: a layer or an activation. */
export type StepForm = FormOf<Tables["layer"]> | ActivationForm | object;

/** Something of somebody's own as data (see `own`). */
export interface OwnForm {
  /** What it is made of. */
  readonly own: {
    /** The source of the function that makes it. */
    readonly source: string;
    /** What that function is given. */
    readonly inputs: Readonly<Record<string, Json>>;
  };
}

/** A form taken apart: the maker's name and what it is given. */
export interface Form {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Takes a data form apart; undefined for what is none: a value itself, a number, a record of several keys.
 *
 * @example formParts("ring") and formParts({ ring: { modes: 8 } })
 */
export function formParts(value: unknown): Form | undefined {
  if (typeof value === "string") return { name: value, parameters: {} };
  if (!isPlain(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length !== 1) return undefined;
  const [[name, parameters]] = entries;
  return isPlain(parameters) ? { name, parameters } : undefined;
}

/** Whether a value is a record as JSON has it, not an object of a class. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Options that belong to one run, not to the recipe that it is made by. */
export const runOptions: readonly string[] = [
  "seed",
  "random",
  "histogramOf",
  "signal",
  "stopWhen",
  "checkpoint",
  "onSnapshot",
  "onProgress",
];

/** The options of a training that can stand as data forms, and what kind each is. */
export const formOptions: Readonly<Record<string, Exclude<LeverKind, "own">>> = {
  data: "data",
  heldOut: "data",
  generator: "network",
  discriminator: "network",
  loss: "loss",
  terms: "term",
  optimizer: "optimizer",
  instanceNoise: "rate",
  augment: "augment",
  augmentStrength: "rate",
  topK: "rate",
  schedule: "schedule",
};
