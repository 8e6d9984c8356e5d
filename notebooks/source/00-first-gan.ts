// ---
// title: Your first GAN
// seconds:
//   full: 75
//   quick: 18
//   smoke: 10
// ---

// %% [markdown]
// # 00 · Your first GAN
//
// Two networks play a game. The **generator** turns random numbers into samples. The **discriminator** looks at a
// sample and says how likely it is to be real. Each learns from the other's mistakes. That is a *generative adversarial
// network*, a GAN ([Goodfellow et al. 2014](https://arxiv.org/abs/1406.2661)).
//
// ```text
// random numbers z ──► generator ──► fake sample ──┐
//                                                  ├──► discriminator ──► score
// data ─────────────────────────────► real sample ─┘
// ```
//
// In the next 25 minutes (two thousand words, twelve charts, one minute of training) you train a GAN by hand, watch one
// learn, and meet the question that everyone asks about their first GAN: **what do my losses mean?** At the end, a
// small convolutional GAN makes its first attempts at handwritten digits.
//
// Do you come from PyTorch? [From PyTorch](from-pytorch.md) says in five minutes what is different here.
//
// **How this course argues.** A result is never just stated. It is measured over several random seeds and shown as a
// *claim*: the mean, an interval that is meant to hold the true mean in 95 of 100 cases, and what was required of it. A
// claim holds only if the whole interval meets the requirement, so one lucky seed proves nothing.

// %% folded
import { budget, claim, compiledReport, predict, resultsTable, runStudy } from "gan-clinic";
import { recipe, seeded, startEngine, tf } from "gan-clinic"; // tf is TensorFlow.js
import { mnist, ring } from "gan-clinic"; // data
import { mlp, orthogonal } from "gan-clinic"; // networks
import { discriminatorStep, generatorStep, nonSaturating, trainGan } from "gan-clinic"; // training
import { energyDistance, historyMean, modeCoverage, modesOf } from "gan-clinic"; // measures
import { curves, decisionAt, explore, replay, seedCurves, smooth } from "gan-clinic"; // charts
import { imageFrames, latestLosses, liveChart, trainingProgress } from "gan-clinic";
import { scatterFrames, scatterPlot, show, type DecisionFrame, type StudyRun } from "gan-clinic";

const engine = await startEngine();

// %%
const quick = false; // true: fewer seeds and steps, in about 20 seconds. Then run all cells anew
const knobs = budget(
  {
    full: { byHand: 300, steps: 4000, seeds: 10, digitSteps: 900, digitSeeds: 6 },
    quick: { byHand: 300, steps: 1600, seeds: 2, digitSteps: 300, digitSeeds: 2 },
    smoke: { byHand: 4, steps: 40, seeds: 2, digitSteps: 4, digitSeeds: 2 },
  },
  { quick },
);
console.log(
  `engine: ${engine.name}, training steps: ${compiledReport().text}, budget: ${knobs.name}`,
);

// %% [markdown]
// ## The data: eight clouds on a ring
//
// Each cloud is a **mode**: a place where the data are dense. Points in the plane make a good first target, because you
// see everything at once: every sample, every gap, every cloud that is missing.

// %%
const data = ring({ modes: 8, std: 0.05 });
const realPoints = data.sample(1000, seeded(0)).dataSync() as Float32Array; // x, y, x, y, …

await show(
  scatterPlot({
    title: "Real data: eight clouds, equally full",
    alt: "Real points form eight round clouds, evenly spaced on a circle of radius 1.",
    real: realPoints,
  }),
);

// %% [markdown]
// ## The whole algorithm, by hand
//
// Both networks are small: two hidden layers of 64 units. The generator maps 4 random numbers (a **latent vector**) to a
// point. The discriminator maps a point to one number, its **score**: above 0 it says "real", below 0 "fake".
//
// Read the loop. One step of training is two updates, one for each player, and there is nothing else to it.

// %%
const random = seeded(1);
const shape = { hidden: [64, 64], init: orthogonal(0.8) }; // init: how the first weights are drawn
const generator = mlp({ ...shape, name: "generator", inputs: 4, outputs: 2, random });
const discriminator = mlp({ ...shape, name: "discriminator", inputs: 2, outputs: 1, random });
const players = { generator, discriminator, loss: nonSaturating };
const [adamD, adamG] = [tf.train.adam(1e-3, 0.5), tf.train.adam(1e-3, 0.5)];

