import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { fashionMnist } from "../../data/fashion";
import { mnist } from "../../data/mnist";
import { seeded, type Random } from "../../random";
import { startEngine } from "../../runtime/engine";
import type { PackedClassifier } from "./packed";
import { applyToFeatures, applyToLogits, smallNetShapes, type SmallNetPlan } from "./small-net";
import { outputsOf, trainedNet } from "./train-net";

// Trains the classifiers that come with the library, about two minutes each on two cores:
//
//     npm run build && node dist/metrics/features/train.js mnist-28 mnist-14 fashion-28
//
// and writes src/metrics/features/weights/<name>.ts.

/** Labelled pictures, flat, with pixels from -1 to 1. */
interface Pictures {
  readonly images: Float32Array;
  readonly labels: Uint8Array;
}

interface Task extends SmallNetPlan {
  readonly data: string;
  /** Pictures are mirrored half of the time. */
  readonly mirror: boolean;
  load(split: "train" | "test"): Promise<Pictures>;
}

const tasks: Readonly<Record<string, Task>> = {
  "mnist-28": {
    data: "MNIST, 28 x 28",
    side: 28,
    classes: 10,
    mirror: false,
    load: (split) => mnist({ split, size: 28 }),
  },
  "mnist-14": {
    data: "MNIST, 14 x 14 by averaging",
    side: 14,
    classes: 10,
    mirror: false,
    load: (split) => mnist({ split, size: 14 }),
  },
  "fashion-28": {
    data: "Fashion-MNIST, 28 x 28",
    side: 28,
    classes: 10,
    mirror: true,
    load: (split) => fashionMnist({ split, size: 28 }),
  },
};

const batch = 128;

async function train(task: Task): Promise<PackedClassifier> {
  const { side, classes, data } = task;
  const random = seeded(1).stream(data);
  const train = await task.load("train");
  const drawn = random.stream("batches");
  const weights = await trainedNet({
    name: data,
    shapes: smallNetShapes(task),
    random: random.stream("weights"),
    inputs: { pictures: [batch, side * side], targets: [batch, classes] },
    steps: 8000,
    lossOf: (pictures, targets, variables) => {
      const logits = applyToLogits(applyToFeatures(pictures, variables, task), variables);
      return tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1))).asScalar();
    },
    drawBatch: () => drawBatch(task, train, drawn),
  });
  return { data, side, classes, accuracy: await accuracyOf(task, weights), weights };
}

/** Pictures moved by up to two pixels along each axis (one of 14 x 14), so that the place counts less. */
function drawBatch(
  { side, classes, mirror }: Task,
  { images, labels }: Pictures,
  random: Random,
): { pictures: Float32Array; targets: Float32Array } {
  const reach = side / 14;
  const pictures = new Float32Array(batch * side * side).fill(-1);
  const targets = new Float32Array(batch * classes);
  const shifts = random.integers(2 * batch, 2 * reach + 1);
  const mirrored = random.integers(batch, 2);
  random.integers(batch, labels.length).forEach((k, i) => {
    targets[i * classes + labels[k]] = 1;
    const [down, right] = [shifts[2 * i] - reach, shifts[2 * i + 1] - reach];
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const [y, x] = [row + down, column + right];
        if (y < 0 || y >= side || x < 0 || x >= side) continue;
        const from = mirror && mirrored[i] === 1 ? side - 1 - column : column;
        pictures[(i * side + y) * side + x] = images[(k * side + row) * side + from];
      }
    }
  });
  return { pictures, targets };
}

async function accuracyOf(task: Task, packed: string): Promise<number> {
  const { images, labels } = await task.load("test");
  const inputs = task.side * task.side;
  const plan = { inputs, outputs: 1, batch: 500, what: "test pictures" };
  const found = outputsOf(
    { packed, shapes: smallNetShapes(task), samples: images, plan },
    (x, weights) => tf.argMax(applyToLogits(applyToFeatures(x, weights, task), weights), 1),
  );
  return labels.filter((label, i) => label === found[i]).length / labels.length;
}

function fileText(name: string, { data, side, classes, accuracy, weights }: PackedClassifier) {
  const variable = name.replace("-", "");
  return (
    `import type { PackedClassifier } from "../packed";\n\n` +
    `// Made by ../train.ts; not to be edited.\n` +
    `export const ${variable}: PackedClassifier = {\n` +
    `  data: "${data}",\n  side: ${side},\n  classes: ${classes},\n  accuracy: ${accuracy},\n` +
    `  weights:\n    "${weights}",\n};\n`
  );
}

async function main(names: readonly string[]): Promise<void> {
  await startEngine();
  for (const name of names) {
    if (!(name in tasks)) {
      throw new RangeError(`wanted one of ${Object.keys(tasks).join(", ")}, found "${name}"`);
    }
    const packed = await train(tasks[name]);
    const folder = join(__dirname, "..", "..", "..", "src", "metrics", "features", "weights");
    writeFileSync(join(folder, `${name}.ts`), fileText(name, packed));
    console.log(`${name}: ${packed.accuracy} right of the test pictures`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
