import { conv2d } from "../layers/conv";
import { dense } from "../layers/dense";
import { minibatchStddev } from "../layers/minibatch";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import type { Network } from "./network";
import { pyramidOf, type PictureSize } from "./pyramid";
import { flatten } from "./reshape";
import { sequential } from "./sequential";
import { scaledLeakyRelu, styleganDownBlock } from "./stylegan-blocks";

/** Options of {@link styleganDiscriminator}. */
export interface StyleganDiscriminatorOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Height and width of the picture; 32 when left out. */
  readonly size?: PictureSize;
  /** Of the picture: 1 for grey, 3 for colour; 3 when left out. */
  readonly channels?: number;
  /** Channels inside, the same everywhere: 512 in the paper up to 64 pixels. */
  readonly width: number;
  /** Whether it sees the standard deviation of the batch; it does when left out, as in the paper. */
  readonly stddev?: boolean;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * A discriminator like StyleGAN2's (Karras et al. 2020, figure 7), small: residual blocks that halve the picture down
 * to 4 x 4 or 7 x 7, the minibatch standard deviation as one more channel, a convolution and two dense layers. Pictures
 * halve by means, where the paper has a filter. Flat pictures (batch, size · size · channels) to (batch, 1).
 *
 * @throws RangeError for a size that is not one of these, or a width or channels below 1
 * @throws TypeError from `apply` for another input
 * @example
 * ```ts
 * import { seeded, styleganDiscriminator, tf } from "gan-clinic";
 * const discriminator = styleganDiscriminator({
 *   name: "discriminator", size: 8, width: 8, random: seeded(1),
 * });
 * assert.deepEqual(discriminator.apply(tf.zeros([2, 8 * 8 * 3])).shape, [2, 1]);
 * assert.equal(discriminator.traits?.mixesBatch, "minibatch standard deviation");
 * ```
 */
export function styleganDiscriminator(options: StyleganDiscriminatorOptions): Network {
  const { name, size = 32, channels = 3, width, stddev = true, random } = options;
  const { start, levels } = pyramidOf(size, name);
  const shared = { outputs: width, equalized: true, random };
  return lever(
    "network",
    "styleganDiscriminator",
    options,
    sequential({
      name,
      inputShape: [size, size, channels],
      outputShape: [1],
      steps: [
        conv2d({ ...shared, name: `${name}/picture`, inputs: channels, kernel: 1 }),
        scaledLeakyRelu,
        ...Array.from({ length: levels }, (_, i) =>
          styleganDownBlock(`${name}/${i + 1}`, width, random),
        ),
        ...(stddev ? [minibatchStddev({ name: `${name}/stddev` })] : []),
        conv2d({
          ...shared,
          name: `${name}/${levels + 1}`,
          inputs: stddev ? width + 1 : width,
          kernel: 3,
        }),
        scaledLeakyRelu,
        flatten(`${name}/features`),
        dense({ ...shared, name: `${name}/${levels + 2}`, inputs: start * start * width }),
        scaledLeakyRelu,
        dense({ ...shared, name: `${name}/${levels + 3}`, inputs: width, outputs: 1 }),
      ],
    }),
  );
}