const followed = random.normal([400, 4]); // latent vectors that are drawn once, to watch
const madeByHand = () => generator.apply(followed).dataSync() as Float32Array;
const byHand = [{ step: 0, samples: madeByHand() }];
for (let step = 1; step <= knobs.byHand; step++) {
  const draw = random.stream(`step ${step}`);
  const real = data.sample(64, draw.stream("real"));
  const latent = draw.stream("for D").normal([64, 4]);
  const others = draw.stream("for G").normal([64, 4]);

  const d = discriminatorStep(players, adamD, real, latent); // real scores up, fake scores down
  const g = generatorStep(players, adamG, others); // the fakes' scores up

  tf.dispose([real, latent, others, ...Object.values(d), ...Object.values(g)]);
  if (step % (knobs.byHand / 2) === 0) byHand.push({ step, samples: madeByHand() });
}
await show(
  scatterFrames({
    title: "By hand: the same 400 latent vectors at three moments",
    alt: "The generated points at the start, in the middle and at the end of the loop above, over the real clouds.",
    frames: byHand,
    real: realPoints,
    domain: [-1.6, 1.6],
  }),
);

// %% [markdown]
// The lump has come apart. Three hundred steps are too few for eight clouds; the next run has more. First, three
// details of the loop.
//
// - **They take turns.** `discriminatorStep` changes only the discriminator's weights, `generatorStep` only the
//   generator's. Each is an ordinary gradient step on a loss of its own.
// - **The generator never sees the data.** All it learns comes through the discriminator: which way to move a fake, so
//   that its score rises.
// - **Adam's 0.5** is the decay of its first moment: how long it remembers past gradients. The usual 0.9 remembers ten
//   steps; 0.5, the choice of DCGAN ([Radford et al. 2016](https://arxiv.org/abs/1511.06434)), remembers two. When the
//   opponent moves, old gradients point to where it was. [Notebook 04](04-instability.ipynb) shows what 0.9 does.
//
// ## Watch one learn
//
// `trainGan` runs the same loop, compiled, so that thousands of steps take seconds. What it trains is a **recipe**:
// everything that decides the result, but for the seed. The picture moves while it trains; the stop button works at any
// time. First, a guess.

// %%
const lossGuess = predict(
  "While the samples go from one lump to eight clouds, what does the discriminator's loss do?",
  ["it falls towards 0", "it hardly moves", "it more than doubles"],
  { guess: "?", sure: 0.6 },
);

// %%
const game = recipe({
  data: data,
  generator: { mlp: { inputs: 4, hidden: [64, 64], init: orthogonal(0.8) } },
  discriminator: { mlp: { hidden: [64, 64], init: orthogonal(0.8) } },
  loss: "nonSaturating",
  learningRate: { generator: 1e-3, discriminator: 1e-3 },
  beta1: 0.5,
  steps: knobs.steps,
});
const ready = await game.options({ seed: 1 }); // data and networks are made; trainGan takes them
const played: DecisionFrame[] = []; // for the replay below
const progress = trainingProgress({ steps: game.steps, label: "ring, seed 1" });
const picture = liveChart();
const film = (frames: { step: number; samples: Float32Array }[]) =>
  scatterFrames({
    title: "Seed 1: from one lump to eight clouds",
    alt: "At step 0 all generated points lie in one lump; over training they spread out and gather on the eight real clouds.",
    frames,
    real: realPoints,
    columns: 3,
    domain: [-1.6, 1.6],
  });
const run = await trainGan({
  ...ready,
  snapshotEvery: game.steps / 20,
  onSnapshot: ({ step, samples }) => {
    picture.update(() => film([{ step, samples }]));
    const score = (x: tf.Tensor) => ready.discriminator.apply(x); // (n, 2) -> (n, 1)
    played.push({ step, ...decisionAt({ score, samples, domain: [-1.6, 1.6] }) });
  },
  onProgress: ({ stepsDone, history }) => progress.update(stepsDone, latestLosses(history)),
});
progress.done();
await picture.done(film(run.snapshots.filter((_, i) => [0, 1, 2, 3, 5, 20].includes(i))));

// %% [markdown]
// **Play it back.** Here is the same training in the form that [GAN Lab](https://poloclub.github.io/ganlab/) made known.
// Where the plane is blue, the discriminator says "real"; where it is orange, "fake"; on the black line it is undecided.
// Each arrow is the gradient that the generator gets for one of its samples: where to move it, and how strongly. Drag
// the slider, and watch the two answer each other.

