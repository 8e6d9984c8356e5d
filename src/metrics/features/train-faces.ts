import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { pixelFaces, type PixelFaceOptions, type PixelFaces } from "../../data/pixel-faces";
import { seeded, type Random } from "../../random";
import { startEngine } from "../../runtime/engine";
import {
  faceColours,
  faceInputs,
  faceNetShapes,
  faceTraits,
  toFaceFeatures,
  toFaceLogits,
  type PackedFaceNet,
} from "./face-net";
import { outputsOf, trainedNet } from "./train-net";

// Trains the judge of faces that comes with the library, half a minute on two cores:
//
//     npm run build && node dist/metrics/features/train-faces.js
//
// and writes src/metrics/features/weights/face-16.ts.

const shares = { long: 0.5, glasses: 0.5, hat: 0.4, sad: 0.5, beard: 0.4 };
const outputs = faceTraits + faceColours;
const batch = 128;

const facesOf = (options: PixelFaceOptions) => pixelFaces({ shares, ...options });

function train(data: PixelFaces): Promise<string> {
  const random = seeded(1).stream("face-16");
  const drawn = random.stream("batches");
  return trainedNet({
    name: "face-16",
    shapes: faceNetShapes(),
    random,
    inputs: { pictures: [batch, faceInputs], targets: [batch, outputs] },
    steps: 2000,
    lossOf: (pictures, targets, weights) =>
      lossOf(toFaceLogits(toFaceFeatures(pictures, weights), weights), targets),
    drawBatch: () => drawBatch(data, drawn),
  });
}

/** Cross-entropy: of each trait by itself, and of the colours together. */
function lossOf(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const [traits, colours] = tf.split(logits, [faceTraits, faceColours], 1);
  const [has, is] = tf.split(targets, [faceTraits, faceColours], 1);
  const ofTraits = tf.sum(tf.sub(tf.softplus(traits), tf.mul(has, traits)), 1);
  const ofColours = tf.neg(tf.sum(tf.mul(is, tf.logSoftmax(colours)), 1));
  return tf.mean(tf.add(ofTraits, ofColours)).asScalar();
}

/** A third of the pictures clean, a third with noise, a third mixed with the picture one pixel to the left. */
function drawBatch({ count, examples, attributes }: PixelFaces, random: Random) {
  const pictures = new Float32Array(batch * faceInputs);
  const targets = new Float32Array(batch * outputs);
  const kinds = random.integers(batch, 3);
  const strengths = random.uniforms(batch, 0, 0.4);
  const noise = random.uniforms(batch * faceInputs, -1.7, 1.7); // std 1
  random.integers(batch, count).forEach((k, i) => {
    targets.set(attributes.subarray(k * outputs, (k + 1) * outputs), i * outputs);
    const picture = examples.subarray(k * faceInputs, (k + 1) * faceInputs);
    for (let j = 0; j < faceInputs; j++) {
      const left = j % 48 < 3 ? picture[j] : picture[j - 3];
      const change = [0, noise[i * faceInputs + j], left - picture[j]][kinds[i]];
      pictures[i * faceInputs + j] = Math.max(-1, Math.min(1, picture[j] + strengths[i] * change));
    }
  });
  return { pictures, targets };
}

/** The share of faces of which each trait is right, then of the colour. */
function accuracyOf(packed: string, { count, examples, attributes }: PixelFaces): number[] {
  const plan = { inputs: faceInputs, outputs, batch: 500, what: "test pictures" };
  const found = outputsOf(
    { packed, shapes: faceNetShapes(), samples: examples, plan },
    (x, weights) => toFaceLogits(toFaceFeatures(x, weights), weights),
  );
  const right = new Array<number>(faceTraits + 1).fill(0);
  for (let i = 0; i < count; i++) {
    const [logits, own] = [found, attributes].map((all) => all.subarray(i * outputs, (i + 1) * outputs)); // prettier-ignore
    for (let j = 0; j < faceTraits; j++) right[j] += Number(logits[j] > 0 === (own[j] === 1));
    const colours = Array.from(logits.subarray(faceTraits));
    right[faceTraits] += own[faceTraits + colours.indexOf(Math.max(...colours))];
  }
  return right.map((sum) => sum / count);
}

async function main(): Promise<void> {
  await startEngine();
  const data = facesOf({ count: 8000, seed: 701 });
  const weights = await train(data);
  const accuracy = accuracyOf(weights, facesOf({ count: 4000, seed: 702 }));
  const net: PackedFaceNet = {
    data: "pixelFaces, 8,000 of seed 701, half of them with each trait (hats and beards: 40 %)",
    attributes: data.attributeNames,
    accuracy,
    weights,
  };
  const text =
    `import type { PackedFaceNet } from "../face-net";\n\n` +
    `// Made by ../train-faces.ts; not to be edited.\n// prettier-ignore\n` +
    `export const face16: PackedFaceNet = {\n  data: "${net.data}",\n` +
    `  attributes: ${JSON.stringify(net.attributes)},\n  accuracy: ${JSON.stringify(accuracy)},\n` +
    `  weights:\n    "${weights}",\n};\n`;
  const folder = join(__dirname, "..", "..", "..", "src", "metrics", "features", "weights");
  writeFileSync(join(folder, "face-16.ts"), text);
  console.log(Object.fromEntries([...net.attributes.slice(0, faceTraits), "hair"].map((name, i) => [name, accuracy[i]]))); // prettier-ignore
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
