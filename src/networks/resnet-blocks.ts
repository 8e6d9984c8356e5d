import { relu } from "../layers/activations";
import { batchNorm, conditionalBatchNorm } from "../layers/batch-norm";
import { conv2d } from "../layers/conv";
import type { Initializer } from "../layers/init";
import type { Layer } from "../layers/layer";
import { avgPool2d, upsampleConv2d } from "../layers/resample";
import type { Random } from "../random";
import { residual, type Step } from "./block";

// The residual blocks of SNGAN (Miyato et al. 2018, figure 8).

export interface ResnetBlockOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly spectral?: boolean;
  readonly init?: Initializer;
  /** Draws the first weights. */
  readonly random: Random;
}

/** Batch norm, with a scale and an offset for each class where there are classes. */
export function classNorm(name: string, channels: number, classes: number | undefined): Layer {
  return classes === undefined
    ? batchNorm({ name, channels })
    : conditionalBatchNorm({ name, channels, classes });
}

/**
 * A generator's block: twice norm, ReLU and a 3 x 3 convolution, the first of which doubles height and width. The
 * short way doubles the picture too and has a 1 x 1 convolution.
 */
export function upBlock(options: ResnetBlockOptions & { readonly classes?: number }): Layer {
  const { name, inputs, outputs, classes, ...weights } = options;
  const conv = (part: string, kernel: number) => ({
    ...weights,
    name: `${name}/${part}`,
    outputs,
    kernel,
  });
  return residual({
    name,
    main: [
      classNorm(`${name}/norm1`, inputs, classes),
      relu,
      upsampleConv2d({ ...conv("1", 3), inputs }),
      classNorm(`${name}/norm2`, outputs, classes),
      relu,
      conv2d({ ...conv("2", 3), inputs: outputs }),
    ],
    shortcut: [upsampleConv2d({ ...conv("shortcut", 1), inputs })],
  });
}

export interface DownBlockOptions extends ResnetBlockOptions {
  /** Whether it halves height and width. */
  readonly halves: boolean;
  /** The discriminator's first block gets the picture itself: no ReLU in front. */
  readonly first?: boolean;
}

/**
 * A discriminator's block: twice ReLU and a 3 x 3 convolution, then means over 2 x 2 pixels where it halves. The
 * short way is the same means and a 1 x 1 convolution, or x itself where nothing changes. (Means and a 1 x 1
 * convolution give the same in either order; this one is cheaper.)
 */
export function downBlock(options: DownBlockOptions): Layer {
  const { name, inputs, outputs, halves, first = false, ...weights } = options;
  const conv = (part: string, kernel: number) => ({
    ...weights,
    name: `${name}/${part}`,
    outputs,
    kernel,
  });
  const pool: Step[] = halves ? [avgPool2d({ name: `${name}/pool` })] : [];
  const changes = halves || inputs !== outputs;
  return residual({
    name,
    main: [
      ...(first ? [] : [relu]),
      conv2d({ ...conv("1", 3), inputs }),
      relu,
      conv2d({ ...conv("2", 3), inputs: outputs }),
      ...pool,
    ],
    shortcut: changes ? [...pool, conv2d({ ...conv("shortcut", 1), inputs })] : [],
  });
}
