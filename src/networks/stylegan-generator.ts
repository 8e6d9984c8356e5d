import * as tf from "@tensorflow/tfjs";
import { linear, type Activation } from "../layers/activations";
import { namedVariable, type ApplyContext, type Layer } from "../layers/layer";
import { upsample } from "../layers/resample";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectShape } from "../shape";
import { buildNetwork, sizeOf, shaped, type Note } from "./build";
import type { Network } from "./network";
import { pyramidOf, type PictureSize } from "./pyramid";
import { rangeOf } from "./range";
import { mappingNetwork, styledConv, toPicture } from "./stylegan-blocks";

/** Options of {@link styleganGenerator}. */
export interface StyleganGeneratorOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Height and width of the picture; 32 when left out. */
  readonly size?: PictureSize;
  /** Of the picture: 1 for grey, 3 for colour; 3 when left out. */
  readonly channels?: number;
  /** Channels inside, the same everywhere: 512 in the paper up to 64 pixels. */
  readonly width: number;
  /** Numbers in a latent vector. */
  readonly latentSize: number;
  /** Size of a style vector; latentSize when left out. */
  readonly styleSize?: number;
  /** Dense layers from latent vector to style; 4 when left out, 8 in the paper. */
  readonly mapping?: number;
  /** After the sum of all resolutions; linear when left out, as in the paper. */
  readonly output?: Activation;
  /** Draws the first weights. */
  readonly random: Random;
}

/** A generator in two halves: from latent vector to style, and from styles to picture. */
export interface StyleganGenerator extends Network {
  /** How many layers a style steers. */
  readonly styleCount: number;
  /** (batch, latentSize) to (batch, styleSize). */
  styles(latent: tf.Tensor, context?: ApplyContext): tf.Tensor;
  /**
   * Styles to flat pictures. The first ones steer what is coarse, the last ones what is fine; of two pictures' styles
   * a mixture can be made.
   *
   * @param styles one for each layer, `styleCount` of them, each (batch, styleSize)
   */
  synthesise(styles: readonly tf.Tensor[], context?: ApplyContext): tf.Tensor;
}

/**
 * A generator like StyleGAN2's (Karras et al. 2020), small: dense layers make a style vector of the latent one; from a
 * learned constant, modulated convolutions that the style steers grow the picture, each with noise; every resolution
 * adds its part to the picture (the skips of figure 7). Pictures double by nearest neighbours, where the paper has a
 * filter. The noise comes from `context.random`; without it, and without training, there is none. (batch, latentSize)
 * to flat pictures (batch, size · size · channels).
 *
 * @throws RangeError for a size that is not one of these, or a width, channels, latentSize or mapping below 1
 * @throws TypeError from `apply` for another input, or in training without `random`
 * @example
 * ```ts
 * import { seeded, styleganGenerator, tf } from "gan-clinic";
 * const generator = styleganGenerator({
 *   name: "generator", size: 8, width: 8, latentSize: 4, random: seeded(1),
 * });
 * const [one, other] = [1, 2].map((seed) => generator.styles(seeded(seed).normal([1, 4])));
 * const mixed = generator.synthesise([one, other, other]); // the coarse of one, the fine of the other
 * assert.deepEqual(mixed.shape, [1, 8 * 8 * 3]);
 * assert.notDeepEqual(mixed.arraySync(), generator.synthesise([one, one, one]).arraySync());
 * ```
 */
export function styleganGenerator(options: StyleganGeneratorOptions): StyleganGenerator {
  const { name, size = 32, channels = 3, width, latentSize, styleSize = latentSize } = options;
  const { mapping: layers = 4, output = linear, random } = options;
  expectInteger(layers, `${name} mapping`, { atLeast: 1 });
  const { start, levels } = pyramidOf(size, name);
  const mapping = mappingNetwork({
    name: `${name}/mapping`,
    latentSize,
    size: styleSize,
    layers,
    random,
  });
  const first = constantPicture(`${name}/constant`, [start, start, width], random);
  const shared = { width, style: styleSize, random };
  const conv = (pixels: number, part: number, doubles: boolean) =>
    styledConv({ ...shared, name: `${name}/${pixels}/${part}`, doubles });
  const stages = Array.from({ length: levels + 1 }, (_, i) => {
    const pixels = start * 2 ** i;
    const convs =
      i === 0 ? [conv(pixels, 1, false)] : [conv(pixels, 1, true), conv(pixels, 2, false)];
    return {
      convs,
      picture: toPicture({ ...shared, name: `${name}/${pixels}/picture`, channels }),
    };
  });
  const styleCount = 1 + 2 * levels;
  const synthesis = (
    styles: readonly tf.Tensor[],
    context: ApplyContext | undefined,
    note: Note,
  ) => {
    let h = note(first, first.apply(styles[0]));
    let picture: tf.Tensor | undefined;
    let used = 0;
    for (const stage of stages) {
      for (const layer of stage.convs) h = note(layer, layer.apply(h, styles[used++], context));
      const part = note(stage.picture, stage.picture.apply(h, styles[used - 1], context));
      picture = picture ? tf.add(upsample(picture), part) : part;
    }
    return output(picture!); // (batch, size, size, channels)
  };
  const outputRange = rangeOf(output);
  const network = buildNetwork({
    name,
    inputShape: [latentSize],
    outputShape: [size, size, channels],
    layers: [mapping, first, ...stages.flatMap(({ convs, picture }) => [...convs, picture])],
    withoutFeatures: true,
    ...(outputRange && { traits: { outputRange } }),
    forward(latent, context, note) {
      const style = note(mapping, mapping.apply(latent, context)); // (batch, styleSize)
      return { output: synthesis(Array<tf.Tensor>(styleCount).fill(style), context, note) };
    },
  });
  return lever("network", "styleganGenerator", options, {
    ...network,
    styleCount,
    styles: (latent, context) =>
      tf.tidy(() =>
        mapping.apply(expectShape(latent, [null, latentSize], `${name} latent`), context),
      ),
    synthesise(styles, context) {
      if (styles.length !== styleCount) {
        throw new TypeError(`${name} styles: wanted ${styleCount} of them, found ${styles.length}`);
      }
      return tf.tidy(() =>
        shaped(
          synthesis(styles, context, (_, y) => y),
          [sizeOf([size, size, channels])],
        ),
      );
    },
  });
}

/** The learned picture that everything grows from, once for each example of a batch. */
function constantPicture(name: string, shape: [number, number, number], random: Random): Layer {
  const constant = namedVariable(random.stream(name).normal([1, ...shape]), name);
  return {
    name,
    variables: [constant],
    apply: (batch) => tf.tile(constant as tf.Tensor4D, [batch.shape[0], 1, 1, 1]),
  };
}
