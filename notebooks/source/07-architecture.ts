// ---
// title: The wrong architecture
// seconds:
//   full: 270
//   quick: 30
//   smoke: 20
// ---

// %% [markdown]
// # 07 · The wrong architecture
//
// Loss, data and rates are right, and the samples are bad all the same: the fault is in the network. A layer that
// behaves one way in training and another way afterwards, an output that cannot reach the data, a latent vector that is
// too short, a net that is too deep, layers that do not suit the data. Each takes one line to plant and one to mend, if
// you know where to look.
//
// **Afterwards you can**
//
// - say what batch norm does in training and in eval mode, and repair a GAN that is "good in training, grey in eval",
// - match output and data range, and choose depth and latent size by a measure,
// - say what convolutions are for, and which comparisons mislead,
// - find a checkerboard before the first training step,
// - debug a new GAN rung by rung, and know which bug each rung finds.
//
// **You need** notebook 00, and from [05](05-evaluation.ipynb) the Fréchet distance and recall. **Time:** 40 minutes to
// read; the cells compute for about four minutes.

// %%
import { budget, frechetTo, predict, recipe, resultsTable, runStudy, seeded } from "gan-clinic";
import { imageGrid, type Network, seedList, show, startEngine, tf } from "gan-clinic";

const engine = await startEngine();
const quick = false; // true: two seeds and few steps, in about 30 seconds. Then run all cells anew
const knobs = budget(
  {
    full: { seeds: 5, fewer: 4, few: 3, steps: 600, long: 1000, conv: 2000, mlp: 1500, game: 200 },
    quick: { seeds: 2, fewer: 2, few: 2, steps: 52, long: 60, conv: 52, mlp: 60, game: 30 },
    smoke: { seeds: 2, fewer: 2, few: 2, steps: 4, long: 4, conv: 2, mlp: 4, game: 4 },
  },
  { quick },
);
console.log(`engine: ${engine.name}, budget: ${knobs.name}`);

// %% [markdown]
// ## The pitfall in one picture
//
// The digits of notebook 01, 14 by 14 pixels, and a GAN of dense layers with **batch norm** in the generator, which
// gives each unit mean 0 and variance 1 over the batch, then a learned scale and offset ([Ioffe and Szegedy
// 2015](https://arxiv.org/abs/1502.03167)). While it trains, it also keeps averages of those means and variances for
// later: its *moments*. We train once. Then the *same* generator draws the *same* latent vectors, in two ways.

// %%
const base = recipe({
  data: { mnist: { size: 14, limit: 20_000 } },
  generator: { mlp: { inputs: 32, hidden: [128, 128], norm: "batch", output: "tanh" } },
  discriminator: { mlp: { hidden: [128, 128], activation: "leakyRelu" } },
  loss: "nonSaturating",
  learningRate: 1e-3,
  batchSize: 64,
  steps: knobs.steps,
});
const normed = await runStudy("batch norm", {
  base: base.with({ steps: knobs.long, average: 0.998 }), // an average of the weights, for later
  arms: { "batch norm": {} },
  seeds: knobs.seeds,
  quick: 1, // the knobs above have fewer steps already
});
const first = (await normed.runs("batch norm")[0].networks()).generator;
/** What batch norm keeps, as it is before the first step: each layer's means 0, its variances 1. */
const untouched = ({ states = [] }: Network) =>
  states.map((state, i) => (i % 2 === 0 ? tf.zerosLike(state) : tf.onesLike(state)));
const twelve = seeded(1).stream("twelve").normal([12, 32]);
const training = first.apply(twelve, { training: true });
first.states!.forEach((state, i) => state.assign(untouched(first)[i]));
await show(
  imageGrid({
    title: "Same weights, same latent vectors: above as in training, below without moments",
    alt: "Above twelve rough digits on black; below the same twelve, noisier, some under a grey haze.",
    images: tf.concat([training, first.apply(twelve)]),
    height: 14,
    width: 14,
    columns: 12,
  }),
);
normed.dispose(); // the networks are made again, as they were, when they are asked for

// %% [markdown]
// Above, the generator is read as in training. Below, in *eval mode*, which uses the moments, and they are lost: means
// 0 and variances 1, as before the first step. Not one weight differs. "Good in training, bad in eval" is among the
// questions asked most about published GAN code
// ([pix2pix](https://github.com/junyanz/pytorch-CycleGAN-and-pix2pix/issues/1329),
// [DualGAN](https://github.com/duxingren14/DualGAN/issues/10)).
//
// ## Batch norm has two modes
//
// - In **batch mode**, as in training, a unit is normalised by the mean and variance of the *batch at hand*. A picture
//   then depends on the others of its batch.
// - In **eval mode** it is normalised by the moments, moving averages kept during training. A picture depends on its
//   own latent vector alone.
//
// In this library the averages move a tenth of the way at each training step. **Guess**: is eval mode, with the moments
// that *were* kept, worse than batch mode?

// %%
const evalGuess = predict(
  "The same generator: eval mode with its kept moments, against batch mode with batches of 64. The Fréchet distance in eval mode is",
  ["at least a tenth worse", "the same, within a twentieth", "better"],
  { guess: "?", sure: 0.5 },
);

// %% [markdown]
// The measure of this notebook is the **Fréchet distance** (FD) of notebook 05, in the features of the small classifier
// `mnist-14`, against 2,000 test digits. Compare numbers only within a table: tables differ in how many samples they
// draw. Seven ways to read the same generators follow. Two of them use **averaged weights** (notebook 04). An average
// of the weights has seen no batch of its own, so the kept moments belong to *other* weights, the last ones.

// %%
import { batchNorm, classifierFeatures, frechetDistance, frechetStatistics } from "gan-clinic";
import { mnist, type StudyRun } from "gan-clinic";

type Apply = Network["apply"];
/** Pictures of latent vectors, so many at a time. */
function read(apply: Apply, latent: tf.Tensor, size: number, training = false): Float32Array {
  return tf.tidy(() => {
    const starts = Array.from({ length: latent.shape[0] / size }, (_, i) => i * size);
    const parts = starts.map((at) => apply(tf.slice(latent, [at, 0], [size, -1]), { training }));
    return Float32Array.from(tf.concat(parts).dataSync());
  });
}

/** Forgets the kept moments and takes new ones, of sixty batches. */
function refresh(network: Network, apply: Apply, seed: number): void {
  const random = seeded(seed).stream("refresh");
  tf.tidy(() => network.states!.forEach((state, i) => state.assign(untouched(network)[i])));
  for (let i = 0; i < 60; i++) tf.tidy(() => apply(random.normal([256, 32]), { training: true }));
}

// %%
const looked = knobs.name === "smoke" ? 128 : 1024;

