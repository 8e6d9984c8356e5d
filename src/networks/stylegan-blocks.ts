import * as tf from "@tensorflow/tfjs";
import { leakyRelu } from "../layers/activations";
import { conv2d } from "../layers/conv";
import { dense } from "../layers/dense";
import { drawsOf, namedVariable, type Layer } from "../layers/layer";
import { pixelNorm } from "../layers/norms";
import { avgPool2d, upsample } from "../layers/resample";
import { modulatedConv2d } from "../layers/styled";
import type { Random } from "../random";
import type { StyledPart } from "./biggan-blocks";
import { block, layersOf, residual, through, together, type Step } from "./block";

// The parts of a network like StyleGAN2 (Karras et al. 2020, figure 2c and 7). All weights have an equalised
// learning rate.

/** Leaky ReLU times √2, which makes up for the half of a signal that it nearly cuts off. */
export function scaledLeakyRelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(leakyRelu(x), Math.SQRT2);
}

/** The mapping network: latent vectors on a sphere, then dense layers, to styles (batch, size). */
export function mappingNetwork(options: {
  readonly name: string;
  readonly latentSize: number;
  readonly size: number;
  readonly layers: number;
  readonly random: Random;
}): Layer {
  const { name, latentSize, size, random } = options;
  const steps: Step[] = [pixelNorm({ name: `${name}/norm` })];
  for (let i = 1; i <= options.layers; i++) {
    const inputs = i === 1 ? latentSize : size;
    steps.push(dense({ name: `${name}/${i}`, inputs, outputs: size, equalized: true, random }));
    steps.push(scaledLeakyRelu);
  }
  return block(name, layersOf(steps), (z, context) => through(steps, z, context));
}

export interface StyledConvOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  readonly width: number;
  /** Size of a style vector. */
  readonly style: number;
  /** Whether it doubles height and width first. */
  readonly doubles: boolean;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * A modulated 3 x 3 convolution, noise, bias and leaky ReLU. The noise is one number for each pixel, times a learned
 * strength that starts at 0: it makes what is different by chance in the same picture, such as where hairs lie.
 */
export function styledConv(options: StyledConvOptions): StyledPart {
  const { name, width, style, doubles, random } = options;
  const conv = modulatedConv2d({
    name,
    inputs: width,
    outputs: width,
    kernel: 3,
    style,
    equalized: true,
    random,
  });
  const strength = namedVariable(tf.scalar(0), `${name}/noise`);
  const biases = namedVariable(tf.zeros([width]), `${name}/biases`);
  return {
    name,
    variables: [...conv.variables, strength, biases],
    states: conv.states ?? [],
    apply(x, styles, context) {
      const y = conv.apply(doubles ? upsample(x) : x, styles, context);
      const [batch, height, across] = y.shape;
      const noisy =
        context && (context.training || context.random)
          ? tf.add(y, tf.mul(drawsOf(context, name).normal([batch, height, across, 1]), strength))
          : y;
      return scaledLeakyRelu(tf.add(noisy, biases)); // (batch, height, width, channels)
    },
  };
}

/** What a resolution adds to the picture: a modulated 1 x 1 convolution to the picture's channels. */
export function toPicture(
  options: Omit<StyledConvOptions, "doubles"> & { readonly channels: number },
): StyledPart {
  const { name, width, style, channels, random } = options;
  const conv = modulatedConv2d({
    name,
    inputs: width,
    outputs: channels,
    kernel: 1,
    style,
    demodulate: false,
    equalized: true,
    random,
  });
  const biases = namedVariable(tf.zeros([channels]), `${name}/biases`);
  return {
    ...together(name, [conv]),
    variables: [...conv.variables, biases],
    apply: (x, styles, context) => tf.add(conv.apply(x, styles, context), biases),
  };
}

/** A block of the discriminator, which halves the picture. The sum of both ways is divided by √2, to keep its size. */
export function styleganDownBlock(name: string, width: number, random: Random): Layer {
  const conv = { inputs: width, outputs: width, equalized: true, random };
  const pool = avgPool2d({ name: `${name}/pool` });
  const sum = residual({
    name,
    main: [
      conv2d({ ...conv, name: `${name}/1`, kernel: 3 }),
      scaledLeakyRelu,
      conv2d({ ...conv, name: `${name}/2`, kernel: 3 }),
      scaledLeakyRelu,
      pool,
    ],
    shortcut: [pool, conv2d({ ...conv, name: `${name}/shortcut`, kernel: 1, bias: false })],
  });
  return { ...sum, apply: (x, context) => tf.mul(sum.apply(x, context), Math.SQRT1_2) };
}
