import * as tf from "@tensorflow/tfjs";
import type { PictureShape } from "../../data/dataset";
import { expectInteger, expectNumber, shapeText } from "../../shape";
import { inBatches, type FeatureExtractor } from "./extractor";
import { readGraph, type GraphPlace } from "./graph-source";

/** What the graph wants, and what is asked of it. */
export interface InceptionNodes {
  /** Sides of the pictures that the graph takes; 299. */
  readonly side?: number;
  /** Between what its pixels lie: [-1, 1], or [0, 255] for graphs that scale by themselves. */
  readonly inputRange?: readonly [low: number, high: number];
  /** The node that gives the features; "pool_3", of 2,048. */
  readonly featuresNode?: string;
  /** The node that gives the logits; left out: no probabilities. */
  readonly logitsNode?: string;
}

/** Options of {@link inception}: where its graph lies, what its nodes are called, and the pictures. */
export type InceptionOptions = GraphPlace &
  InceptionNodes & {
    /** How a flat example makes a picture, of 1 or 3 channels. */
    readonly picture: PictureShape;
    /** Of model.json and the weight files in its order, hexadecimal. */
    readonly sha256?: string;
  };

/** A graph as an extractor. It holds its weights until it is disposed. */
export interface InceptionFeatures extends FeatureExtractor {
  dispose(): void;
}

const batch = 32;

/**
 * Features of the Inception network that FID, KID and IS are published for (Szegedy et al. 2016, as used by
 * Salimans et al. 2016 and Heusel et al. 2017), from a graph that you bring: its weights (about 90 MB) do
 * not come with the library. Any graph model in TensorFlow.js's layout works: a model.json, and weight
 * files beside it.
 *
 * The network is a part of the metric, and so is what happens before it. As in the published programs,
 * pixels from -1 to 1 are rounded to bytes (their pictures came from files); grey becomes three equal
 * channels; then the picture is stretched to 299 x 299 by bilinear interpolation without half pixels and
 * without smoothing, as TensorFlow 1 did; then brought to `inputRange`. Other resizing alone moves a FID by
 * several points (Parmar, Zhang and Zhu 2022). So check first that a known FID comes out.
 *
 * @throws Error that says what to do, when the graph cannot be read, is none, has another checksum, or
 *   lacks a node
 * @throws TypeError for neither or both of `file` and `url`; RangeError for a picture of other channels
 * @example
 * ```ts
 * import { inception } from "gan-clinic";
 * const picture = { height: 32, width: 32, channels: 3 };
 * await assert.rejects(inception({ file: "nowhere/model.json", picture }), /tensorflowjs_converter/);
 * ```
 */
export async function inception(options: InceptionOptions): Promise<InceptionFeatures> {
  const {
    picture,
    side = 299,
    inputRange = [-1, 1],
    featuresNode = "pool_3",
    logitsNode,
  } = options;
  const { height, width, channels } = picture;
  if ((options.file === undefined) === (options.url === undefined)) {
    throw new TypeError("inception: wanted either file or url, the place of a model.json");
  }
  if (![1, 3].includes(channels)) {
    throw new RangeError(`inception picture.channels: wanted 1 or 3, found ${channels}`);
  }
  expectInteger(height, "inception picture.height", { atLeast: 1 });
  expectInteger(width, "inception picture.width", { atLeast: 1 });
  expectInteger(side, "inception side", { atLeast: 1 });
  expectNumber(inputRange[1], "inception inputRange high", { above: inputRange[0] });
  const model = await tf.loadGraphModel(await readGraph(options, options.sha256));
  const inputs = height * width * channels;
  const prepare = (x: tf.Tensor2D) => prepared(x, picture, side, inputRange);
  const run = (x: tf.Tensor2D, node: string) => flat(model, prepare(x), node); // (rows, outputs)
  const widthOf = (node: string) =>
    tf.tidy(() => expectRow(run(tf.zeros([1, inputs]), node), node));
  try {
    const features = widthOf(featuresNode);
    const classes = logitsNode === undefined ? undefined : widthOf(logitsNode);
    const shared = { inputs, batch, what: "inception samples" };
    return {
      name: "inception",
      inputs,
      features,
      featuresOf: (samples) =>
        inBatches(samples, { ...shared, outputs: features }, (x) => run(x, featuresNode)),
      ...(classes !== undefined && {
        classes,
        probabilitiesOf: (samples) =>
          inBatches(samples, { ...shared, outputs: classes }, (x) =>
            tf.softmax(run(x, logitsNode!)),
          ),
      }),
      dispose() {
        model.dispose();
      },
    };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Flat pixels from -1 to 1 as what the graph takes. */
function prepared(
  x: tf.Tensor2D,
  { height, width, channels }: PictureShape,
  side: number,
  [low, high]: readonly [low: number, high: number],
): tf.Tensor {
  const pixels = tf.reshape<tf.Rank.R4>(x, [-1, height, width, channels]);
  const bytes = tf.clipByValue(tf.round(tf.mul(tf.add(pixels, 1), 127.5)), 0, 255);
  const coloured = channels === 1 ? tf.tile(bytes, [1, 1, 1, 3]) : bytes;
  const large = tf.image.resizeBilinear(coloured as tf.Tensor4D, [side, side]);
  return tf.add(tf.mul(large, (high - low) / 255), low); // (rows, side, side, 3)
}

/** A node's value with all axes but the batch made one. */
function flat(model: tf.GraphModel, input: tf.Tensor, node: string): tf.Tensor {
  try {
    const value = model.execute(input, node) as tf.Tensor;
    return tf.reshape(value, [value.shape[0], -1]);
  } catch (error) {
    throw new Error(
      `The graph does not give the node "${node}" for pictures of ${shapeText(input.shape)}: ` +
        `${(error as Error).message}. Its outputs are ${model.outputNodes.join(", ")}; ` +
        `name the right one as featuresNode or logitsNode`,
      { cause: error },
    );
  }
}

function expectRow({ shape }: tf.Tensor, node: string): number {
  if (shape[0] === 1) return shape[1]!;
  throw new Error(`The node "${node}" gives ${shapeText(shape)} for one picture, wanted (1, any)`);
}
