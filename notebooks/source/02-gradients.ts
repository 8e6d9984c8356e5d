// ---
// title: Vanishing and exploding gradients
// seconds:
//   full: 220
//   quick: 80
//   smoke: 20
// ---

// %% [markdown]
// # 02 · Vanishing and exploding gradients
//
// A generator learns from one thing only: the gradient that the discriminator sends back. If that gradient is too
// small, the generator stands still. If it is too large, one step ruins it. This notebook looks where both can be
// seen: at the gradient itself, at its start in the loss, and on its way through the layers.
//
// After this notebook you can
//
// - say **where** a gradient gets lost: in the loss, in the discriminator, or on its way through the generator's layers;
// - **predict** from the activation and the first weights how large signals will be in layer 20, before any training;
// - choose a loss, an activation, first weights and a normalisation for a reason, and know which popular remedies do
//   **nothing** here;
// - tell from a heat map of gradients whether a network of many layers can learn.
//
// You need notebook 00. Reading takes about forty minutes, running less than four.

// %%
import { budget, claim, comparisonTable, meanInterval, resultsTable } from "gan-clinic"; // evidence
import { type RemoteExperiment, runSeeds, seeded, seedList } from "gan-clinic";
import { startEngine, tf } from "gan-clinic";
import { mnist, onPlane, ring } from "gan-clinic"; // data
import { badInit, batchNorm, dense, heNormal, lsuv, orthogonal, xavierUniform } from "gan-clinic"; // layers
import { leakyRelu, mlp, relu, sigmoid, tanh } from "gan-clinic"; // networks
import { latestLosses, minimax, nonSaturating, smooth, trainGan } from "gan-clinic"; // training
import { bars, curves, doseResponse, gradientHeatMap, scatterPlot, seedCurves } from "gan-clinic"; // charts
import { liveChart, show, trainingProgress } from "gan-clinic";
import { riddle } from "gan-clinic";

const engine = await startEngine();

const quick = false; // true: fewer seeds and steps, in about 80 seconds. Then run all cells anew
// Knobs: change one, run the cells below again. "full" proves the claims, "quick" is smaller, "smoke" is for tests.
const knobs = budget(
  {
    full: {
      seeds: seedList(5),
      lossSteps: 500, // D steps against a generator that stands still
      stage: 200, // steps after which a trained generator is stopped
      digitSteps: 150,
      playSteps: 300,
      fiveSteps: 600, // trainings of generators with five layers
      depthSteps: 500, // … and with twenty
      depths: [2, 5, 10, 20], // hidden layers of the generators that are looked at before training
      deep: 20, // … and of those that are trained
      sgdSteps: 400,
    },
    quick: {
      seeds: seedList(3),
      lossSteps: 200,
      stage: 80,
      digitSteps: 50,
      playSteps: 120,
      fiveSteps: 240,
      depthSteps: 160,
      depths: [2, 10, 20],
      deep: 20,
      sgdSteps: 130,
    },
    smoke: {
      seeds: seedList(2),
      lossSteps: 12,
      stage: 3,
      digitSteps: 5,
      playSteps: 5,
      fiveSteps: 6,
      depthSteps: 6,
      depths: [2, 3],
      deep: 3,
      sgdSteps: 5,
    },
  },
  { quick },
);
console.log(`engine: ${engine.name}, budget: ${knobs.name}, ${knobs.seeds.length} seeds`);

/** How to read the numbers below: 2 is a hundred times, -3 a thousandth. 0 counts as the least float32 number. */
const orders = (value: number) => Math.log10(Math.max(value, 1e-45));
/** One decimal, and 0.0 for what rounds to -0.0. */
const decimal = (value: number) => (Math.round(10 * value) / 10 + 0).toFixed(1);
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

// %% [markdown]
// ## The pitfall in one picture
//
// Stop a generator. Train a fresh discriminator against it, better and better. At each step ask: *how long is the
// gradient that this generator would get?* This is the experiment of
// [Arjovsky and Bottou 2017](https://arxiv.org/abs/1701.04862) (figure 2), who did it with pictures.
//
// Our data are points in 64 dimensions. They are made to look like pictures do to a network: the real points lie on
// a thin sheet (a ring of 8 clouds, on a plane through the 64-dimensional space), and the fakes are anywhere.
//
// The generator's loss is the *saturating* one, the first that was written down
// ([Goodfellow et al. 2014](https://arxiv.org/abs/1406.2661)): make $\log(1 - D(G(z)))$ small.

// %%
const sizeNow = (gradients: readonly number[]) => smooth(gradients, 10).at(-1)!.toExponential(0);
const drawFall = (gradients: readonly number[]) =>
  curves({
    title: `The better D gets, the less G hears (now ${sizeNow(gradients)})`,
    alt: "On a log scale, the length of the generator's gradient falls as the discriminator is trained.",
    x: gradients.map((_, i) => i + 1),
    series: [{ name: "gradient", values: smooth(gradients, 10) }],
    xTitle: "steps of the discriminator",
    yTitle: "length of G's gradient",
    yScale: "log",
  });

const firstSeed = knobs.seeds[0];
const watchedData = onPlane(
  ring({ radius: 2, std: 0.05 }),
  64,
  seeded(firstSeed).stream("the plane"),
);
const picture = liveChart();
const watched = await trainGan({
  data: watchedData,
  generator: mlp({
    name: "generator",
    inputs: 8,
    hidden: [64, 64],
    outputs: 64,
    init: heNormal,
    random: seeded(firstSeed).stream("generator"),
  }),
  discriminator: mlp({
    name: "discriminator",
    inputs: 64,
    hidden: [64, 64],
    outputs: 1,
    activation: leakyRelu,
    init: heNormal,
    random: seeded(firstSeed).stream("discriminator"),
  }),
  loss: minimax, // the saturating loss
  learningRate: { generator: () => 0, discriminator: 1e-3 }, // a rate of 0: the generator stands still
  seed: firstSeed,
  steps: knobs.lossSteps,
  snapshotEvery: knobs.lossSteps,
  onProgress: ({ history }) => picture.update(() => drawFall(history.generatorGradient)),
});
await picture.done(drawFall(watched.history.generatorGradient));
watched.dispose();

// %% [markdown]
// This discriminator is *good*. Nothing in its training is wrong. And yet the generator it should teach hears less
// and less of it.
//
// ## Reproduce it, over seeds and settings
//
// One picture proves nothing. So we do the same over several seeds, for a generator that has learned nothing yet and
// for one that was trained first and then stopped; for three losses of the generator; and for what people recommend
// against it. Every arm changes **one** thing. Two more arms use the same ring *without* the space around it, as
// points in the plane.
//
// | arm | what is changed |
// | --- | --- |
// | saturating | nothing: G minimises $\log(1-D(G(z)))$ |
// | non-saturating | G minimises $-\log D(G(z))$; the discriminator is the very same |
// | wasserstein | scores without a sigmoid, with a gradient penalty ([Gulrajani et al. 2017](https://arxiv.org/abs/1704.00028)) |
// | R1 | saturating, and D pays for being steep at real points ([Mescheder et al. 2018](https://arxiv.org/abs/1801.04406)) |
// | spectral norm | saturating, and no layer of D may stretch a difference ([Miyato et al. 2018](https://arxiv.org/abs/1802.05957)) |
// | labels .9 | saturating, and D learns .9 in place of 1 for real points ([Salimans et al. 2016](https://arxiv.org/abs/1606.03498)) |
// | noise | saturating, and all that D sees is blurred by noise of std .5 ([Sønderby et al. 2017](https://arxiv.org/abs/1610.04490)) |
//
// The function below does one seed. `runSeeds` sends it to two processes, so that two seeds run side by side.

// %%
interface FrozenSetting {
  name: string;
  space: number; // dimensions around the ring: 64, or 2 for none
  stage: number; // steps for which the generator was trained before
  arms: string[];
}
interface FrozenResult {
  gradients: number[]; // length of G's gradient after each step of D
  believed: number[]; // mean D(G(z)) at each step
  accuracy: number[]; // share of its batch that D tells right
  steepness: [start: number, end: number]; // mean slope of D's score, half way between real and fake
  offPlane: number; // how far fakes lie from the plane, by how far points on the plane lie from its middle
}

const frozenGenerator: RemoteExperiment<
  Record<string, Record<string, FrozenResult>>, // by setting, by arm
  { settings: FrozenSetting[]; steps: number }
> = async ({ seed }, library, { settings, steps }) => {
  const { seeded, tf, ring, onPlane, mlp, trainGan, relu, leakyRelu, heNormal } = library;
  const { minimax, nonSaturating, wasserstein, withLabels, r1Term, gradientPenaltyTerm } = library;
  const flat = ring({ radius: 2, std: 0.05 });
  const plane = onPlane(flat, 64, seeded(seed).stream("the plane"));
  const losses = {
    "non-saturating": nonSaturating,
    wasserstein,
    "labels .9": withLabels(minimax, { real: 0.9, fake: 0 }),
  };
  const terms = {
    wasserstein: [gradientPenaltyTerm({ weight: 10 })],
    R1: [r1Term({ weight: 10 })],
  };
  const network = (name: string, inputs: number, outputs: number, spectral = false) =>
    mlp({
      name,
      inputs,
      hidden: [64, 64],
      outputs,
      activation: name === "generator" ? relu : leakyRelu,
      init: heNormal,
      spectral,
      random: seeded(seed).stream(name),
    });
  const runOne = async ({ space, stage }: FrozenSetting, arm: string): Promise<FrozenResult> => {
    const data = space === 2 ? flat : plane;
    const generator = network("generator", 8, space);
    if (stage > 0) {
      const first = network("first discriminator", space, 1);
      await trainGan({
        data,
        generator,
        discriminator: first,
        loss: nonSaturating,
        seed,
        steps: stage,
        compiled: stage >= 100,
        learningRate: { generator: 1e-3, discriminator: 1e-3 },
        snapshotEvery: stage,
      });
      first.dispose();
    }
    // How far are the fakes from the plane of the data?
    const offPlane = tf.tidy(() => {
      if (space === 2) return 0;
      const fakes = generator.apply(seeded(seed).normal([256, 8])) as tf.Tensor2D; // (256, 64)
      const nearest = plane.lift(plane.project(fakes)); // (256, 64)
      const away = tf.mean(tf.square(tf.sub(fakes, nearest)));
      const along = tf.mean(tf.square(nearest));
      return tf.sqrt(tf.div(away, along)).dataSync()[0];
    });
    const run = await trainGan({
      data,
      generator,
      discriminator: network("discriminator", space, 1, arm === "spectral norm"),
      loss: losses[arm as keyof typeof losses] ?? minimax,
      terms: terms[arm as keyof typeof terms] ?? [],
      instanceNoise: arm === "noise" ? 0.5 : 0,
      learningRate: { generator: () => 0, discriminator: 1e-3 }, // G stands still
      ...(arm === "wasserstein" && { beta1: 0, beta2: 0.9 }), // as in the paper
      seed: seed + 5000, // fresh data: those of the first training are used up
      steps,
      compiled: steps >= 100, // for less, compiling does not pay
      snapshotEvery: steps,
    });
    const { generatorGradient, fakeProbability, discriminatorAccuracy } = run.history;
    const result: FrozenResult = {
      gradients: [...generatorGradient],
      believed: [...fakeProbability],
      accuracy: [...discriminatorAccuracy],
      steepness: [run.monitors[0].meanSlope, run.monitors.at(-1)!.meanSlope],
      offPlane,
    };
    run.dispose();
    return result;
  };
  const results: Record<string, Record<string, FrozenResult>> = {};
  for (const setting of settings) {
    results[setting.name] = {};
    for (const arm of setting.arms) results[setting.name][arm] = await runOne(setting, arm);
  }
  return results;
};