/** The pictures of the same latent vectors, read in each way. */
async function readings(run: StudyRun, alone = false): Promise<Record<string, Float32Array>> {
  const { generator, average } = await run.networks();
  const latent = seeded(run.seed).stream("readings").normal([looked, 32]);
  const kept = generator.states!.map((state) => state.clone());
  const pictures: Record<string, Float32Array> = {};
  const add = (name: string, apply: Apply, size: number, training = false) => {
    pictures[name] = read(apply, latent, size, training);
    generator.states!.forEach((state, i) => state.assign(kept[i])); // batch mode has moved them
  };
  const live: Apply = (x, context) => generator.apply(x, context);
  add("eval, kept moments", live, looked);
  add("batch mode, 64", live, 64, true);
  add("batch mode, 2", live, 2, true);
  if (alone) add("batch mode, one at a time", live, 1, true);
  if (average) add("average, kept moments", average.apply, looked);
  tf.tidy(() => generator.states!.forEach((state, i) => state.assign(untouched(generator)[i])));
  add("eval, no moments", live, looked);
  refresh(generator, live, run.seed);
  add("eval, fresh moments", live, looked);
  if (average) refresh(generator, average.apply, run.seed);
  if (average) add("average, fresh moments", average.apply, looked);
  tf.dispose([latent, kept]);
  run.dispose();
  return pictures;
}

// %% folded
import { claim, comparisonTable, doseResponse, meanInterval } from "gan-clinic";

const headline = { headline: true }; // a sentence to remember
const net = classifierFeatures("mnist-14");
const testDigits = await mnist({ split: "test", size: 14, limit: 2000 });
const realStatistics = await frechetStatistics(net.featuresOf(testDigits.images), { d: 64 });
const distance = (pictures: Float32Array) =>
  frechetDistance(realStatistics, net.featuresOf(pictures), { d: 64 });
const mean = (values: readonly number[]) => meanInterval(values).mean;
/** `floor`: as many real digits of the training set, which a memoriser would give. */
async function floorOf(seed: number): Promise<Float32Array> {
  const digits = await mnist({ size: 14, limit: 20_000 });
  const drawn = digits.sample(looked, seeded(seed).stream("floor"));
  const pictures = Float32Array.from(drawn.dataSync());
  drawn.dispose();
  return pictures;
}
/** The distance of each reading, a number a seed. */
async function distancesOf(runs: readonly StudyRun[], alone = false) {
  const found: Record<string, number[]> = {};
  const shown: Record<string, Float32Array> = {}; // the first run's
  for (const run of runs) {
    const pictures = await readings(run, alone);
    pictures["real digits"] = await floorOf(run.seed);
    for (const [name, each] of Object.entries(pictures)) {
      (found[name] ??= []).push(await distance(each));
      shown[name] ??= each;
    }
  }
  return { found, shown };
}

// %% folded
const ways = await distancesOf(normed.runs("batch norm"));
const modes = ways.found;
const modePictures = ways.shown;
const tableOf = (title: string, baseline: string, lists: Record<string, readonly number[]>) =>
  comparisonTable({
    title,
    baseline,
    arms: Object.fromEntries(Object.entries(lists).map(([name, fd]) => [name, { fd: [...fd] }])),
    columns: [{ key: "fd", title: "Fréchet distance", better: "less" }],
  });
tableOf("One generator, read in different ways", "eval, kept moments", modes);
const relative = mean(modes["eval, kept moments"]) / mean(modes["batch mode, 64"]);
evalGuess.reveal(
  relative > 1.1
    ? "at least a tenth worse"
    : relative > 0.95
      ? "the same, within a twentieth"
      : "better",
);
/** A claim on a list of distances, or on its difference to another's. */
const claimOf = (
  text: string,
  lists: Record<string, readonly number[]>,
  [arm, versus]: [arm: string, versus?: string],
  { headline: remember, ...bounds }: { atLeast?: number; atMost?: number; headline?: boolean },
) =>
  claim(text, {
    measured: [...lists[arm]],
    ...(versus !== undefined && { baseline: [...lists[versus]] }),
    unit: "Fréchet distance",
    require: bounds,
    ...(remember && headline),
  });

// %% folded
claimOf(
  "Lose batch norm's moments, and the same weights draw far worse digits",
  modes,
  ["eval, no moments", "eval, kept moments"],
  { atLeast: 40, ...headline },
);
claimOf(
  "Eval mode with kept moments is as good as batch mode with batches of 64",
  modes,
  ["eval, kept moments", "batch mode, 64"],
  { atLeast: -15, atMost: 15, ...headline },
);
claimOf(
  "Fresh moments, of sixty batches, repair eval mode without a step of training",
  modes,
  ["eval, fresh moments", "eval, kept moments"],
  { atMost: 10 },
);
claimOf(
  "Batch mode with batches of two makes worse pictures than eval mode",
  modes,
  ["batch mode, 2", "eval, kept moments"],
  { atLeast: 10 },
);
claimOf(
  "Averaged weights want moments of their own: fresh ones are better than kept ones",
  modes,
  ["average, fresh moments", "average, kept moments"],
  { atMost: 0, ...headline },
);
claimOf(
  "Even with fresh moments, averaged weights are worse than the last ones here",
  modes,
  ["average, fresh moments", "eval, fresh moments"],
  { atLeast: 0 },
);

// %% folded
const row = (name: string) => modePictures[name].slice(0, 12 * 196);
const fdOf = (name: string) => modes[name][0].toFixed(0);
const three = ["eval, no moments", "batch mode, 2", "eval, fresh moments"];
await show(
  imageGrid({
    title: `One seed: no moments (FD ${fdOf(three[0])}), batches of 2 (${fdOf(three[1])}), fresh moments (${fdOf(three[2])})`,
    alt: "Three rows of the same twelve digits: distorted without moments, uneven in batches of two, cleaner with fresh moments.",
    images: Float32Array.from(three.flatMap((name) => [...row(name)])),
    height: 14,
    width: 14,
    columns: 12,
  }),
);

// %% [markdown]
// So eval mode is not to blame. What hurts is one of three things.
//
// - **Moments that were not kept.** In TensorFlow 1 the averages moved only if you ran the update operations yourself;
//   elsewhere a checkpoint without *buffers* loses them, or an average that is too slow (momentum 0.999) never arrives.
//   Take fresh ones: run some batches in batch mode, without training.
// - **Small batches in batch mode.** Two pictures make a poor mean.
// - **Averaged weights with moments of other weights.** The same cure, with the averaged weights in place.
//   [FastGAN](https://github.com/odegeasslbc/FastGAN-pytorch/issues/4) had this one. The cure repairs the moments, and
//   no more: averaging itself does not pay in this short training.
//
// What goes wrong in a small batch? A picture depends on its companions, as users of
// [dcgan.torch](https://github.com/soumith/dcgan.torch/issues/19) found. Take one latent vector, put it into 40 batches
// with others, and see how much the picture moves.

// %%
const sizes = [2, 4, 8, 16, 64];
/** How far a pixel of one picture moves with its companions: its standard deviation over 40 batches. */
async function restless(run: StudyRun, size: number): Promise<number> {
  const { generator } = await run.networks();
  return tf.tidy(() => {
    const random = seeded(run.seed).stream(`companions of ${size}`);
    const one = seeded(run.seed).stream("one").normal([1, 32]);
    const pictures = Array.from({ length: 40 }, () => {
      const batch = tf.concat([one, random.normal([size - 1, 32])]);
      return tf.slice(generator.apply(batch, { training: true }), [0, 0], [1, -1]);
    });
    return tf.mean(tf.sqrt(tf.moments(tf.concat(pictures), 0).variance)).dataSync()[0];
  });
}
const moved: Record<number, number[]> = {};
for (const run of normed.runs("batch norm")) {
  for (const size of sizes) (moved[size] ??= []).push(await restless(run, size));
  run.dispose();
}