// %% folded
await show(
  replay({
    title: "Seed 1, played back: the discriminator's answers, the samples and both losses",
    alt: "Seed 1 at a training step chosen with the slider: what the discriminator says all over the plane, and the generated points with their gradients.",
    frames: played,
    real: realPoints,
    curves: curves({
      title: "The losses at that step",
      alt: "Below them both losses of seed 1, with a mark at that step.",
      x: run.history.step,
      series: [
        { name: "discriminator", values: smooth(run.history.discriminatorLoss, 50) },
        { name: "generator", values: smooth(run.history.generatorLoss, 50) },
      ],
      yTitle: "loss (nats), mean of 50 steps",
      yDomain: [0, 2],
    }),
  }),
);

// %% [markdown]
// ## What a loss is made of
//
// The sigmoid turns a score into a probability: $D(x)$, how likely $x$ is real. The discriminator pays $-\log D(x)$ for
// each real sample and $-\log(1 - D(G(z)))$ for each fake. The generator pays $-\log D(G(z))$ for each of its fakes:
//
// $$L_D = -\mathbb{E}\,\log D(x) \;-\; \mathbb{E}\,\log(1 - D(G(z))) \qquad\qquad L_G = -\mathbb{E}\,\log D(G(z))$$
//
// (This form of $L_G$ is called *non-saturating*: its gradient is largest where the generator does worst.)
//
// Two numbers are worth remembering. A discriminator that cannot tell real from fake says one half to everything. One half
// costs $-\log \tfrac12 = \log 2 \approx 0.693$. It pays that twice, once for a real sample and once for a fake, so its loss
// is $2 \log 2 = \log 4 \approx 1.386$. The generator pays it once: **0.693**. Against a perfect generator the best
// discriminator there is can do no better than **1.386**. (With natural logarithms the unit is called *nats*.)

// %%
const levels = [4, 2].map((n) => ({ value: Math.log(n), label: `log ${n}` }));
await show(
  explore({
    title: "At one half for both, the losses are log 4 and log 2",
    alt: "The discriminator's loss rises and the generator's falls as the fakes' D rises; at one half they are log 4 and log 2.",
    sliders: {
      real: { title: "D of the real sample", from: 0.05, to: 0.95, value: 0.5, step: 0.05 },
    },
    x: { name: "fake", title: "D of the fake", domain: [0.02, 0.98] },
    y: { title: "loss (nats)", domain: [0, 4] },
    lines: [
      { name: "discriminator", formula: "-log(real) - log(1 - fake)" },
      { name: "generator", formula: "-log(fake)" },
    ],
    reference: levels,
  }),
);

// %% [markdown]
// ## Do not just look: count
//
// Eyes forgive a missing cloud, and they look at one seed. Three numbers, from 2,500 samples, as
// [VEEGAN](https://arxiv.org/abs/1705.07761) and [PacGAN](https://arxiv.org/abs/1712.04086) count:
//
// - **High quality**: the share of samples within 3 standard deviations of the centre of a cloud.
// - **Modes**: a mode counts as found when at least one of the 2,500 samples is of high quality and nearest to its
//   centre. In this course *modes* always means this.
// - **Reverse KL**: how far the modes' shares are from equal. 0 is perfect; log 8 ≈ 2.08 says that all samples are in
//   one mode.
//
// Each number can be fooled, so it needs two companions: its **floor**, which is what it says of real data, and an
// **impostor**, a bad set of samples that it likes.

// %%
const coverageOf = (points: tf.Tensor) => {
  const { modes, highQuality, reverseKL } = modeCoverage(points, data);
  return `${modes} of 8 modes, high quality ${(100 * highQuality).toFixed(1)} %, reverse KL ${reverseKL.toFixed(3)}`;
};
const points = data.sample(2500, seeded(2));
const noise = seeded(3).uniform([2500, 2], -1.5, 1.5); // all over the square
const oneCloud = tf.add([1, 0], tf.mul(0.05, seeded(4).normal([2500, 2]))); // perfect, and alone
console.log(`real points:            ${coverageOf(points)}`);
console.log(`impostor 1, pure noise: ${coverageOf(noise)}`);
console.log(`impostor 2, one cloud:  ${coverageOf(oneCloud)}`);

