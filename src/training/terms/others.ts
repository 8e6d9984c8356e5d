import { lever } from "../../levers/lever";
import { featureMatching, historicalAveraging } from "../../losses";
import { generatorFrom, type LatentSpace } from "../../networks/latent-space";
import type { Network } from "../../networks/network";
import {
  consensus,
  orthogonalPenalty,
  pathLengthPenalty,
  type OrthogonalityOptions,
} from "../../penalties";
import type { Round, Term } from "../term";
import type { TermOptions } from "./slopes";

/**
 * Feature matching as a term of the generator's loss (see `featureMatching`): its fakes are to have the mean
 * features of the real examples, in the input of the discriminator's last layer. With `adversarialWeight: 0`
 * it is all that the generator minimises, as in Salimans et al. 2016.
 *
 * @example
 * ```ts
 * import { featureMatchingTerm } from "gan-clinic";
 * assert.equal(featureMatchingTerm().player, "generator");
 * ```
 */
export function featureMatchingTerm({ weight = 1, every = 1 }: TermOptions = {}): Term {
  return lever(
    "term",
    "featureMatchingTerm",
    { weight, every },
    {
      name: "feature matching",
      player: "generator",
      weight,
      every,
      value: ({ features, real, fake }) =>
        featureMatching(features(real, "real"), features(fake, "fake")),
    },
  );
}

/**
 * Orthogonal regularisation of the weights of one player (see `orthogonalPenalty`); 10⁻⁴ as in BigGAN.
 *
 * @example
 * ```ts
 * import { orthogonalTerm } from "gan-clinic";
 * assert.equal(orthogonalTerm({ player: "generator" }).name, "orthogonal generator");
 * ```
 */
export function orthogonalTerm({
  player,
  weight = 1e-4,
  every = 1,
  ...options
}: TermOptions & OrthogonalityOptions & { readonly player: Term["player"] }): Term {
  return lever(
    "term",
    "orthogonalTerm",
    { player, weight, every, ...options },
    {
      name: `orthogonal ${player}`,
      player,
      weight,
      every,
      value: (round) => orthogonalPenalty(round[player].variables, options),
    },
  );
}

/** Options of {@link pathLengthTerm}. */
export interface PathLengthTermOptions extends TermOptions {
  /** What the length is measured by: styles, "w", or latent vectors, "z"; "w" where the generator has styles. */
  readonly space?: LatentSpace;
}

/**
 * Path length regularisation as a term of the generator's loss (see `pathLengthPenalty`); weight 2, in every
 * 4th step. The paper (Karras et al. 2020, section 3.2) measures from W, the styles w = f(z) that a StyleGAN
 * generator's mapping f makes of z, as E[(‖J_wᵀ y‖ - a)²] with J_w = ∂g(w)/∂w: so it is the synthesis g whose
 * steps become even, and the mapping is free to bend Z. w is the same for all layers. (The authors' program takes
 * the gradient by each layer's copy of w, and the root of their mean square.) A generator without styles is
 * measured from Z.
 *
 * The generator is applied as in training, with fresh noise. One that mixes its batch (by batch norm) has no
 * length for a single example: it is applied as outside of training.
 *
 * @throws TypeError from the step for space "w" and a generator without styles
 * @example
 * ```ts
 * import { pathLengthTerm } from "gan-clinic";
 * assert.equal(pathLengthTerm().every, 4);
 * assert.equal(pathLengthTerm({ space: "z" }).name, "path length");
 * ```
 */
export function pathLengthTerm({ weight = 2, every = 4, space }: PathLengthTermOptions = {}): Term {
  const lengths = pathLengthPenalty();
  return lever(
    "term",
    "pathLengthTerm",
    { weight, every, space },
    {
      name: "path length",
      player: "generator",
      states: lengths.states,
      weight,
      every,
      value({ generator, latent, random, fakeLabels }) {
        const from = generatorFrom(generator, space, "pathLengthTerm");
        const context = {
          training: generator.traits?.mixesBatch === undefined,
          random,
          ...(fakeLabels && { labels: fakeLabels }),
        };
        return lengths.penalty(
          (points) => from.outputs(points, context),
          from.points(latent, context),
          random.stream("path"),
        );
      },
    },
  );
}

/**
 * Historical averaging as a term of one player's loss (see `historicalAveraging`): its weights are drawn to
 * their mean over all updates so far.
 *
 * @example
 * ```ts
 * import { historicalAveragingTerm, mlp, seeded } from "gan-clinic";
 * const network = mlp({ name: "g", inputs: 2, hidden: [4], outputs: 1, random: seeded(1) });
 * const term = historicalAveragingTerm({ player: "generator", network });
 * assert.equal(term.states?.length, network.variables.length + 1);
 * ```
 */
export function historicalAveragingTerm({
  player,
  network,
  weight = 1,
  every = 1,
}: TermOptions & {
  /** Which player it is. */
  readonly player: Term["player"];
  /** That player's network, whose weights are averaged. */
  readonly network: Network;
}): Term {
  const past = historicalAveraging(network.variables, `${network.name}/history`);
  return lever(
    "term",
    "historicalAveragingTerm",
    { player, weight, every },
    {
      name: `historical averaging ${player}`,
      player,
      weight,
      every,
      states: past.states,
      value: () => past.penalty(),
      afterUpdate: () => {
        past.record();
      },
    },
  );
}

/**
 * Consensus optimisation: a term of each player's loss (see `consensus`).
 *
 * @example
 * ```ts
 * import { consensusTerms } from "gan-clinic";
 * assert.deepEqual(consensusTerms({ weight: 10 }).map(({ player }) => player), ["discriminator", "generator"]);
 * ```
 */
export function consensusTerms({ weight = 10, every = 1 }: TermOptions = {}): [Term, Term] {
  const value = ({ discriminator, generator, losses }: Round) =>
    consensus(
      { loss: losses.discriminator, variables: discriminator.variables },
      { loss: losses.generator, variables: generator.variables },
    );
  const term = (player: Term["player"]): Term =>
    lever(
      "term",
      "consensusTerms",
      { player, weight, every },
      {
        name: `consensus ${player}`,
        player,
        weight,
        every,
        value,
      },
    );
  return [term("discriminator"), term("generator")];
}