// %% folded
await show(
  doseResponse({
    title: `A picture moves by ${mean(moved[2]).toFixed(2)} in batches of 2, by ${mean(moved[64]).toFixed(2)} in batches of 64`,
    alt: `Standard deviation of a pixel over companions: ${sizes.map((n) => `${mean(moved[n]).toFixed(2)} for batches of ${n}`).join(", ")}.`,
    xTitle: "pictures in a batch",
    xScale: "log",
    yTitle: "standard deviation of a pixel (range 2)",
    series: [
      { name: "one picture", points: sizes.map((size) => ({ at: size, values: moved[size] })) },
    ],
  }),
);
claim("In batches of 64 a picture depends on its companions far less than in batches of 2", {
  measured: moved[64].map((at64, i) => at64 / moved[2][i]),
  unit: "movement at 64 / at 2",
  require: { atMost: 0.5 },
});

// %% [markdown]
// Batches of two have a trouble of their own. Normalise two numbers, any two: one becomes 1, the other -1. All that is
// left of a unit is which of the two pictures has more of it.
//
// And one at a time? In a batch of one, a unit's variance is 0: nothing is left to normalise. A dense layer refuses,
// here and in PyTorch.

// %%
const layer = batchNorm({ name: "norm", channels: 128 });
try {
  layer.apply(tf.ones([1, 128]), { training: true });
} catch (error) {
  console.log((error as Error).message);
}

// %% [markdown]
// A *convolutional* generator does not refuse: each channel has many pixels, and takes mean and variance over those of
// one picture. That is *instance norm*, which this generator was not trained with. The authors of
// [pix2pix](https://arxiv.org/abs/1611.07004) do so on purpose, with generators *trained* on small batches, down to
// single pictures.

// %%
const convGenerator = { dcganGenerator: { width: 32, latentSize: 32 } };
const convNormed = await runStudy("batch norm, convolutions", {
  base: base.with({ generator: convGenerator, steps: knobs.conv }),
  arms: { "conv G": {} },
  seeds: knobs.fewer,
  quick: 1,
});
const convModes = (await distancesOf(convNormed.runs("conv G"), true)).found;
tableOf("A convolutional generator, read in different ways", "eval, kept moments", convModes);
claimOf(
  "A convolutional generator read one at a time in batch mode is worse than in eval mode",
  convModes,
  ["batch mode, one at a time", "eval, kept moments"],
  { atLeast: 0 },
);

// %% [markdown]
// Worse, but compare that difference with the one for lost moments. The row "real digits" is the floor: training digits
// against test digits. It is an impostor, too. A memoriser would get the same distance (notebook 05).
//
// ## Output and data range
//
// The pixels run from -1, paper, to 1, ink. `tanh` has just that range. **Guess** what the last activation is worth.

// %%
const outputGuess = predict(
  "A sigmoid output (0 to 1) in place of tanh, on data from -1 to 1. The Fréchet distance is",
  ["the same", "up to twice as large", "more than twice as large"],
  { guess: "?", sure: 0.5 },
);

// %%
import { own } from "gan-clinic";

const quality = frechetTo({
  real: { mnist: { split: "test", size: 14, limit: 2000 } },
  features: "mnist-14",
});
/** A sigmoid, stretched to the range of the data. */
const stretched = own(
  (_, { tf }) =>
    (x: tf.Tensor) =>
      tf.sub(tf.mul(tf.sigmoid(x), 2), 1),
);
const outputs = await runStudy("output", {
  base: base,
  arms: {
    tanh: {},
    sigmoid: { generator: { mlp: { output: "sigmoid" } }, unchecked: true }, // the library would refuse it
    "sigmoid, stretched": { generator: { mlp: { output: stretched } } },
    linear: { generator: { mlp: { output: "linear" } } },
  },
  seeds: knobs.seeds,
  measure: { fd: quality },
  quick: 1,
});
outputs.table({ baseline: "tanh", title: "The last activation" });

// %% folded
const ratioOf = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x / b[i]);
const toTanh = ratioOf(outputs.values("sigmoid", "fd"), outputs.values("tanh", "fd"));
outputGuess.reveal(
  mean(toTanh) > 2
    ? "more than twice as large"
    : mean(toTanh) > 1.2
      ? "up to twice as large"
      : "the same",
);
claim("On data from -1 to 1 a sigmoid output has at least twice the distance of tanh", {
  measured: toTanh,
  unit: "Fréchet distance / that of tanh",
  require: { atLeast: 2 },
  ...headline,
});
const blank = await distance(new Float32Array(2000 * 196)); // every pixel 0
claim("The sigmoid's pictures are as far off as blank ones, 0 everywhere", {
  measured: outputs.values("sigmoid", "fd").map((fd) => fd - blank),
  unit: "Fréchet distance, less that of blank pictures",
  require: { atLeast: -15, atMost: 15 },
  ...headline,
});
outputs.claim(
  "Stretched to the data's range, the same sigmoid is far better",
  "sigmoid, stretched",
  "fd",
  { vs: "sigmoid", atMost: -300, ...headline },
);
outputs.claim("A linear output is far better than one with the wrong range", "linear", "fd", {
  vs: "sigmoid",
  atMost: -150,
});
outputs.claim("A linear output is still worse than tanh", "linear", "fd", {
  vs: "tanh",
  atLeast: 0,
});

// %% [markdown]
// Most of a digit's pixels are paper, -1, which a sigmoid cannot make. The discriminator needs one look, and no
// training of the generator can answer it. The nearest a sigmoid comes to paper is 0, and there it ends, seed after
// seed: its distance is that of blank pictures, without a digit on them.
//
// The stretched sigmoid is the intervention: the same curve, moved to where the data are. So it is the range that
// hurts, not the shape. (Stretched, it *is* a tanh, of half the slope: 2 sigmoid(x) - 1 = tanh(x / 2).) Linear reaches
// everything, so it is the smaller blunder; it is still worse than tanh here.
//
// ## How many latent numbers, how many layers
//
// The latent vector is what the pictures can vary by. This study adds a little R1, a penalty on D's gradient (notebook
// 01), so that the GAN is not short of variety for other reasons. **Recall** (notebook 05) is the part of the real
// digits that lie among the samples.

// %%
import { precisionRecall, type Measure } from "gan-clinic";

const recallSamples = knobs.name === "smoke" ? 80 : 1000;
const realFeatures = net.featuresOf(testDigits.images.subarray(0, recallSamples * 196));
const recall: Measure = Object.assign(
  async (run: StudyRun) => {
    const fake = await run.sample(recallSamples);
    const features = net.featuresOf(Float32Array.from(fake.dataSync()));
    fake.dispose();
    run.dispose();
    return (await precisionRecall(realFeatures, features, { d: 64 })).recall;
  },
  { title: "recall", unit: "recall", better: "more" as const },
);
const latents = await runStudy("latent size", {
  base: base.with({ steps: knobs.long, terms: [{ r1Term: { weight: 1 } }] }),
  arms: {
    "1": { generator: { mlp: { inputs: 1 } } },
    "2": { generator: { mlp: { inputs: 2 } } },
    "16": { generator: { mlp: { inputs: 16 } } },
  },
  seeds: knobs.fewer,
  measure: { fd: quality, recall: recall },
  quick: 1,
});
latents.table({ baseline: "16", title: "Numbers in a latent vector" });