// %% [markdown]
// Pure noise finds every mode. One perfect cloud has a perfect quality. So the three are read together.
//
// ## Ten seeds, three pairs of learning rates
//
// Now the experiment of this notebook: the same game with ten seeds, and beside it two arms in which **nothing changes but
// the two learning rates**. `runStudy` trains all of them, side by side on all cores.

// %%
const rates = await runStudy("three pairs of rates", {
  base: game,
  arms: {
    "equal rates": {},
    "fast D": { learningRate: { generator: 5e-4, discriminator: 5e-3 } },
    "slow D": { learningRate: { generator: 1e-3, discriminator: 1e-4 } },
  },
  seeds: knobs.seeds,
  quick: 1, // the knobs above say how many steps
  measure: {
    "loss of D": historyMean({ column: "discriminatorLoss", part: "all" }),
    "high quality": modesOf({ report: "highQuality", samples: 2500 }),
    modes: modesOf({ samples: 2500 }),
    "reverse KL": modesOf({ report: "reverseKL", samples: 2500 }),
  },
});

// %% [markdown]
// First the arm with equal rates, which you have watched. What did its loss say while the clouds formed?

// %% folded
/** Both losses of several runs, their mean over the seeds. */
const lossesOf = (title: string, runs: readonly StudyRun[], window: number) =>
  seedCurves({
    title,
    alt: "Both losses over training, mean over the seeds, beside the levels log 4 and log 2.",
    x: runs[0].history.step,
    series: (["discriminator", "generator"] as const).map((name) => ({
      name,
      runs: runs.map(({ history }) => smooth(history[`${name}Loss`], window)),
    })),
    reference: levels,
    yTitle: `loss (nats), mean of ${window} steps`,
    yDomain: [0, 2],
  });
const equal = rates.runs("equal rates");
await show(lossesOf("Equal rates: what the losses say", equal, 50));
await show(
  seedCurves({
    title: "Equal rates: what the samples say",
    alt: "The share of high-quality samples over the same steps, mean over the seeds.",
    x: equal[0].snapshots.map(({ step }) => step),
    series: [
      {
        name: "high quality",
        runs: equal.map(({ snapshots }) =>
          snapshots.map(({ samples }) => modeCoverage(samples, data).highQuality),
        ),
      },
    ],
    yTitle: "share of samples of high quality",
    yDomain: [0, 1],
  }),
);

// %%
/** Mean of a column of the history over a part of training: from 0 (start) to 1 (end). */
function meanOver(values: readonly number[], from: number, to: number): number {
  const part = values.slice(Math.floor(from * values.length), Math.ceil(to * values.length));
  return part.reduce((sum, value) => sum + value, 0) / part.length;
}
/** What a loss did from a first value to a last one, in the words of the guesses. */
const inWords = (first: number, last: number) =>
  last > 2 * first
    ? "it more than doubles"
    : last < first / 2
      ? "it falls towards 0"
      : "it hardly moves";

const lossD = equal.map(({ history }) => history.discriminatorLoss);
const [atFirst, atLast] = [
  lossD.map((all) => meanOver(all, 0, 0.05)),
  lossD.map((all) => meanOver(all, 0.8, 1)),
];
lossGuess.reveal(inWords(atFirst[0], atLast[0]));

claim("While the clouds form, the discriminator's loss hardly moves", {
  measured: atLast,
  baseline: atFirst,
  unit: "nats",
  require: { atLeast: -0.1, atMost: 0.1 },
  headline: true,
});
const qualityRises = claim(
  "In that time the share of high-quality samples rises from almost nothing",
  {
    measured: rates.values("equal rates", "high quality"),
    baseline: equal.map(({ snapshots }) => modeCoverage(snapshots[0].samples, data).highQuality),
    unit: "share of samples",
    require: { atLeast: 0.7 },
    headline: true,
  },
);

// %% [markdown]
// The loss of a classifier falls as it learns. This one does not, because its opponent learns as well: better eyes meet
// better fakes. **A GAN's loss measures the other player, not the samples.**
//
// ## Which of the three is good?
//
// Here is the discriminator's loss of one run of each arm, with the same seed. Two of these generators draw all eight
// clouds. One ends with next to nothing.