const everyArm = [
  "saturating",
  "non-saturating",
  "wasserstein",
  "R1",
  "spectral norm",
  "labels .9",
  "noise",
];
const frozenRuns = await runSeeds("a generator that stands still", knobs.seeds, frozenGenerator, {
  inputs: {
    steps: knobs.lossSteps,
    settings: [
      { name: "64-D, untrained", space: 64, stage: 0, arms: everyArm },
      {
        name: "64-D, trained",
        space: 64,
        stage: knobs.stage,
        arms: everyArm.filter((arm) => arm !== "R1" && arm !== "spectral norm"),
      },
      { name: "plain, untrained", space: 2, stage: 0, arms: ["saturating"] },
      { name: "plain, trained", space: 2, stage: knobs.stage, arms: ["saturating"] },
    ],
  },
});
const untrained = frozenRuns.map((run) => run["64-D, untrained"]);
const trained = frozenRuns.map((run) => run["64-D, trained"]);
const flatUntrained = frozenRuns.map((run) => run["plain, untrained"]);
const flatTrained = frozenRuns.map((run) => run["plain, trained"]);

// %%
/** One arm's gradients of all seeds, smoothed over 20 steps, at every tenth step: what a chart can show. */
const shownSteps = Array.from({ length: Math.floor(knobs.lossSteps / 10) }, (_, i) => 10 * i);
const forChart = (runs: Record<string, FrozenResult>[], arm: string) =>
  runs.map((run) => {
    const smoothed = smooth(run[arm].gradients, 20);
    return shownSteps.map((step) => Math.max(smoothed[step], 1e-30));
  });

await show(
  seedCurves({
    title: "On a sheet in 64 dimensions the gradient dies, on the plain ring it does not",
    alt: "On a log scale, the generator's gradient on the ring in 64 dimensions falls by orders of magnitude; on the plain ring it stays level.",
    x: shownSteps.map((step) => step + 1),
    series: [
      { name: "64-D, untrained G", runs: forChart(untrained, "saturating") },
      { name: "64-D, trained G", runs: forChart(trained, "saturating") },
      { name: "plain, untrained G", runs: forChart(flatUntrained, "saturating") },
      { name: "plain, trained G", runs: forChart(flatTrained, "saturating") },
    ],
    xTitle: "steps of the discriminator",
    yTitle: "length of G's gradient",
    yScale: "log",
  }),
);

// %% [markdown]
// ## Measure it
//
// The measure is the **change in orders of magnitude**: the logarithm (base 10) of the gradient's length at the end
// (mean of the last 50 steps), less the same after the first step. $-3$ means that a thousandth is left.

// %%
const change = (runs: Record<string, FrozenResult>[], arm: string) =>
  runs.map(
    (run) => mean(run[arm].gradients.slice(-50).map(orders)) - orders(run[arm].gradients[0]),
  );
const finalAccuracy = (runs: Record<string, FrozenResult>[]) =>
  runs.map((run) => mean(run.saturating.accuracy.slice(-50)));

const vanishesUntrained = claim(
  "Ring in 64 dimensions, untrained generator: the gradient vanishes",
  {
    measured: change(untrained, "saturating"),
    unit: "orders of magnitude",
    require: { atMost: -2 },
  },
);
const vanishesTrained = claim("The same with a generator that was trained first", {
  measured: change(trained, "saturating"),
  unit: "orders of magnitude",
  require: { atMost: -1 },
});
const flatHolds = claim(
  "On the plain ring the gradient of an untrained generator does not vanish",
  {
    measured: change(flatUntrained, "saturating"),
    unit: "orders of magnitude",
    require: { atLeast: -1 },
  },
);
const flatTrainedHolds = claim("… and neither does that of a trained one", {
  measured: change(flatTrained, "saturating"),
  unit: "orders of magnitude",
  require: { atLeast: -1 },
});
const spaceMatters = claim(
  "The space around the ring costs the trained generator's gradient about an order or more",
  {
    measured: change(trained, "saturating"),
    baseline: change(flatTrained, "saturating"),
    unit: "orders of magnitude",
    require: { atMost: -0.8 },
  },
);
const partsAll = claim("In 64 dimensions the discriminator makes no mistake in the end", {
  measured: finalAccuracy(trained),
  unit: "share told right",
  require: { atLeast: 0.995 },
});
const partsSome = claim("On the plain ring, the same discriminator goes on making mistakes", {
  measured: finalAccuracy(flatTrained),
  unit: "share told right",
  require: { atMost: 0.97 },
});

// %% [markdown]
// ## Why: the discriminator has found a way to be sure
//
// **Picture first.** On the plain ring, fakes land between and on the real clouds. There is no border that parts the
// two without error, so the best discriminator still doubts, and where it doubts it has a slope. In 64 dimensions
// there is such a border: real points lie on the plane and fakes beside it. *How far beside* does not matter. The
// discriminator need not know anything about the ring; it only asks "are you on the plane?", and is sure.
//
// (Pictures of real things are like that: a thin sheet in the space of all pixel values. That is why this toy
// behaves like pictures and the plain ring does not.)

// %%
const besidePlane = claim("Fakes of an untrained generator lie far beside the data's plane", {
  measured: untrained.map((run) => run.saturating.offPlane),
  unit: "distance from the plane by size along it",
  require: { atLeast: 2 },
});
const nearer = claim("Training brings them nearer", {
  measured: trained.map((run) => run.saturating.offPlane),
  baseline: untrained.map((run) => run.saturating.offPlane),
  unit: "distance from the plane by size along it",
  require: { atMost: -1.5 },
});
const stillBeside = claim("… but by no means onto the plane", {
  measured: trained.map((run) => orders(run.saturating.offPlane)),
  unit: "log10 of the distance from the plane by size along it",
  require: { atLeast: -0.7 },
});

// %% [markdown]
// **Then the formula.** The discriminator gives a score $s$, and $D = \sigma(s)$, the sigmoid. The gradient reaches
// the generator through the loss's slope at $s$:
//
// | loss of G | in the score | slope |
// | --- | --- | --- |
// | saturating, $\log(1-D)$ | $-\log(1+e^{s})$ | $-\sigma(s) = -D$ |
// | non-saturating, $-\log D$ | $\log(1+e^{-s})$ | $-(1-D)$ |
// | Wasserstein | $-s$ | $-1$ |
//
// A fake that is surely fake has $D$ near 0. The saturating loss multiplies its gradient by $D$: *the worse the fake,
// the less it learns.* The next chart asks the library's own losses for their slope.

// %%
const scores = Array.from({ length: 81 }, (_, i) => -12 + 0.2 * i);
const slopeOf = (loss: (scores: tf.Tensor) => tf.Scalar) =>
  scores.map((score) =>
    tf.tidy(() =>
      Math.abs(
        tf
          .grad((s) => loss(s))(tf.fill([1, 1], score))
          .dataSync()[0],
      ),
    ),
  );
const slopes = {
  saturating: slopeOf(minimax.generator),
  nonSaturating: slopeOf(nonSaturating.generator),
};
await show(
  curves({
    title: "For a fake that is surely fake (left), only the saturating loss has no slope",
    alt: "On a log scale, the saturating loss's slope falls exponentially for negative scores; the other two stay at 1 there.",
    x: scores,
    series: [
      { name: "saturating", values: slopes.saturating },
      { name: "non-saturating", values: slopes.nonSaturating },
      { name: "wasserstein", values: scores.map(() => 1) },
    ],
    xTitle: "score of the fake (below 0: D says fake)",
    yTitle: "slope of G's loss",
    yScale: "log",
  }),
);

// %% [markdown]
// The theorem says the same with care ([Arjovsky and Bottou 2017](https://arxiv.org/abs/1701.04862), theorem 2.4): if
// $D$ and its slope are within $\varepsilon$ of a perfect discriminator, the generator's gradient is at most
// $M\,\varepsilon/(1-\varepsilon)$. So gradient and $D(G(z))$ should fall *together*. They do:

// %%
const believed = untrained.map((run) => run.saturating.believed);
await show(
  seedCurves({
    title: "The gradient falls as the discriminator's doubt does",
    alt: "On a log scale, the length of the generator's gradient and the mean probability that D gives to fakes fall together over several orders of magnitude.",
    x: shownSteps.map((step) => step + 1),
    series: [
      { name: "length of G's gradient", runs: forChart(untrained, "saturating") },
      {
        name: "mean D(G(z))",
        runs: believed.map((values) => {
          const smoothed = smooth(values, 20);
          return shownSteps.map((step) => Math.max(smoothed[step], 1e-30));
        }),
      },
    ],
    xTitle: "steps of the discriminator",
    yTitle: "gradient, probability",
    yScale: "log",
  }),
);
const fallTogether = claim("The gradient falls about as far as D(G(z)) does", {
  measured: change(untrained, "saturating"),
  baseline: believed.map((values) => mean(values.slice(-50).map(orders)) - orders(values[0])),
  unit: "orders of magnitude",
  require: { atLeast: -1.5, atMost: 1.5 },
});

// %% [markdown]
// ## Fixes, one at a time: the loss, then the discriminator
//
// Now the other arms, measured in the same way. The chart shows the untrained generator, the harder case.

// %%
const arms = Object.keys(untrained[0]);
const armChanges = arms.map((arm) => meanInterval(change(untrained, arm)));
await show(
  bars({
    title:
      "Losses that do not saturate keep the gradient; soft labels and noise do not save it here",
    alt: "Change of the generator's gradient for seven arms: strongly negative for saturating, labels .9 and noise; near 0 or positive for non-saturating, wasserstein and spectral norm; between for R1.",
    categories: arms,
    series: [
      {
        name: "change",
        values: armChanges.map((interval) => interval.mean),
        low: armChanges.map((interval) => interval.low),
        high: armChanges.map((interval) => interval.high),
      },
    ],
    reference: [{ value: 0, label: "no change" }],
    xTitle: "what was changed (untrained generator, 64 dimensions)",
    yTitle: "change (orders of magnitude), 95 % interval",
  }),
);
const comparison1 = comparisonTable({
  title: "Untrained generator: change of its gradient while D is trained",
  baseline: "saturating",
  arms: Object.fromEntries(arms.map((arm) => [arm, { change: change(untrained, arm) }])),
  columns: [{ key: "change", title: "orders of magnitude", better: "more" }],
});
const comparison2 = comparisonTable({
  title: "Trained generator: change of its gradient while a fresh D is trained",
  baseline: "saturating",
  arms: Object.fromEntries(
    Object.keys(trained[0]).map((arm) => [arm, { change: change(trained, arm) }]),
  ),
  columns: [{ key: "change", title: "orders of magnitude", better: "more" }],
});