// %% folded
const size196 = 14 * 14;
const samplesOf = (run: StudyRun) => run.snapshots.at(-1)!.samples.slice(0, 12 * size196);
const fdText = (arm: string) => latents.values(arm, "fd")[0].toFixed(0);
await show(
  imageGrid({
    title: `One seed, latent vectors of 1 (FD ${fdText("1")}), 2 (${fdText("2")}) and 16 numbers (${fdText("16")})`,
    alt: "Three rows of twelve samples: one latent number gives few kinds and blends, sixteen give varied digits.",
    images: Float32Array.from(
      ["1", "2", "16"].flatMap((arm) => [...samplesOf(latents.runs(arm)[0])]),
    ),
    height: 14,
    width: 14,
    columns: 12,
  }),
);
latents.claim("One latent number is far too few", "1", "fd", {
  vs: "16",
  atLeast: 80,
  ...headline,
});
latents.claim("Two latent numbers are too few still", "2", "fd", { vs: "16", atLeast: 40 });
latents.claim("One latent number misses nearly all of the variety", "1", "recall", {
  atMost: 0.05,
});
latents.claim("Sixteen latent numbers cover a part of the variety", "16", "recall", {
  atLeast: 0.1,
});

// %% [markdown]
// One number can only run along a *line* through the space of pictures, and that line must be bent through all kinds of
// digits: on the way from one to the next it passes through what is neither. Two numbers span a bent sheet, which is
// still thin. Compare the table's two columns: which measure tells one number from two?
//
// Now the hidden layers of the generator, first **without** batch norm. How many would you take?

// %%
const depthGuess = predict(
  "Without batch norm: a generator of 0, 1, 2 or 10 hidden layers. Which has the smallest Fréchet distance?",
  ["none", "1", "2", "10"],
  { guess: "?", sure: 0.4 },
);

// %%
const layers = (count: number) => new Array<number>(count).fill(128);
const generator = (count: number, norm?: "batch") => ({
  generator: { mlp: { inputs: 32, hidden: layers(count), norm: norm, output: "tanh" } },
});
const depths = await runStudy("depth", {
  base: base,
  arms: {
    "0": generator(0),
    "1": generator(1),
    "2": generator(2),
    "10": generator(10),
    "2, batch norm": generator(2, "batch"),
    "10, batch norm": generator(10, "batch"),
  },
  seeds: knobs.few,
  measure: { fd: quality },
  quick: 1,
});
depths.table({ baseline: "1", title: "Hidden layers of the generator" });

// %% folded
const plain = ["0", "1", "2", "10"];
const averageOf = (arm: string) => mean(depths.values(arm, "fd"));
const bestDepth = plain.reduce((a, b) => (averageOf(b) < averageOf(a) ? b : a));
depthGuess.reveal((bestDepth === "0" ? "none" : bestDepth) as "none" | "1" | "2" | "10");
await show(
  depths.dose("fd", {
    title: `Ten hidden layers: FD ${averageOf("10").toFixed(0)}; with batch norm ${averageOf("10, batch norm").toFixed(0)}`,
    alt: `Fréchet distances by hidden layers: ${depths.arms.map((arm) => `${arm}: ${averageOf(arm).toFixed(0)}`).join("; ")}.`,
  }),
);
depths.claim("Without a hidden layer the generator is far worse than with one", "0", "fd", {
  vs: "1",
  atLeast: 150,
});
depths.claim("Ten hidden layers without batch norm are far worse than one", "10", "fd", {
  vs: "1",
  atLeast: 100,
  ...headline,
});
depths.claim("Batch norm rescues the generator of ten layers", "10, batch norm", "fd", {
  vs: "10",
  atMost: -150,
  ...headline,
});

// %% [markdown]
// Without a hidden layer the generator is a linear map: a cloud of one shape, squashed by tanh. With ten plain layers
// the gradient has to pass through all of them; [notebook 02](02-gradients.ipynb) measures what becomes of it. Batch
// norm gives each layer's numbers back their size, and with that the deep generator learns. Rescued is not best:
// compare its row with that of one plain layer.
//
// ## The right bias for the data
//
// Convolutions look for the same thing at every place. That is a *bias*, in the good sense: knowledge about pictures
// that the net need not learn. Then they should shine where things may stand **anywhere**. Two sets of the same digits,
// made smaller (10 pixels, on 16 by 16): always **centred**, or **thrown** to one of 49 places.

// %%
import { type Random } from "gan-clinic";

const [side, inner] = [16, 10];
/** Digits of 10 x 10 on 16 x 16, always in the middle or at a new place for each draw. Bytes, so that they travel. */
function placed(images: Float32Array, thrown: boolean) {
  const rows = Array.from({ length: (images.length / 196) * inner }, (_, i) => {
    const from = Math.floor(i / inner) * 196 + ((i % inner) + 2) * 14 + 2; // without a margin of 2 pixels
    return Array.from(images.subarray(from, from + inner), (x) => Math.round(127.5 * (x + 1)));
  });
  const pixels = Buffer.from(rows.flat()).toString("base64");
  return own(
    ({ pixels, thrown }, { tf }) => {
      const bytes = Buffer.from(pixels, "base64");
      return {
        name: thrown ? "thrown digits" : "centred digits",
        shape: [256],
        range: [-1, 1] as const,
        picture: { height: 16, width: 16, channels: 1 },
        sample(n: number, random: Random) {
          const [which, at] = [random.integers(n, bytes.length / 100), random.integers(2 * n, 7)];
          const out = new Float32Array(256 * n).fill(-1);
          for (let k = 0; k < 100 * n; k++) {
            const [i, y, x] = [Math.floor(k / 100), Math.floor((k % 100) / 10), k % 10];
            const [down, across] = thrown ? [at[2 * i], at[2 * i + 1]] : [3, 3];
            out[256 * i + 16 * (y + down) + x + across] =
              bytes[100 * which[i] + 10 * y + x] / 127.5 - 1;
          }
          return tf.tensor(out, [n, 256]);
        },
      };
    },
    { pixels: pixels, thrown: thrown },
  );
}
const smallDigits = (await mnist({ size: 14, limit: 6000 })).images;
const sets = { centred: placed(smallDigits, false), thrown: placed(smallDigits, true) };

// %% folded
await show(
  imageGrid({
    title: "Above digits in the middle, below the same ones thrown to one of 49 places",
    alt: "Twelve small digits in the middle of their pictures; below, the same digits at other places.",
    images: tf.concat([sets.centred, sets.thrown].map((set) => set.sample(12, seeded(1)))),
    height: side,
    width: side,
    columns: 12,
  }),
);
const biasGuess = predict(
  "Digits are thrown instead of centred. Whose Fréchet distance grows more?",
  ["the dense net's", "the convolutional net's", "these seeds do not decide it"],
  { guess: "?", sure: 0.5 },
);

