// ---
// title: Your first GAN
// seconds:
//   full: 90
//   quick: 20
//   smoke: 12
// ---

// %% [markdown]
// # 00 · Your first GAN
//
// Two networks play a game. The **generator** turns random numbers into samples. The **discriminator** looks at
// a sample and says how likely it is to be real. Each learns from the other's mistakes. That is a *generative
// adversarial network*, a GAN ([Goodfellow et al. 2014](https://arxiv.org/abs/1406.2661)).
//
// ```text
// random numbers z ──► generator ──► fake sample ──┐
//                                                  ├──► discriminator ──► score
// data ─────────────────────────────► real sample ─┘
// ```
//
// You will train two of them: one on points in the plane, where every sample can be seen, and one on handwritten
// digits. Then you will read their loss curves, and find out what those can tell you and what they cannot.
//
// **How this course argues.** A result is never just stated. It is measured over several random seeds and shown
// as a *claim*: the mean, the interval that holds the true mean with 95 % confidence, and what was required of
// it. A claim holds only if the whole interval meets the requirement, so that one lucky seed proves nothing.

// %%
// The course's library, in the order in which you will meet it. `tf` is TensorFlow.js.
import {
  budget,
  claim,
  compiledReport,
  overSeeds,
  seeded,
  seedList,
  startEngine,
} from "gan-clinic";
import { tf } from "gan-clinic"; // TensorFlow.js
import { mnist, ring } from "gan-clinic"; // data
import { leakyRelu, mlp, orthogonal, tanh } from "gan-clinic"; // networks
import { latestLosses, nonSaturating, smooth, trainGan } from "gan-clinic"; // training
import { classCoverage, energyDistance, modeCoverage, nearestLabels } from "gan-clinic"; // metrics
import { bars, curves, imageFrames, imageGrid, scatterFrames, scatterPlot } from "gan-clinic"; // charts
import { decisionAt, imageScrub, replay, scatterScrub, type DecisionFrame } from "gan-clinic";
import { liveChart, show, trainingProgress } from "gan-clinic";

const engine = await startEngine();

const quick = false; // true: fewer seeds and steps, in about 20 seconds. Then run all cells anew
// Knobs: change one, run the cells below again. "full" proves the claims, "quick" is smaller, "smoke" is for tests.
const knobs = budget(
  {
    full: {
      ringSeeds: seedList(10),
      ringSteps: 4000,
      digitSeeds: seedList(5),
      digitSteps: 3000,
      count: 2500,
    },
    quick: {
      ringSeeds: seedList(3),
      ringSteps: 2000,
      digitSeeds: seedList(3),
      digitSteps: 1000,
      count: 2500,
    },
    smoke: {
      ringSeeds: seedList(2),
      ringSteps: 40,
      digitSeeds: seedList(2),
      digitSteps: 20,
      count: 500,
    },
  },
  { quick },
);

console.log(
  `engine: ${engine.name}, training steps: ${compiledReport().text}, budget: ${knobs.name}`,
);

// %% [markdown]
// ## The data: eight small clouds on a ring
//
// Each cloud is a *mode*: a place where the data are dense. Eight modes with empty space between them are an
// easy target to look at and a hard one to learn, because the generator has to jump over the gaps.

// %%
const data = ring({ modes: 8, std: 0.05 });
const realPoints = data.sample(knobs.count, seeded(0).stream("real"));

await show(
  scatterPlot({
    title: "Real data: eight clouds, equally full",
    alt: "Real points form eight round clouds, evenly spaced on a circle of radius 1.",
    real: realPoints.dataSync() as Float32Array,
  }),
);

// %% [markdown]
// ## The two networks
//
// Both are small *multilayer perceptrons*: dense layers with a ReLU between them. The generator maps 4 random
// numbers to a point. The discriminator maps a point to one number, its **score**. A score above 0 means "real",
// below 0 "fake"; the sigmoid of the score is the probability $D(x)$ that $x$ is real.

// %%
const latentSize = 4; // random numbers per sample
const hidden = [64, 64]; // width of the hidden layers

