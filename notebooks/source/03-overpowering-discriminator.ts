// ---
// title: Overpowering discriminator
// seconds:
//   full: 195
//   quick: 55
//   smoke: 12
// ---

// %% [markdown]
// # 03 · Overpowering discriminator
//
// A GAN is a game, and one player can win it too early. When the discriminator (D) tells real from fake without
// effort, the generator (G) may be left with nothing to learn from. After this notebook you can:
//
// - make a discriminator too strong in three ways, and see it in the curves;
// - say why the generator then stops, and which losses and penalties prevent it;
// - choose between nine remedies by their measured effect, and name those that only exchange one fault for another;
// - say why neither "keep D at 80 % accuracy" nor "train D to the optimum" is the whole truth.
//
// You need notebook 00. The run takes about three minutes, and each cell that trains says what it trains.

// %%
import * as library from "gan-clinic"; // handed to the processes that train
import { budget, claim, comparisonTable, resultsTable, runSeeds, seedList } from "gan-clinic"; // evidence
import { compiledReport, seeded, startEngine } from "gan-clinic";
import { mnist, ring, type History } from "gan-clinic"; // data
import { classifierFeatures, frechetStatistics, type FrechetStatistics } from "gan-clinic"; // metrics
import { curves, doseResponse, imageGrid, scatterFrames } from "gan-clinic"; // charts
import { scatterPlot, seedCurves } from "gan-clinic";
import { liveChart, show, smooth, trainingProgress } from "gan-clinic";
import { predict, riddle } from "gan-clinic"; // to guess, to diagnose

const engine = await startEngine();

const quick = false; // true: fewer seeds and steps, in about a minute. Then run all cells anew
// Knobs: change one, run the cells below again. "full" proves the claims, "quick" is smaller, "smoke" is for tests.
const knobs = budget(
  {
    full: {
      seeds: seedList(5),
      ringSteps: 800,
      ringSamples: 1000,
      digitSteps: 400,
      digitSamples: 2000,
    },
    quick: {
      seeds: seedList(3),
      ringSteps: 320,
      ringSamples: 1000,
      digitSteps: 120,
      digitSamples: 1000,
    },
    smoke: { seeds: seedList(2), ringSteps: 4, ringSamples: 50, digitSteps: 2, digitSamples: 80 },
  },
  { quick },
);

console.log(
  `engine: ${engine.name}, training steps: ${compiledReport().text}, budget: ${knobs.name}`,
);

// %% [markdown]
// ## The set-up
//
// Two data sets:
//
// - **The ring on a plane**: eight small clouds on a circle, as in notebook 00, but the circle lies on a plane in a
//   space of 64 dimensions. That matters. Real data fill only a thin part of their space, too: a picture of random
//   pixels is hardly ever a digit. On the plane, the discriminator has 62 directions in which everything real is exactly
//   0, and anything off the plane is fake. A run takes a second or two.
// - **MNIST digits**, reduced to 14 by 14 pixels, with dense layers. A run takes a few seconds.
//
// The generator uses the **saturating** loss of the game as it was first written,
// $L_G = \mathbb{E}\,\log(1 - D(G(z)))$. It has the fault most plainly. The usual loss,
// $-\mathbb{E}\,\log D(G(z))$, comes later, as one of the remedies.
//
// One function trains and measures everything in this notebook. A run is described by its **arm**: what differs from
// the plain game. Skim it now; come back when you want to know what exactly a number is.

// %%
interface Arm {
  name: string;
  saturating?: boolean; // generator's loss: log(1 - D) if true, -log D if false
  discriminatorSteps?: number; // updates of D in a step …
  generatorSteps?: number; // … and of G
  rate?: number; // learning rate of D (that of G is always 5e-4)
  width?: number; // units in each of D's hidden layers …
  layers?: number; // … and how many of these layers: 2 unless said otherwise
  labels?: number; // what D is to say of real samples: 1, or less for one-sided label smoothing
  dropout?: number; // share of D's hidden units that are switched off, anew at each update
  noise?: number; // std of noise on all that D sees, falling to 0 at 80 % of the training
  r1?: number; // weight of the penalty on D's slope at real samples
  rest?: number; // adaptive schedule: D rests while its accuracy is above this …
  look?: number; // … and is looked at again after so many steps of rest; 0: never
  steps?: number; // steps of this run, when they differ from the others'
}

interface Inputs {
  kind: "ring" | "digits";
  arms: readonly Arm[];
  steps: number;
  samples: number;
  real?: FrechetStatistics; // of the digits' features
  watch?: (step: number, points: Float32Array) => void; // for a live picture of the ring
}