// %%
const nonSaturatingGrows = claim("The non-saturating gradient does not vanish: it grows", {
  measured: change(untrained, "non-saturating"),
  unit: "orders of magnitude",
  require: { atLeast: 0.3 },
});
const nonSaturatingGrowsToo = claim("… against the trained generator as well, and by more", {
  measured: change(trained, "non-saturating"),
  unit: "orders of magnitude",
  require: { atLeast: 0.75 },
});
const wassersteinSteady = claim("The Wasserstein gradient, with its penalty, stays as it is", {
  measured: change(untrained, "wasserstein"),
  unit: "orders of magnitude",
  require: { atLeast: -0.5, atMost: 0.6 },
});
const r1Keeps = claim("R1 saves a good part of the saturating gradient", {
  measured: change(untrained, "R1"),
  baseline: change(untrained, "saturating"),
  unit: "orders of magnitude",
  require: { atLeast: 0.8 },
});
const spectralKeeps = claim("Spectral norm in the discriminator saves a good part of it, too", {
  measured: change(untrained, "spectral norm"),
  baseline: change(untrained, "saturating"),
  unit: "orders of magnitude",
  require: { atLeast: 1.5 },
});

// %% [markdown]
// **Read it with care: a gradient that grows is no gift.** The non-saturating slope is at most 1, so where does the
// growth come from? From the discriminator: it gets steeper, since nothing bounds it. Arjovsky and Bottou show that
// this gradient is also *noisy* (theorem 2.6). The Wasserstein loss has a constant slope, and its penalty holds the
// discriminator's steepness near 1: both factors are bounded, and the gradient stays.

// %%
const steepness = (arm: string) =>
  untrained.map((run) => orders(run[arm].steepness[1]) - orders(run[arm].steepness[0]));
const getsSteeper = claim("With the non-saturating loss the discriminator gets steeper", {
  measured: steepness("non-saturating"),
  unit: "orders of magnitude of the score's slope",
  require: { atLeast: 0.2 },
});
const staysFlat = claim("With Wasserstein loss and penalty it does not", {
  measured: steepness("wasserstein"),
  unit: "orders of magnitude of the score's slope",
  require: { atLeast: -0.25, atMost: 0.2 },
});

// %% [markdown]
// ## What did not help
//
// **One-sided label smoothing.** It teaches the discriminator to be less sure *on real points*. The saturating
// gradient is lost *on fakes*, and there it changes next to nothing. (Where the tables call it worse, it is by a sliver.)
//
// **Instance noise** blurs the border: with noise wide enough, real and fake overlap and the discriminator must
// doubt. Whether .5 is wide enough depends on how far the fakes are away. For a trained generator, whose fakes are
// near, it keeps the whole gradient. For an untrained one most of the gradient is lost all the same.
// And on pictures? Let us look at digits (reduced: 14 by 14 pixels, an untrained generator).

// %%
const digits = await mnist({ split: "train", size: 14, limit: 3000 });

const frozenOnDigits: RemoteExperiment<
  Record<string, number[]>,
  { images: Float32Array; steps: number }
> = async ({ seed }, library, { images, steps }) => {
  const { finiteDataset, seeded, mlp, heNormal, leakyRelu, tanh, minimax, trainGan } = library;
  const data = finiteDataset({ name: "digits", shape: [196], range: [-1, 1], examples: images });
  const results: Record<string, number[]> = {};
  for (const noise of [0, 0.5]) {
    const shared = { init: heNormal, hidden: [128, 128] };
    const run = await trainGan({
      data,
      generator: mlp({
        ...shared,
        name: "generator",
        inputs: 32,
        outputs: 196,
        output: tanh,
        random: seeded(seed).stream("generator"),
      }),
      discriminator: mlp({
        ...shared,
        name: "discriminator",
        inputs: 196,
        outputs: 1,
        activation: leakyRelu,
        random: seeded(seed).stream("discriminator"),
      }),
      loss: minimax,
      instanceNoise: noise,
      learningRate: { generator: () => 0, discriminator: 1e-3 },
      seed,
      steps,
      compiled: steps >= 100, // for less, compiling does not pay
      snapshotEvery: steps,
    });
    results[noise === 0 ? "without" : "noise"] = [...run.history.generatorGradient];
    run.dispose();
  }
  return results;
};

const onDigits = await runSeeds("digits", knobs.seeds, frozenOnDigits, {
  inputs: { images: digits.images as Float32Array, steps: knobs.digitSteps },
});

// %%
const digitChange = (arm: string) =>
  onDigits.map((run) => mean(run[arm].slice(-50).map(orders)) - orders(run[arm][0]));

const labelsNothing = claim("One-sided label smoothing changes nothing that matters", {
  measured: change(untrained, "labels .9"),
  baseline: change(untrained, "saturating"),
  unit: "orders of magnitude",
  require: { atLeast: -0.5, atMost: 0.5 },
});
const noiseHelpsTrained = claim("Noise of std .5 keeps the gradient of the trained generator", {
  measured: change(trained, "noise"),
  unit: "orders of magnitude",
  require: { atLeast: -0.8, atMost: 0.8 },
});
const noiseFailsUntrained = claim("… but that of the untrained one still falls, tenfold or more", {
  measured: change(untrained, "noise"),
  unit: "orders of magnitude",
  require: { atMost: -1 },
});
const digitsVanish = claim("On digits the saturating gradient vanishes as well", {
  measured: digitChange("without"),
  unit: "orders of magnitude",
  require: { atMost: -2 },
});
const noiseNothingOnDigits = claim(
  "… and noise of std .5 on every pixel saves nearly nothing of it",
  {
    measured: digitChange("noise"),
    baseline: digitChange("without"),
    unit: "orders of magnitude",
    require: { atLeast: -0.5, atMost: 0.7 },
  },
);

// %% [markdown]
// ## Does it matter? Let them play
//
// So far the generator stood still. Now it plays, against a discriminator that is allowed five steps for each of its
// own, which makes it nearly perfect all the time. Three losses, all else equal. The distance is the *sliced
// Wasserstein distance* to real points: how far samples have to be carried, on average, to become real; 0 is perfect.

// %%
const play: RemoteExperiment<Record<string, number[]>, { steps: number }> = async (
  { seed },
  library,
  { steps },
) => {
  const { seeded, ring, onPlane, mlp, trainGan, relu, leakyRelu, heNormal } = library;
  const { minimax, nonSaturating, wasserstein, gradientPenaltyTerm, slicedWasserstein } = library;
  const data = onPlane(ring({ radius: 2, std: 0.05 }), 64, seeded(seed).stream("the plane"));
  const real = data.sample(1000, seeded(seed).stream("to compare with"));
  const results: Record<string, number[]> = {};
  const losses = { saturating: minimax, "non-saturating": nonSaturating, wasserstein };
  for (const [name, loss] of Object.entries(losses)) {
    const network = (player: string, inputs: number, outputs: number) =>
      mlp({
        name: player,
        inputs,
        hidden: [64, 64],
        outputs,
        activation: player === "generator" ? relu : leakyRelu,
        init: heNormal,
        random: seeded(seed).stream(player),
      });
    const run = await trainGan({
      data,
      generator: network("generator", 8, 64),
      discriminator: network("discriminator", 64, 1),
      loss,
      terms: loss === wasserstein ? [gradientPenaltyTerm({ weight: 10 })] : [],
      discriminatorSteps: 5,
      learningRate: { generator: 2e-4, discriminator: 1e-3 },
      seed,
      steps,
      compiled: steps >= 100, // for less, compiling does not pay
      snapshotSize: 1000,
      snapshotEvery: Math.ceil(steps / 5),
    });
    results[name] = run.snapshots.map(({ samples }) =>
      slicedWasserstein(real, samples, { d: 64, order: 1, directions: 64, random: seeded(0) }),
    );
    run.dispose();
  }
  real.dispose();
  return results;
};
const played = await runSeeds("three losses at play", knobs.seeds, play, {
  inputs: { steps: knobs.playSteps },
});

// %%
const playedSteps = played[0].saturating.map((_, i) =>
  Math.min(knobs.playSteps, i * Math.ceil(knobs.playSteps / 5)),
);
const lossNames = Object.keys(played[0]);
await show(
  seedCurves({
    title: "Against a discriminator that wins, the saturating generator hardly moves",
    alt: "The distance to real points falls fast with the Wasserstein loss, more slowly with the non-saturating one, and hardly with the saturating one.",
    x: playedSteps,
    series: lossNames.map((name) => ({ name: name, runs: played.map((run) => run[name]) })),
    xTitle: "steps of the generator (the discriminator makes five for each)",
    yTitle: "sliced Wasserstein distance",
  }),
);
/** What is left of the distance at the start. */
const left = (name: string) => played.map((run) => run[name].at(-1)! / run[name][0]);
const saturatingStuck = claim("With the saturating loss, most of the distance remains", {
  measured: left("saturating"),
  unit: "share of the distance at the start",
  require: { atLeast: 0.7 },
});
const nonSaturatingMoves = claim("The non-saturating loss gets further", {
  measured: left("non-saturating"),
  baseline: left("saturating"),
  unit: "share of the distance at the start",
  require: { atMost: -0.15 },
});
const wassersteinMoves = claim("… and the Wasserstein loss further still", {
  measured: left("wasserstein"),
  baseline: left("non-saturating"),
  unit: "share of the distance at the start",
  require: { atMost: -0.08 },
});

// %% [markdown]
// ## Published numbers beside ours
//
// Arjovsky and Bottou trained a DCGAN on pictures for 1, 10 and 25 epochs, stopped it, and trained a fresh
// discriminator for 4,000 steps. Ours is **much smaller** (points or 14 by 14 digits, dense layers, a few hundred
// steps), so compare the kind of curve, not the decimals.

// %%
const firstPerfect = untrained.map((run) => {
  const step = smooth(run.saturating.accuracy, 5).findIndex((accuracy) => accuracy >= 0.99);
  return step < 0 ? knobs.lossSteps : step + 1;
});
const fallen = (changes: readonly number[]) => `${decimal(-mean(changes))} orders`;
for (const [what, paper, here] of [
  ["", "paper", "here (mean over the seeds)"],
  ["steps of the discriminator", "4,000", `${knobs.lossSteps}`],
  ["fall of the saturating gradient", "5 orders at best", fallen(change(untrained, "saturating"))],
  [`  on digits, ${knobs.digitSteps} steps`, "-", fallen(digitChange("without"))],
  ["steps until D is right 99 times of 100", "sometimes < 50", mean(firstPerfect).toFixed(0)],
]) {
  console.log(what.padEnd(42) + paper.padEnd(19) + here);
}
const soonPerfect = claim("The discriminator is right 99 times of 100 after some tens of steps", {
  measured: firstPerfect,
  unit: "steps",
  require: { atMost: 60 },
});