// %% [markdown]
// Whatever is measured must not punish a digit for its place. So each picture is cropped to 14 by 14 pixels around its
// ink before the classifier sees it, real or not. And what is equal in a fair comparison? The arms:
//
// - **conv**: DCGAN ([Radford et al. 2016](https://arxiv.org/abs/1511.06434)), 25,000 weights in G and 9,000 in D;
// - **dense, equal weights**: about as many weights, as many steps. But each of its weights is used once for a picture,
//   and each of a convolution's at many places. So a step of conv takes nearly nine times the multiplications: 312,000
//   for a picture through G and D, against 35,500;
// - **dense, equal work**: 128 units a layer and 2.5 times the steps, which comes to four fifths of conv's
//   multiplications, with 104,000 weights in all.
//
// Multiplications can be counted, and come out alike everywhere; how long they take depends on the machine. All have
// batch norm in the generator, and none in the discriminator.

// %%
const dcgan = {
  generator: { dcganGenerator: { width: 16, latentSize: 32 } },
  discriminator: { dcganDiscriminator: { width: 16, norm: "none", init: "heNormal" } },
} as const;
const denseOf = (g: number, d: number, steps: number) => ({
  generator: { mlp: { inputs: 32, hidden: [g, g], norm: "batch", output: "tanh" } },
  discriminator: { mlp: { hidden: [d, d], activation: "leakyRelu" } },
  steps: steps,
});
const trainOn = (name: keyof typeof sets) =>
  runStudy(`digits ${name}`, {
    base: recipe({ ...base, data: sets[name], ...dcgan }),
    arms: {
      conv: {},
      "dense, equal weights": denseOf(72, 33, knobs.steps),
      "dense, equal work": denseOf(128, 128, knobs.mlp),
    },
    seeds: knobs.fewer,
    budget: "full", // all of the steps that the knobs say
  });
const centred = await trainOn("centred");
const thrown = await trainOn("thrown");

// %% folded
/** The middle of a picture's ink, in pixels. */
function inkMiddle(picture: Float32Array): [down: number, across: number] {
  let [sum, down, across] = [1e-6, 0, 0];
  picture.forEach((value, k) => {
    const ink = value > -0.8 ? value + 1 : 0;
    sum += ink;
    down += ink * (Math.floor(k / side) + 0.5);
    across += ink * ((k % side) + 0.5);
  });
  return [down / sum, across / sum];
}
/** Each picture of 16 x 16 cropped to 14 x 14 around its ink; what lies outside is paper. */
function cropped(pictures: Float32Array): Float32Array {
  const n = pictures.length / side ** 2;
  const out = new Float32Array(n * 196).fill(-1);
  for (let i = 0; i < n; i++) {
    const picture = pictures.subarray(i * side ** 2, (i + 1) * side ** 2);
    const [top, left] = inkMiddle(picture).map((middle) => Math.round(middle - 7));
    for (let k = 0; k < 196; k++) {
      const [y, x] = [top + Math.floor(k / 14), left + (k % 14)];
      if (y >= 0 && y < side && x >= 0 && x < side) out[i * 196 + k] = picture[y * side + x];
    }
  }
  return out;
}

// %% folded
const placeStudies = { centred: centred, thrown: thrown };
for (const [name, study] of Object.entries(placeStudies)) {
  const held = placed(testDigits.images, name === "thrown").sample(2000, seeded(6));
  const heldFeatures = net.featuresOf(cropped(held.dataSync() as Float32Array));
  const statistics = await frechetStatistics(heldFeatures, { d: 64 });
  const toHeld = (pictures: Float32Array) =>
    frechetDistance(statistics, net.featuresOf(cropped(pictures)), { d: 64 });
  await study.measure(
    "fd",
    Object.assign(
      async (run: StudyRun) => {
        const fake = await run.sample(knobs.name === "smoke" ? 80 : 2000);
        const pictures = Float32Array.from(fake.dataSync());
        fake.dispose();
        run.dispose();
        return toHeld(pictures);
      },
      { title: `Fréchet distance, ${name}`, unit: "Fréchet distance", better: "less" as const },
    ),
  );
  const floor = sets[name as keyof typeof sets].sample(2000, seeded(7)).dataSync() as Float32Array;
  study.table({ baseline: "conv", title: `Digits ${name}` });
  console.log(`the floor, real digits against others: ${(await toHeld(floor)).toFixed(1)}`);
}

// %% folded
const fdAt = (name: keyof typeof placeStudies, arm: string) => placeStudies[name].values(arm, "fd");
const less = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x - b[i]);
const costOf = (arm: string) => less(fdAt("thrown", arm), fdAt("centred", arm));
const [denseCost, convCost] = [costOf("dense, equal work"), costOf("conv")];
const extra = meanInterval(less(denseCost, convCost));
console.log(
  `what throwing costs the dense net, less what it costs conv: ${extra.mean.toFixed(0)} [${extra.low.toFixed(0)}, ${extra.high.toFixed(0)}]`,
);
biasGuess.reveal(
  extra.low > 0
    ? "the dense net's"
    : extra.high < 0
      ? "the convolutional net's"
      : "these seeds do not decide it",
);
const rowAt = (study: typeof thrown, arm: string) =>
  study
    .runs(arm)[0]
    .snapshots.at(-1)!
    .samples.slice(0, 12 * side * side);
await show(
  imageGrid({
    title: `Thrown, one seed. Above conv (FD ${fdAt("thrown", "conv")[0].toFixed(0)}), below dense, equal work (${fdAt("thrown", "dense, equal work")[0].toFixed(0)})`,
    alt: "Twelve samples of the convolutional and twelve of the dense GAN, small figures at different places.",
    images: Float32Array.from(
      ["conv", "dense, equal work"].flatMap((arm) => [...rowAt(thrown, arm)]),
    ),
    height: side,
    width: side,
    columns: 12,
  }),
);

// %% folded
claim("Thrown digits are harder than centred ones for both nets", {
  measured: denseCost.map((cost, i) => Math.min(cost, convCost[i])),
  unit: "Fréchet distance, thrown less centred, the smaller of the two",
  require: { atLeast: 20 },
});
claim("Given as much work as conv, the dense net is not behind on centred digits", {
  measured: fdAt("centred", "dense, equal work"),
  baseline: fdAt("centred", "conv"),
  unit: "Fréchet distance",
  require: { atMost: 40 },
  ...headline,
});
claim("At equal weights and steps the dense net is far behind on both sets", {
  measured: ["centred", "thrown"]
    .map((name) => name as keyof typeof placeStudies)
    .map((name) => less(fdAt(name, "dense, equal weights"), fdAt(name, "conv")))
    .reduce((a, b) => a.map((x, i) => Math.min(x, b[i]))),
  unit: "Fréchet distance, the smaller of the two differences",
  require: { atLeast: 80 },
});

