import type * as tf from "@tensorflow/tfjs";
import { dense } from "../../layers/dense";
import type { ApplyContext } from "../../layers/layer";
import { lever } from "../../levers/lever";
import { auxiliaryClassifier, continuousCodeLoss } from "../../losses";
import type { Network } from "../../networks/network";
import type { Random } from "../../random";
import type { Round, Term } from "../term";
import type { TermOptions } from "./slopes";

/** A discriminator with a second last layer on the same features. */
export interface HeadedNetwork extends Network {
  /** (batch, inputs) to (batch, head's outputs). */
  readonly head: (x: tf.Tensor, context?: ApplyContext) => tf.Tensor;
}

/** Options of {@link withHead}. */
export interface HeadOptions {
  /** Numbers that the head gives. */
  readonly outputs: number;
  /** Numbers in the discriminator's features. */
  readonly features: number;
  /** The outputs are classes: the network then counts as conditional, so that its batches have labels. */
  readonly classes?: boolean;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * Gives a discriminator a second head: a dense layer on its features, which learns with it. It tells classes
 * (AC-GAN, Odena et al. 2017) or reads a code back (InfoGAN, Chen et al. 2016).
 *
 * @throws TypeError for a network that does not give its features
 * @example
 * ```ts
 * import { mlp, seeded, tf, withHead } from "gan-clinic";
 * const random = seeded(1);
 * const plain = mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random });
 * const headed = withHead(plain, { outputs: 10, features: 8, random });
 * assert.deepEqual(headed.head(tf.zeros([3, 2])).shape, [3, 10]);
 * assert.equal(headed.variables.length, plain.variables.length + 2);
 * ```
 */
export function withHead(
  network: Network,
  { outputs, features: inputs, classes = false, random }: HeadOptions,
): HeadedNetwork {
  const features = network.features?.bind(network);
  if (!features) {
    throw new TypeError(
      `withHead "${network.name}": wanted a network with features (the input of its last layer), found none`,
    );
  }
  const layer = dense({ name: `${network.name}/head`, inputs, outputs, random });
  return lever(
    "network",
    "withHead",
    { network, outputs, features: inputs, classes, random },
    {
      ...network,
      ...(classes && { traits: { ...network.traits, classes: outputs } }),
      variables: [...network.variables, ...layer.variables],
      head: (x, context) => layer.apply(features(x, context), context),
      summary: () => [
        ...network.summary(),
        { layer: layer.name, shape: [null, outputs], parameters: (inputs + 1) * outputs },
      ],
      dispose() {
        network.dispose();
        for (const variable of layer.variables) variable.dispose();
      },
    },
  );
}

/**
 * AC-GAN's terms (Odena et al. 2017, eq. 3): the head tells the class of real examples, and the generator
 * makes fakes whose class it can tell. The training must be conditional.
 *
 * @param discriminator the game's discriminator, with a head of as many outputs as there are classes
 * @throws TypeError from the step when there are no labels
 * @example
 * ```ts
 * import { auxiliaryClassifierTerms, mlp, seeded, withHead } from "gan-clinic";
 * const random = seeded(1);
 * const plain = mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random });
 * const headed = withHead(plain, { outputs: 8, features: 8, classes: true, random });
 * const terms = auxiliaryClassifierTerms(headed);
 * assert.deepEqual(terms.map(({ player }) => player), ["discriminator", "generator"]);
 * ```
 */
export function auxiliaryClassifierTerms(
  discriminator: HeadedNetwork,
  { weight = 1, every = 1 }: TermOptions = {},
): [Term, Term] {
  const term = (player: Term["player"], value: Term["value"]): Term =>
    lever(
      "term",
      "auxiliaryClassifierTerms",
      { player, weight, every },
      {
        name: `auxiliary classifier ${player}`,
        player,
        weight,
        every,
        value,
      },
    );
  const labelled = (labels: tf.Tensor1D | undefined): tf.Tensor1D => {
    if (labels) return labels;
    throw new TypeError("auxiliaryClassifierTerms: wanted a conditional training, found no labels");
  };
  return [
    term("discriminator", ({ real, realLabels, context }) =>
      auxiliaryClassifier(discriminator.head(real, context("real")), labelled(realLabels)),
    ),
    term("generator", ({ fake, fakeLabels, context }) =>
      auxiliaryClassifier(discriminator.head(fake, context("fake")), labelled(fakeLabels)),
    ),
  ];
}

/** Options of {@link informationTerms}. */
export interface InformationOptions extends TermOptions {
  /** How many of the latent vector's first numbers are the code. */
  readonly codes: number;
}

/**
 * InfoGAN's terms (Chen et al. 2016, eq. 6) for the first `codes` numbers of the latent vector: the head reads
 * them back from the fakes, and the generator makes fakes from which they can be read.
 *
 * @param discriminator the game's discriminator, with a head of `codes` outputs
 * @throws TypeError from the step when examples are packed
 * @example
 * ```ts
 * import { informationTerms, mlp, seeded, withHead } from "gan-clinic";
 * const random = seeded(1);
 * const plain = mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random });
 * const terms = informationTerms(withHead(plain, { outputs: 2, features: 8, random }), { codes: 2 });
 * assert.equal(terms[1].player, "generator");
 * ```
 */
export function informationTerms(
  discriminator: HeadedNetwork,
  { codes, weight = 1, every = 1 }: InformationOptions,
): [Term, Term] {
  const value = ({ fake, latent, context }: Round) => {
    const [seen, made] = [fake.shape[0], latent.shape[0]];
    if (seen !== made) {
      throw new TypeError(
        `informationTerms: wanted packing 1, found ${made / seen}. A pack has no code of its own`,
      );
    }
    const code = latent.slice([0, 0], [made, codes]);
    return continuousCodeLoss(discriminator.head(fake, context("fake")), code);
  };
  const term = (player: Term["player"]): Term =>
    lever(
      "term",
      "informationTerms",
      { player, codes, weight, every },
      {
        name: `information ${player}`,
        player,
        weight,
        every,
        value,
      },
    );
  return [term("discriminator"), term("generator")];
}