// %% [markdown]
// # Part two: the way through the layers
//
// Suppose the discriminator sends a healthy gradient. It arrives at the generator's *last* layer, and still has to
// reach the first. On the way back each layer multiplies it: by its weights, and by the slope of its activation. Twenty
// layers are twenty factors. If each is .5, a millionth arrives; if each is 2, a million times as much.
//
// ## Predict it, before any training
//
// You can compute how large the signal will be. Weights are drawn at random, so a layer's sums are nearly normal
// numbers, and all that matters is their mean square $q$. If the weights have variance $\sigma_w^2/n$ (with $n$
// inputs), then from one layer to the next ([Poole et al. 2016](https://arxiv.org/abs/1606.05340))
//
// $$q_{l+1} = \sigma_w^2\; \mathbb{E}\,\varphi\!\left(\sqrt{q_l}\,x\right)^2, \qquad
// \chi_l = \sigma_w^2\; \mathbb{E}\,\varphi'\!\left(\sqrt{q_l}\,x\right)^2, \qquad x \sim N(0, 1).$$
//
// $q$ is the size of what goes forward. $\chi$ is the factor by which the *squared* gradient changes on its way
// back ([Schoenholz et al. 2017](https://arxiv.org/abs/1611.01232)). $\chi = 1$ is what you want. The averages are
// one-dimensional integrals. A few lines of code do them, for five kinds of first weights:
//
// | first weights | variance of a weight | note |
// | --- | --- | --- |
// | N(0, .01²) | .0001 | too small |
// | Xavier | 2 / (inputs + outputs) | [Glorot and Bengio 2010](https://proceedings.mlr.press/v9/glorot10a.html) |
// | He | 2 / inputs | [He et al. 2015](https://arxiv.org/abs/1502.01852) |
// | orthogonal √2 | 2 / inputs | rows at right angles, √2 times as long as those of a rotation: [Saxe et al. 2014](https://arxiv.org/abs/1312.6120) |
// | N(0, 1) | 1 | too large |

// %%
// Activations as plain functions, each with its slope; leaky ReLU keeps .2 below 0.
const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const shapes: Record<string, { value(x: number): number; slope(x: number): number }> = {
  sigmoid: { value: logistic, slope: (x) => logistic(x) * (1 - logistic(x)) },
  tanh: { value: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 },
  ReLU: { value: (x) => Math.max(x, 0), slope: (x) => (x > 0 ? 1 : 0) },
  "leaky ReLU": { value: (x) => (x > 0 ? x : 0.2 * x), slope: (x) => (x > 0 ? 1 : 0.2) },
};

// Points x along the axis, and how much of N(0, 1) lies in the cell around each. The cells are narrow, because tanh with
// large weights has a slope that is a narrow peak. No point is at 0, where ReLU has its corner.
const cell = 0.004;
const points = Array.from({ length: 4000 }, (_, i) => cell * (i - 1999.5));
const portions = points.map((x) => (cell * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI));

/** E f(x) for x ~ N(0, 1). */
const expectation = (f: (x: number) => number) =>
  points.reduce((sum, x, i) => sum + portions[i] * f(x), 0);

const width = 64; // inputs and units of each hidden layer
/** σ_w², the variance of a weight times the layer's inputs. */
const weightSizes: Record<string, number> = {
  "N(0, .01²)": width * 0.01 ** 2,
  Xavier: 1, // 2 / (inputs + outputs) · inputs
  He: 2, // 2 / inputs · inputs
  "orthogonal √2": 2,
  "N(0, 1)": width,
};

/** q of layers 1 to `depth`, and the factors χ between them. */
function predicted(activation: string, init: string, depth: number) {
  const { value, slope } = shapes[activation];
  const size = weightSizes[init];
  const q = [size]; // the latents have mean square 1
  const chi: number[] = [];
  for (let layer = 1; layer < depth; layer++) {
    const spread = Math.sqrt(q[layer - 1]);
    q.push(size * expectation((x) => value(spread * x) ** 2));
    chi.push(size * expectation((x) => slope(spread * x) ** 2));
  }
  return { q: q, chi: chi };
}

console.log("predicted for 20 layers of 64 units, in orders of magnitude (log10)\n");
console.log("activation   first weights    q in layer 20   gradient, layer 20 to layer 1");
for (const activation of Object.keys(shapes)) {
  for (const init of Object.keys(weightSizes)) {
    const { q, chi } = predicted(activation, init, 20);
    const back = chi.reduce((sum, factor) => sum + orders(factor) / 2, 0);
    console.log(
      `${activation.padEnd(12)} ${init.padEnd(16)} ${decimal(orders(q[19])).padStart(10)} ${decimal(back).padStart(20)}`,
    );
  }
}

// %% [markdown]
// Three ways to lose it can be read off that table. With **ReLU** signal and gradient shrink or grow by the same
// factor. ($q$ is a square, so halve its orders before you compare them with the gradient's.) With **tanh** the signal
// cannot grow (it is at most 1), so large weights make the *gradient* explode while the signal looks fine. With
// **sigmoid** the signal keeps its size from layer to layer whatever you do, and the gradient shrinks with all five: the
// slope of a sigmoid is at most ¼.
//
// ## Measure it: 4 activations, 5 first weights, 3 norms, 4 depths
//
// Now build these generators, send 256 latents through, and ask for the gradient of the non-saturating loss. No
// training, so this costs little. Each is built three times: plain; with **batch norm**
// ([Ioffe and Szegedy 2015](https://arxiv.org/abs/1502.03167)), which shifts and scales each unit to mean 0 and variance
// 1 over the batch; and with **spectral norm**, which divides a layer's weights by the most that they can stretch a
// vector.

// %%
interface StartRow {
  activation: string;
  init: string;
  norm: string;
  depth: number;
  q: number[]; // mean square of each hidden layer's sums
  gradients: number[]; // length of the gradient of each layer's weights, the last layer's too
}

const atTheStart: RemoteExperiment<StartRow[], { depths: number[]; width: number }> = (
  { seed },
  library,
  { depths, width },
) => {
  const { tf, seeded, dense, batchNorm, mlp, nonSaturating } = library;
  const { relu, leakyRelu, sigmoid, tanh, heNormal, xavierUniform, orthogonal, badInit } = library;
  const activations = { sigmoid, tanh, ReLU: relu, "leaky ReLU": leakyRelu };
  const inits = {
    "N(0, .01²)": badInit("too small"),
    Xavier: xavierUniform,
    He: heNormal,
    "orthogonal √2": orthogonal(Math.SQRT2),
    "N(0, 1)": badInit("too large"),
  };
  const random = seeded(seed);
  const discriminator = mlp({
    name: "discriminator",
    inputs: 2,
    hidden: [64, 64],
    outputs: 1,
    activation: leakyRelu,
    init: heNormal,
    random,
  });
  const latents = random.stream("latents").normal([256, width]);
  const rows: StartRow[] = [];
  for (const [activation, act] of Object.entries(activations)) {
    for (const [init, start] of Object.entries(inits)) {
      for (const norm of ["none", "batch norm", "spectral norm"]) {
        for (const depth of depths) {
          const layers = Array.from({ length: depth + 1 }, (_, i) =>
            dense({
              name: `layer ${i + 1}`,
              inputs: width,
              outputs: i < depth ? width : 2,
              init: start,
              spectral: norm === "spectral norm",
              random: random.stream(activation + init),
            }),
          );
          const norms = layers.map((_, i) => batchNorm({ name: `norm ${i}`, channels: width }));
          const q: number[] = [];
          const generate = (note: boolean) => {
            let x: tf.Tensor = latents;
            layers.forEach((layer, i) => {
              x = layer.apply(x); // (256, width), at last (256, 2)
              if (i === depth) return;
              if (note) q.push(tf.mean(tf.square(x)).dataSync()[0]);
              if (norm === "batch norm") x = norms[i].apply(x, { training: true });
              x = act(x);
            });
            return x;
          };
          const gradients = tf.tidy(() => {
            generate(true);
            const weights = layers.map(({ variables }) => variables[0]);
            const loss = () => nonSaturating.generator(discriminator.apply(generate(false)));
            const { grads } = tf.variableGrads(loss, weights);
            // summed in float64: the square of a small float32 number would be 0
            const length = (values: Float32Array) =>
              Math.sqrt(values.reduce((sum, g) => sum + g * g, 0));
            return weights.map(({ name }) => length(grads[name].dataSync() as Float32Array));
          });
          rows.push({ activation, init, norm, depth, q, gradients });
          for (const layer of [...layers, ...norms]) {
            tf.dispose([...layer.variables, ...(layer.states ?? [])]);
          }
        }
      }
    }
  }
  discriminator.dispose();
  latents.dispose();
  return rows;
};

const starts = await runSeeds("at the start", knobs.seeds, atTheStart, {
  inputs: { depths: knobs.depths, width: width },
});

// %%
/** The rows of one kind, one for each seed. */
const startsOf = (activation: string, init: string, norm: string, depth: number) =>
  starts.map((rows) =>
    rows.find(
      (row) =>
        row.activation === activation &&
        row.init === init &&
        row.norm === norm &&
        row.depth === depth,
    )!,
  );
const deepest = knobs.depths.at(-1)!;
const floor = orders(0); // exactly 0, or below what float32 can hold

const layerNumbers = Array.from({ length: deepest }, (_, i) => i + 1);
for (const [activation, finding] of [
  ["ReLU", "ReLU: the signal grows or shrinks by one factor a layer; He's weights make it 1"],
  ["tanh", "tanh: the signal cannot grow; it dies when the weights are too small"],
  ["sigmoid", "sigmoid: the signal keeps its size whatever the weights, and that proves nothing"],
]) {
  await show(
    curves({
      title: finding,
      alt: `${activation}: predicted and measured mean square of each layer's sums for three kinds of first weights lie on each other.`,
      x: layerNumbers,
      series: ["N(0, .01²)", "Xavier", "He"].flatMap((init) => [
        {
          name: `${init}, predicted`,
          values: predicted(activation, init, deepest).q.map((value) =>
            Math.max(orders(value), floor),
          ),
        },
        {
          name: `${init}, measured`,
          values: layerNumbers.map((layer) =>
            mean(
              startsOf(activation, init, "none", deepest).map((row) => orders(row.q[layer - 1])),
            ),
          ),
        },
      ]),
      xTitle: "layer",
      yTitle: "mean square of the sums (log10; float32 ends at -45)",
    }),
  );
}

// %%
const activationNames = Object.keys(shapes);
const initNames = Object.keys(weightSizes);

/** Mean error of the predicted size over all layers, activations and first weights; underflow left out. */
const predictionErrors = knobs.seeds.map((_, seed) => {
  const errors = activationNames.flatMap((activation) =>
    initNames.flatMap((init) => {
      const { q } = predicted(activation, init, deepest);
      const row = startsOf(activation, init, "none", deepest)[seed];
      return row.q.flatMap((value, layer) =>
        q[layer] < 1e-35 ? [] : [Math.abs(orders(value) - orders(q[layer]))],
      );
    }),
  );
  return mean(errors);
});
const predictionHolds = claim(
  "Signals of very different sizes are predicted within a small part of one order, on average over layers",
  {
    measured: predictionErrors,
    unit: "orders of magnitude of error",
    require: { atMost: 0.3 },
  },
);

for (const norm of ["none", "batch norm", "spectral norm"]) {
  console.log(
    `\nlength of the FIRST layer's gradient, ${deepest} layers, ${norm === "none" ? "no norm" : norm} (log10, mean over the seeds; "0": exactly 0)`,
  );
  console.log(`${"".padEnd(12)}${initNames.map((init) => init.padStart(15)).join("")}`);
  for (const activation of activationNames) {
    const cells = initNames.map((init) => {
      const values = startsOf(activation, init, norm, deepest).map(({ gradients }) => gradients[0]);
      const zeros = values.filter((v) => v === 0).length;
      if (zeros > 0) return zeros === values.length ? "0" : `0 in ${zeros} of ${values.length}`;
      return decimal(mean(values.map(orders)));
    });
    console.log(`${activation.padEnd(12)}${cells.map((cell) => cell.padStart(15)).join("")}`);
  }
}