// %% folded
const letters = { A: "equal rates", B: "fast D", C: "slow D" } as const;
const names = ["A", "B", "C"] as const;
await show(
  curves({
    title: "Three runs that differ in their learning rates only: the discriminator's loss",
    alt: "The discriminator's loss of one run of each arm.",
    x: equal[0].history.step,
    series: names.map((name) => ({
      name: `run ${name}`,
      values: smooth(rates.runs(letters[name])[0].history.discriminatorLoss, 50),
    })),
    reference: levels.slice(0, 1),
    yTitle: "loss of D (nats), mean of 50 steps",
    yDomain: [0, 2],
  }),
);

// %%
const runGuess = predict("Which run's generator draws the fewest modes?", names, {
  guess: "?",
  sure: 0.5,
});

// %%
const drawn = names.map((name) => {
  const [first] = rates.runs(letters[name]);
  return { name, first, modes: rates.values(letters[name], "modes")[0] };
});
await show(
  scatterFrames({
    title: "The same three runs: what they draw, and how many modes",
    alt: `Generated points over the real ones at the end of the three runs: ${drawn.map(({ name, modes }) => `run ${name} ${modes} modes`).join(", ")}.`,
    frames: drawn.map(({ name, first, modes }, step) => ({
      step,
      samples: first.snapshots.at(-1)!.samples,
      label: `${name}, ${letters[name]}: ${modes} of 8`,
    })),
    real: realPoints,
    columns: 3,
    domain: [-1.6, 1.6],
  }),
);
const fewest = drawn.reduce((least, each) => (each.modes < least.modes ? each : least));
runGuess.reveal(fewest.name);

// %% [markdown]
// Run A and run C have nearly the same loss. In A the discriminator is undecided because the fakes are good. In C it
// learns ten times as slowly, and has not learned to object. From C to A is one number, the discriminator's rate: a
// first cure. The run whose curve stands apart, B, draws every cloud: its discriminator is a little ahead, and to be
// ahead is not to win.
// (The table says what that costs over all seeds: a cloud may be missing, and they are filled less evenly.)

// %%
rates.table({ baseline: "equal rates", measures: ["modes", "high quality", "reverse KL"] });

const [loss, modes] = [
  { unit: "nats, mean over the training", headline: true },
  { unit: "modes of 8", headline: true },
];
rates.claim("Equal rates: all eight modes", "equal rates", "modes", { ...modes, atLeast: 8 });
rates.claim("Their discriminator's loss stays near log 4 = 1.386", "equal rates", "loss of D", {
  ...loss,
  atLeast: 1.3,
  atMost: 1.4,
});
rates.claim("A slow discriminator has nearly the same loss …", "slow D", "loss of D", {
  ...{ ...loss, vs: "equal rates", atLeast: -0.03, atMost: 0.03 },
});
rates.claim("… and its generator finds at least four modes fewer", "slow D", "modes", {
  ...{ ...modes, vs: "equal rates", atMost: -4 },
});
rates.claim("A fast discriminator has a lower loss than equal rates …", "fast D", "loss of D", {
  ...{ ...loss, vs: "equal rates", atMost: 0 },
});
rates.claim(
  "… and its generator finds at least four modes more than the slow one's",
  "fast D",
  "modes",
  {
    ...{ ...modes, vs: "slow D", atLeast: 4 },
  },
);
const notPerfect = claim(
  "Equal rates are not perfect: real points are of high quality more often",
  {
    measured: rates.values("equal rates", "high quality"),
    baseline: rates.seeds.map((seed) =>
      tf.tidy(() => modeCoverage(data.sample(2500, seeded(seed)), data).highQuality),
    ),
    unit: "share of samples",
    require: { atMost: -0.01 },
  },
);

