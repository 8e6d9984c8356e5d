import * as tf from "@tensorflow/tfjs";
import type { PictureShape } from "../../data/dataset";
import { adaptiveStrength } from "../../training/augment/adaptive";
import { diffAugment, type PictureChanges } from "../../training/augment/pictures";
import { cosineRate, linearRate } from "../../training/rates";
import type { Term } from "../../training/term";
import { auxiliaryClassifierTerms, informationTerms } from "../../training/terms/heads";
import type { HeadedNetwork, InformationOptions } from "../../training/terms/heads";
import { lecamTerm } from "../../training/terms/lecam";
import {
  consensusTerms,
  featureMatchingTerm,
  historicalAveragingTerm,
  orthogonalTerm,
  pathLengthTerm,
} from "../../training/terms/others";
import {
  draganTerm,
  gradientPenaltyTerm,
  r1Term,
  r2Term,
  type TermOptions,
} from "../../training/terms/slopes";
import { maker, type Place } from "./maker";

/** Rates that change from step to step. */
export const rateMakers = {
  linearRate: maker(linearRate),
  cosineRate: maker(cosineRate),
  adaptiveStrength: maker(adaptiveStrength, {
    defaults: { target: 0.6, speed: 0.002, most: 0.8 },
  }),
};

/** Changes of what the discriminator sees. */
export const augmentMakers = {
  diffAugment: maker(
    ({ picture, ...changes }: PictureChanges & { picture: PictureShape }) =>
      diffAugment(picture, changes),
    {
      defaults: { colour: true, translation: true, cutout: true, flip: false },
      follows: ({ data }) => (data?.picture ? { picture: data.picture } : {}),
      following: ["picture"],
    },
  ),
};

/** A term of one player, of makers that give both. */
export interface OfPlayer {
  readonly player?: Term["player"];
}

const lazy = { weight: 10, every: 1 };
const plain = { weight: 1, every: 1 };
const onePlayer = { "player?": { values: ["discriminator", "generator"] } } as const;

function chosen(terms: readonly Term[], player: Term["player"] | undefined): readonly Term[] {
  return player === undefined ? terms : terms.filter((term) => term.player === player);
}

function headed({ players, path }: Place): HeadedNetwork {
  const discriminator = players?.discriminator as Partial<HeadedNetwork> | undefined;
  if (discriminator?.head) return discriminator as HeadedNetwork;
  throw new TypeError(
    `${path}: wanted a discriminator with a second head, { withHead: { network: …, outputs: … } }, found none`,
  );
}

/** What is added to the losses. */
export const termMakers = {
  gradientPenaltyTerm: maker(gradientPenaltyTerm, {
    defaults: { ...lazy, target: 1, oneSided: false },
  }),
  r1Term: maker(r1Term, { defaults: lazy }),
  r2Term: maker(r2Term, { defaults: lazy }),
  draganTerm: maker(draganTerm, {
    defaults: { ...lazy, target: 1, oneSided: false, spread: 0.5 },
  }),
  lecamTerm: maker(lecamTerm, { defaults: { weight: 0.3, every: 1, decay: 0.99 } }),
  featureMatchingTerm: maker(featureMatchingTerm, { defaults: plain }),
  orthogonalTerm: maker(orthogonalTerm, {
    defaults: { weight: 1e-4, every: 1, unitLength: false },
  }),
  pathLengthTerm: maker(pathLengthTerm, { defaults: { weight: 2, every: 4 } }),
  historicalAveragingTerm: maker(
    ({ player, ...options }: TermOptions & { player: Term["player"] }, { players }) =>
      historicalAveragingTerm({ ...options, player, network: players![player] }),
    { defaults: plain, without: ["network"] },
  ),
  consensusTerms: maker(
    ({ player, ...options }: TermOptions & OfPlayer) => chosen(consensusTerms(options), player),
    { defaults: lazy, parameters: onePlayer },
  ),
  auxiliaryClassifierTerms: maker(
    ({ player, ...options }: TermOptions & OfPlayer, place) =>
      chosen(auxiliaryClassifierTerms(headed(place), options), player),
    { defaults: plain, parameters: onePlayer, without: ["discriminator"] },
  ),
  informationTerms: maker(
    ({ player, ...options }: InformationOptions & OfPlayer, place) =>
      chosen(informationTerms(headed(place), options), player),
    { defaults: plain, parameters: onePlayer, without: ["discriminator"] },
  ),
};

type MakesOptimizer = (learningRate: number) => tf.Optimizer;

/** An optimiser's numbers besides its rate, all of which may be left out. */
function optimizer<P>(
  make: (rate: number, parameters: P) => tf.Optimizer,
  defaults: Readonly<Record<string, number | boolean>>,
) {
  const kinds = Object.entries(defaults).map(
    ([name, value]) => [`${name}?`, typeof value] as [string, "number" | "boolean"],
  );
  return maker(
    (parameters: P): MakesOptimizer =>
      (rate) =>
        make(rate, { ...defaults, ...parameters }),
    { defaults, parameters: Object.fromEntries(kinds) },
  );
}

export interface Moments {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** TensorFlow.js's optimisers. */
export const optimizerMakers = {
  adam: optimizer(
    (rate, { beta1, beta2, epsilon }: Moments) => tf.train.adam(rate, beta1, beta2, epsilon),
    { beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
  ),
  sgd: optimizer((rate) => tf.train.sgd(rate), {}),
  momentum: optimizer(
    (rate, { momentum = 0, useNesterov }: { momentum?: number; useNesterov?: boolean }) =>
      tf.train.momentum(rate, momentum, useNesterov),
    { momentum: 0.9, useNesterov: false },
  ),
  rmsprop: optimizer(
    (
      rate,
      {
        decay,
        momentum,
        epsilon,
        centered,
      }: { decay?: number; momentum?: number; epsilon?: number; centered?: boolean },
    ) => tf.train.rmsprop(rate, decay, momentum, epsilon, centered),
    { decay: 0.9, momentum: 0, epsilon: 1e-8, centered: false },
  ),
  adagrad: optimizer(
    (rate, { initialAccumulatorValue }: { initialAccumulatorValue?: number }) =>
      tf.train.adagrad(rate, initialAccumulatorValue),
    { initialAccumulatorValue: 0.1 },
  ),
};
