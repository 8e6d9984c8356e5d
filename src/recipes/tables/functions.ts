import * as activations from "../../layers/activations";
import * as inits from "../../layers/init";
import { maxout, softmax } from "../../layers/softmax";
import { lever } from "../../levers/lever";
import { hinge, leastSquares, minimax, nonSaturating, relativisticAverage, wasserstein, withLabels } from "../../losses"; // prettier-ignore
import type { GanLoss, LabelOptions } from "../../losses";
import { constant, maker } from "./maker";

const { elu, gelu, leakyRelu, linear, relu, relu6, selu, sigmoid, softplus, swish, tanh } =
  activations;
const { badInit, fanInUniform, heNormal, heUniform, normalInit, orthogonal, xavierUniform } = inits;

/** Activations. */
export const activationMakers = {
  relu: constant(relu),
  leakyRelu: maker(
    ({ slope = 0.2 }: { slope?: number }) =>
      slope === 0.2
        ? leakyRelu
        : lever("activation", "leakyRelu", { slope }, (x: Parameters<typeof leakyRelu>[0]) =>
            leakyRelu(x, slope),
          ),
    { defaults: { slope: 0.2 } },
  ),
  tanh: constant(tanh),
  sigmoid: constant(sigmoid),
  softplus: constant(softplus),
  elu: constant(elu),
  selu: constant(selu),
  relu6: constant(relu6),
  swish: constant(swish),
  gelu: constant(gelu),
  linear: constant(linear),
  softmax: constant(softmax),
  maxout: maker(({ pieces }: { pieces: number }) => maxout(pieces)),
};

/** First weights. */
export const initMakers = {
  xavierUniform: constant(xavierUniform),
  heNormal: constant(heNormal),
  heUniform: constant(heUniform),
  fanInUniform: constant(fanInUniform),
  normalInit: maker(({ std }: { std: number }) => normalInit(std)),
  badInit: maker(({ kind }: { kind: inits.BadStart }) => badInit(kind)),
  orthogonal: maker(({ gain }: { gain?: number }) => orthogonal(gain), { defaults: { gain: 1 } }),
};

/** Losses of both players. */
export const lossMakers = {
  minimax: constant(minimax),
  nonSaturating: constant(nonSaturating),
  leastSquares: constant(leastSquares),
  wasserstein: constant(wasserstein),
  hinge: constant(hinge),
  relativisticAverage: constant(relativisticAverage),
  withLabels: maker(
    ({ loss, ...options }: LabelOptions & { loss: GanLoss }) => withLabels(loss, options),
    { defaults: { real: 0.9, fake: 0, flip: 0 } },
  ),
};