// %% [markdown]
// Three comparisons, and they say different things. *Equal weights, equal steps* makes convolutions look far better,
// wherever the digits are: but there they do far more work. At *equal work* that lead is gone on centred digits. What
// tells of the bias is the **difference of differences**: what throwing costs the dense net, less what it costs conv.
// Its interval is printed above, and four seeds do not decide even its sign. How much the right bias is worth *here* is
// not claimed. When somebody says "convolutions win", ask: at equal what?
//
// And look at the picture: conv draws strokes, the dense net specks, at distances that are close. One number does not
// say *what* is wrong with a sample.
//
// What the bias is *for* does not depend on that. If the same thing may stand anywhere, share weights across places. If
// each input has its own meaning (a face that is always cropped alike, a table), dense layers are no fault.
//
// ## A checkerboard before the first step
//
// A generator of convolutions doubles its picture, often by *transposed* convolutions: each pixel stamps the filter
// (the *kernel*), times its own value, on the larger picture; the next pixel stamps two pixels further on (the
// *stride*). Stamps overlap. This is how many lie on each pixel: of kernel 3 with stride 2, of kernel 4 with stride 2,
// and of kernel 3 on a picture that was *resized* before.

// %%
const ups = {
  "kernel 3, stride 2": { upsampling: "transposed", kernel: 3 },
  "kernel 4, stride 2": { upsampling: "transposed", kernel: 4 },
  "resize, then kernel 3": { upsampling: "resize", kernel: 3 },
} as const;
const stamps = tf.tidy(() => {
  const ones = tf.ones([1, 8, 8, 1]) as tf.Tensor4D;
  const stamped = (kernel: number) =>
    tf.conv2dTranspose(ones, tf.ones([kernel, kernel, 1, 1]), [1, 16, 16, 1], 2, "same");
  const plane = tf.ones([1, 18, 18, 1]) as tf.Tensor4D;
  const even = tf.conv2d(plane, tf.ones([3, 3, 1, 1]), 1, "valid");
  const inside = (x: tf.Tensor) => tf.slice(x, [0, 4, 4, 0], [1, 8, 8, 1]); // away from the border
  return Float32Array.from(tf.concat([stamped(3), stamped(4), even].map(inside)).dataSync());
});
await show(
  imageGrid({
    title: "Stamps on a pixel: uneven with kernel 3, even with kernel 4 and after resizing",
    alt: "Left a checkerboard of 1, 2 and 4 stamps; in the middle and on the right even planes.",
    images: stamps,
    height: 8,
    width: 8,
    columns: 3,
    captions: ["1, 2 or 4", "4 each", "9 each"],
    range: [0, 11],
  }),
);

// %% [markdown]
// Kernel 3 is no multiple of stride 2, so some pixels get more stamps. Hence the well-known advice ([Odena et al.
// 2016](https://distill.pub/2016/deconv-checkerboard/)): make the kernel a multiple of the stride, or resize first. But
// that counts stamps as if all weights were equal, and first weights are **drawn** at random.

// %%
const checkGuess = predict(
  "An untrained DCGAN, kernel 4 and stride 2, drawn weights. Do its pictures have a checkerboard?",
  ["no, the stamps are even", "a trace, far less than kernel 3", "yes, one like that of kernel 3"],
  { guess: "?", sure: 0.5 },
);

// %% [markdown]
// The measure: the power at the **Nyquist frequencies** (up one pixel, down the next; across, down, and both), against
// that at the eight neighbouring frequencies, in powers of ten. 0: nothing special there. 1: ten times as much. Real
// digits are the floor. Pixel noise is the impostor.

// %% folded
/** The power of each frequency, a mean over pictures of 16 x 16. */
function spectrum(pictures: tf.Tensor): number[][] {
  const waves = Array.from({ length: side * side }, (_, k) => Math.floor(k / side) * (k % side));
  const angles = tf.tensor2d(
    waves.map((k) => (2 * Math.PI * k) / side),
    [side, side],
  );
  const [c, s] = [tf.cos(angles), tf.sin(angles)];
  const along = (x: tf.Tensor, wave: tf.Tensor) => {
    const rows = tf.matMul(tf.reshape(x, [-1, side]), wave as tf.Tensor2D);
    return tf.transpose(tf.reshape(rows, [-1, side, side]), [0, 2, 1]);
  };
  const both = (a: tf.Tensor, b: tf.Tensor) => along(along(pictures, a), b);
  const real = tf.sub(both(c, c), both(s, s));
  const imaginary = tf.add(both(c, s), both(s, c));
  return tf
    .mean(tf.add(tf.square(real), tf.square(imaginary)), 0)
    .arraySync() as unknown as number[][];
}
/** Power at the Nyquist frequencies over that of their neighbours, in powers of ten. */
const checkerboard = (pictures: tf.Tensor) =>
  tf.tidy(() => {
    const power = spectrum(pictures);
    const at = (v: number, u: number) => power[(v + side) % side][(u + side) % side];
    const around = [-1, 0, 1].flatMap((dv) => [-1, 0, 1].map((du) => [dv, du] as const));
    const excess = ([v, u]: readonly [number, number]) => {
      const near = around.filter(([dv, du]) => dv !== 0 || du !== 0);
      return Math.log10(at(v, u) / mean(near.map(([dv, du]) => at(v + dv, u + du))));
    };
    return mean(([[8, 8], [0, 8], [8, 0]] as const).map(excess)); // prettier-ignore
  });

// %%
import { dcganGenerator } from "gan-clinic";

const boards: Record<string, number[]> = {};
const boardPictures: number[] = [];
for (const seed of seedList(10)) {
  for (const [name, up] of Object.entries(ups)) {
    const size = { size: 16, width: 16, latentSize: 32 } as const;
    const made = dcganGenerator({ name: "g", ...size, ...up, random: seeded(seed).stream("g") });
    const pictures = tf.tidy(() =>
      made.apply(seeded(seed).stream("z").normal([128, 32]), { training: true }),
    );
    (boards[name] ??= []).push(checkerboard(pictures));
    if (seed === seedList(1)[0]) boardPictures.push(...pictures.dataSync().slice(0, 8 * side ** 2));
    pictures.dispose();
    made.dispose();
  }
  const noise = seeded(seed).stream("noise").uniform([500, 256], -1, 1);
  const digits = sets.centred.sample(500, seeded(seed).stream("digits"));
  (boards["pixel noise"] ??= []).push(checkerboard(noise));
  (boards["real digits"] ??= []).push(checkerboard(digits));
  tf.dispose([noise, digits]);
}

// %% folded
const strongest = boardPictures.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-6);
await show(
  imageGrid({
    title: "Untrained: fine grids with kernel 3 and with kernel 4, smooth blots after resizing",
    alt: "Eight pictures each of transposed kernels 3 and 4, with fine grids; those of resizing are smoother.",
    images: Float32Array.from(boardPictures),
    height: side,
    width: side,
    columns: 8,
    range: [-strongest / 2, strongest / 2],
  }),
);
comparisonTable({
  title: "Checkerboard of untrained generators",
  baseline: "real digits",
  arms: Object.fromEntries(
    Object.entries(boards).map(([name, powers]) => [name, { excess: powers }]),
  ),
  columns: [{ key: "excess", title: "power at Nyquist (powers of ten)", better: "less" }],
});
const [board3, board4] = ["kernel 3, stride 2", "kernel 4, stride 2"].map((n) => mean(boards[n]));
checkGuess.reveal(
  board4 < 0.1
    ? "no, the stamps are even"
    : board4 < board3 / 3
      ? "a trace, far less than kernel 3"
      : "yes, one like that of kernel 3",
);