// %%
const firstGradient = (activation: string, init: string, norm: string, depth: number) =>
  startsOf(activation, init, norm, depth).map(({ gradients }) => orders(gradients[0]));
const byDepth = (activation: string, init: string, norm = "none") =>
  knobs.depths.map((depth) => ({
    at: depth,
    values: firstGradient(activation, init, norm, depth),
  }));

const lostWithDepth = (activation: string) =>
  (
    mean(firstGradient(activation, "Xavier", "none", knobs.depths[0])) -
    mean(firstGradient(activation, "Xavier", "none", deepest))
  ).toFixed(1);

const lostList = activationNames.map((name) => `${name} ${lostWithDepth(name)}`).join(", ");

await show(
  doseResponse({
    title: `Xavier, orders lost with depth: ${lostList}`,
    alt: "The logarithm of the first layer's gradient against depth: it falls by about half an order a layer for sigmoid, slowly for ReLU and leaky ReLU, hardly for tanh.",
    series: activationNames.map((name) => ({ name: name, points: byDepth(name, "Xavier") })),
    xScale: "linear",
    xTitle: "hidden layers",
    yTitle: "first layer's gradient (log10)",
  }),
);
await show(
  doseResponse({
    title: "ReLU: too small weights, and nothing arrives; with He's the gradient keeps its order",
    alt: "The logarithm of the first layer's gradient against depth for ReLU: with N(0, .01²) it falls by more than twenty orders, with Xavier it falls slowly, with He and orthogonal it is level.",
    series: initNames
      .filter((name) => name !== "N(0, 1)")
      .map((name) => ({ name: name, points: byDepth("ReLU", name) })),
    xScale: "linear",
    xTitle: "hidden layers",
    yTitle: "first layer's gradient (log10)",
  }),
);
await show(
  doseResponse({
    title: "ReLU, He: batch norm's gradient grows with depth, spectral norm's dies",
    alt: "The logarithm of the first layer's gradient against depth for ReLU with He's weights: rising with batch norm, level without, falling with spectral norm.",
    series: ["none", "batch norm", "spectral norm"].map((norm) => ({
      name: norm,
      points: byDepth("ReLU", "He", norm),
    })),
    xScale: "linear",
    xTitle: "hidden layers",
    yTitle: "first layer's gradient (log10)",
  }),
);

// %%
/** Predicted orders that a gradient gains from the last hidden layer back to the first. */
const backward = (activation: string, init: string, depth: number) =>
  predicted(activation, init, depth).chi.reduce((sum, chi) => sum + orders(chi) / 2, 0);

const sigmoidDies = claim(
  "Sigmoid with Xavier's weights: from 2 layers to 20 the first gradient all but vanishes",
  {
    measured: firstGradient("sigmoid", "Xavier", "none", deepest),
    baseline: firstGradient("sigmoid", "Xavier", "none", 2),
    unit: "orders of magnitude",
    require: { atMost: -8 },
  },
);
const lossPredicted = claim("… by as much as the product of the factors χ foretells", {
  measured: firstGradient("sigmoid", "Xavier", "none", deepest).map(
    (value, i) => value - firstGradient("sigmoid", "Xavier", "none", 2)[i],
  ),
  baseline: knobs.seeds.map(
    () => backward("sigmoid", "Xavier", deepest) - backward("sigmoid", "Xavier", 2),
  ),
  unit: "orders of magnitude, measured less predicted",
  require: { atLeast: -2, atMost: 2 },
});
const smallIsNothing = claim("ReLU with N(0, .01²): in 20 layers the gradient is as good as 0", {
  measured: firstGradient("ReLU", "N(0, .01²)", "none", deepest),
  unit: "log10 of the first layer's gradient",
  require: { atMost: -18 },
});
const heLevel = claim("ReLU with He's weights: from 2 layers to 20 the gradient keeps its order", {
  measured: firstGradient("ReLU", "He", "none", deepest),
  baseline: firstGradient("ReLU", "He", "none", 2),
  unit: "orders of magnitude",
  require: { atLeast: -1.5, atMost: 1.5 },
});
const tooLarge = startsOf("ReLU", "N(0, 1)", "none", deepest).map(({ gradients }) => gradients[0]);
console.log(
  `ReLU with N(0, 1), ${deepest} layers, first layer's gradient of each seed: ` +
    tooLarge.map((value) => (value === 0 ? "0" : value.toExponential(0))).join(", "),
);
const allOrNothing = claim(
  "ReLU with N(0, 1), 20 layers: the gradient is beyond a million, or exactly 0",
  {
    measured: tooLarge.map((value) => (value === 0 || value > 1e6 ? 1 : 0)),
    unit: "share of the seeds",
    require: { atLeast: 1 },
  },
);
const tanhExplodes = claim("tanh with N(0, 1): the gradient explodes with depth", {
  measured: firstGradient("tanh", "N(0, 1)", "none", deepest),
  baseline: firstGradient("tanh", "N(0, 1)", "none", 2),
  unit: "orders of magnitude",
  require: { atLeast: 3 },
});
const explosionPredicted = claim("… by as much as χ foretells", {
  measured: firstGradient("tanh", "N(0, 1)", "none", deepest).map(
    (value, i) => value - firstGradient("tanh", "N(0, 1)", "none", 2)[i],
  ),
  baseline: knobs.seeds.map(
    () => backward("tanh", "N(0, 1)", deepest) - backward("tanh", "N(0, 1)", 2),
  ),
  unit: "orders of magnitude, measured less predicted",
  require: { atLeast: -1.5, atMost: 1.5 },
});
const spectralDies = claim("Spectral norm in a deep ReLU generator makes the gradient vanish", {
  measured: firstGradient("ReLU", "He", "spectral norm", deepest),
  baseline: firstGradient("ReLU", "He", "none", deepest),
  unit: "orders of magnitude",
  require: { atMost: -4 },
});

// %% [markdown]
// **Too large need not look like an explosion.** With N(0, 1) and ReLU the gradient is gigantic for some seeds and exactly
// 0 for others. The generator's output is so far away that the discriminator's score there is astronomical. If it says
// "real", the non-saturating loss has no slope any more, and the gradient is 0. For an explosion you can rely on, look
// at tanh, whose signal cannot grow.
//
// **Batch norm explodes, by a known rule.** In a ReLU net with batch norm the squared gradient grows by a factor of
// $\pi/(\pi-1)$ a layer, whatever the first weights
// ([Yang et al. 2019](https://arxiv.org/abs/1902.08129)). That is little: 1.5 orders over 18 layers. Here is the ratio
// of the first layer's gradient to that of the last hidden one, predicted against measured. Keep it in mind: this
// network is going to *win*.
//
// **A trap: the ratio of first to last layer.** Many guides tell you to compare the first layer's gradient with
// the last one's. In a ReLU net without norm that ratio is about the same for hopeless and for good first weights.
// With zero biases such a net is *homogeneous*: make the weights of all its layers smaller by one factor, and the
// gradients of all of them shrink by one factor, too. Look at absolute sizes.

// %%
const ratio = (activation: string, init: string, norm: string, depth: number) =>
  startsOf(activation, init, norm, depth).map(
    ({ gradients }) => orders(gradients[0]) - orders(gradients[depth - 1]),
  );
const middleDepth = knobs.depths.includes(10) ? 10 : deepest;
const batchNormGrowth = ratio("ReLU", "He", "batch norm", deepest).map(
  (value, i) => value - ratio("ReLU", "He", "batch norm", 2)[i],
);
const growthPredicted = ((deepest - 2) / 2) * orders(Math.PI / (Math.PI - 1));
console.log(
  `batch norm, growth of first / last from 2 layers to ${deepest}: predicted ${growthPredicted.toFixed(2)}, measured ${mean(batchNormGrowth).toFixed(2)} orders`,
);
const batchNormExplodes = claim("Batch norm's gradient explodes as Yang et al. predict", {
  measured: batchNormGrowth,
  baseline: knobs.seeds.map(() => growthPredicted),
  unit: "orders of magnitude, measured less predicted",
  require: { atLeast: -0.6, atMost: 0.6 },
});
const ratioMisleads = claim(
  "ReLU, 10 layers: N(0, .01²) and He have about the same ratio of first to last",
  {
    measured: ratio("ReLU", "N(0, .01²)", "none", middleDepth),
    baseline: ratio("ReLU", "He", "none", middleDepth),
    unit: "orders of magnitude",
    require: { atLeast: -0.6, atMost: 0.6 },
  },
);
const sizeDoesNot = claim("… while the gradients themselves are worlds apart", {
  measured: firstGradient("ReLU", "N(0, .01²)", "none", middleDepth),
  baseline: firstGradient("ReLU", "He", "none", middleDepth),
  unit: "orders of magnitude",
  require: { atMost: -8 },
});

// %% [markdown]
// ## Train them: five layers
//
// A vanished gradient at the start is a forecast. Does it come true? The data are the plain ring of eight clouds
// again. The discriminator stays the same small one (two layers, leaky ReLU, He) with the non-saturating loss, so
// that only the way through the generator matters. R1 with a small weight keeps the game calm.
//
// The baseline is a generator of **five sigmoid layers with Xavier's weights**. Each arm changes one thing.

// %%
interface DepthArm {
  name: string;
  layers: number; // hidden layers of G
  activation?: "sigmoid" | "tanh" | "relu" | "leakyRelu";
  init?: "small" | "xavier" | "he" | "orthogonal";
  norm?: "batch" | "spectral";
  discriminator?: { layers: number; activation: "sigmoid" | "leakyRelu"; init: "xavier" | "he" };
}
interface DepthResult {
  distances: number[]; // sliced Wasserstein distance at each snapshot
  steps: number[];
  samples: Float32Array; // the last snapshot's
  gradients: Record<string, number>[]; // root mean square of the gradient, by layer, at each snapshot
}

const trainDeep: RemoteExperiment<
  Record<string, DepthResult>,
  { arms: DepthArm[]; steps: number }