function makeNetwork(name: string, inputs: number, outputs: number, seed: number) {
  const random = seeded(seed).stream(name);
  return mlp({ name, inputs, hidden, outputs, random, init: orthogonal(0.8) });
}

for (const network of [
  makeNetwork("generator", latentSize, 2, 1),
  makeNetwork("discriminator", 2, 1, 1),
]) {
  console.log(network.name);
  for (const { layer, shape, parameters } of network.summary()) {
    console.log(
      `  ${layer.padEnd(20)} output (${shape.map((n) => n ?? "batch").join(", ")})  ${parameters} parameters`,
    );
  }
  network.dispose();
}

// %% [markdown]
// ## The game
//
// The discriminator wants high scores on real samples and low scores on fake ones. The generator wants its fakes
// to score high. Written as two losses, each to be made small:
//
// $$L_D = \underbrace{-\mathbb{E}\,\log D(x)}_{\text{real}} \; \underbrace{-\,\mathbb{E}\,\log(1 - D(G(z)))}_{\text{fake}}
// \qquad\qquad L_G = -\mathbb{E}\,\log D(G(z))$$
//
// This form of $L_G$ is the *non-saturating* one: its gradient is largest when the generator does worst.
// Three situations are worth knowing by their numbers. Here they are, computed from scores made up by hand:

// %%
const situations: [string, number, number][] = [
  ["undecided: every score is 0, D(x) = 1/2     ", 0, 0],
  ["D wins:  real scores 4, fake scores -4      ", 4, -4],
  ["G wins:  real scores -4, fake scores 4      ", -4, 4],
];
for (const [name, realScore, fakeScore] of situations) {
  const { real, fake } = nonSaturating.discriminator(
    tf.fill([1, 1], realScore),
    tf.fill([1, 1], fakeScore),
  );
  const lossG = nonSaturating.generator(tf.fill([1, 1], fakeScore)).dataSync()[0];
  const lossD = real.dataSync()[0] + fake.dataSync()[0];
  console.log(`${name} L_D = ${lossD.toFixed(3)}   L_G = ${lossG.toFixed(3)}`);
}

// %% [markdown]
// Remember **1.386** ($= \log 4$) and **0.693** ($= \log 2$): the losses of a discriminator that cannot tell real
// from fake. If the generator were perfect, the best discriminator there is would be undecided, and the losses
// would be these.
//
// ## Train it
//
// One training step is: draw real points and random numbers, improve the discriminator once, draw again, improve
// the generator once. Both use the Adam optimiser with the same learning rate. The library records this step once
// and compiles it, so that thousands of them take seconds. The picture is updated while it trains; the stop button
// works at any time.

// %%
const learningRate = { generator: 1e-3, discriminator: 1e-3 };

const drawRing = (step: number, samples: Float32Array) =>
  scatterPlot({
    title: `Step ${step.toLocaleString("en-GB")}: generated points among the real ones`,
    alt: `Generated points after ${step} training steps, over the eight real clouds.`,
    real: realPoints.dataSync() as Float32Array,
    fake: samples,
    domain: [-1.6, 1.6],
  });

const played: DecisionFrame[] = []; // of the first seed, for later
const picture = liveChart();
const ringRuns = await overSeeds("ring", knobs.ringSeeds, async ({ seed, label }) => {
  const progress = trainingProgress({ steps: knobs.ringSteps, label: `ring, ${label}` });
  const discriminator = makeNetwork("discriminator", 2, 1, seed);
  const run = await trainGan({
    data: data,
    generator: makeNetwork("generator", latentSize, 2, seed),
    discriminator: discriminator,
    loss: nonSaturating,
    seed,
    steps: knobs.ringSteps,
    snapshotEvery: knobs.ringSteps / 20,
    learningRate: learningRate,
    onSnapshot: ({ step, samples }) => {
      picture.update(() => drawRing(step, samples));
      if (seed !== knobs.ringSeeds[0]) return;
      const score = (x: tf.Tensor) => discriminator.apply(x); // (n, 2) -> (n, 1)
      played.push({ step, ...decisionAt({ score, samples, domain: [-1.6, 1.6] }) });
    },
    onProgress: ({ stepsDone, history }) => progress.update(stepsDone, latestLosses(history)),
  });
  progress.done();
  const fakePoints = run.sample(knobs.count);
  const { history, snapshots, stepsDone } = run;
  const samples = fakePoints.dataSync() as Float32Array;
  const coverage = modeCoverage(samples, data);
  const result = { history, snapshots, stepsDone, samples, coverage };
  fakePoints.dispose();
  run.dispose();
  return result;
});
await picture.done(drawRing(ringRuns[0].stepsDone, ringRuns[0].samples));

