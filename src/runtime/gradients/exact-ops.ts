// Kernels whose first and second gradients are exact: each was checked by gradcheck with order 2
// (test/contracts/gradients.test.ts has a row for each, and fails for a name here that no row proves).
// The name on a tape is a kernel's, or for an op with a gradient of its own that of the op.

const elementwise =
  "Abs Add AddN Atan Cast Ceil ClipByValue Cos Cosh Elu Erf Exp Expm1 Floor Identity LeakyRelu Log Log1p Maximum " +
  "Minimum Multiply Neg Pow Prelu RealDiv Reciprocal Relu Relu6 Round Rsqrt Select Selu Sigmoid Sign Sin Sinh " +
  "Softplus Sqrt Square SquaredDifference Step Sub Tan Tanh logSigmoid__op";
const comparisons =
  "Equal Greater GreaterEqual Less LessEqual LogicalAnd LogicalNot LogicalOr NotEqual";
const reductions = "Cumsum Max Mean Min Softmax Sum logSoftmax__op";
const arrays =
  "Concat DepthToSpace ExpandDims FlipLeftRight GatherV2 MirrorPad Pack PadV2 Reshape Reverse Slice SpaceToBatchND SplitV Tile " +
  "Transpose Unpack UnsortedSegmentSum ZerosLike OnesLike";
const products =
  "AvgPool BatchMatMul Conv2D Conv2DBackpropInput DepthwiseConv2dNative FusedBatchNorm MaxPool " +
  "ResizeBilinear ResizeNearestNeighbor fusedConv2d__op fusedMatMul__op";

/** Every name on a tape that a gradient penalty may meet. */
export const exactOps: ReadonlySet<string> = new Set(
  [elementwise, comparisons, reductions, arrays, products].join(" ").split(" "),
);

// What to write instead, for what a critic may well contain.
const instead: Readonly<Record<string, string | undefined>> = {
  Einsum: "tf.matMul, or tf.mul and tf.sum",
  StridedSlice: "tf.reshape and tf.slice",
  TopK: "tf.max, or tf.relu of the distance to a threshold",
  GatherNd: "tf.gather, or tf.matMul with tf.oneHot",
  ScatterNd: "tf.unsortedSegmentSum, or tf.matMul with tf.oneHot",
  CropAndResize: "tf.slice and tf.image.resizeBilinear",
  RotateWithOffset: "tf.transpose and tf.reverse for right angles",
  Prod: "tf.mul of the parts, or tf.exp(tf.sum(tf.log(x)))",
  Cumprod: "tf.exp(tf.cumsum(tf.log(x)))",
  Mod: "tf.sub(x, constants)",
  softmaxCrossEntropy__op: "tf.neg(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), -1))",
  LRN: "tf.div by tf.sqrt(tf.mean(tf.square(x), -1, true))",
  fusedDepthwiseConv2d__op: "tf.depthwiseConv2d, tf.add and the activation",
  Conv3D: "tf.conv2d",
  BatchToSpaceND: "tf.reshape and tf.transpose",
  Dilation2D: "tf.maxPool",
};

// Kernels whose op has another name than the kernel with a small first letter.
const publicNames: Readonly<Record<string, string | undefined>> = {
  fusedDepthwiseConv2d: "fused.depthwiseConv2d",
  TopK: "topk",
  GatherNd: "gatherND",
  ScatterNd: "scatterND",
  CropAndResize: "image.cropAndResize",
  RotateWithOffset: "image.rotateWithOffset",
  Transform: "image.transform",
  LRN: "localResponseNormalization",
  Conv3D: "conv3d",
  AvgPool3D: "avgPool3d",
  MaxPool3D: "maxPool3d",
  BatchToSpaceND: "batchToSpaceND",
  Dilation2D: "dilation2d",
  FFT: "fft",
  IFFT: "ifft",
  RFFT: "rfft",
};

/** The op as its users call it: `tf.einsum`. */
export function publicName(kernelName: string): string {
  if (!/__op$|^[A-Z]/.test(kernelName)) return "an operation made with tf.customGrad";
  const plain = kernelName.replace(/__op$/, "");
  return `tf.${publicNames[plain] ?? plain.charAt(0).toLowerCase() + plain.slice(1)}`;
}

/** What has an exact second gradient and can take the op's place. */
export function advice(kernelName: string): string {
  const known = instead[kernelName];
  if (known !== undefined) return `Use ${known} instead`;
  return (
    "Write it with matMul, conv2d, pooling, sums, means, maxima and the element-wise operations, or take " +
    "the penalty of a critic without it"
  );
}
