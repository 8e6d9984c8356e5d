import { relu } from "../layers/activations";
import { conv2d } from "../layers/conv";
import type { Layer } from "../layers/layer";
import type { Random } from "../random";
import { residual } from "./block";

// A line of text is a picture of height 1: (batch, 1, length, channels).

/** A residual block of two convolutions over five letters each (Gulrajani et al. 2017, appendix G.2). */
export function lineBlock(name: string, width: number, random: Random): Layer {
  const conv = (part: number) =>
    conv2d({ name: `${name}/${part}`, inputs: width, outputs: width, kernel: [1, 5], random });
  return residual({ name, main: [relu, conv(1), relu, conv(2)] });
}