// %% folded
const boardClaim = (text: string, name: string, require: object, remember = {}) =>
  claim(text, {
    measured: boards[name],
    unit: "power at Nyquist, powers of ten",
    require,
    ...remember,
  });
boardClaim("Untrained, a transposed kernel 3 with stride 2 has a checkerboard", "kernel 3, stride 2", { atLeast: 0.3 }); // prettier-ignore
boardClaim(
  "Untrained, kernel 4 with stride 2 has a checkerboard too, though its stamps are even",
  "kernel 4, stride 2",
  { atLeast: 0.3 },
  headline,
);
boardClaim(
  "Untrained, resizing and then convolving shows no checkerboard",
  "resize, then kernel 3",
  {
    atMost: 0,
  },
);
boardClaim("Pixel noise passes the measure: it looks for one fault only", "pixel noise", {
  atLeast: -0.1,
  atMost: 0.1,
});

// %% [markdown]
// An even number of stamps is not enough: each of the four pixels of a block of two by two has stamps of its own, with
// weights of its own, and drawn weights differ. Training can learn the grid away, and must. How far it gets is not
// measured here.
//
// ## Step by step
//
// A new GAN that does not work may have a fault anywhere. Do not watch the whole game: climb a **ladder**. Each rung
// tests one thing, in seconds, with everything above it left out.
//
// 1. **Look**: do the fakes' numbers reach where the data's are? Do two batches differ? (That shapes fit, the library
//    checks.)
// 2. **D alone**: G stands still, and D gets one batch of real examples. It must tell them from fakes: nine in ten
//    right.
// 3. **G alone**: against that D, which now stands still. G's loss must fall to less than half.
// 4. **The game**, 200 steps. Two samples must then differ, on average, at least half as much as two digits do.

// %%
import { finiteDataset, leakyRelu, mlp, nonSaturating, tanh, trainGan } from "gan-clinic";
import { sigmoid, type Activation, type Dataset, type GanLoss } from "gan-clinic";

const digits = await mnist({ size: 14, limit: 20_000 });
interface SetUp {
  readonly data: Dataset;
  readonly output: Activation;
  readonly loss: GanLoss;
  readonly generatorRate: number;
}
const sound: SetUp = {
  data: digits,
  output: tanh,
  loss: nonSaturating,
  generatorRate: 1e-3,
};
const bytes = digits.examples.map((x) => 127.5 * (x + 1));
const raw = finiteDataset({ name: "0 to 255", shape: [196], examples: bytes });
const sameBatch: Dataset = {
  name: "the same batch",
  shape: [196],
  sample: (n) => digits.sample(n, seeded(1)), // the bug: a new stream of the same seed each time
};
const swapped: GanLoss = {
  ...nonSaturating,
  discriminator(real, fake) {
    const { real: fakePart, fake: realPart } = nonSaturating.discriminator(fake, real);
    return { real: realPart, fake: fakePart };
  },
};

// %%
const bugs: Record<string, [setUp: SetUp, rung: number]> = {
  "none: sound": [sound, 0], // 0: passes all
  "data from 0 to 255": [{ ...sound, data: raw }, 1],
  "sigmoid output": [{ ...sound, output: sigmoid }, 1],
  "D's labels swapped": [{ ...sound, loss: swapped }, 2],
  "G's learning rate is 0": [{ ...sound, generatorRate: 1e-12 }, 3], // as good as 0
  "each batch is the same": [{ ...sound, data: sameBatch }, 1],
};
const mlpsOf = ({ output }: SetUp, seed: number) => {
  const random = seeded(seed).stream("networks");
  const hidden = [128, 128];
  return {
    generator: mlp({ name: "generator", inputs: 32, hidden, outputs: 196, norm: "batch", output, random }), // prettier-ignore
    discriminator: mlp({ name: "discriminator", inputs: 196, hidden, outputs: 1, activation: leakyRelu, random }), // prettier-ignore
  };
};
/** Trains a set-up; `only` one player moves, or both do. */
const play = (
  setUp: SetUp,
  players: ReturnType<typeof mlpsOf>,
  { seed, steps, only, data = setUp.data }: { seed: number; steps: number; only?: "G" | "D"; data?: Dataset }, // prettier-ignore
) =>
  trainGan({
    ...{ data: data, ...players, loss: setUp.loss, seed: seed, steps: steps, unchecked: true },
    learningRate: { generator: setUp.generatorRate, discriminator: 1e-3 },
    schedule: () => ({ generator: only === "D" ? 0 : 1, discriminator: only === "G" ? 0 : 1 }),
    compiled: steps > 100, // compiling takes half a second
  });

// %% folded
/** The numbers of a tensor. */
const numbersOf = (x: tf.Tensor) => Array.from(x.dataSync());
const scoresOf = (players: ReturnType<typeof mlpsOf>, examples: tf.Tensor) =>
  tf.tidy(() => numbersOf(players.discriminator.apply(examples)));

/** The mean distance of two samples of 64. */
const spread = (x: tf.Tensor) =>
  tf.tidy(() => {
    const [from, to] = [tf.slice(x, [0, 0], [32, -1]), tf.slice(x, [32, 0], [32, -1])];
    return tf.mean(tf.norm(tf.sub(from, to), 2, 1)).dataSync()[0];
  });

// %% folded
/** The first rung at which a set-up fails; 0 if it passes all. */
async function climb(setUp: SetUp, seed: number): Promise<number> {
  const players = mlpsOf(setUp, seed);
  const random = seeded(seed).stream("ladder");
  const batch = setUp.data.sample(64, random); // (64, 196)
  const fakes = players.generator.apply(random.normal([64, 32]), { training: true });
  const ends = (x: tf.Tensor) => [tf.min(x), tf.max(x)].map((end) => end.dataSync()[0]);
  const [[low, high], [fakeLow, fakeHigh]] = [ends(batch), ends(fakes)];
  const next = setUp.data.sample(64, random);
  const differs = tf.max(tf.abs(tf.sub(batch, next))).dataSync()[0] > 0;
  if (Math.max(fakeLow - low, high - fakeHigh) > 0.2 || !differs) return 1;
  const fixed = finiteDataset({
    name: "one batch",
    shape: [196],
    examples: batch.dataSync() as Float32Array,
  });
  const short = Math.min(60, knobs.game);
  await play(setUp, players, { seed, steps: short, only: "D", data: fixed });
  const wrong = [
    ...scoresOf(players, batch).filter((score) => score <= 0),
    ...scoresOf(players, fakes).filter((score) => score >= 0),
  ];
  if (wrong.length > 0.1 * 128) return 2;
  const alone = await play(setUp, players, { seed, steps: short, only: "G" });
  const { generatorLoss } = alone.history;
  if (generatorLoss.at(-1)! > 0.5 * generatorLoss[0]) return 3;
  alone.dispose();
  const both = mlpsOf(setUp, seed);
  const game = await play(setUp, both, { seed, steps: knobs.game });
  const varied = spread(game.sample(64)) >= 0.5 * spread(batch);
  game.dispose();
  return varied ? 0 : 4;
}