> = async ({ seed }, library, { arms, steps }) => {
  const { seeded, ring, mlp, trainGan, nonSaturating, r1Term, slicedWasserstein } = library;
  const { relu, leakyRelu, sigmoid, tanh, heNormal, xavierUniform, orthogonal, badInit } = library;
  const activations = { relu, leakyRelu, sigmoid, tanh };
  const inits = {
    small: badInit("too small"),
    xavier: xavierUniform,
    he: heNormal,
    orthogonal: orthogonal(Math.SQRT2),
  };
  const data = ring({ radius: 2, std: 0.05 });
  const real = data.sample(1000, seeded(seed).stream("to compare with"));
  const results: Record<string, DepthResult> = {};
  for (const arm of arms) {
    const { layers, activation = "relu", init = "he", norm } = arm;
    const against = arm.discriminator ?? { layers: 2, activation: "leakyRelu", init: "he" };
    const run = await trainGan({
      data,
      generator: mlp({
        name: "generator",
        inputs: 8,
        hidden: Array.from({ length: layers }, () => 32),
        outputs: 2,
        activation: activations[activation],
        init: inits[init],
        ...(norm === "batch" && { norm: "batch" as const }),
        spectral: norm === "spectral",
        random: seeded(seed).stream("generator"),
      }),
      discriminator: mlp({
        name: "discriminator",
        inputs: 2,
        hidden: Array.from({ length: against.layers }, () => 32),
        outputs: 1,
        activation: activations[against.activation],
        init: inits[against.init],
        random: seeded(seed).stream("discriminator"),
      }),
      loss: nonSaturating,
      terms: [r1Term({ weight: 0.1 })],
      learningRate: { generator: 2e-3, discriminator: 2e-3 },
      seed,
      steps,
      compiled: steps >= 100, // for less, compiling does not pay
      snapshotSize: 1000,
      snapshotEvery: Math.ceil(steps / 12),
    });
    results[arm.name] = {
      distances: run.snapshots.map(({ samples }) =>
        slicedWasserstein(real, samples, { d: 2, order: 1, directions: 32, random: seeded(0) }),
      ),
      steps: run.snapshots.map(({ step }) => step),
      samples: Float32Array.from(run.snapshots.at(-1)!.samples),
      gradients: run.monitors.map(({ generatorGradients }) => generatorGradients),
    };
    run.dispose();
  }
  real.dispose();
  return results;
};

const fiveLayers: DepthArm[] = [
  { name: "sigmoid, Xavier", layers: 5, activation: "sigmoid", init: "xavier" },
  { name: "only 2 layers", layers: 2, activation: "sigmoid", init: "xavier" },
  { name: "tanh", layers: 5, activation: "tanh", init: "xavier" },
  { name: "ReLU", layers: 5, activation: "relu", init: "xavier" },
  { name: "leaky ReLU", layers: 5, activation: "leakyRelu", init: "xavier" },
  { name: "He", layers: 5, activation: "sigmoid", init: "he" },
  { name: "orthogonal √2", layers: 5, activation: "sigmoid", init: "orthogonal" },
  { name: "N(0, .01²)", layers: 5, activation: "sigmoid", init: "small" },
  { name: "tanh, N(0, .01²)", layers: 5, activation: "tanh", init: "small" },
  { name: "batch norm", layers: 5, activation: "sigmoid", init: "xavier", norm: "batch" },
  { name: "spectral norm", layers: 5, activation: "sigmoid", init: "xavier", norm: "spectral" },
];
const five = await runSeeds("five layers", knobs.seeds, trainDeep, {
  inputs: { arms: fiveLayers, steps: knobs.fiveSteps },
});

// %%
/** The mean of the last three snapshots, for one arm, seed by seed. */
const distance = (runs: Record<string, DepthResult>[], arm: string) =>
  runs.map((run) => mean(run[arm].distances.slice(-3)));
const layerNorms = (result: DepthResult) => {
  const names = Object.keys(result.gradients[0]).filter((name) => name.endsWith("weights"));
  return names.map((name, i) => ({
    name: i === names.length - 1 ? "output" : `layer ${i + 1}`,
    norms: result.gradients.map((row) => row[name]),
  }));
};
const startGradient = (runs: Record<string, DepthResult>[], arm: string) =>
  runs.map((run) => orders(layerNorms(run[arm])[0].norms[0]));
const armsOf = (runs: Record<string, DepthResult>[], list: DepthArm[]) =>
  Object.fromEntries(
    list.map(({ name }) => [
      name,
      { distance: distance(runs, name), gradient: startGradient(runs, name) },
    ]),
  );
const depthColumns = [
  { key: "distance", title: "sliced Wasserstein distance", better: "less" as const },
  {
    key: "gradient",
    title: "first layer's gradient at the start (log10)",
    better: "more" as const,
  },
];
const comparison3 = comparisonTable({
  title: "A generator of five layers, one thing changed at a time",
  baseline: "sigmoid, Xavier",
  arms: armsOf(five, fiveLayers),
  columns: depthColumns,
});

// %% [markdown]
// The heat maps show the first seed. Each row is a layer, the first one on top; each column a moment of training. The
// value is the root mean square (RMS) of the layer's gradient; darker is larger.

// %%
for (const [arm, finding] of [
  [
    "sigmoid, Xavier",
    "Five sigmoid layers: the signal fades from the output up to layer 1, and stays faded",
  ],
  ["leaky ReLU", "Five leaky ReLU layers: the first layer is not far behind the output"],
]) {
  const result = five[0][arm];
  await show(
    gradientHeatMap({
      title: finding,
      alt: `${arm}: gradient of each layer over training.`,
      steps: result.steps,
      layers: layerNorms(result),
      valueTitle: "gradient (RMS)",
      domain: [1e-7, 1],
    }),
  );
}
const fades = (arm: string) =>
  five.map((run) => {
    const layers = layerNorms(run[arm]);
    return orders(layers[0].norms.at(-1)!) - orders(layers.at(-1)!.norms.at(-1)!);
  });
const fadesAway = claim(
  "After training, five sigmoid layers still pass less than a thousandth to the first",
  {
    measured: fades("sigmoid, Xavier"),
    unit: "orders of magnitude, first layer less output",
    require: { atMost: -3 },
  },
);
const fadesLess = claim("Five leaky ReLU layers pass on far more", {
  measured: fades("leaky ReLU"),
  baseline: fades("sigmoid, Xavier"),
  unit: "orders of magnitude, first layer less output",
  require: { atLeast: 1.5 },
});
const tanhBegins = claim(
  "Five tanh layers with N(0, .01²) begin with a smaller gradient than the baseline",
  {
    measured: startGradient(five, "tanh, N(0, .01²)"),
    baseline: startGradient(five, "sigmoid, Xavier"),
    unit: "orders of magnitude",
    require: { atMost: -1 },
  },
);
const adamWakes = claim("… but Adam wakes it up", {
  measured: five.map((run) => orders(layerNorms(run["tanh, N(0, .01²)"])[0].norms.at(-1)!)),
  baseline: startGradient(five, "tanh, N(0, .01²)"),
  unit: "orders of magnitude, end less start",
  require: { atLeast: 3 },
});
const fiveFail = claim("Five sigmoid layers with Xavier's weights learn nothing of the ring", {
  measured: distance(five, "sigmoid, Xavier"),
  unit: "sliced Wasserstein distance (a lump in the middle: 1.3)",
  require: { atLeast: 1.1 },
});
const twoLearn = claim("Two such layers do learn", {
  measured: distance(five, "only 2 layers"),
  baseline: distance(five, "sigmoid, Xavier"),
  unit: "sliced Wasserstein distance",
  require: { atMost: -0.25 },
});
const tanhLearns = claim("Five tanh layers learn", {
  measured: distance(five, "tanh"),
  baseline: distance(five, "sigmoid, Xavier"),
  unit: "sliced Wasserstein distance",
  require: { atMost: -0.5 },
});
const leakyLearns = claim("Five leaky ReLU layers learn", {
  measured: distance(five, "leaky ReLU"),
  baseline: distance(five, "sigmoid, Xavier"),
  unit: "sliced Wasserstein distance",
  require: { atMost: -0.2 },
});
const batchNormLearns = claim("Five sigmoid layers with batch norm learn", {
  measured: distance(five, "batch norm"),
  baseline: distance(five, "sigmoid, Xavier"),
  unit: "sliced Wasserstein distance",
  require: { atMost: -0.5 },
});
const initCannot = claim("No first weights rescue five sigmoid layers: He fails too", {
  measured: distance(five, "He"),
  unit: "sliced Wasserstein distance",
  require: { atLeast: 0.9 },
});
const spectralCannot = claim("Spectral norm in the generator does not rescue them either", {
  measured: distance(five, "spectral norm"),
  unit: "sliced Wasserstein distance",
  require: { atLeast: 0.9 },
});

// %% [markdown]
// Two things to remember from the table. **A tiny gradient at the start is not yet a verdict**: tanh with the same
// hopeless weights begins with a smaller one than the baseline, and Adam wakes it up, because Adam's step does not
// depend on the gradient's size (until that comes near Adam's $\epsilon$, $10^{-8}$). With sigmoid each layer loses its
// share anew, whatever the weights are.
//
// **An activation is no guarantee either.** Plain and leaky ReLU differ much from seed to seed in so short a training: look
// at their intervals, not at their means. And where a table says ≈, these seeds do not decide.
//
// ## Train them: twenty layers
//
// Now ReLU and He's weights: the textbook choice, with a healthy gradient at the start. Twenty layers of it are the
// baseline.

// %%
const twentyLayers: DepthArm[] = [
  { name: "ReLU, He", layers: knobs.deep },
  { name: "only 2 layers", layers: 2 },
  { name: "leaky ReLU", layers: knobs.deep, activation: "leakyRelu" },
  { name: "orthogonal √2", layers: knobs.deep, init: "orthogonal" },
  { name: "spectral norm", layers: knobs.deep, norm: "spectral" },
  { name: "batch norm", layers: knobs.deep, norm: "batch" },
];
const twenty = await runSeeds("twenty layers", knobs.seeds, trainDeep, {
  inputs: { arms: twentyLayers, steps: knobs.depthSteps },
});
const comparison4 = comparisonTable({
  title: "A generator of twenty layers, one thing changed at a time",
  baseline: "ReLU, He",
  arms: armsOf(twenty, twentyLayers),
  columns: depthColumns,
});

// %%
const realPoints = ring({ radius: 2, std: 0.05 }).sample(1000, seeded(firstSeed));
for (const [arm, finding] of [
  ["ReLU, He", "Twenty ReLU layers, He: there is a gradient, but"],
  ["batch norm", "The same with batch norm: larger gradients in the first layers, and"],
]) {
  const result = twenty[0][arm];
  await show(
    gradientHeatMap({
      title: `${finding} the distance ends at ${result.distances.at(-1)!.toFixed(2)}`,
      alt: `${arm}: gradient of each of the 21 layers over training.`,
      steps: result.steps,
      layers: layerNorms(result),
      valueTitle: "gradient (RMS)",
      domain: [1e-6, 1],
    }),
  );
  await show(
    scatterPlot({
      title: `${arm}, 20 layers, first seed: generated points among the real ones`,
      alt: `Generated points of the twenty-layer generator (${arm}) over the eight real clouds.`,
      real: realPoints.dataSync() as Float32Array,
      fake: result.samples,
      domain: [-3, 3],
    }),
  );
}
const batchNormLouder = claim("At the start the first layer's gradient is larger with batch norm", {
  measured: startGradient(twenty, "batch norm"),
  baseline: startGradient(twenty, "ReLU, He"),
  unit: "orders of magnitude",
  require: { atLeast: 0.5 },
});
const heFails = claim(
  "He's weights do not rescue twenty ReLU layers: they learn nothing of the ring",
  {
    measured: distance(twenty, "ReLU, He"),
    unit: "sliced Wasserstein distance (a lump in the middle: 1.3)",
    require: { atLeast: 1 },
  },
);
const batchNormRescues = claim("Batch norm does, although its gradient explodes", {
  measured: distance(twenty, "batch norm"),
  baseline: distance(twenty, "ReLU, He"),
  unit: "sliced Wasserstein distance",
  require: { atMost: -0.6 },
});
const spectralFails = claim("Spectral norm in the generator does not", {
  measured: distance(twenty, "spectral norm"),
  unit: "sliced Wasserstein distance",
  require: { atLeast: 1 },
});