// %% [markdown]
// **Watch the samples move.** The same random numbers, at different moments of training. Before the first step the
// points lie in one lump in the middle (a claim below says how small it is). In JupyterLab, press play or drag the slider
// to see how they leave it.

// %%
const [firstRun] = ringRuns;
const film = firstRun.snapshots.filter((_, index) => [0, 1, 2, 3, 5, 20].includes(index));

await show(
  scatterFrames({
    title: "Seed 1: from one lump to eight clouds",
    alt: "At step 0 all generated points lie in one lump; over training they spread out and gather on the eight real clouds.",
    frames: film,
    real: realPoints.dataSync() as Float32Array,
    columns: 3,
    domain: [-1.6, 1.6],
  }),
);
await show(
  scatterScrub({
    title: "Seed 1: out of one lump, into the clouds",
    alt: "The generated points of seed 1 at a training step chosen with the slider.",
    frames: firstRun.snapshots,
    real: realPoints.dataSync() as Float32Array,
    domain: [-1.6, 1.6],
  }),
);

// %% [markdown]
// ## Measure it
//
// Looking is not enough: eyes forgive a missing mode, and they look at one seed. Three numbers, computed from
// 2,500 samples (the definitions of [VEEGAN](https://arxiv.org/abs/1705.07761) and
// [PacGAN](https://arxiv.org/abs/1712.04086)):
//
// - **modes**: a sample is of *high quality* if it lies within 3 standard deviations of a mode's centre. A mode
//   counts as found if at least one such sample is nearest to it.
// - **high-quality share** of the samples.
// - **reverse KL**: how far the shares of the modes are from equal. 0 is perfect; $\log 8 \approx 2.08$ means all
//   samples are in one mode.
//
// A metric also needs its own calibration: what does it say of *perfect* samples? We ask it about real points.

// %%
const perfect = knobs.ringSeeds.map((seed) => {
  const points = data.sample(knobs.count, seeded(seed).stream("perfect"));
  const coverage = modeCoverage(points, data);
  points.dispose();
  return coverage;
});

const found = ringRuns.map(({ coverage }) => coverage);
found.forEach(({ modes, highQuality, reverseKL }, index) => {
  console.log(
    `seed ${knobs.ringSeeds[index]}: ${modes} of 8 modes, high quality ${(100 * highQuality).toFixed(1)} %, ` +
      `reverse KL ${reverseKL.toFixed(4)}   (real points: ${(100 * perfect[index].highQuality).toFixed(1)} %, ` +
      `${perfect[index].reverseKL.toFixed(4)})`,
  );
});

const share = (counts: readonly number[]) => counts.map((count) => count / knobs.count);
await show(
  bars({
    title: "Seed 1: every mode gets its share of the samples",
    alt: "Bars for the eight modes: the share of generated samples nearest to each mode, beside the share of real ones.",
    categories: ["1", "2", "3", "4", "5", "6", "7", "8"],
    series: [
      { name: "real", values: share(perfect[0].histogram) },
      { name: "generated", values: share(found[0].histogram) },
    ],
    reference: [{ value: 1 / 8, label: "equal" }],
    xTitle: "mode, counted around the ring",
    yTitle: "share of samples",
  }),
);

// %%
/** Root mean square distance of points in the plane from their middle. */
function spread(points: Float32Array): number {
  const xs = points.filter((_, index) => index % 2 === 0);
  const ys = points.filter((_, index) => index % 2 === 1);
  const variance = (values: Float32Array) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  };
  return Math.sqrt(variance(xs) + variance(ys));
}

