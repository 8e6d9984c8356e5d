import type { Kind } from "../../arguments/kinds";
import type { Dataset } from "../../data/dataset";
import type { LeverKind } from "../../levers/lever";
import type { Json } from "../../json";
import type { Network } from "../../networks/network";
import { Random, seeded, type RandomState } from "../../random";

/** What can stand at a place of a recipe: a value of one kind, or a step of a network. */
export type FormKind = Exclude<LeverKind, "own"> | "step";

/** Where a value is made: what it may leave out follows from there. */
export interface Place {
  /** The path of the option, for messages: `generator.mlp.activation`. */
  readonly path: string;
  /** What a network or a layer is called. */
  readonly name: string;
  /** Draws first weights. */
  readonly random?: Random;
  /** What is trained on, once it is made. */
  readonly data?: Dataset;
  /** The players, once they are made. */
  readonly players?: Readonly<Record<"generator" | "discriminator", Network>>;
  /** Numbers in a latent vector, where the recipe says so. */
  readonly latentSize?: number;
  /** Examples that the discriminator judges together. */
  readonly packing?: number;
}

/** A row of a table: how one maker's values are made from data alone. */
export interface Maker<P> {
  /** Makes the value; values inside its parameters are made already. */
  readonly make: (parameters: P, place: Place) => unknown;
  /** What is taken for a parameter that is left out. */
  readonly defaults: Readonly<Record<string, Json>>;
  /** Parameters that follow from the place when they are left out. */
  readonly follows: (place: Place) => Readonly<Record<string, unknown>>;
  /** Names of these parameters. */
  readonly following: readonly string[];
  /** Parameters that the maker's own signature does not have, or has otherwise. */
  readonly parameters: Readonly<Record<string, Kind>>;
  /** Parameters of the signature that are none of the data; "all" for a value that takes none. */
  readonly without: readonly string[] | "all";
}

/** A table: the makers of one kind by their names. */
export type Table = Readonly<Record<string, Maker<never>>>;

/** A row of a table. */
export function maker<P>(
  make: (parameters: P, place: Place) => unknown,
  more: Partial<Omit<Maker<P>, "make">> = {},
): Maker<P> {
  return {
    make,
    defaults: {},
    follows: () => ({}),
    following: [],
    parameters: {},
    without: [],
    ...more,
  };
}

/** How a stream stands in parameters: as the seed that it starts from, or else as its state. */
export interface StreamParameters {
  readonly seed?: number | undefined;
  readonly random?: RandomState | undefined;
}

/** The stream of parameters; that of the place when they have none. */
export function streamOf({ seed, random }: StreamParameters, place: Place): Random {
  if (random !== undefined) return new Random(random);
  if (seed !== undefined) return seeded(seed);
  if (place.random) return place.random;
  throw new TypeError(`${place.path}: wanted a seed, found none`);
}

/** A constant: a value without parameters. */
export function constant(value: unknown): Maker<Record<string, never>> {
  return maker(() => value, { without: "all" });
}

const inside: Readonly<Record<string, FormKind>> = {
  activation: "activation",
  output: "activation",
  init: "init",
  weight: "rate",
  data: "data",
  loss: "loss",
  network: "network",
  steps: "step",
  main: "step",
  shortcut: "step",
};

/** The kind of value that a parameter of that name holds, where it is a value of a table. */
export function kindInside(name: string, value: unknown): FormKind | undefined {
  if (name === "steps" && !Array.isArray(value)) return undefined; // those of a ramp
  return Object.hasOwn(inside, name) ? inside[name] : undefined;
}