// %% [markdown]
// **Why does He fail, with a gradient of the right size?** He's weights keep the *size* of signals. They do not keep
// them *apart*. Each ReLU layer makes any two inputs a bit more parallel; after twenty, all latents have become nearly
// one and the same vector, and the generator is a machine that maps everything to one point. Batch norm subtracts,
// in every layer, what all have in common, and what is left is what tells them apart. Here is the mean cosine
// between the signals of two latents, layer by layer.

// %%
function cosines(norm: boolean, seed: number): number[] {
  return tf.tidy(() => {
    let x: tf.Tensor = seeded(seed).stream("pairs").normal([128, width]); // (128, 64)
    const found: number[] = [];
    for (let layer = 1; layer <= 20; layer++) {
      const random = seeded(seed).stream("weights");
      const weights = dense({
        name: `cosine ${layer}`,
        inputs: width,
        outputs: width,
        init: heNormal,
        random: random,
      });
      x = weights.apply(x);
      if (norm) {
        x = batchNorm({ name: `cosine norm ${layer}`, channels: width }).apply(x, {
          training: true,
        });
      }
      const unit = tf.div(x, tf.norm(x, 2, 1, true)); // (128, 64)
      const products = tf.matMul(unit as tf.Tensor2D, unit as tf.Tensor2D, false, true); // (128, 128)
      found.push((tf.sum(products).dataSync()[0] - 128) / (128 * 127));
      x = relu(x);
    }
    return found;
  });
}
const cosinesWithout = knobs.seeds.map((seed) => cosines(false, seed));
const cosinesWith = knobs.seeds.map((seed) => cosines(true, seed));
await show(
  seedCurves({
    title: "Without a norm, all latents end as one direction; batch norm keeps them apart",
    alt: "Mean cosine between the signals of two latents, by layer: it rises towards 1 without a norm and stays near 0 with batch norm.",
    x: Array.from({ length: 20 }, (_, i) => i + 1),
    series: [
      { name: "ReLU, He", runs: cosinesWithout },
      { name: "with batch norm", runs: cosinesWith },
    ],
    xTitle: "layer",
    yTitle: "mean cosine of two latents",
    yDomain: [-0.1, 1],
  }),
);
const oneDirection = claim(
  "After twenty ReLU layers with He's weights, two latents are nearly parallel",
  {
    measured: cosinesWithout.map((values) => values[19]),
    unit: "mean cosine",
    require: { atLeast: 0.7 },
  },
);
const keptApart = claim("With batch norm they are not", {
  measured: cosinesWith.map((values) => values[19]),
  unit: "mean cosine",
  require: { atLeast: -0.1, atMost: 0.2 },
});

// %% [markdown]
// ## And a deep discriminator?
//
// The generator's gradient passes through *all* of the discriminator's layers before it gets to the generator. So a
// deep discriminator can starve a perfectly healthy generator (here two ReLU layers, He).

// %%
const deepDiscriminators: DepthArm[] = [
  { name: "2 layers", layers: 2 },
  {
    name: "20 leaky ReLU, He",
    layers: 2,
    discriminator: { layers: knobs.deep, activation: "leakyRelu", init: "he" },
  },
  {
    name: "20 sigmoid, Xavier",
    layers: 2,
    discriminator: { layers: knobs.deep, activation: "sigmoid", init: "xavier" },
  },
];
const deepD = await runSeeds("deep discriminators", knobs.seeds, trainDeep, {
  inputs: { arms: deepDiscriminators, steps: Math.ceil(0.6 * knobs.depthSteps) },
});
const comparison5 = comparisonTable({
  title: "A small generator against discriminators of different depth",
  baseline: "2 layers",
  arms: armsOf(deepD, deepDiscriminators),
  columns: depthColumns,
});
const moved = (arm: string) =>
  deepD.map((run) => Math.abs(run[arm].distances.at(-1)! - run[arm].distances[0]));
const starved = claim("Against twenty sigmoid layers, the generator does not move at all", {
  measured: moved("20 sigmoid, Xavier"),
  unit: "change of the distance over the whole training",
  require: { atMost: 0.02 },
});
const deepLeakyWorks = claim(
  "A discriminator of twenty leaky ReLU layers with He's weights works, without any norm",
  {
    measured: distance(deepD, "20 leaky ReLU, He"),
    unit: "sliced Wasserstein distance",
    require: { atMost: 0.7 },
  },
);

// %% [markdown]
// So *deep* is not the trouble by itself, and the two players differ: the same recipe that fails in a generator of
// twenty layers is good enough in a discriminator, which has to tell two heaps apart, not to make eight of one.
//
// ## First weights without a formula
//
// If you do not know the right factor for your activation, measure it: send a batch through, and divide each layer's
// weights by the standard deviation of what comes out ([Mishkin and Matas 2016](https://arxiv.org/abs/1511.06422),
// "LSUV"). Here it repairs ten tanh layers with hopeless first weights.

// %%
const repaired = knobs.seeds.map((seed) => {
  const random = seeded(seed);
  const latents = random.stream("latents").normal([256, width]);
  const layers = Array.from({ length: 10 }, (_, i) =>
    dense({
      name: `lsuv ${i + 1}`,
      inputs: width,
      outputs: width,
      init: badInit("too small"),
      random: random,
    }),
  );
  const rows = lsuv(
    layers.flatMap((layer) => [layer, tanh]),
    latents,
  );
  tf.dispose([latents, ...layers.flatMap(({ variables }) => [...variables])]);
  return rows.map(({ after }) => after);
});
console.log(
  "variance of layer 1 … 10 after LSUV, first seed:",
  repaired[0].map((v) => v.toFixed(2)).join(" "),
);
const lsuvRepairs = claim(
  "After LSUV, the signal of the worst of ten layers has about variance 1",
  {
    measured: repaired.map((values) => Math.max(...values.map((v) => Math.abs(v - 1)))),
    unit: "greatest difference of a layer's variance from 1",
    require: { atMost: 0.15 },
  },
);

// %% [markdown]
// ## Explosion, its NaN, and clipping
//
// Now too large instead of too small. Both players have ten layers, and He's weights are multiplied by **1.5**. That
// looks harmless. But over ten layers it is $1.5^{10} \approx 58$ forward, the same again on the way back, and
// in two networks. The optimiser is plain gradient descent, whose step is as long as the gradient says.

// %%
interface ExplosionArm {
  name: string;
  gain: number;
  rate: number;
  clip?: { norm: number } | { value: number };
  adam?: boolean;
}
interface ExplosionResult {
  start: number; // distance before training, NaN where it cannot be told
  end: number;
  stopped: string;
  stepsDone: number;
  gradient: number; // length of D's gradient at the first step
  message: string;
}
const explode: RemoteExperiment<
  Record<string, ExplosionResult>,
  { arms: ExplosionArm[]; steps: number }
> = async ({ seed }, library, { arms, steps }) => {
  const { tf, seeded, ring, mlp, trainGan, nonSaturating, heNormal, leakyRelu } = library;
  const { slicedWasserstein } = library;
  const data = ring({ radius: 2, std: 0.05 });
  const real = data.sample(1000, seeded(seed).stream("to compare with"));
  const distance = (samples: Float32Array) =>
    samples.every(Number.isFinite)
      ? slicedWasserstein(real, samples, { d: 2, order: 1, directions: 32, random: seeded(0) })
      : NaN;
  const results: Record<string, ExplosionResult> = {};
  for (const { name, gain, rate, clip, adam } of arms) {
    const network = (player: string, inputs: number, outputs: number) =>
      mlp({
        name: player,
        inputs,
        hidden: Array.from({ length: 10 }, () => 32),
        outputs,
        ...(player === "discriminator" && { activation: leakyRelu }),
        init: (random, shape) => tf.tidy(() => tf.mul(heNormal(random, shape), gain)),
        random: seeded(seed).stream(player),
      });
    const run = await trainGan({
      data,
      generator: network("generator", 8, 2),
      discriminator: network("discriminator", 2, 1),
      loss: nonSaturating,
      learningRate: { generator: rate, discriminator: rate },
      ...(!adam && { optimizer: (r: number) => tf.train.sgd(r) }),
      ...(clip && { clip: { generator: clip, discriminator: clip } }),
      seed,
      steps,
      compiled: steps >= 100, // for less, compiling does not pay
      snapshotSize: 1000,
      snapshotEvery: steps,
    });
    results[name] = {
      start: distance(run.snapshots[0].samples),
      end: distance(run.snapshots.at(-1)!.samples),
      stopped: run.stopped,
      stepsDone: run.stepsDone,
      gradient: run.history.discriminatorGradient[0] ?? NaN,
      message: run.problem?.message ?? "",
    };
    run.dispose();
  }
  real.dispose();
  return results;
};
const explosionArms: ExplosionArm[] = [
  { name: "He", gain: 1, rate: 1e-2 },
  { name: "1.5 He", gain: 1.5, rate: 1e-2 },
  { name: "1.5 He, a tenth of the rate", gain: 1.5, rate: 1e-3 },
  { name: "1.5 He, norm clipped at 1", gain: 1.5, rate: 1e-2, clip: { norm: 1 } },
  { name: "1.5 He, values clipped at .01", gain: 1.5, rate: 1e-2, clip: { value: 0.01 } },
  { name: "1.5 He, Adam", gain: 1.5, rate: 1e-3, adam: true },
];
const exploded = await runSeeds("explosion", knobs.seeds, explode, {
  inputs: { arms: explosionArms, steps: knobs.sgdSteps },
});

console.log(`${"".padEnd(32)}not a number in   first gradient of D   distance: start, end (means)`);
for (const { name } of explosionArms) {
  const results = exploded.map((run) => run[name]);
  const bad = results.filter(({ stopped }) => stopped === "not-a-number").length;
  const gradients = results.map(({ gradient }) => gradient).filter(Number.isFinite);
  const shown = gradients.length > 0 ? mean(gradients.map(orders)).toFixed(1) : "-";
  const end = bad === 0 ? mean(results.map((result) => result.end)).toFixed(2) : "-";
  console.log(
    `${name.padEnd(32)}${`${bad} of ${results.length} seeds`.padEnd(18)}10^${shown.padEnd(19)}${mean(results.map(({ start }) => start)).toFixed(2)}, ${end}`,
  );
}
console.log(
  `\nFirst seed, 1.5 He, after step ${exploded[0]["1.5 He"].stepsDone}: ${exploded[0]["1.5 He"].message}.`,
);