const oneLump = claim("Before training, the points lie in one lump, a tenth of the ring's size", {
  measured: ringRuns.map(({ snapshots }) => spread(snapshots[0].samples)),
  unit: "root mean square distance from the middle (the ring: 1)",
  require: { atMost: 0.1 },
});
const allModes = claim("The ring GAN finds all eight modes", {
  measured: found.map(({ modes }) => modes),
  unit: "modes of 8",
  require: { atLeast: 8 },
});
const evenShares = claim("The modes get nearly equal shares of the samples", {
  measured: found.map(({ reverseKL }) => reverseKL),
  unit: "nats of reverse KL",
  require: { atMost: 0.02 },
});
const notPerfect = claim(
  "It is still worse than real data: fewer of its samples are of high quality",
  {
    measured: found.map(({ highQuality }) => highQuality),
    baseline: perfect.map(({ highQuality }) => highQuality),
    unit: "share of samples",
    require: { atMost: -0.02 },
  },
);

// %% [markdown]
// ## Read the losses
//
// This is the question asked most about GANs: *what do my losses mean?* Here they are, smoothed over 50 steps.

// %%
const { history } = firstRun;
await show(
  curves({
    title: "The losses stay where they began, while the samples go from bad to good",
    alt: "Both loss curves of seed 1 stay close to their undecided values, log 4 and log 2, from the first steps to the last.",
    x: history.step,
    series: [
      { name: "discriminator", values: smooth(history.discriminatorLoss, 50) },
      { name: "generator", values: smooth(history.generatorLoss, 50) },
    ],
    reference: [
      { value: Math.log(4), label: "log 4" },
      { value: Math.log(2), label: "log 2" },
    ],
    yTitle: "loss (nats), mean of 50 steps",
    yDomain: [0, 2],
  }),
);
// at each snapshot, the seeds' qualities from the worst to the best
const qualities = firstRun.snapshots.map((_, index) =>
  ringRuns
    .map(({ snapshots }) => modeCoverage(snapshots[index].samples, data).highQuality)
    .sort((a, b) => a - b),
);
await show(
  curves({
    title: "Meanwhile, quality rises: share of high-quality samples over ten seeds",
    alt: "The share of high-quality samples starts near zero and rises, in the worst of the ten seeds too.",
    x: firstRun.snapshots.map(({ step }) => step),
    series: [
      { name: "best seed", values: qualities.map((values) => values.at(-1)!) },
      { name: "median", values: qualities.map((values) => values[Math.floor(values.length / 2)]) },
      { name: "worst seed", values: qualities.map((values) => values[0]) },
    ],
    yTitle: "share of samples of high quality",
    yDomain: [0, 1],
  }),
);

// %% [markdown]
// **Play the training back.** Here is all of it at once, in the form that
// [GAN Lab](https://poloclub.github.io/ganlab/) made known: where the plane is blue, the discriminator says "real",
// where it is orange, "generated"; on the black line it is undecided. Each arrow is the gradient that the generator gets
// for one of its samples: where to move it, and how strongly. Press play, or drag the slider: the mark in the losses
// moves along.

// %%
await show(
  replay({
    title: "Seed 1, played back: the discriminator's answers, the samples and both losses",
    alt: "Seed 1 at a training step chosen with the slider: what the discriminator says all over the plane, and the generated points with their gradients.",
    frames: played,
    real: realPoints.dataSync() as Float32Array,
    curves: curves({
      title: "The losses at that step",
      alt: "Below them both losses of seed 1, with a mark at that step.",
      x: history.step,
      series: [
        { name: "discriminator", values: smooth(history.discriminatorLoss, 50) },
        { name: "generator", values: smooth(history.generatorLoss, 50) },
      ],
      yTitle: "loss (nats), mean of 50 steps",
      yDomain: [0, 2],
    }),
  }),
);

// %%
/** Mean of a column of the history over a part of training: from 0 (start) to 1 (end). */
function meanOver(values: readonly number[], from: number, to: number): number {
  const part = values.slice(Math.floor(from * values.length), Math.ceil(to * values.length));
  return part.reduce((sum, value) => sum + value, 0) / part.length;
}