// %% [markdown]
// ## What your losses say
//
// | you see | it may mean |
// | --- | --- |
// | $L_D$ near 1.39, $L_G$ near 0.69, both wavering | the discriminator is undecided: good fakes (run A), or a discriminator too slow or too weak to object (run C) |
// | $L_D$ somewhat below 1.39, $L_G$ above 0.69 | the discriminator is ahead: ordinary in a healthy run (run B) |
// | $L_D$ falls towards 0, $L_G$ climbs and climbs | the discriminator overpowers ([03](03-overpowering-discriminator.ipynb)), or gradients vanish ([02](02-gradients.ipynb)) |
// | $L_D$ stays well above 1.39 | it does worse than by saying one half to everything: it is too weak, or the two chase each other |
// | both swing, wider and wider | divergence ([04](04-instability.ipynb)) |
// | calm curves, and samples all alike | mode collapse ([01](01-mode-collapse.ipynb)): losses do not show it |
// | calm curves, and samples that differ each time you look | oscillation ([04](04-instability.ipynb)): losses do not show it either |
//
// Use the losses to see whether the *game* is still on. Judge the *samples* by looking at them, and by a number that is
// computed from them.
//
// ## From points to pictures
//
// For pictures only the networks change. A **convolutional** generator starts from a small picture of many channels and
// doubles it; the discriminator does the same backwards. That is DCGAN
// ([Radford et al. 2016](https://arxiv.org/abs/1511.06434)), here with 16 channels, at 14 by 14 pixels, and without batch
// norm in the discriminator: small enough for seconds on a laptop. The data are the 60,000 training digits of MNIST
// (fetched once, 11 MB).
//
// How near are the samples to real digits? The **energy distance** compares two sets of pictures by their pixels:
// about 0 if they come from the same distribution, larger the further apart they are
// ([Székely and Rizzo 2013](https://doi.org/10.1016/j.jspi.2013.03.018)). We measure it against 300 test digits that
// the GAN never saw. Its floor is the distance between these and 300 other test digits.

// %%
const digitGuess = predict(
  "While the digits get better, what does their discriminator's loss do, from its lowest point to the end?",
  ["it stays about there", "it more than doubles"],
  { guess: "?", sure: 0.6 },
);

// %%
const digits = await runStudy("digits", {
  base: {
    data: { mnist: { split: "train", size: 14 } },
    generator: { dcganGenerator: { latentSize: 32, width: 16, init: "heNormal" } },
    discriminator: { dcganDiscriminator: { width: 16, norm: "none", init: "heNormal" } },
    loss: "nonSaturating",
    learningRate: 1e-3,
    steps: knobs.digitSteps,
    snapshotEvery: Math.ceil(knobs.digitSteps / 20),
    snapshotSize: 300,
  },
  arms: { DCGAN: {} },
  seeds: knobs.digitSeeds,
  quick: 1,
});
const digitRuns = digits.runs("DCGAN");

// %% folded
const pictures = { height: 14, width: 14 };
const sixteen = digitRuns[0].snapshots.map(({ step, samples }) => ({
  step,
  images: samples.slice(0, 16 * 196),
}));
await show(
  imageFrames({
    ...pictures,
    title: `Seed ${digitRuns[0].seed}: from noise to blots to strokes, a few like digits`,
    alt: "Sixteen generated pictures at four moments of training: first noise, then blots, at the end strokes, a few of them like digits.",
    frames: [0, 3, 5, sixteen.length - 1].map((at) => sixteen[at] ?? sixteen[0]),
  }),
);
// %% folded
const test = await mnist({ split: "test", size: 14, limit: 600 });
const unseen = test.images.slice(0, 300 * 196);
const floor = energyDistance(test.images.slice(300 * 196), unseen, 196);
const distances = digitRuns.map(({ snapshots }) =>
  snapshots.map(({ samples }) => energyDistance(samples, unseen, 196)),
);
await show(
  curves({
    title: "The digits get better: distance to digits that the GAN never saw",
    alt: "Energy distance of the samples to unseen real digits over training, one line for each seed, and the floor of real digits.",
    x: digitRuns[0].snapshots.map(({ step }) => step),
    series: distances.map((values, i) => ({ name: `seed ${digitRuns[i].seed}`, values })),
    reference: [{ value: floor, label: "real" }],
    yTitle: "energy distance",
  }),
);
await show(lossesOf("Meanwhile: both losses", digitRuns, 20));

// %% [markdown]
// **What does not help: keeping the checkpoint with the lowest loss.** With a classifier that is good practice. Here we
// take, for each seed, the snapshot at which the discriminator's loss (its mean since the snapshot before) was lowest, and
// compare its pictures with the last ones.

// %%
const lowest = digitRuns.map(({ snapshots, history }) => {
  const since = snapshots.slice(1).map(({ step }, i) => {
    const part = history.discriminatorLoss.slice(snapshots[i].step, step);
    return meanOver(part, 0, 1);
  });
  const least = Math.min(...since);
  return { at: 1 + since.indexOf(least), loss: least };
});
const endLoss = digitRuns.map(({ history }) => meanOver(history.discriminatorLoss, 0.8, 1));
const doubles = endLoss[0] > 2 * lowest[0].loss;
digitGuess.reveal(doubles ? "it more than doubles" : "it stays about there");

