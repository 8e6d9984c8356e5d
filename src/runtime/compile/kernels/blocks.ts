import * as tf from "@tensorflow/tfjs";
import type { KernelRow } from "./row";
import { anything, floats, refuseKernel } from "./types";

// Kernels that move blocks of pixels between axes, and the mirror image.

const { backend_util: util } = tf;

type Pairs = [number, number][];

const depthToSpace: KernelRow = {
  kernel: "DepthToSpace",
  types: floats,
  shape: ({ x: { shape, dtype } }, { blockSize, dataFormat }) => {
    if (dataFormat === "NCHW") {
      const remedy = "Compiled, pictures have their channels last: tf.transpose them there";
      refuseKernel("DepthToSpace", "with dataFormat NCHW", remedy);
    }
    const size = blockSize as number;
    const [batch, height, width, channels] = shape;
    return { shape: [batch, height * size, width * size, channels / size ** 2], dtype };
  },
  lower: ({ b, inputs: { x }, attrs, outputs, full }) => {
    const size = attrs.blockSize as number;
    const [batch, height, width, channels] = x.shape;
    const split = b.ints([batch, height, width, size, size, channels / size ** 2]);
    const blocks = b.emit("Reshape", [full(x), split]);
    const turned = b.emit("Transpose", [blocks], { perm: [0, 1, 3, 2, 4, 5] });
    return b.emit("Reshape", [turned, b.ints(outputs[0].shape)]);
  },
};

const flipLeftRight: KernelRow = {
  kernel: "FlipLeftRight",
  types: anything,
  shape: ({ image: { shape, dtype } }) => ({ shape, dtype }),
  lower: ({ b, inputs: { image }, full }) => {
    const [last, first] = [-1, -(2 ** 31)].map((at) => b.ints([at]));
    return b.emit("Slice", [full(image), last, first, b.ints([2]), b.ints([-1])]);
  },
};

const batchToSpace: KernelRow = {
  kernel: "BatchToSpaceND",
  types: anything,
  shape: ({ x: { shape, dtype } }, attrs) => {
    const { blockShape, crops } = attrs as { blockShape: number[]; crops: Pairs };
    const count = blockShape.reduce((product, size) => product * size, 1);
    const merged = util.getReshapedPermuted([...shape], blockShape, count);
    return { shape: util.getSliceSize(merged, crops, blockShape.length), dtype };
  },
  lower: ({ b, inputs: { x }, attrs, outputs, full }) => {
    const { blockShape, crops } = attrs as { blockShape: number[]; crops: Pairs };
    const count = blockShape.reduce((product, size) => product * size, 1);
    const shape = [...x.shape];
    const split = util.getReshaped(shape, blockShape, count);
    const perm = util.getPermuted(split.length, blockShape.length);
    const turned = b.emit("Transpose", [b.emit("Reshape", [full(x), b.ints(split)])], { perm });
    const merged = util.getReshapedPermuted(shape, blockShape, count);
    const starts = util.getSliceBeginCoords(crops, blockShape.length);
    const ends = outputs[0].shape.map((size, i) => starts[i] + size);
    return b.emit("Slice", [
      b.emit("Reshape", [turned, b.ints(merged)]),
      b.ints(starts),
      b.ints(ends),
    ]);
  },
};

/** The paddings of all axes: none for the batch, those given, none for the rest. */
function allPaddings(rank: number, paddings: Pairs): Pairs {
  const rest = Array.from({ length: rank - paddings.length - 1 }, (): [number, number] => [0, 0]);
  return [[0, 0], ...paddings, ...rest];
}

const spaceToBatch: KernelRow = {
  kernel: "SpaceToBatchND",
  types: anything,
  shape: ({ x: { shape, dtype } }, attrs) => {
    const { blockShape, paddings } = attrs as { blockShape: number[]; paddings: Pairs };
    const count = blockShape.reduce((product, size) => product * size, 1);
    const padded = allPaddings(shape.length, paddings).map(
      ([before, after], i) => shape[i] + before + after,
    );
    return { shape: util.getReshapedPermuted(padded, blockShape, count, false), dtype };
  },
  lower: ({ b, inputs: { x }, attrs, outputs, full }) => {
    const { blockShape, paddings } = attrs as { blockShape: number[]; paddings: Pairs };
    const count = blockShape.reduce((product, size) => product * size, 1);
    const all = allPaddings(x.shape.length, paddings);
    const pads = [...all.map(([before]) => before), ...all.map(([, after]) => after)];
    const padded = b.emit("Pad", [full(x), b.ints(pads)]);
    const shape = all.map(([before, after], i) => x.shape[i] + before + after);
    const split = util.getReshaped(shape, blockShape, count, false);
    const perm = util.getPermuted(split.length, blockShape.length, false);
    const turned = b.emit("Transpose", [b.emit("Reshape", [padded, b.ints(split)])], { perm });
    return b.emit("Reshape", [turned, b.ints(outputs[0].shape)]);
  },
};

export const blockKernels: KernelRow[] = [depthToSpace, flipLeftRight, batchToSpace, spaceToBatch];