const lossBefore = ringRuns.map((run) => meanOver(run.history.discriminatorLoss, 0, 0.05));
const lossAfter = ringRuns.map((run) => meanOver(run.history.discriminatorLoss, 0.8, 1));
const qualityBefore = ringRuns.map(
  (run) => modeCoverage(run.snapshots[0].samples, data).highQuality,
);

const nearLog4 = claim(
  "The discriminator's loss ends near log 4 = 1.386: it can hardly tell real from fake",
  {
    measured: lossAfter,
    unit: "nats",
    require: { atLeast: 1.3, atMost: 1.4 },
  },
);
const lossesStay = claim(
  "From the first 5 % of training to the last 20 %, the discriminator's loss hardly moves",
  {
    measured: lossAfter,
    baseline: lossBefore,
    unit: "nats",
    require: { atLeast: -0.1, atMost: 0.1 },
  },
);
const qualityRises = claim(
  "In that time the share of high-quality samples rises from almost nothing",
  {
    measured: found.map(({ highQuality }) => highQuality),
    baseline: qualityBefore,
    unit: "share of samples",
    require: { atLeast: 0.25 },
  },
);

// %% [markdown]
// **What the losses mean.** Each is measured against the *other* network as it is at that step. Near $\log 4$ the
// discriminator is undecided. That happens when the fakes are good. It also happens when the discriminator has not
// learned to look: in the first steps here. The loss cannot tell these two apart; the samples can.
//
// **What they do not mean.** A GAN's loss is not a quality score. It is not meant to go down, because there is no
// single thing that both networks make smaller. Judge a GAN by its samples and by metrics on them. Look at the
// losses to see whether the *game* is still being played.
//
// | you see | it may mean |
// | --- | --- |
// | $L_D$ near 1.39, $L_G$ near 0.69, both wavering | undecided: good fakes, or a discriminator that is too weak |
// | $L_D$ falls towards 0, $L_G$ climbs | the discriminator overpowers (notebook 03) or gradients vanish (02) |
// | $L_D$ stays well above 1.39 | the discriminator is fooled more often than chance: too weak, or oscillating |
// | both swing, wider and wider | divergence (notebook 04) |
// | calm curves, and samples that all look alike | mode collapse (notebook 01): the losses do not show it |
// | calm curves, and samples that jump from look to look | oscillation (notebook 04): they do not show it either |
//
// ## The same game on handwritten digits
//
// MNIST has 70,000 digits of 28 by 28 pixels. Our set-up is **reduced** so that it trains in seconds on a laptop:
// digits averaged down to 14 by 14 pixels, dense layers instead of convolutions, some hundred thousand samples
// seen instead of many millions. Expect digits, not beauty. (The first run fetches the data once, 11 MB.)

// %%
const digits = await mnist({ split: "train", size: 14 });
const testDigits = await mnist({ split: "test", size: 14, limit: 2000 });
const { height, width } = digits;
const pixels = height * width;

await show(
  imageGrid({
    title: "Real digits, 14 by 14 pixels",
    alt: "Thirty handwritten digits from MNIST at 14 by 14 pixels.",
    images: digits.images.slice(0, 30 * pixels),
    height: height,
    width: width,
    columns: 10,
  }),
);

// %%
const digitLatent = 32;
const digitRate = { generator: 5e-4, discriminator: 5e-4 };

const drawDigits = (step: number, images: Float32Array) =>
  imageGrid({
    title: `Step ${step.toLocaleString("en-GB")}: generated digits`,
    alt: `Thirty generated digits after ${step} training steps.`,
    images: images.slice(0, 30 * pixels),
    height: height,
    width: width,
    columns: 10,
  });