claim("As the digits get better, the discriminator's loss climbs from its lowest value", {
  measured: endLoss,
  baseline: lowest.map(({ loss }) => loss),
  unit: "nats",
  require: { atLeast: 0.3 },
  headline: true,
});
claim("Training brings the samples close to digits that the GAN never saw", {
  measured: distances.map((values) => values.at(-1)!),
  unit: `energy distance (at the start about ${distances[0][0].toFixed(0)}, real digits 0)`,
  require: { atMost: 0.5 },
  headline: true,
});
const worseCheckpoint = claim(
  "The checkpoint with the discriminator's lowest loss is far worse than the last one",
  {
    measured: lowest.map(({ at }, i) => distances[i][at]),
    baseline: distances.map((values) => values.at(-1)!),
    unit: "energy distance",
    require: { atLeast: 1 },
    headline: true,
  },
);

// %% [markdown]
// ## What can go wrong: a map of the course
//
// Most of these games went well, because their settings were chosen with care. The rest of the course is about the ways
// they go wrong. Each notebook reproduces one, measures it, fixes it, and measures again.
//
// | notebook | pitfall | in one line |
// | --- | --- | --- |
// | [01](01-mode-collapse.ipynb) | mode collapse | many inputs, few different outputs |
// | [02](02-gradients.ipynb) | vanishing and exploding gradients | the generator gets no signal, or far too much |
// | [03](03-overpowering-discriminator.ipynb) | an overpowering discriminator | one player wins, and the other stops learning |
// | [04](04-instability.ipynb) | instability | the players chase each other and never settle |
// | [05](05-evaluation.ipynb) | evaluation that misleads | the number looks good, the samples are not |
// | [06](06-data.ipynb) | poor or scarce data | the discriminator learns the data by heart |
// | [07](07-architecture.ipynb) | the wrong architecture | too shallow, too complex, or unsuited to the data |
// | [08](08-hyperparameters.ipynb) | sensitive hyperparameters | one rate works, its neighbour does not |
// | [09](09-mode-dropping.ipynb) | mode dropping | rare parts of the data go missing, quietly |
// | [10](10-cost.ipynb) | cost | time and memory, and when to stop |
//
// After them come **capstones**, small versions of famous systems, each built from parts, broken and mended: pictures
// from a text ([12](12-text-to-image.ipynb)), translation without pairs ([15](15-cyclegan.ipynb)), sentences and sounds
// ([16](16-sound-and-text.ipynb)).
//
// ## Check yourself
//
// <details><summary>1. Your discriminator's loss is 1.39 from the first step to the last. Is the GAN good?</summary>
//
// You cannot know from that. The discriminator is undecided: the fakes may be good (run A), or it may be too slow or too
// weak to object (run C). Look at samples.
// </details>
//
// <details><summary>2. The discriminator's loss was 0.6 yesterday and is 1.4 today. Go back to yesterday's weights?</summary>
//
// Not for that reason. The loss is measured against a generator that has changed too: better fakes make it climb, as the
// digits did. Compare both checkpoints with one number computed from samples.
// </details>
//
// <details><summary>3. A GAN finds 8 of 8 modes. Why is that not the end of the matter?</summary>
//
// Pure noise finds them too: one good sample is enough for a mode to count. The share of high-quality samples sees that;
// and reverse KL sees it when one mode gets most of the samples.
// </details>
//
// <details><summary>4. Why does the generator's step leave the discriminator's weights alone?</summary>
//
// Each player minimises a loss of its own, by its own weights. If the generator's step could change the discriminator too,
// it would make the judge say "real" to everything, and no sample would get better.
// </details>
//
// ## Try it yourself
//
// - In the loop by hand, give `adamD` the rate `1e-4`, which is run C's. Does the lump still come apart?
// - Set `learningRate` of the recipe to `{ generator: 1e-2, discriminator: 1e-2 }`. Which of the three numbers
//   suffers most?
// - Try it without convolutions: `generator: { mlp: { inputs: 32, hidden: [128, 128], output: "tanh" } }` for the
//   digits.
//
// ## What this notebook found

// %%
resultsTable();

// %% [markdown]
// ## Where next
//
// - Read the paper that began it: [Goodfellow et al. 2014](https://arxiv.org/abs/1406.2661), and the tutorial
//   [Goodfellow 2016](https://arxiv.org/abs/1701.00160), whose section 5 lists non-convergence and evaluation among the
//   open questions.
//
// **Next: [01 · Mode collapse](01-mode-collapse.ipynb) →**