// %%
const nans = (arm: string) => exploded.map((run) => (run[arm].stopped === "not-a-number" ? 1 : 0));
const stepsBeforeNan = claim(
  "1.5 times He, no clipping: not a number after a handful of steps, in every seed",
  {
    measured: exploded.map(({ "1.5 He": run }) =>
      run.stopped === "not-a-number" ? run.stepsDone : 1e6,
    ),
    unit: "steps done before the first number that is not finite",
    require: { atMost: 5 },
  },
);
const slowerDoesNot = claim("A tenth of the learning rate does not prevent it", {
  measured: nans("1.5 He, a tenth of the rate"),
  unit: "share of the seeds that end in NaN",
  require: { atLeast: 0.8 },
});
const clippingStops = claim("Clipping does: no seed ends in NaN", {
  measured: nans("1.5 He, norm clipped at 1"),
  unit: "share of the seeds that end in NaN",
  require: { atMost: 0 },
});
const clippingRepairsNothing = claim(
  "… and it repairs nothing: the samples end far worse than with He's own weights",
  {
    measured: exploded.map((run) => orders(run["1.5 He, norm clipped at 1"].end)),
    baseline: exploded.map((run) => orders(run.He.end)),
    unit: "log10 of the sliced Wasserstein distance",
    require: { atLeast: 0.4 },
  },
);
const valuesRepairNothing = claim("Clipping each value does no better", {
  measured: exploded.map((run) => orders(run["1.5 He, values clipped at .01"].end)),
  baseline: exploded.map((run) => orders(run.He.end)),
  unit: "log10 of the sliced Wasserstein distance",
  require: { atLeast: 0.4 },
});
const adamSurvives = claim("Under Adam the same weights do not end in NaN", {
  measured: nans("1.5 He, Adam"),
  unit: "share of the seeds that end in NaN",
  require: { atMost: 0 },
});

// %% [markdown]
// **Why.** The trainer names the first tensor that was not finite; that is where to look, not at the loss. Clipping
// ([Pascanu et al. 2013](https://arxiv.org/abs/1211.5063)) bounds the *step*. The weights stay too large, and
// small steps take long to bring them down. What treats the cause is the scale of the first weights. Adam divides each
// gradient by its own usual size, so that its step does not grow with the gradient: a clip that is built in.
//
// ## Try it yourself
//
// A generator of your own, a few seconds. Some to try: (a) 20 layers, sigmoid, with and without `norm: "batch"`.
// (b) 20 layers, ReLU, Xavier. (c) tanh with `badInit("too large")`: watch the first layers. (d) 3 layers, ReLU,
// `badInit("too small")`: what does Adam make of it?

// %%
const mine = {
  layers: 8,
  activation: sigmoid, // sigmoid, tanh, relu, leakyRelu
  init: xavierUniform, // xavierUniform, heNormal, orthogonal(Math.SQRT2), badInit("too small"), badInit("too large")
  norm: undefined as "batch" | "layer" | undefined,
  loss: nonSaturating, // minimax, nonSaturating
  seed: 1,
  steps: knobs.name === "smoke" ? 10 : 300,
};

const progress = trainingProgress({ steps: mine.steps, label: "yours" });
const yours = await trainGan({
  data: ring({ radius: 2, std: 0.05 }),
  generator: mlp({
    name: "generator",
    inputs: 8,
    hidden: Array.from({ length: mine.layers }, () => 32),
    outputs: 2,
    activation: mine.activation,
    init: mine.init,
    ...(mine.norm && { norm: mine.norm }),
    random: seeded(mine.seed).stream("generator"),
  }),
  discriminator: mlp({
    name: "discriminator",
    inputs: 2,
    hidden: [32, 32],
    outputs: 1,
    activation: leakyRelu,
    init: orthogonal(Math.SQRT2),
    random: seeded(mine.seed).stream("discriminator"),
  }),
  loss: mine.loss,
  learningRate: { generator: 2e-3, discriminator: 2e-3 },
  seed: mine.seed,
  steps: mine.steps,
  onProgress: ({ stepsDone, history }) => progress.update(stepsDone, latestLosses(history)),
});
progress.done();
const myLayers = Object.keys(yours.monitors[0].generatorGradients).filter((name) =>
  name.endsWith("weights"),
);
await show(
  gradientHeatMap({
    title: `Yours: ${mine.layers} layers, ${mine.activation.name}`,
    alt: "Gradient of each layer of your generator over training.",
    steps: yours.monitors.map(({ step }) => step),
    layers: myLayers.map((name, i) => ({
      name: i === myLayers.length - 1 ? "output" : `layer ${i + 1}`,
      norms: yours.monitors.map(({ generatorGradients }) => generatorGradients[name]),
    })),
    valueTitle: "gradient (RMS)",
  }),
);
await show(
  scatterPlot({
    title: "Yours: generated points among the real ones",
    alt: "Points of your generator over the eight real clouds.",
    real: realPoints.dataSync() as Float32Array,
    fake: yours.snapshots.at(-1)!.samples,
    domain: [-3, 3],
  }),
);
yours.dispose();

// %% [markdown]
// ## Diagnose it yourself
//
// Two trainings, F and G, with something wrong in each. You see the length of the gradients, and each layer's
// gradient. (A gradient that is exactly 0 is drawn at $10^{-30}$.) **What is wrong in each, and what would you change
// first?** Decide before you run the cell after the next.

// %%
await riddle("F").show();
await riddle("G").show();

// %% [markdown]
// Your answer first. Then ask the library, whose rules (`diagnosisRules`) look at the same signs:

// %%
riddle("F").answer();
riddle("G").answer();

// %% [markdown]
// ## What this notebook found

// %%
resultsTable([
  vanishesUntrained,
  vanishesTrained,
  flatHolds,
  flatTrainedHolds,
  spaceMatters,
  partsAll,
  partsSome,
  besidePlane,
  nearer,
  stillBeside,
  fallTogether,
  nonSaturatingGrows,
  nonSaturatingGrowsToo,
  wassersteinSteady,
  getsSteeper,
  staysFlat,
  r1Keeps,
  spectralKeeps,
  labelsNothing,
  noiseHelpsTrained,
  noiseFailsUntrained,
  digitsVanish,
  noiseNothingOnDigits,
  saturatingStuck,
  nonSaturatingMoves,
  wassersteinMoves,
  soonPerfect,
  predictionHolds,
  sigmoidDies,
  lossPredicted,
  smallIsNothing,
  heLevel,
  allOrNothing,
  tanhExplodes,
  explosionPredicted,
  spectralDies,
  batchNormExplodes,
  ratioMisleads,
  sizeDoesNot,
  fadesAway,
  fadesLess,
  tanhBegins,
  adamWakes,
  fiveFail,
  twoLearn,
  tanhLearns,
  leakyLearns,
  batchNormLearns,
  initCannot,
  spectralCannot,
  batchNormLouder,
  heFails,
  batchNormRescues,
  spectralFails,
  oneDirection,
  keptApart,
  starved,
  deepLeakyWorks,
  lsuvRepairs,
  stepsBeforeNan,
  slowerDoesNot,
  clippingStops,
  clippingRepairsNothing,
  valuesRepairNothing,
  adamSurvives,
]);

// %% [markdown]
// ## Check yourself
//
// Choose an answer before you open it.
//
// **1. Your generator uses the loss $\log(1-D(G(z)))$ and learns nothing. The discriminator is right every time. What
// do you change first?**
// (a) Train the discriminator longer, its advice gets better. (b) Raise the generator's learning rate tenfold.
// (c) Take $-\log D(G(z))$ instead. (d) Smooth the real labels to .9.
//
// <details><summary>Answer</summary>
//
// **(c)**: its slope is near 1 for fakes that are surely fake. (a) makes it worse: every step of the discriminator
// shrinks the gradient further. (b) tenfold is one order of magnitude, and several are missing; with Adam, whose step
// does not depend on the gradient's size until that is tiny, it changes something else altogether. (d) acts on real
// points, the gradient is lost on fakes: we measured no effect.
// </details>
//
// **2. On the plain ring the gradient survives a well trained discriminator; on the same ring in 64 dimensions it does
// not. Why?**
// (a) A gradient in 64 dimensions is divided by 64. (b) In the plane real and fake overlap, so D has to doubt; in 64
// dimensions D can part them by one question. (c) The generator is worse in 64 dimensions.
//
// <details><summary>Answer</summary>
//
// **(b)**. Look at the accuracy: it reaches 1 in 64 dimensions only. Not (a): no such division happens; both gradients
// begin with a length of the same order. Not (c): the trained generator is better than the untrained one, and its
// gradient vanishes all the same, because its fakes still lie beside the plane.
// </details>
//
// **3. Instance noise is known to cure vanishing gradients. In which of our three cases did it?**
// (a) In all. (b) For the trained generator in 64 dimensions only. (c) For digits only. (d) In none.
//
// <details><summary>Answer</summary>
//
// **(b)**. Noise helps when it is as wide as the gap between real and fake. The trained generator's fakes are near the
// plane; those of an untrained one (so not (a)) and untrained pictures, which differ in nearly every pixel (so not (c)),
// are much further away than .5. (d) overlooks that it kept the whole gradient once.
// </details>
//
// **4. A 20-layer ReLU generator with He's weights has a first-layer gradient of a healthy size. Does it learn?**
// (a) Yes, the gradient is all that counts. (b) No: its layers have made all latents nearly parallel. (c) Yes, if you
// clip its gradient.
//
// <details><summary>Answer</summary>
//
// **(b)**. (a) is the misconception that this notebook had itself: a gradient of the right length can still say the same
// for all latents. Batch norm keeps them apart, and trains, although its gradient grows from layer to layer. (c) There
// is nothing to clip: the gradient is not too long.
// </details>
//
// **5. Your training ends in NaN after two steps. You clip the gradient's norm at 1 and the NaN is gone. Done?**
// (a) Yes. (b) No: look at the scale of the first weights. (c) No: clip at .1.
//
// <details><summary>Answer</summary>
//
// **(b)**. Clipping bounds the step; it does not mend weights whose signals are tens of times too large. Our clipped runs
// ended without NaN and with samples far worse than He's own weights give. So not (a). (c) makes the steps smaller still,
// and the weights take longer to come down.
// </details>
//
// **6. In a ReLU net the first layer's gradient is a tenth of the last one's. Is it vanishing?**
// (a) Yes, tenfold. (b) No. (c) You cannot tell from the ratio.
//
// <details><summary>Answer</summary>
//
// **(c)**. Good first weights and hopeless ones have about this ratio: in a ReLU net with zero biases, too small weights
// shrink all layers' gradients alike. Look at the absolute size, over depth or over time. With sigmoid, where the loss
// is made anew in each layer, the ratio does show it.
// </details>
//
// ## Where next
//
// - [Notebook 03](03-overpowering-discriminator.ipynb) is about the other side: a discriminator that is too strong for its generator, and how to hold it
//   back. [Notebook 04](04-instability.ipynb) shows what Wasserstein losses and penalties cost in return.
// - [Arjovsky and Bottou 2017](https://arxiv.org/abs/1701.04862): short, and the clearest text on why the gradient
//   vanishes. [Arjovsky, Chintala and Bottou 2017](https://arxiv.org/abs/1701.07875) draws the consequence, WGAN.
// - [Glorot and Bengio 2010](https://proceedings.mlr.press/v9/glorot10a.html) and
//   [He et al. 2015](https://arxiv.org/abs/1502.01852): where the two first weights come from.
//   [Saxe et al. 2014](https://arxiv.org/abs/1312.6120): orthogonal ones.
// - [Schoenholz et al. 2017](https://arxiv.org/abs/1611.01232): how deep a signal can reach, and
//   [Yang et al. 2019](https://arxiv.org/abs/1902.08129): the same for batch norm.
// - Try: in `explosionArms`, which gain is the largest at which plain gradient descent still survives?
//
// **Next: [Lab 02: vanishing and exploding gradients](../labs/02-gradients/lab.ipynb) →** or go on with [03 · Overpowering discriminator](03-overpowering-discriminator.ipynb)