const digitPicture = liveChart();
const digitRuns = await overSeeds("digits", knobs.digitSeeds, async ({ seed, label }) => {
  const random = seeded(seed);
  const progress = trainingProgress({ steps: knobs.digitSteps, label: `digits, ${label}` });
  const run = await trainGan({
    data: digits,
    generator: mlp({
      name: "generator",
      inputs: digitLatent,
      hidden: [128, 128],
      outputs: pixels,
      output: tanh, // pixels lie between -1 and 1
      random: random.stream("generator"),
    }),
    discriminator: mlp({
      name: "discriminator",
      inputs: pixels,
      hidden: [128, 128],
      outputs: 1,
      activation: leakyRelu,
      random: random.stream("discriminator"),
    }),
    loss: nonSaturating,
    seed,
    steps: knobs.digitSteps,
    learningRate: digitRate,
    snapshotSize: 300,
    onSnapshot: ({ step, samples }) => digitPicture.update(() => drawDigits(step, samples)),
    onProgress: ({ stepsDone, history }) => progress.update(stepsDone, latestLosses(history)),
  });
  progress.done();
  const { history, snapshots } = run;
  run.dispose();
  return { history, snapshots };
});
const lastDigits = digitRuns[0].snapshots.at(-1)!;
await digitPicture.done(drawDigits(lastDigits.step, lastDigits.samples));

// %%
const [firstDigits] = digitRuns;
await show(
  imageFrames({
    title: "Seed 1: from grey noise to strokes to digits",
    alt: "Sixteen generated pictures at four moments of training: first noise, then blurred strokes, at the end digits.",
    frames: firstDigits.snapshots
      .filter((_, index) => [0, 1, 4, 10].includes(index))
      .map(({ step, samples }) => ({ step, images: samples.slice(0, 16 * pixels) })),
    height: height,
    width: width,
  }),
);
await show(
  imageScrub({
    title: "Seed 1: each digit grows out of its own noise",
    alt: "Sixteen generated pictures of seed 1 at a training step chosen with the slider.",
    frames: firstDigits.snapshots.map(({ step, samples }) => ({
      step,
      images: samples.slice(0, 16 * pixels),
    })),
    height: height,
    width: width,
  }),
);
await show(
  curves({
    title: "On digits the discriminator keeps ahead: its loss stays below log 4",
    alt: "On digits the discriminator's loss lies below log 4 and the generator's above log 2 for most of training.",
    x: firstDigits.history.step,
    series: [
      { name: "discriminator", values: smooth(firstDigits.history.discriminatorLoss, 50) },
      { name: "generator", values: smooth(firstDigits.history.generatorLoss, 50) },
    ],
    reference: [
      { value: Math.log(4), label: "log 4" },
      { value: Math.log(2), label: "log 2" },
    ],
    yTitle: "loss (nats), mean of 50 steps",
  }),
);

// %% [markdown]
// ## Measure the digits
//
// Digits have no mode centres to count. Two measurements that need no trained network:
//
// - **Energy distance** to 300 digits that the GAN never saw: 0 if both sets come from the same distribution,
//   larger the further apart they are; the estimate may dip a little below 0 ([Székely and Rizzo 2013](https://doi.org/10.1016/j.jspi.2013.03.018)).
// - **Digits drawn**: each sample is given the label of the real digit nearest to it, and a label counts if at
//   least 1 % of the samples have it.

// %%
const heldOut = testDigits.images.slice(0, 300 * pixels);
const moreHeldOut = testDigits.images.slice(300 * pixels, 600 * pixels);

const distances = digitRuns.map(({ snapshots }) =>
  snapshots.map(({ samples }) => energyDistance(samples, heldOut, pixels)),
);
const floor = energyDistance(moreHeldOut, heldOut, pixels);
console.log(`energy distance of real digits to other real digits: ${floor.toFixed(4)}`);

await show(
  curves({
    title: "The samples come closer to real digits in every seed",
    alt: "Energy distance to unseen real digits falls during training, in every seed, towards the level of real digits.",
    x: firstDigits.snapshots.map(({ step }) => step),
    series: distances.map((values, index) => ({ name: `seed ${knobs.digitSeeds[index]}`, values })),
    reference: [{ value: floor, label: "real" }],
    yTitle: "energy distance to unseen digits",
    yDomain: [-0.5, 16],
  }),
);

const drawn = digitRuns.map(({ snapshots }) =>
  classCoverage(nearestLabels(snapshots.at(-1)!.samples, testDigits)),
);

