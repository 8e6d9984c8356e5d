import { dataMakers } from "./data";
import { activationMakers, initMakers, lossMakers } from "./functions";
import { layerMakers } from "./layers";
import type { FormKind, Maker } from "./maker";
import { networkMakers } from "./networks";
import { augmentMakers, optimizerMakers, rateMakers, termMakers } from "./training";

// One table for each kind: what there is, what it takes, what it has when nothing is said.

/** All tables by the kind of what their rows make. */
export const tables = {
  data: dataMakers,
  network: networkMakers,
  layer: layerMakers,
  activation: activationMakers,
  init: initMakers,
  loss: lossMakers,
  term: termMakers,
  rate: rateMakers,
  augment: augmentMakers,
  optimizer: optimizerMakers,
  schedule: {},
};

/** What each kind is called in a message. */
export const kindNames: Readonly<Record<FormKind, string>> = {
  data: "a data set",
  network: "a network",
  layer: "a layer",
  activation: "an activation",
  init: "first weights",
  loss: "a loss",
  term: "a term",
  rate: "a number or a rate",
  augment: "an augmentation",
  optimizer: "an optimizer",
  schedule: "a schedule",
  step: "a layer or an activation",
};

/** The rows of a kind. */
export function rowsOf(kind: FormKind): Readonly<Partial<Record<string, Maker<never>>>> {
  if (kind === "step") return { ...tables.activation, ...tables.layer };
  return tables[kind];
}

/** The names of a kind. */
export function namesOf(kind: FormKind): string[] {
  return Object.keys(rowsOf(kind));
}
