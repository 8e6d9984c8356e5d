import * as tf from "@tensorflow/tfjs";

// A convolution y = C(x, f) is linear in x and linear in f. With a fixed number for each entry of dy,
// Σ dy·C(x, f) is a form that is linear in each of the three, and its derivatives are the three kernels:
//
//   by dy: C(x, f)           the convolution
//   by x:  X(dy, f)          the input gradient
//   by f:  F(x, dy)          the filter gradient
//
// So the three are each other's gradients: Σ ddf·F(x, dy) is the same form with ddf in the place of f, and
// its derivative by x is X(dy, ddf), by dy C(x, ddf). TensorFlow.js knows those of C and X, for plain
// convolutions; here are that of F, and for depthwise convolutions those of X and F.

interface Geometry {
  readonly strides: number | [number, number];
  readonly pad: tf.Attribute;
  readonly dataFormat?: string;
  readonly dimRoundingMode?: string;
  readonly dilations?: number | [number, number];
}

function run(kernel: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor {
  return tf.engine().runKernel(kernel, inputs, attrs as tf.NamedAttrMap);
}

/** Only what the geometry is: the shapes of one kernel are not those of another. */
function geometryOf(attrs: tf.NamedAttrMap): Geometry {
  const { strides, pad, dataFormat, dimRoundingMode, dilations } = attrs as unknown as Geometry;
  return { strides, pad, dataFormat, dimRoundingMode, dilations: dilations ?? 1 };
}

export const convolutionGradients: tf.GradConfig[] = [
  {
    kernelName: "Conv2DBackpropFilter",
    inputsToSave: ["x", "dy"],
    gradFunc: (ddf, [x, dy], attrs) => {
      const geometry = geometryOf(attrs);
      const filter = ddf as tf.Tensor;
      return {
        x: () => run("Conv2DBackpropInput", { dy, filter }, { ...geometry, inputShape: x.shape }),
        dy: () => run("Conv2D", { x, filter }, geometry),
      };
    },
  },
  {
    kernelName: "DepthwiseConv2dNativeBackpropInput",
    inputsToSave: ["dy", "filter"],
    gradFunc: (ddx, [dy, filter], attrs) => {
      const geometry = geometryOf(attrs);
      const x = ddx as tf.Tensor;
      return {
        dy: () => run("DepthwiseConv2dNative", { x, filter }, geometry),
        filter: () =>
          run(
            "DepthwiseConv2dNativeBackpropFilter",
            { x, dy },
            { ...geometry, filterShape: filter.shape },
          ),
      };
    },
  },
  {
    kernelName: "DepthwiseConv2dNativeBackpropFilter",
    inputsToSave: ["x", "dy"],
    gradFunc: (ddf, [x, dy], attrs) => {
      const geometry = geometryOf(attrs);
      const filter = ddf as tf.Tensor;
      return {
        x: () =>
          run(
            "DepthwiseConv2dNativeBackpropInput",
            { dy, filter },
            { ...geometry, inputShape: x.shape },
          ),
        dy: () => run("DepthwiseConv2dNative", { x, filter }, geometry),
      };
    },
  },
];
