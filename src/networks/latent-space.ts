import type * as tf from "@tensorflow/tfjs";
import type { ApplyContext } from "../layers/layer";
import type { Network } from "./network";
import type { StyleganGenerator } from "./stylegan-generator";

/**
 * Where a path through a generator lies: "z" is the space of its latent vectors, "w" that of its styles, which a
 * StyleGAN generator's mapping makes of them.
 */
export type LatentSpace = "z" | "w";

/** A generator in two parts: from latent vectors to points of a space, and from there to outputs. */
export interface GeneratorFrom {
  readonly space: LatentSpace;
  /** (batch, latentSize) to points of the space (batch, numbers). */
  readonly points: (latent: tf.Tensor, context?: ApplyContext) => tf.Tensor;
  /** Points of the space to outputs (batch, outputs). */
  readonly outputs: (points: tf.Tensor, context?: ApplyContext) => tf.Tensor;
}

/**
 * A generator's path from a space on: W where it has one, when `space` is left out, else Z. A point of W is the style
 * of all layers.
 *
 * @param what begins the message
 * @throws RangeError for another space; TypeError for W of a generator that has no styles
 */
export function generatorFrom(
  generator: Pick<Network, "apply">,
  space: LatentSpace | undefined,
  what: string,
): GeneratorFrom {
  const styled = isStyled(generator) ? generator : undefined;
  if (space !== undefined && !["z", "w"].includes(space)) {
    throw new RangeError(`${what} space: wanted "z" or "w", found "${space}"`);
  }
  if (space === "w" && !styled) {
    throw new TypeError(
      `${what} space: wanted "z" for a generator without styles, found "w". ` +
        "W is what a StyleGAN generator's mapping gives: use styleganGenerator, or leave space out",
    );
  }
  if (!styled || space === "z") {
    return {
      space: "z",
      points: (latent) => latent,
      outputs: (latent, context) => generator.apply(latent, context),
    };
  }
  return {
    space: "w",
    points: (latent, context) => styled.styles(latent, context),
    outputs: (style, context) =>
      styled.synthesise(Array<tf.Tensor>(styled.styleCount).fill(style), context),
  };
}

function isStyled(
  generator: Partial<StyleganGenerator>,
): generator is Pick<StyleganGenerator, "apply" | "styles" | "synthesise" | "styleCount"> {
  return generator.styles !== undefined && generator.synthesise !== undefined;
}