await show(
  bars({
    title: `Seed 1 draws ${drawn[0].classes} of the ten digits, some far more often than others`,
    alt: "Bars for the digits 0 to 9: the share of generated samples nearest to a real digit of that label.",
    categories: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    series: [{ name: "generated", values: drawn[0].shares }],
    reference: [{ value: 0.1, label: "equal" }],
    xTitle: "digit",
    yTitle: "share of samples",
  }),
);

// %%
const closer = claim("Training brings the samples closer to real digits the GAN never saw", {
  measured: distances.map((values) => values.at(-1)!),
  baseline: distances.map((values) => values[0]),
  unit: "energy distance",
  require: { atMost: -10 },
});
const allDigits = claim("It draws nearly all of the ten digits", {
  measured: drawn.map(({ classes }) => classes),
  unit: "digits of 10",
  require: { atLeast: 8 },
});
const ahead = claim("The discriminator keeps ahead: its loss stays below log 4 = 1.386", {
  measured: digitRuns.map((run) => meanOver(run.history.discriminatorLoss, 0.2, 1)),
  unit: "nats",
  require: { atMost: 1.3 },
});
const lossRises = claim(
  "The generator's loss ends higher than it began, although its samples are better",
  {
    measured: digitRuns.map((run) => meanOver(run.history.generatorLoss, 0.8, 1)),
    baseline: digitRuns.map((run) => meanOver(run.history.generatorLoss, 0, 0.05)),
    unit: "nats",
    require: { atLeast: 0 },
  },
);

// %% [markdown]
// ## What can go wrong: a map of the course
//
// Both games went well, because their settings were chosen with care. The rest of the course is about the ways
// they go wrong. Each notebook reproduces one, measures it, fixes it, and measures again.
//
// | notebook | pitfall | in one line |
// | --- | --- | --- |
// | [01](01-mode-collapse.ipynb) | mode collapse | many inputs, few different outputs |
// | [02](02-gradients.ipynb) | vanishing and exploding gradients | the generator gets no signal, or far too much |
// | [03](03-overpowering-discriminator.ipynb) | an overpowering discriminator | one player wins, and the other stops learning |
// | [04](04-instability.ipynb) | instability | the players chase each other and never settle |
// | [05](05-evaluation.ipynb) | evaluation that misleads | the number looks good, the samples are not |
// | 06, to come | poor or scarce data | the discriminator learns the data by heart |
// | 07, to come | the wrong architecture | too shallow, too complex, or unsuited to the data |
// | 08, to come | sensitive hyperparameters | one rate works, its neighbour does not |
// | 09, to come | mode dropping | rare parts of the data go missing, quietly |
// | 10, to come | cost | time and memory, and when to stop |
//
// ## Check yourself
//
// <details><summary>1. Your discriminator's loss is 1.39 from the first step to the last. Is the GAN good?</summary>
//
// You cannot know from that. The discriminator is undecided: the fakes may be good, or the discriminator may not
// have learned anything. Look at samples.
// </details>
//
// <details><summary>2. The generator's loss has doubled since yesterday's checkpoint. Go back to yesterday's?</summary>
//
// Not for that reason. The loss is measured against a discriminator that has changed too. Compare both checkpoints
// with one metric on samples.
// </details>
//
// <details><summary>3. A GAN finds 8 of 8 modes. Why is that not the end of the matter?</summary>
//
// One good sample is enough for a mode to count. Shares may be far from equal, and most samples may lie between
// the modes. Reverse KL and the share of high-quality samples see that.
// </details>
//
// ## Where next
//
// - Change a knob: `learningRate.discriminator` to `1e-4`, or `init: orthogonal(0.8)` to nothing, and run the ring
//   again. Which of the three numbers notices first?
// - Read the paper that began it: [Goodfellow et al. 2014](https://arxiv.org/abs/1406.2661), and the tutorial
//   [Goodfellow 2016](https://arxiv.org/abs/1701.00160), whose section 5 lists non-convergence and evaluation among
//   the open questions.
//
// **Next: [01 · Mode collapse](01-mode-collapse.ipynb) →**