// %% folded
const ladderSeeds = seedList(knobs.few);
const failed: Record<string, number[]> = {};
for (const seed of ladderSeeds) {
  for (const [name, [setUp]] of Object.entries(bugs)) {
    (failed[name] ??= []).push(await climb(setUp, seed));
  }
}
const rungs = ["passes all", "1: look", "2: D alone", "3: G alone", "4: the game"];
console.log("first rung that fails, seed by seed");
for (const [name, all] of Object.entries(failed)) {
  console.log(`${name.padEnd(24)} ${all.map((rung) => rungs[rung]).join(", ")}`);
}
claim("Five planted bugs each fail at the rung foreseen for them; the sound set-up passes all", {
  measured: ladderSeeds.map(
    (_, i) => Object.entries(bugs).filter(([name, [, rung]]) => failed[name][i] === rung).length,
  ),
  unit: "set-ups of 6 judged rightly",
  require: { atLeast: 5.5 },
  ...headline,
});

// %% [markdown]
// | bug | first rung that fails | what you see there |
// | --- | --- | --- |
// | data from 0 to 255 | 1, look | fakes end at 1, data at 255 |
// | sigmoid output | 1, look | fakes begin at 0, data at -1 |
// | D's labels swapped | 2, D alone | its loss falls, and it calls real examples fake |
// | G's learning rate is 0 | 3, G alone | G's loss stands still |
// | each batch is the same | 1, look | two batches drawn in turn are equal |
//
// The order matters: a rung means something only if those before it hold. The last bug has to be looked for, since one
// batch is all that rungs 2 and 3 need. None of these five gets to the fourth. What passes three rungs and fails there
// may be no bug at all: look for the faults of notebooks 01 to 04.
//
// ## Which network for which data
//
// Pointers, not results: nothing of this table is measured in this notebook.
//
// | data | wrong | right, to begin with | where |
// | --- | --- | --- | --- |
// | points, tables | convolutions across columns that have no order | dense layers | notebooks 00 to 04 |
// | pictures | dense layers on large pictures of things that move | DCGAN or residual convolutions, resized or transposed; batch norm in G, spectral norm in D | [DCGAN](https://arxiv.org/abs/1511.06434), [SNGAN](https://arxiv.org/abs/1802.05957) |
// | sound | a picture net unrolled: stride 2, kernel 5 | long kernels (25) and stride 4 in one dimension; phase shuffle in D | [WaveGAN](https://arxiv.org/abs/1802.04208) |
// | text | words drawn in G by a hard choice, which has no gradient | a soft choice (Gumbel softmax), or the probabilities themselves | [Kusner and Hernández-Lobato 2016](https://arxiv.org/abs/1611.04051) |
//
// ## What did not help, and what was left out
//
// - **Eval mode** was suspected and is innocent: with moments that were kept, it reads as batch mode does.
// - **An even number of stamps** does not free an untrained generator from its checkerboard.
// - **Averaged weights**, even with moments of their own, do not beat the last ones.
// - **Equal weights** are no fair comparison of dense and convolutional nets, for their steps differ in work.
// - **Convolutions for thrown digits**, at equal work: we had expected a clear lead. Four seeds do not decide it.
// - **A linear output** is a smaller blunder than a wrong range, and still worse than tanh.
// - Not measured: checkerboards after training, the depth of the discriminator, larger pictures.
//
// ## Try it yourself
//
// Change the architecture, run the cell: one seed, in a few seconds. How wide must a single hidden layer be? Do five
// layers need batch norm? What does batch norm in *D* do?

// %%
const mine = await runStudy("mine", {
  base: base,
  arms: {
    mine: {
      generator: {
        mlp: { inputs: 32, hidden: [128, 128], norm: "batch", activation: "relu", output: "tanh" },
      },
      discriminator: { mlp: { hidden: [128, 128], norm: undefined } }, // "batch" or "layer"
    },
  },
  seeds: seedList(1),
  measure: { fd: quality },
  watch: "mine",
  quick: 1,
});
console.log(`Fréchet distance: ${mine.values("mine", "fd")[0].toPrecision(3)}`);

// %% [markdown]
// ## What this notebook found

// %%
resultsTable();

// %% [markdown]
// ## Check yourself
//
// Answer first, then open.
//
// <details><summary>1. Samples are good while you train and grey after you load the model. What first? (a) train longer
// (b) look whether the moments were saved with the weights (c) drop batch norm</summary>
//
// (b). Moments are no weights: what saves only what an optimiser moves leaves them out. Fresh ones, of some batches,
// repair it at once. (c) works for the next training, and does not bring this one back.
// </details>
//
// <details><summary>2. You average the generator's weights (EMA) and sample in eval mode. (a) fine (b) refresh the
// moments with the averaged weights first (c) average the moments of D, too</summary>
//
// (b). The kept moments follow the last weights. Fresh ones were better above. Then ask whether averaging pays at all:
// above, it did not.
// </details>
//
// <details><summary>3. The data run from 0 to 255, and the generator ends in tanh. (a) scale the data to -1 to 1 (b)
// take a linear output, which reaches 255 (c) train longer</summary>
//
// (a), which is one line. (c) is hopeless: tanh ends at 1. (b) reaches the data in principle, but first weights make
// numbers near 0, and the rates of this course suit data of size 1. The ladder's first rung finds it before any
// training.
// </details>
//
// <details><summary>4. "Our conv net beats a dense net of as many weights, so the data need convolutions." (a) right
// (b) wrong comparison: work or steps may be what differs (c) dense nets are always worse</summary>
//
// (b). At equal weights and steps the dense net was far behind on both sets; on centred digits, at equal work, it was
// not. Ask for a difference of differences. (c) is what the first comparison alone would tell you.
// </details>
//
// <details><summary>5. Kernel 4, stride 2. Are you free of checkerboards? (a) yes (b) the stamps are even, the weights
// are not (c) only with batch norm</summary>
//
// (b). The rule makes the number of stamps even, and not their weights. The untrained nets above have batch norm,
// and a grid all the same.
// </details>
//
// <details><summary>6. D alone reaches a loss near 0 on one batch, but its real examples have negative scores. Which
// bug? (a) none (b) labels are swapped (c) the learning rate</summary>
//
// (b). A loss that falls says only that D minimises what you wrote. The sign of the scores says what that was.
// </details>
//
// ## Where next
//
// - [Notebook 02](02-gradients.ipynb): why deep plain nets get no gradient. [Notebook 05](05-evaluation.ipynb): the
//   measures.
// - Papers: [Radford et al. 2016](https://arxiv.org/abs/1511.06434) for the rules of DCGAN;
//   [Odena et al. 2016](https://distill.pub/2016/deconv-checkerboard/) for checkerboards, with pictures to play with;
//   [Ioffe and Szegedy 2015](https://arxiv.org/abs/1502.03167) for batch norm;
//   [Salimans and Kingma 2016](https://arxiv.org/abs/1602.07868) for a norm of the weights that does not mix the batch.
//
// **Next: [08 · Hyperparameter sensitivity](08-hyperparameters.ipynb) →**