async function play(
  { seed }: { seed: number },
  { tf, seeded, ring, onPlane, mnist, mlp, leakyRelu, linear, tanh, ...more }: typeof library,
  { kind, arms, steps, samples, real, watch }: Inputs,
) {
  const { minimax, nonSaturating, withLabels, r1Term, linearRate, trainGan } = more;
  const { xavierUniform, fanInUniform, energyDistance, modeCoverage } = more;
  const { classifierFeatures, frechetDistance, classCoverage } = more;
  const onRing = kind === "ring";
  const modes = ring({ modes: 8, std: 0.05 });
  const plane = onPlane(modes, 64, seeded(0));
  const limit = 5 * samples; // 10,000 of the training digits
  const data = onRing ? plane : await mnist({ split: "train", size: 14, limit });
  const size = onRing ? 64 : 14 * 14;
  const units = onRing ? 64 : 128;
  const init = onRing ? xavierUniform : fanInUniform;
  const shortest = 1e-6; // shorter gradients count as this long
  const results = [];
  for (const arm of arms) {
    const { saturating = true, discriminatorSteps = 5, generatorSteps = 1, rate = 1e-3 } = arm;
    const {
      width = units,
      layers = 2,
      labels = 1,
      dropout = 0,
      noise = 0,
      r1 = 0,
      rest = 1,
      look = 0,
    } = arm;
    const armSteps = arm.steps ?? steps;
    const random = seeded(seed); // all arms of a seed start from the same weights
    const generator = mlp({
      name: "generator",
      inputs: onRing ? 8 : 32,
      hidden: [units, units],
      outputs: size,
      output: onRing ? linear : tanh,
      init,
      random: random.stream("generator"),
    });
    const discriminator = mlp({
      name: "discriminator",
      inputs: size,
      hidden: new Array<number>(layers).fill(width),
      outputs: 1,
      activation: leakyRelu,
      dropout,
      init,
      random: random.stream("discriminator"),
    });
    // The adaptive schedule. The accuracy is known only of steps in which D was trained, so while D rests it
    // has to be looked at now and then: by training it once.
    const schedule = (_step: number, { discriminatorAccuracy, discriminatorUpdates }: History) => {
      const isSure = (discriminatorAccuracy.at(-1) ?? 0) > rest;
      const rests = isSure && (look === 0 || discriminatorUpdates.slice(-look).some((n) => n > 0));
      return { discriminator: rests ? 0 : isSure ? 1 : discriminatorSteps, generator: 1 };
    };
    const loss = saturating ? minimax : nonSaturating;
    const run = await trainGan({
      data,
      generator,
      discriminator,
      loss: labels < 1 ? withLabels(loss, { real: labels }) : loss,
      learningRate: { generator: 5e-4, discriminator: rate },
      discriminatorSteps,
      generatorSteps,
      ...(rest < 1 && { schedule }),
      instanceNoise:
        noise > 0 ? linearRate({ from: noise, to: 0, steps: Math.ceil(0.8 * steps) }) : 0,
      terms: r1 > 0 ? [r1Term({ weight: r1 })] : [],
      compiled: armSteps > 50, // it takes half a second to compile, which a few steps do not repay
      batchSize: 32,
      seed,
      steps: armSteps,
      snapshotEvery: watch ? Math.ceil(armSteps / 20) : armSteps,
      onSnapshot({ step, samples: values, shape }) {
        if (!watch) return;
        const points = tf.tidy(() =>
          plane.project(tf.tensor2d(values, [shape[0], size])).dataSync(),
        );
        watch(step, Float32Array.from(points));
      },
    });
    const { history, monitors } = run;
    const half = (values: readonly number[]) => values.slice(Math.floor(values.length / 2));
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const middle = (values: readonly number[]) =>
      [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

    // What D says on the straight way from a fake (0) to a real sample (1): mean of 64 ways.
    const cut = tf.tidy(() => {
      const fakes = run.sample(64);
      const way = tf.sub(data.sample(64, random.stream("cut")), fakes);
      return Array.from({ length: 61 }, (_, i) => {
        const x = tf.add(fakes, tf.mul(way, i / 40 - 0.25));
        return tf.mean(tf.sigmoid(discriminator.apply(x))).dataSync()[0];
      });
    });

    // How good the samples are.
    const fake = run.sample(samples);
    let quality: number; // distance to the real samples: 0 is perfect
    let commonest: number; // share of the commonest mode or digit
    let picture: Float32Array;
    if (onRing) {
      const points = plane.project(fake as library.tf.Tensor2D);
      picture = Float32Array.from(points.dataSync());
      const others = plane.sample(samples, random.stream("real"));
      quality = energyDistance(fake, others);
      commonest = Math.max(...modeCoverage(picture, modes).histogram) / samples;
      points.dispose();
      others.dispose();
    } else {
      const images = Float32Array.from(fake.dataSync());
      const classifier = classifierFeatures("mnist-14");
      quality = await frechetDistance(real!, classifier.featuresOf(images), { d: 64 });
      const sure = classifier.probabilitiesOf(images); // (samples, 10)
      const digits = Uint8Array.from({ length: samples }, (_, i) => {
        const row = sure.subarray(10 * i, 10 * i + 10);
        return row.indexOf(Math.max(...row));
      });
      commonest = Math.max(...classCoverage(digits, { classes: 10 }).shares);
      picture = images.slice(0, 20 * size);
    }
    fake.dispose();
    run.dispose();
    results.push({
      name: arm.name,
      // signal to G: length of its gradient, in powers of ten; the median of the second half
      signal: Math.log10(Math.max(shortest, middle(half(history.generatorGradient)))),
      // the same in the first twentieth
      firstSignal: Math.log10(
        Math.max(shortest, middle(history.generatorGradient.slice(0, Math.ceil(armSteps / 20)))),
      ),
      accuracy: mean(half(history.discriminatorAccuracy)),
      updates: mean(history.discriminatorUpdates),
      slope: monitors.at(-1)!.meanSlope, // of D's score, half way between fakes and real samples
      quality,
      commonest,
      picture,
      cut,
      history: {
        gradient: history.generatorGradient.map((length) => Math.log10(Math.max(shortest, length))),
        lossD: history.discriminatorLoss,
        lossG: history.generatorLoss,
      },
    });
  }
  return results;
}

type Result = Awaited<ReturnType<typeof play>>[number];

/** From one list of arms for each seed to one list of seeds for each arm. */
function byArm(seeds: readonly Result[][]): Record<string, Result[]> {
  return Object.fromEntries(
    seeds[0].map(({ name }, index) => [name, seeds.map((results) => results[index])]),
  );
}

/** One number of an arm, for each seed. */
function each(results: readonly Result[], key: "signal" | "accuracy" | "slope" | "quality") {
  return results.map((result) => result[key]);
}

// %% [markdown]
// ## The pitfall in one picture
//
// Ten discriminator updates for each of the generator. Watch the points.

// %%
const firstSeed = knobs.seeds[0];
const realPoints = ring({ modes: 8, std: 0.05 }).sample(400, seeded(0)).dataSync() as Float32Array;

const drawRing = (title: string, points: Float32Array) =>
  scatterPlot({
    title: title,
    alt: `${title}: generated points and the eight real clouds, seen on the data's plane.`,
    real: realPoints,
    fake: points,
    domain: [-2.2, 2.2],
  });

const film: { step: number; samples: Float32Array }[] = [];
const picture = liveChart();
await play({ seed: firstSeed }, library, {
  kind: "ring",
  arms: [{ name: "ten D steps", discriminatorSteps: 10 }],
  steps: knobs.ringSteps,
  samples: knobs.ringSamples,
  watch(step, points) {
    film.push({ step, samples: points });
    picture.update(() => drawRing(`Step ${step}`, points));
  },
});
await picture.done(drawRing(`Step ${film.at(-1)!.step}`, film.at(-1)!.samples));

// %%
await show(
  scatterFrames({
    title: "First seed, ten D steps: it sets off, and stops in the wrong place",
    alt: "Generated points at four moments of training. They begin in the middle, move off, and stay in one lump while most of the eight clouds remain empty.",
    frames: [0, 2, 6, 20]
      .map((index) => film[Math.min(index, film.length - 1)])
      .filter(({ step }, index, all) => all.findIndex((other) => other.step === step) === index),
    real: realPoints,
    columns: 4,
    domain: [-2.2, 2.2],
  }),
);

// %% [markdown]
// It looks like the mode collapse of notebook 01. The cause is another one, and so is the cure. You will see it in
// the gradients, not in the samples.
//
// ## Reproduce: three ways to be too strong
//
// All arms have one setting in common, the **start**: two D steps for each G step, and layers of 64 units in both
// networks. Then one thing at a time:
//
// 1. **too well trained**: five or ten D steps;
// 2. **too fast**: thirty times the learning rate;
// 3. **too large**: three times as wide, and one layer more.
//
// The same cell trains three arms with the R1 penalty, and one discriminator that is too *weak*. They come later.
//
// Before you run it: D's accuracy is the share of real and fake samples that it tells rightly. A coin has 50 %.

// %%
const accuracyGuess = predict(
  "With 2 D steps, the start, the generator still learns. How often is its discriminator right?",
  ["under 80 %", "80 to 95 %", "over 95 %"],
  { guess: "?", sure: 0.6 },
);

// %%
const ringArms: Arm[] = [
  { name: "start: 2 D steps", discriminatorSteps: 2 },
  { name: "5 D steps", discriminatorSteps: 5 },
  { name: "10 D steps", discriminatorSteps: 10 },
  { name: "D rate x 30", discriminatorSteps: 2, rate: 3e-2 },
  { name: "D too large", discriminatorSteps: 2, width: 192, layers: 3 },
  { name: "R1, 2 D steps", discriminatorSteps: 2, r1: 1 },
  { name: "R1, 5 D steps", discriminatorSteps: 5, r1: 1 },
  { name: "R1, 10 D steps", discriminatorSteps: 10, r1: 1 },
  { name: "too weak", saturating: false, discriminatorSteps: 1, rate: 5e-5 },
];
console.log(
  `training ${ringArms.length} arms on the ring, over ${knobs.seeds.length} seeds, about a minute …`,
);

const onRing = byArm(
  await runSeeds("ring", knobs.seeds, play, {
    inputs: {
      kind: "ring" as const,
      arms: ringArms,
      steps: knobs.ringSteps,
      samples: knobs.ringSamples,
    },
  }),
);

// %% [markdown]
// ## Measure
//
// Three numbers for each run, which stay the same to the end of the notebook:
//
// - **signal to G**: the length of the gradient that reaches the generator's weights (median over the second half of
//   the training), in powers of ten; what is shorter than $10^{-6}$ counts as $10^{-6}$;
// - **D accuracy**: the share of real and fake samples on the right side of D's score (mean over the second half);
// - **quality of the samples**: a distance to real samples, 0 is perfect. On the ring it is the energy distance of
//   notebook 00, in all 64 dimensions.

// %%
const strong = ["start: 2 D steps", "5 D steps", "10 D steps", "D rate x 30", "D too large"];
const atStrong = (key: "signal" | "accuracy" | "quality") => [
  { name: "seeds", points: strong.map((name) => ({ at: name, values: each(onRing[name], key) })) },
];

await show(drawRing("First seed, the start: 2 D steps", onRing["start: 2 D steps"][0].picture));
await show(
  doseResponse({
    title: "Each of the three ways shortens the gradient, by orders of magnitude",
    alt: "Length of the generator's gradient for five arms, in powers of ten: longest at the start, far shorter with more D steps, with a higher D rate and with a larger D.",
    series: atStrong("signal"),
    xTitle: "discriminator",
    yTitle: "length of G's gradient (powers of ten)",
  }),
);
await show(
  doseResponse({
    title: "Each of the three ways makes the samples worse",
    alt: "Energy distance to real points for five arms on a log scale: least at the start, several times as large in the four others.",
    series: atStrong("quality"),
    xTitle: "discriminator",
    yTitle: "energy distance to real points",
    yScale: "log",
  }),
);
await show(
  doseResponse({
    title: "D's accuracy says the same of all five, the start included: nearly 1",
    alt: "Accuracy of the discriminator for five arms: all lie close to 1, the start too.",
    series: atStrong("accuracy"),
    xTitle: "discriminator",
    yTitle: "accuracy of D (share of its judgements)",
    reference: [{ value: 0.5, label: "a coin" }],
  }),
);
const right = each(onRing["start: 2 D steps"], "accuracy");
const share = right.reduce((sum, value) => sum + value, 0) / right.length;
accuracyGuess.reveal(share < 0.8 ? "under 80 %" : share <= 0.95 ? "80 to 95 %" : "over 95 %");

// %%
const start = onRing["start: 2 D steps"];
const worseOnRing = strong.slice(1).map((name) =>
  claim(`Ring, ${name}: the samples get worse`, {
    measured: each(onRing[name], "quality").map(Math.log10),
    baseline: each(start, "quality").map(Math.log10),
    unit: "powers of ten of the energy distance",
    require: { atLeast: 0.1 },
  }),
);
const signalDies = strong.slice(1).map((name) =>
  claim(`Ring, ${name}: the generator's gradient shrinks to a fifth or less`, {
    measured: each(onRing[name], "signal").map((decades) => Math.max(-3, decades)),
    baseline: each(start, "signal"),
    unit: "powers of ten (below -3 counts as -3)",
    require: { atMost: -0.7 },
  }),
);
const startAlive = claim("Ring, start: the generator's gradient stays as long as it was", {
  measured: each(start, "signal"),
  baseline: start.map(({ firstSignal }) => firstSignal),
  unit: "powers of ten",
  require: { atLeast: -0.3 },
});
const startAccuracy = claim("Ring, start: its discriminator is nearly perfect, too", {
  measured: each(start, "accuracy"),
  unit: "accuracy of D",
  require: { atLeast: 0.95 },
});

// %% [markdown]
// Read the third chart again. If you look at D's accuracy alone, you cannot tell the run that still learns from
// the dead ones.
//
// And look at the picture of the start again: its points surround all eight clouds, but hit few of them. It is no good
// GAN yet. It is one whose generator is still being told something.
//
// ### How the curves look
//
// What you would have in front of you while it trains:

// %%
const firstOf = (name: string) => onRing[name][0].history;
const stepsOf = (name: string) => firstOf(name).lossD.map((_, index) => index + 1);

await show(
  seedCurves({
    title: "With 2 D steps the gradient stays long; with more it decays",
    alt: "Length of the generator's gradient over training, in powers of ten. It stays level for the start; with 5 and with 10 D steps it falls by orders of magnitude.",
    x: stepsOf("10 D steps"),
    series: ["start: 2 D steps", "5 D steps", "10 D steps"].map((name) => ({
      name,
      runs: onRing[name].map(({ history }) => smooth(history.gradient, 20)),
    })),
    yTitle: "length of G's gradient (powers of ten)",
  }),
);
await show(
  curves({
    title: "First seed, ten D steps: both losses go to 0",
    alt: "Losses of discriminator and generator in the first seed with ten D steps: both go to 0 early and stay there.",
    x: stepsOf("10 D steps"),
    series: [
      { name: "discriminator", values: smooth(firstOf("10 D steps").lossD, 20) },
      { name: "generator", values: smooth(firstOf("10 D steps").lossG, 20) },
    ],
    reference: [
      { value: Math.log(4), label: "log 4" },
      { value: -Math.log(2), label: "−log 2" },
    ],
    yTitle: "loss (nats)",
  }),
);

// %%
const last = (values: readonly number[]) => {
  const tail = values.slice(Math.floor(0.8 * values.length));
  return tail.reduce((sum, value) => sum + value, 0) / tail.length;
};
const lossAtZero = claim("Ring, 10 D steps: the discriminator's loss ends near 0", {
  measured: onRing["10 D steps"].map(({ history }) => last(history.lossD)),
  unit: "nats",
  require: { atMost: 0.1 },
});

// %% [markdown]
// A discriminator's loss near 0 is the first sign, and it is in every framework's log. The generator's loss is near 0 as
// well, which looks like rest. It is not the rest of a solved game: there the losses would lie at the dashed lines.
//
// ## Why
//
// For given real and generated distributions, the best discriminator is known
// ([Goodfellow et al. 2014](https://arxiv.org/abs/1406.2661)):
//
// $$D^*(x) = \frac{p_\text{real}(x)}{p_\text{real}(x) + p_\text{fake}(x)}$$
//
// Where there is only real, it says 1. Where there is only fake, it says 0. And if the two do not overlap, it says
// 1 on one side and 0 on the other, with a cliff somewhere in between. On the plateau where the fakes stand, it is
// *flat*. Data on a thin surface and fakes on another one hardly ever overlap, so this is not a rare case:
// [Arjovsky and Bottou 2017](https://arxiv.org/abs/1701.04862) prove that a perfect discriminator then exists
// (theorem 2.1), and that the saturating loss has no gradient left in front of it (theorem 2.4).
//
// We can look at the cliff. Take a fake and a real sample, walk from one to the other in a straight line, and ask
// D on the way:

// %%
const way = Array.from({ length: 61 }, (_, i) => i / 40 - 0.25);
const cutRuns = ["10 D steps", "R1, 10 D steps"];

await show(
  seedCurves({
    title: "From a fake to a real point: a cliff without R1, a gentle slope with it",
    alt: "D(x) along the way from generated to real points. Without R1 it is 0 at the fakes and 1 at the real points, with a steep rise between; with R1 it stays close to one half and rises a little.",
    x: way,
    series: cutRuns.map((name) => ({ name, runs: onRing[name].map(({ cut }) => cut) })),
    xTitle: "position: 0 is the fake, 1 the real point",
    yTitle: "D(x), mean of 64 ways",
    yDomain: [0, 1],
  }),
);

// %% [markdown]
// The generator learns from the *slope* of this curve at 0, where its samples are. What it makes of the slope
// depends on its loss. With the score $s$ and $D = \sigma(s)$, the derivative of the saturating loss
// $\log(1 - \sigma(s))$ is $-\sigma(s) = -D$; that of the non-saturating one, $-\log\sigma(s)$, is $-(1 - D)$:

// %%
const scores = Array.from({ length: 81 }, (_, i) => -10 + i / 4);
const chance = (score: number) => 1 / (1 + Math.exp(-score));

await show(
  curves({
    title: "A fake that D sees through (left) sends back nothing under the saturating loss",
    alt: "Size of the derivative of two generator losses against D's score of a fake. At score -10 the saturating loss has 0 and the non-saturating one 1; at score 10 it is the other way round.",
    x: scores,
    series: [
      { name: "saturating: D", values: scores.map(chance) },
      { name: "non-saturating: 1 - D", values: scores.map((score) => 1 - chance(score)) },
    ],
    xTitle: "score of a fake: below 0 D says fake",
    yTitle: "size of the loss's derivative",
  }),
);

// %% [markdown]
// So three things can help:
//
// - another **loss**, which does not multiply by $D$;
// - a **weaker discriminator**: slower, trained less often, smaller, with wrong labels, dropout or noise;
// - a **smoother discriminator**: one that may win, but not by a cliff. R1
//   ([Mescheder et al. 2018](https://arxiv.org/abs/1801.04406)) adds
//   $\frac{\gamma}{2}\,\mathbb{E}\,\|\nabla_x s(x)\|^2$ at real samples to D's loss, and so makes steep slopes
//   expensive. The gradient penalty of [WGAN-GP](https://arxiv.org/abs/1704.00028) is a relative of it.
//
// ## Fix it, on digits: one lever at a time
//
// The baseline: five D steps for each G step, D's learning rate 1e-3 against 5e-4 of G, the saturating loss. Every
// arm changes one thing and keeps the number of generator updates. One row needs a word: the **adaptive schedule**
// lets D rest while it is right in more than 80 % of its judgements.
//
// ```ts
// const schedule = (step, { discriminatorAccuracy, discriminatorUpdates }) => {
//   const isSure = discriminatorAccuracy.at(-1) > 0.8;
//   const justTrained = discriminatorUpdates.slice(-3).some((n) => n > 0);
//   return { discriminator: isSure && justTrained ? 0 : isSure ? 1 : 5, generator: 1 };
// };
// ```
//
// Mind `justTrained`. The accuracy is measured when D is trained. While D rests the history only repeats the old number,
// so a schedule that never looks again lets D rest for ever. This one looks again after three steps of rest, by training
// D once. We train the trap, too.

// %%
const testDigits = await mnist({
  split: "test",
  size: 14,
  limit: knobs.name === "smoke" ? 200 : 5000,
});
const realStatistics = await frechetStatistics(
  classifierFeatures("mnist-14").featuresOf(testDigits.images),
  { d: 64 },
);

const digitArms: Arm[] = [
  { name: "plain: 5 D steps" },
  { name: "untrained", steps: 1 },
  { name: "non-saturating loss", saturating: false },
  { name: "D rate / 10", rate: 1e-4 },
  { name: "1 D step", discriminatorSteps: 1 },
  {
    name: "5 G steps, 1 D step",
    discriminatorSteps: 1,
    generatorSteps: 5,
    steps: Math.ceil(knobs.digitSteps / 5),
  },
  { name: "labels 0.9", labels: 0.9 },
  { name: "dropout 0.5 in D", dropout: 0.5 },
  { name: "noise 1 to 0", noise: 1 },
  { name: "D rests above 80 %", rest: 0.8, look: 3 },
  { name: "D rests, never looks", rest: 0.8 },
  { name: "R1", r1: 10 },
  { name: "weak: D rate / 100", saturating: false, discriminatorSteps: 1, rate: 1e-5 },
  { name: "weak: 2 units", saturating: false, discriminatorSteps: 1, width: 2 },
];
console.log(
  `training ${digitArms.length} arms on digits, over ${knobs.seeds.length} seeds, about two minutes …`,
);

const onDigits = byArm(
  await runSeeds("digits", knobs.seeds, play, {
    inputs: {
      kind: "digits" as const,
      arms: digitArms,
      steps: knobs.digitSteps,
      samples: knobs.digitSamples,
      real: realStatistics,
    },
  }),
);

// %% [markdown]
// First the baseline. Does it have the fault?

// %%
const drawDigits = (name: string, title: string, alt: string) =>
  imageGrid({
    title: title,
    alt: alt,
    images: onDigits[name][0].picture,
    height: 14,
    width: 14,
    columns: 10,
  });

await show(
  drawDigits(
    "plain: 5 D steps",
    "First seed, baseline: no digits",
    "Twenty pictures of the baseline's generator: noisy patches, none of which is a digit.",
  ),
);
const baseline = onDigits["plain: 5 D steps"];
const gradientFalls = claim("Digits, baseline: the generator's gradient dies as training goes on", {
  measured: baseline.map(({ signal }) => signal),
  baseline: baseline.map(({ firstSignal }) => firstSignal),
  unit: "powers of ten",
  require: { atMost: -1.5 },
});
const accuracyOne = claim("Digits, baseline: the discriminator is right practically always", {
  measured: each(baseline, "accuracy"),
  unit: "accuracy of D",
  require: { atLeast: 0.99 },
});
const nothingLearnt = claim(
  "Digits, baseline: far from real digits, about as far as the untrained generator",
  {
    measured: baseline.map(({ quality }, i) => quality / onDigits.untrained[i].quality),
    unit: "Fréchet distance, as a share of the untrained generator's",
    require: { atLeast: 0.8 },
  },
);

// %% [markdown]
// ## Measure again, with the same numbers
//
// On digits the quality is the **Fréchet distance**: how far the features of 2,000 samples, taken from a small digit
// classifier that comes with the library, are from those of 5,000 test digits. It is made as the FID is, with other
// features, so it compares with the numbers of this table and with no published one. One more column keeps us
// honest: the share of the **commonest digit** among the samples. 0.1 is even, 1 is a collapse on one digit. (The table
// calls a longer signal better. What that is worth, a section below says.)

// %%
const remedies = digitArms.map(({ name }) => name).filter((name) => !/weak|untrained/.test(name));
const table = comparisonTable({
  title: "Digits: the remedies against one baseline",
  baseline: "plain: 5 D steps",
  arms: Object.fromEntries(
    remedies.map((name) => [
      name,
      {
        quality: each(onDigits[name], "quality"),
        commonest: onDigits[name].map(({ commonest }) => commonest),
        signal: each(onDigits[name], "signal"),
      },
    ]),
  ),
  columns: [
    { key: "quality", title: "Fréchet distance", better: "less" },
    { key: "commonest", title: "share of the commonest digit", better: "less" },
    { key: "signal", title: "signal to G (powers of ten)", better: "more" },
  ],
});

// %%
const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const ranked = digitArms
  .map(({ name }) => name)
  .filter((name) => name !== "untrained")
  .sort((a, b) => meanOf(each(onDigits[a], "quality")) - meanOf(each(onDigits[b], "quality")));
const atRanked = (key: "signal" | "accuracy" | "quality") => [
  {
    name: "seeds",
    points: ranked.map((name) => ({ at: name, values: each(onDigits[name], key) })),
  },
];

await show(
  doseResponse({
    title: `Quality of the samples, best arm first: ${ranked[0]}`,
    alt: `Fréchet distance of thirteen arms, from the best, ${ranked[0]}, to the worst, ${ranked.at(-1)}.`,
    series: atRanked("quality"),
    xTitle: "arm, in the order of its quality",
    yTitle: "Fréchet distance to test digits",
  }),
);
await show(
  doseResponse({
    title: "In the same order, D's accuracy: it does not tell good from bad",
    alt: "Accuracy of the discriminator for the same thirteen arms in the same order. The best arms and the baseline are all close to 1; low accuracies are found among bad arms.",
    series: atRanked("accuracy"),
    xTitle: "arm, in the order of its quality",
    yTitle: "accuracy of D (share of its judgements)",
    reference: [{ value: 0.8, label: "80 %" }],
  }),
);
await show(
  doseResponse({
    title: "In the same order, the signal: a dead one is bad, a long one is not yet good",
    alt: "Length of the generator's gradient for the same thirteen arms, in powers of ten. The baseline's is by far shorter than that of the good arms; the longest, that of the non-saturating loss, is not at the best arm.",
    series: atRanked("signal"),
    xTitle: "arm, in the order of its quality",
    yTitle: "length of G's gradient (powers of ten)",
  }),
);

// %%
await show(
  drawDigits(
    "R1",
    "First seed, R1: digits",
    "Twenty pictures of the generator trained with R1: rough, but different digits.",
  ),
);
await show(
  drawDigits(
    "D rests above 80 %",
    "First seed, D rests above 80 %: the gradient lives, the samples are bad",
    "Twenty pictures of the generator trained with the adaptive schedule.",
  ),
);

const helps = (name: string, text: string, atMost: number) =>
  claim(`Digits, ${name}: ${text}`, {
    measured: each(onDigits[name], "quality"),
    baseline: each(baseline, "quality"),
    unit: "Fréchet distance",
    require: { atMost },
  });
const fixes = [
  helps("R1", "far better samples than the baseline", -500),
  helps("dropout 0.5 in D", "better samples", -300),
  helps("noise 1 to 0", "better samples", -300),
  helps("non-saturating loss", "better samples", -200),
  helps("D rate / 10", "better samples", -200),
  helps("1 D step", "better samples", -150),
];
const r1Best = [
  "dropout 0.5 in D",
  "noise 1 to 0",
  "non-saturating loss",
  "D rate / 10",
  "1 D step",
].map((name) =>
  claim(`Digits: R1 is better than ${name}`, {
    measured: each(onDigits.R1, "quality"),
    baseline: each(onDigits[name], "quality"),
    unit: "Fréchet distance",
    require: { atMost: -30 },
  }),
);

// %% [markdown]
// ## What did not help
//
// - **One-sided label smoothing** is often named first. D is asked to say 0.9 of real samples in place of 1
//   ([Salimans et al. 2016](https://arxiv.org/abs/1606.03498)). That limits its score on *real* samples. The fakes
//   still get a score as low as D likes, and it is the fakes that the generator learns from.
// - **Five G steps**: the gradient is alive again, and most samples are of one digit. The dead gradient was exchanged
//   for a collapse. A generator that moves much faster than D runs to whatever D likes at the moment, as in
//   notebook 01.
// - **D rests above 80 %**: the gradient is alive again, and the samples are still bad. The rule trains D about as
//   often as one plain D step does, and does not get far beyond its samples, if it gets there at all.
// - **D rests, never looks**: after a few steps D rests for ever, and the generator learns to please a frozen
//   beginner.

// %%
const collapsed = [
  "labels 0.9",
  "5 G steps, 1 D step",
  "D rests above 80 %",
  "D rests, never looks",
].map((name) =>
  claim(`Digits, ${name}: still bad, more than 2.5 times as far from real digits as R1`, {
    measured: onDigits[name].map(({ quality }, i) => quality / onDigits.R1[i].quality),
    unit: "times the Fréchet distance of R1",
    require: { atLeast: 2.5 },
  }),
);
const exchanged = ["5 G steps, 1 D step", "D rests above 80 %"].map((name) =>
  claim(`Digits, ${name}: the generator's gradient is long again`, {
    measured: each(onDigits[name], "signal"),
    baseline: each(baseline, "signal"),
    unit: "powers of ten",
    require: { atLeast: 1.5 },
  }),
);
const oneDigit = claim("Digits, 5 G steps: most samples are of one digit", {
  measured: onDigits["5 G steps, 1 D step"].map(({ commonest }) => commonest),
  unit: "share of the commonest digit",
  require: { atLeast: 0.7 },
});
const notAdaptive = claim(
  "Digits: the adaptive schedule is at most a little better than one fixed D step",
  {
    measured: each(onDigits["D rests above 80 %"], "quality"),
    baseline: each(onDigits["1 D step"], "quality"),
    unit: "Fréchet distance",
    require: { atLeast: -250 },
  },
);
const fewUpdates = claim("It trains D about as often: once in a step, or a little less", {
  measured: onDigits["D rests above 80 %"].map(({ updates }) => updates),
  unit: "D updates in a step",
  require: { atLeast: 0.5, atMost: 1.5 },
});
const frozenSoon = claim("The schedule that never looks again trains D in the first steps only", {
  measured: onDigits["D rests, never looks"].map(({ updates }) => updates),
  unit: "D updates in a step",
  require: { atMost: 0.3 },
});

// %% [markdown]
// ## The opposite fault: a discriminator that is too weak
//
// "Then I make D so slow that it cannot win." Two weak ones, with the usual non-saturating loss and one D step: a
// hundredth of the learning rate, and only two hidden units in a layer. Their accuracy is that of a coin, which is
// what theory promises for a *perfect* generator. Look at the samples before you celebrate:

// %%
/** A square around 0 that holds all points, however far they have run. */
function squareOf(points: Float32Array): [number, number] {
  const reach = 1.1 * Math.max(3, ...points.map(Math.abs));
  return [-reach, reach];
}

await show(
  drawDigits(
    "weak: 2 units",
    "First seed, a D of 2 units: all samples are alike",
    "Twenty pictures of the generator trained against a discriminator of 2 units: all nearly the same.",
  ),
);
await show(
  scatterPlot({
    title: "First seed, ring, D too slow: the points have run far away",
    alt: "The eight real clouds are a small heap; the generated points lie many times their size away.",
    real: realPoints,
    fake: onRing["too weak"][0].picture,
    domain: squareOf(onRing["too weak"][0].picture),
  }),
);
const weakNames = ["weak: D rate / 100", "weak: 2 units"];
const weakCoin = weakNames.map((name) =>
  claim(`Digits, ${name}: the discriminator is right as often as a coin`, {
    measured: each(onDigits[name], "accuracy"),
    unit: "accuracy of D",
    require: { atLeast: 0.4, atMost: 0.6 },
  }),
);
const weakBad = weakNames.map((name) =>
  claim(`Digits, ${name}: bad samples, more than three times as far from real digits as R1`, {
    measured: onDigits[name].map(({ quality }, i) => quality / onDigits.R1[i].quality),
    unit: "times the Fréchet distance of R1",
    require: { atLeast: 3 },
  }),
);
const weakOneDigit = weakNames.map((name) =>
  claim(`Digits, ${name}: most samples are of one digit`, {
    measured: onDigits[name].map(({ commonest }) => commonest),
    unit: "share of the commonest digit",
    require: { atLeast: 0.6 },
  }),
);
const weakRing = claim(
  "Ring, too weak: the fakes run away, at least thirty times as far as those of the start",
  {
    measured: onRing["too weak"].map(({ quality }) => Math.log10(quality)),
    baseline: start.map(({ quality }) => Math.log10(quality)),
    unit: "powers of ten of the energy distance",
    require: { atLeast: 1.5 },
  },
);

// %% [markdown]
// ## "Keep D at 80 %" or "train D to the optimum"?
//
// Two pieces of advice that you will hear, and they contradict each other:
//
// - **Folklore**: do not let D win; hold its accuracy near 80 %, train it less when it is ahead.
// - **WGAN, WGAN-GP** ([Arjovsky et al. 2017](https://arxiv.org/abs/1701.07875),
//   [Gulrajani et al. 2017](https://arxiv.org/abs/1704.00028)): train the critic *to the optimum*, five steps for each
//   of the generator. The better it is, the better the gradient.
//
// Both are right, each for its own discriminator. A free discriminator becomes a cliff as it gets better, so more
// training hurts. A discriminator with bounded slopes becomes a better *ramp*, so more training does no harm.
// Here is the same dose, more D steps, given to both:

// %%
const doses = [2, 5, 10];
const named = (dose: number) => (dose === 2 ? "start: 2 D steps" : `${dose} D steps`);
const withR1 = (dose: number) => `R1, ${dose} D steps`;

await show(
  doseResponse({
    title: "More D steps: harm without R1, none with it",
    alt: "Energy distance to real points against 2, 5 and 10 D steps on a log scale. Without R1 it rises about tenfold; with R1 it is low and stays so.",
    series: [
      {
        name: "without R1",
        points: doses.map((at) => ({ at, values: each(onRing[named(at)], "quality") })),
      },
      {
        name: "with R1",
        points: doses.map((at) => ({ at, values: each(onRing[withR1(at)], "quality") })),
      },
    ],
    xTitle: "D steps for each G step",
    yTitle: "energy distance to real points",
    yScale: "log",
    xScale: "log",
  }),
);
await show(drawRing("First seed, R1 with ten D steps", onRing["R1, 10 D steps"][0].picture));
const trainingHurts = claim("Ring, without R1: ten D steps are worse than two", {
  measured: each(onRing["10 D steps"], "quality"),
  baseline: each(start, "quality"),
  unit: "energy distance",
  require: { atLeast: 0.4 },
});
const trainingDoesNot = claim(
  "Ring, with R1: ten D steps are as good as two, no worse and no better",
  {
    measured: each(onRing["R1, 10 D steps"], "quality"),
    baseline: each(onRing["R1, 2 D steps"], "quality"),
    unit: "energy distance",
    require: { atLeast: -0.05, atMost: 0.03 },
  },
);
const r1OnRing = claim(
  "Ring, ten D steps: R1 makes the samples at least ten times as close to real ones",
  {
    measured: onRing["R1, 10 D steps"].map(({ quality }) => Math.log10(quality)),
    baseline: onRing["10 D steps"].map(({ quality }) => Math.log10(quality)),
    unit: "powers of ten of the energy distance",
    require: { atMost: -1 },
  },
);

// %% [markdown]
// **So which number decides?** Let every measure of the *game* try to tell a good run from a bad one:
//
// - **D's accuracy** cannot. On digits it is above 90 % in the dead baseline *and* in the best arm, and the arm whose D
//   rests above 80 % has far worse samples than the best one.
// - **The length of G's gradient** tells a dead run. It does not tell a good one: the non-saturating loss has a
//   gradient more than ten times as long as R1's, and worse samples. Length is not direction.
// - **The slope of D** explains the difference between the baseline and R1. But the weak discriminators have gentle
//   slopes too.
//
// Measures of the game tell you *why* a run goes as it goes. *Whether* it goes well, only the samples tell.

// %%
const accuracyHigh = claim(
  "Digits, R1: the discriminator wins, too: right in more than nine of ten cases",
  {
    measured: each(onDigits.R1, "accuracy"),
    unit: "accuracy of D",
    require: { atLeast: 0.92 },
  },
);
const folklore = claim(
  "Digits: R1 has better samples than the schedule with a D that rests above 80 %",
  {
    measured: each(onDigits.R1, "quality"),
    baseline: each(onDigits["D rests above 80 %"], "quality"),
    unit: "Fréchet distance",
    require: { atMost: -200 },
  },
);
const longNotGood = claim("Digits: the non-saturating loss has a longer gradient than R1 …", {
  measured: each(onDigits["non-saturating loss"], "signal"),
  baseline: each(onDigits.R1, "signal"),
  unit: "powers of ten",
  require: { atLeast: 1 },
});
const slopeBaseline = claim("Digits: R1's discriminator is far less steep than the baseline's", {
  measured: onDigits.R1.map(({ slope }) => Math.log10(slope)),
  baseline: baseline.map(({ slope }) => Math.log10(slope)),
  unit: "powers of ten",
  require: { atMost: -1 },
});
const slopeWeak = claim("Digits: the slow, weak discriminator is not steep either", {
  measured: each(onDigits["weak: D rate / 100"], "slope"),
  unit: "slope of D's score, per unit of distance",
  require: { atMost: 0.5 },
});

// %% [markdown]
// ## Try it yourself
//
// Your own discriminator, on the ring, in seconds. Find a setting that kills the gradient, then revive it *without*
// making D weaker. Questions to start with:
//
// - Does `labels: 0.9` save ten D steps? Does `noise: 0.5`? `dropout: 0.5`?
// - How small can `r1` be? How large, before it hurts?
// - What does `saturating: false` do to the signal, and what to the points?

// %%
const mine: Arm = {
  name: "mine",
  saturating: true,
  discriminatorSteps: 10,
  rate: 1e-3, // learning rate of D
  width: 64, // units in a hidden layer of D
  labels: 1, // less than 1: one-sided label smoothing
  dropout: 0, // 0 to 0.9
  noise: 0, // std of instance noise at the beginning
  r1: 0.1, // weight of R1
};
const mySteps = knobs.name === "smoke" ? 5 : 400;

const myProgress = trainingProgress({ steps: mySteps, label: "ring, my discriminator" });
const [myResult] = await play({ seed: firstSeed }, library, {
  kind: "ring",
  arms: [mine],
  steps: mySteps,
  samples: knobs.ringSamples,
  watch: (step) => myProgress.update(step),
});
myProgress.done();
console.log(
  `signal to G 10^${myResult.signal.toFixed(1)}, accuracy of D ${myResult.accuracy.toFixed(2)}, ` +
    `energy distance ${myResult.quality.toFixed(3)}`,
);
await show(drawRing(`My points after ${mySteps} steps`, myResult.picture));
await show(
  curves({
    title: "My generator's gradient over training",
    alt: "Length of the generator's gradient over the training of my own setting, in powers of ten.",
    x: myResult.history.gradient.map((_, index) => index + 1),
    series: [{ name: "G's gradient", values: smooth(myResult.history.gradient, 20) }],
    yTitle: "length of G's gradient (powers of ten)",
  }),
);

// %% [markdown]
// ## Diagnose it yourself
//
// Two runs with a hidden set-up. Look at the curves and the samples, and write down what is wrong with each: D too
// strong, D too weak, or something else? Which two signs would you name? Then run the cell after.

// %%
await riddle("B").show();
await riddle("C").show();

// %% [markdown]
// Now what the library's rules say of these two runs. (`diagnosisRules` holds the rules with their reasons; they are
// rules of thumb, tested on small trainings.)

// %%
riddle("B").answer();
riddle("C").answer();

// %% [markdown]
// ## What this notebook found

// %%
resultsTable([
  ...worseOnRing,
  ...signalDies,
  startAlive,
  startAccuracy,
  lossAtZero,
  gradientFalls,
  accuracyOne,
  nothingLearnt,
  ...fixes,
  ...r1Best,
  ...collapsed,
  ...exchanged,
  oneDigit,
  notAdaptive,
  fewUpdates,
  frozenSoon,
  ...weakCoin,
  ...weakBad,
  ...weakOneDigit,
  weakRing,
  trainingHurts,
  trainingDoesNot,
  r1OnRing,
  accuracyHigh,
  folklore,
  longNotGood,
  slopeBaseline,
  slopeWeak,
]);

// %% [markdown]
// ## Check yourself
//
// <details><summary>1. Your discriminator's accuracy is 99 %. Is it too strong?
// (a) Yes. (b) No. (c) That does not tell.</summary>
//
// (a) The start on the ring, which still learns, and R1 on digits, our best arm, have accuracies nearly as high. (b) The
// dead baseline has a higher one. **(c) is right**: look at the length of G's gradient, and at the samples.
// </details>
//
// <details><summary>2. Saturating loss, D's loss near 0, G's gradient a thousandth of what it was. What do you do
// first? (a) Train longer. (b) Raise G's learning rate a thousandfold. (c) Add R1, or change the loss.</summary>
//
// (a) D only becomes surer; over training the gradient falls further. (b) Adam divides the gradient by its usual size
// already: a short gradient does not mean short steps, it means steps into a direction that is hardly known.
// **(c) is right**: the cause is D's cliff, times a loss that multiplies by D.
// </details>
//
// <details><summary>3. Why does one-sided label smoothing do so little here?
// (a) 0.9 is too near to 1. (b) It limits D's score on real samples, not on fakes.</summary>
//
// (a) Another number moves the same limit, on the same side. **(b) is right**: the saturating gradient is D(G(z)) times
// a slope, and nothing keeps D(G(z)) from 0.
// </details>
//
// <details><summary>4. With R1 you go from 2 to 10 D steps. What do you expect?
// (a) A dead gradient. (b) Samples about as good, at a higher price. (c) Much better samples.</summary>
//
// (a) That needs a cliff, and R1 makes cliffs expensive. **(b) is right**: the claim above. (c) The same claim
// shows no gain either; the price, five times the updates of D, is certain.
// </details>
//
// <details><summary>5. An adaptive schedule lets D rest while its accuracy is above 80 %. In your log the accuracy stays
// at exactly 0.875 from step 6 on. What has happened? (a) A perfect balance. (b) D is never trained again.</summary>
//
// (a) A measured accuracy wavers from batch to batch; a constant is no measurement. **(b) is right**: while D rests,
// nobody measures it, and the rule reads the old number for ever.
// </details>
//
// <details><summary>6. D's accuracy is 50 %. Is the generator perfect?
// (a) Yes, theory says so. (b) It may be, or D is too weak to see anything.</summary>
//
// (a) Theory says it of the *best* discriminator. **(b) is right**: both weak discriminators above are at 50 %, and their
// generators draw mostly one digit.
// </details>
//
// ## Where next
//
// - [Notebook 02](02-gradients.ipynb) measures how the gradient falls while D is trained and G stands still, and what depth adds to it.
//   [Notebook 04](04-instability.ipynb) is about R1 and WGAN-GP where they go wrong.
// - [Arjovsky and Bottou 2017](https://arxiv.org/abs/1701.04862): why a perfect discriminator exists; also where instance
//   noise comes from, together with [Sønderby et al. 2017](https://arxiv.org/abs/1610.04490).
// - [Fedus et al. 2018](https://arxiv.org/abs/1710.08446): GANs that train well although their discriminator is not
//   kept at an optimum, and the non-saturating loss against theory.
// - [Mescheder et al. 2018](https://arxiv.org/abs/1801.04406): R1, and which trainings converge.
//
// **Next: [04 · Instability](04-instability.ipynb) →**
