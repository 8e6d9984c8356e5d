// ---
// title: Vanishing and exploding gradients
// seconds:
//   full: 120
//   quick: 20
//   smoke: 12
// ---

// %% [markdown]
// # 02 · Vanishing and exploding gradients
//
// A generator learns from one thing only: the gradient that comes back through the discriminator. Think of it as a
// message. Before it changes a weight, it passes four stations:
//
// ```text
// loss of G ──► discriminator ──► layers of G, last to first ──► optimiser ──► new weights
// ```
//
// At each of them the message can be lost, or blown up until it destroys everything. This notebook stops at all four.
//
// After this notebook you can
//
// - say **at which station** a gradient is lost: in the loss, in D, in G's layers, or in the optimiser;
// - choose a loss, a bound on D, first weights and a norm for a reason, and know which remedies do **nothing** here;
// - explain why a *long* gradient may teach nothing, and a *short* one may be enough.
//
// You need notebook 00. Reading takes about 36 minutes, with the run itself, which takes two on a quiet machine.

// %%
import { budget, curves, recipe, seedList, show, startEngine, trainGan } from "gan-clinic";
import { smooth, type RecipeParts } from "gan-clinic";

const engine = await startEngine();
const quick = false; // true: two seeds and fewer steps, in about 20 seconds. Then run all cells anew
const knobs = budget(
  {
    full: { seeds: seedList(5), steps: 500, depths: [2, 10, 20] },
    quick: { seeds: seedList(2), steps: 200, depths: [2, 20] },
    smoke: { seeds: seedList(2), steps: 12, depths: [2, 3] },
  },
  { quick },
);

// %% [markdown]
// ## The pitfall in one picture
//
// Freeze a generator. Train a discriminator against it, better and better. At each step ask how long the gradient is
// that this generator *would* get. [Arjovsky and Bottou 2017](https://arxiv.org/abs/1701.04862) did this with
// pictures; ours are points in 64 dimensions, which behave as pictures do. The real ones lie on a thin sheet (a ring
// of eight clouds, on a plane through the space); the fakes lie anywhere.
//
// G's loss is the one that was written down first ([Goodfellow et al. 2014](https://arxiv.org/abs/1406.2661)): make
// $\log(1 - D(G(z)))$ small. It is called *saturating*, and you are about to see why.

// %%
const still = { linearRate: { from: 0, to: 0, steps: 500 } }; // a learning rate of 0: who has it stands still
const frozen = {
  data: { onPlane: { data: { ring: { modes: 8, std: 0.05 } }, dimensions: 64, seed: 0 } },
  generator: { mlp: { inputs: 8, hidden: [64, 64], init: "heNormal" } },
  discriminator: { mlp: { hidden: [64, 64], activation: "leakyRelu", init: "heNormal" } },
  loss: "minimax", // the saturating loss
  learningRate: { generator: still, discriminator: 1e-3 },
  steps: 500,
} satisfies RecipeParts;
const first = await trainGan({ ...recipe(frozen), steps: knobs.steps, seed: knobs.seeds[0] });
const lengths = smooth(first.history.generatorGradient, 10);
await show(
  curves({
    title: `The better D gets, the shorter G's gradient: about ${Number((lengths[0] / lengths.at(-1)!).toPrecision(1))} times shorter by the end`,
    alt: "On a log scale, the length of the generator's gradient falls while the discriminator is trained.",
    x: first.history.step,
    series: [{ name: "gradient", values: lengths }],
    xTitle: "steps of D",
    yTitle: "length of G's gradient",
    yScale: "log",
  }),
);
first.dispose();
console.log(`engine: ${engine.name}, budget: ${knobs.name}, ${knobs.seeds.length} seeds`);

// %% [markdown]
// Nothing is wrong with this discriminator. It is *good*. And the better it gets, the less the generator learns from
// it.
//
// # Station one: the loss
//
// We do the same for several losses of G, and with what people recommend against a vanishing gradient. Each arm changes
// **one** thing, but for the Wasserstein loss, which needs its penalty as well.
//
// | arm | what it changes |
// | --- | --- |
// | non-saturating | G minimises $-\log D(G(z))$ |
// | Wasserstein, penalty | scores without a sigmoid, and a gradient penalty on D ([Gulrajani et al. 2017](https://arxiv.org/abs/1704.00028)) |
// | R1 | D pays for being steep at real points ([Mescheder et al. 2018](https://arxiv.org/abs/1801.04406)) |
// | spectral norm | no layer of D may stretch anything ([Miyato et al. 2018](https://arxiv.org/abs/1802.05957)) |
// | labels .9 | D learns .9 in place of 1 for real points ([Salimans et al. 2016](https://arxiv.org/abs/1606.03498)) |
// | noise .5 | whatever D sees is blurred ([Sønderby et al. 2017](https://arxiv.org/abs/1610.04490)) |
//
// In the second arm D has the same loss, the same seed and the same frozen opponent as in the first, so it is *the very
// same discriminator*, step by step. Only G's loss differs.

// %% folded
// What the rest of the notebook needs.
import { claim, predict, resultsTable, riddle, runStudy } from "gan-clinic"; // the lesson
import { doseResponse, explore, gradientHeatMap, scatterFrames } from "gan-clinic"; // charts
import { scatterPlot, seedCurves } from "gan-clinic";
import { energyDistance, energyTo, monitorAtEnd, type Measure, type StudyRun } from "gan-clinic";
import {
  own,
  ring,
  seeded,
  tf,
  type PlaneDataset,
  type RecipeChange,
  type Requirement,
} from "gan-clinic";

// %%
const guessLoss = predict(
  "Against the very same D, G now minimises −log D(G(z)). What does its gradient do while D is trained?",
  ["it vanishes as well", "it stays within a factor of two", "it grows more than twofold"],
  { guess: "?", sure: 0.6 },
);

// %% [markdown]
// The measure is the gradient's length at the end of the training, by its length at the first step. These factors lie far
// apart, so tables count them in **powers of ten**: −3 is a thousandth, 0 no change, +2 a hundredfold.

// %%
const log = (value: number) => Math.log10(Math.max(value, 1e-30)); // 0 counts as 1e-30
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
/** Mean logarithm of the gradient's length over the last tenth of the steps. */
const endOf = ({ history: { generatorGradient: all } }: StudyRun) =>
  mean(all.slice(-Math.ceil(all.length / 10)).map(log));
const change: Measure = Object.assign(
  (run: StudyRun) => endOf(run) - log(run.history.generatorGradient[0]),
  { title: "change of G's gradient (powers of ten)", unit: "powers of ten" },
);
/** Mean logarithm of D(G(z)) over the last tenth of the steps: how far D is from being sure. */
const doubt: Measure = Object.assign(
  ({ history: { fakeProbability: all } }: StudyRun) =>
    mean(all.slice(-Math.ceil(all.length / 10)).map(log)),
  { title: "D(G(z)) at the end (powers of ten)", unit: "powers of ten" },
);

// %%
const frozenStudy = await runStudy("A generator that stands still", {
  base: frozen,
  arms: {
    saturating: {},
    "non-saturating": { loss: "nonSaturating" },
    "Wasserstein, penalty": {
      loss: "wasserstein",
      terms: [{ gradientPenaltyTerm: { weight: 10 } }],
    },
    R1: { terms: [{ r1Term: { weight: 10 } }] },
    "spectral norm": { discriminator: { mlp: { spectral: true } } },
    "labels .9": { loss: { withLabels: { loss: "minimax", real: 0.9 } } },
    "noise .5": { instanceNoise: 0.5 },
  },
  seeds: knobs.seeds,
  measure: { change: change, doubt: doubt },
  quick: 0.4,
});
const grown = mean(frozenStudy.values("non-saturating", "change"));
guessLoss.reveal(
  grown > log(2)
    ? "it grows more than twofold"
    : grown < -log(2)
      ? "it vanishes as well"
      : "it stays within a factor of two",
);

// %% folded
const shownSteps = frozenStudy.runs("saturating")[0].history.step.filter((step) => step % 10 === 0);
const lines = (arm: string) =>
  frozenStudy.runs(arm).map(({ history }) => {
    const smoothed = smooth(history.generatorGradient, 20);
    return shownSteps.map((step) => Math.max(smoothed[step - 1], 1e-30));
  });
const times = (powers: number) => {
  const factor = Number((10 ** Math.abs(powers)).toPrecision(powers > -1 && powers < 1 ? 2 : 1));
  const words = factor.toLocaleString("en", { notation: "compact", compactDisplay: "long" });
  return `${words} times ${powers < 0 ? "shorter" : "longer"}`;
};
if (shownSteps.length > 1) {
  await show(
    seedCurves({
      title: `One D, two losses: the saturating gradient ends ${times(mean(frozenStudy.values("saturating", "change")))}, the non-saturating one ${times(grown)}`,
      alt: "On a log scale, the saturating gradient falls far below all others; with R1 it falls less; the non-saturating and the Wasserstein gradient and that with spectral norm stay.",
      x: shownSteps,
      series: ["saturating", "non-saturating", "Wasserstein, penalty", "R1", "spectral norm"].map(
        (arm) => ({ name: arm, runs: lines(arm) }),
      ),
      xTitle: "steps of D",
      yTitle: "length of G's gradient",
      yScale: "log",
    }),
  );
}

// %% folded
frozenStudy.claim(
  "A D that is trained on makes the saturating gradient at least a hundred times shorter",
  "saturating",
  "change",
  { atMost: -2, headline: true },
);
frozenStudy.claim(
  "The non-saturating gradient, from the very same D, does not vanish: it grows",
  "non-saturating",
  "change",
  { atLeast: 0.1, headline: true },
);
const [first1, first2] = ["saturating", "non-saturating"].map(
  (arm) => frozenStudy.runs(arm)[0].history.fakeProbability,
);
const apart = Math.max(...first1.map((p, i) => Math.abs(p - first2[i])));
console.log(`D(G(z)) of the two arms, first seed: they differ by at most ${apart}`);

// %% [markdown]
// ## Why: the loss multiplies the message by D's doubt
//
// D gives a score $s$, and $D = \sigma(s)$, its sigmoid. By the chain rule, the gradient of one fake is
//
// $$\text{slope of the loss at } s \;\times\; \text{slope of } s \text{ at the fake} \;\times\; \text{slope of the fake in G's weights}.$$
//
// The two arms share the second and the third factor; their discriminators do not differ by a digit. So the first factor
// makes the difference, and it is simple:
//
// | loss of G | in the score | slope |
// | --- | --- | --- |
// | saturating, $\log(1-D)$ | $-\log(1+e^{s})$ | $-D$ |
// | non-saturating, $-\log D$ | $\log(1+e^{-s})$ | $-(1-D)$ |
// | Wasserstein | $-s$ | $-1$ |
//
// When D is sure of a fake, $D(G(z))$ is near 0. The saturating loss multiplies its gradient by just that: *the worse the
// fake, the less it learns.*

// %% folded
const scores = Array.from({ length: 81 }, (_, i) => -12 + 0.2 * i);
await show(
  curves({
    title: "For a fake that D is sure of (left), only the saturating loss has no slope",
    alt: "On a log scale, the saturating loss's slope falls steadily to the left; the other two are 1 there.",
    x: scores,
    series: [
      { name: "saturating", values: scores.map((s) => 1 / (1 + Math.exp(-s))) },
      { name: "non-saturating", values: scores.map((s) => 1 / (1 + Math.exp(s))) },
      { name: "Wasserstein", values: scores.map(() => 1) },
    ],
    xTitle: "score of the fake (below 0: D says fake)",
    yTitle: "slope of G's loss",
    yScale: "log",
  }),
);

// %% [markdown]
// ## Which remedies help? One bar for all
//
// A remedy helps if it leaves **at least ten times** as much of the gradient as there is without it: one power of ten.

// %%
const verdicts = frozenStudy.verdicts("change", { baseline: "saturating", helps: 1 });
const helping = verdicts.filter(({ verdict }) => verdict === "helps").map(({ arm }) => arm);
console.log(`helps: ${helping.join(", ")}`);
frozenStudy.claim(
  "Spectral norm in D leaves at least a hundred times as much of the saturating gradient",
  "spectral norm",
  "change",
  { vs: "saturating", atLeast: 2, headline: true },
);
for (const arm of ["R1", "spectral norm"]) {
  frozenStudy.claim(`${arm}: D stays at least three times less sure of its fakes`, arm, "doubt", {
    vs: "saturating",
    atLeast: 0.5,
  });
}
frozenStudy.claim(
  "R1 leaves at least ten times as much of the saturating gradient",
  "R1",
  "change",
  { vs: "saturating", atLeast: 1 },
);
frozenStudy.claim("Labels of .9 change it by less than a factor of three", "labels .9", "change", {
  vs: "saturating",
  atLeast: -0.5,
  atMost: 0.5,
});

// %% [markdown]
// R1 and spectral norm keep the *saturating* loss. They keep D from getting steep, so it never gets quite so sure, and
// $D(G(z))$, the first factor, stays further from 0.
//
// **What did not pass the bar.** *Labels of .9* teach D to doubt real points. The gradient is lost on the fakes.
// *Noise* blurs the border between real and fake, and where they overlap D must doubt; but these fakes lie much
// further than .5 from the real points (the picture "before", further down). More of the gradient is left with it,
// though not for certain ten times as much, and most of it goes all the same.
//
// Two controls. If D stands still as well, nothing should change: that is the floor of our measure. And if the ring
// lies in the plain plane, with no space around it, fakes fall between and on the real clouds. There D cannot be sure,
// however long it is trained.

// %%
const controls = await runStudy("Two controls", {
  base: frozen,
  arms: {
    "D stands still": { learningRate: { discriminator: still } },
    "plain ring": { data: { ring: { modes: 8, std: 0.05 } } },
  },
  seeds: knobs.seeds,
  measure: { change: change },
  quick: 0.4,
});
controls.claim(
  "Floor: while D stands still, G's gradient keeps its length",
  "D stands still",
  "change",
  {
    atLeast: -0.3,
    atMost: 0.3,
  },
);
controls.claim(
  "On the plain ring, the saturating gradient loses less than nine tenths of its length",
  "plain ring",
  "change",
  {
    atLeast: -1,
  },
);

// %% [markdown]
// Pictures are like the sheet, not like the plain ring: a thin layer in the space of all pixel values. That is the
// view of [Arjovsky and Bottou](https://arxiv.org/abs/1701.04862). Their gradient fell by five powers of ten within 4,000
// steps of D, in the best case. What such an overpowering discriminator needs is the subject of
// [notebook 03](03-overpowering-discriminator.ipynb).
//
// # Station two: the discriminator
//
// The second factor is the slope of D's score. It can be too small, or far too large. The Wasserstein loss needs a critic
// (a D without a sigmoid) whose slope has a bound, and the first way to bound it was blunt: after each step, clip every
// weight to $[-c, c]$ ([Arjovsky, Chintala and Bottou 2017](https://arxiv.org/abs/1701.07875)). Its authors called this
// "a clearly terrible way". How terrible?

// %%
const guessClip = predict(
  "A critic with three layers of weights is clipped to [−c, c]. How much longer is G's gradient with c = 1 than with c = .01?",
  ["about 100 times, as the weights", "about 10,000 times", "more than 100,000 times"],
  { guess: "?", sure: 0.6 },
);

// %%
const gradientLength: Measure = Object.assign((run: StudyRun) => 10 ** endOf(run), {
  title: "length of G's gradient at the end",
});
const lengthPowers: Measure = Object.assign(endOf, { unit: "powers of ten" });
const bounds = await runStudy("Four bounds on a critic", {
  base: { ...frozen, loss: "wasserstein" },
  arms: {
    "clipped at .01": { weightClip: 0.01 },
    "clipped at .1": { weightClip: 0.1 },
    "clipped at 1": { weightClip: 1 },
    penalty: { terms: [{ gradientPenaltyTerm: { weight: 10 } }] },
  },
  seeds: knobs.seeds,
  measure: { gradientLength, lengthPowers, slope: monitorAtEnd({ column: "meanSlope" }) },
  quick: 0.4,
});
const wide = bounds.values("clipped at 1", "lengthPowers");
const ratio = mean(wide) - mean(bounds.values("clipped at .01", "lengthPowers"));
guessClip.reveal(
  ratio > 5
    ? "more than 100,000 times"
    : ratio > 3
      ? "about 10,000 times"
      : "about 100 times, as the weights",
);

// %% folded
await show(
  bounds.dose("gradientLength", {
    title: `Clipped at 1 in place of .01, the critic sends a gradient ${times(ratio)}`,
    alt: "On a log scale, the length of G's gradient rises steeply with the clipping bound; the penalty's is between.",
    yScale: "log",
  }),
);
bounds.claim(
  "A critic clipped at 1 sends G a gradient at least 100,000 times as long as one clipped at .01",
  "clipped at 1",
  "lengthPowers",
  { vs: "clipped at .01", atLeast: 5, headline: true },
);
bounds.claim(
  "The gradient penalty holds the critic's mean slope between .5 and 2",
  "penalty",
  "slope",
  {
    unit: "slope of the score",
    atLeast: 0.5,
    atMost: 2,
  },
);

// %% [markdown]
// The weights differ by a factor of 100, and there are three layers of them: $100^3$ is a million. Each further layer would
// make $c$ more delicate still. The gradient penalty asks for what is wanted itself, a slope of 1, whatever the weights are.
// ([Gulrajani et al.](https://arxiv.org/abs/1704.00028) measured the same with twelve layers: their figure 1.)
//
// **A trap.** Our measure calls the exploding gradient the best of all: it is the longest. *Length is not success.* So now
// the generator may move.
//
// ## Let them play
//
// D makes five steps for each of G's, so that it gets far ahead. What counts is how far G gets: the *energy
// distance* of its samples to real ones (0 is perfect) at the end, divided by that at the start. A ratio of 1 is no
// progress.

// %% folded
/** Energy distance of a snapshot to as many real examples; NaN where a sample is not finite. */
async function distanceAt(run: StudyRun, at: number): Promise<number> {
  const { samples, shape } = run.snapshots.at(at)!; // (n, d) numbers
  if (!samples.every(Number.isFinite)) return NaN;
  const real = (await run.data()).sample(shape[0], seeded(run.seed).stream("real"));
  const distance = energyDistance(samples, real.dataSync() as Float32Array, shape[1]);
  real.dispose();
  return distance;
}
const left: Measure = Object.assign(
  async (run: StudyRun) => (await distanceAt(run, -1)) / (await distanceAt(run, 0)),
  {
    title: "distance to real samples at the end, by that at the start",
    unit: "times the distance at the start",
    better: "less",
  } as const,
);

// %% [markdown]
// One arm is a test of something else. All arms use Adam, which divides each gradient by its usual length. Should that not
// undo any shrinking? Adam takes "usual" from a memory of about $1/(1-\beta_2)$ steps: 1,000 with the default
// $\beta_2 = .999$. While a gradient falls, the memory still holds the long ones, and the step becomes short as well. With
// $\beta_2 = .9$ it remembers ten steps: the arm "short memory", for G alone.

// %%
const guessPlay = predict(
  "D stays far ahead. How much of its way does G go with the saturating loss?",
  ["less than a third", "a third to two thirds", "more than two thirds"],
  { guess: "?", sure: 0.6 },
);

// %%
const fast = 5e-4; // between the two learning rates: G's is below
const play = await runStudy("Against a D that is far ahead", {
  base: {
    ...frozen,
    ...{ learningRate: { generator: 2e-4, discriminator: 1e-3 }, discriminatorSteps: 5 },
    ...{ steps: 300, snapshotSize: 500 },
  },
  arms: {
    saturating: {},
    "non-saturating": { loss: "nonSaturating" },
    R1: { terms: [{ r1Term: { weight: 10 } }] },
    "spectral norm": { discriminator: { mlp: { spectral: true } } },
    "W, clipped at 1": { loss: "wasserstein", weightClip: 1 },
    "short memory": {
      optimizer: own(
        (inputs, { tf }) =>
          (rate: number) =>
            tf.train.adam(rate, 0.5, rate < inputs.fast ? 0.9 : 0.999, 1e-8), // only G forgets
        { fast },
      ),
    },
  },
  seeds: knobs.seeds,
  measure: { left: left },
  quick: 0.3,
});
const way = 1 - mean(play.values("saturating", "left"));
guessPlay.reveal(
  way < 1 / 3
    ? "less than a third"
    : way < 2 / 3
      ? "a third to two thirds"
      : "more than two thirds",
);

// %%
/** The last samples of an arm's first run, seen from above the data's plane. */
const picture = async (run: StudyRun, step: number, name = run.arm) => {
  const data = (await run.data()) as Partial<PlaneDataset>;
  const at = name === "before" ? 0 : -1;
  const { samples, shape } = run.snapshots.at(at)!;
  const all = tf.tensor2d(samples, shape as [number, number]);
  const flat = data.project ? data.project(all) : all; // (500, 2)
  const label = `${name}: ${(await distanceAt(run, at)).toFixed(2)}`; // no room for more
  const frame = { step, label, samples: flat.dataSync() as Float32Array };
  tf.dispose([all, flat]);
  return frame;
};
const eight = ring({ modes: 8, std: 0.05 }).sample(500, seeded(0)).dataSync() as Float32Array;
const playOf = (arm: string) => play.runs(arm)[0];
await show(
  scatterFrames({
    title:
      "One seed, one loss: with spectral norm in D, the generator gets the message (energy distance)",
    alt: "Three pictures of generated points over the eight real clouds: before training, after training with the saturating loss, and the same with spectral norm in D.",
    frames: [
      await picture(playOf("saturating"), 0, "before"),
      await picture(playOf("saturating"), 1),
      await picture(playOf("spectral norm"), 2),
    ],
    real: eight,
    domain: [-5, 5],
  }),
);
const [some, others] = [1, 2].map((seed) =>
  ring({ modes: 8, std: 0.05 }).sample(500, seeded(seed)),
);
console.log(`Floor: real points to other real points ${energyDistance(some, others).toFixed(3)}`);
await show(play.dose("left", { title: "The way that is left to G, by arm: 1 is all of it" }));

// %% folded
play.claim(
  "Against a D that is far ahead, the saturating generator still has over half of its way to go",
  "saturating",
  "left",
  { atLeast: 0.5, headline: true },
);
play.claim(
  "The critic clipped at 1, with the longest gradient of all, leaves more of the way than spectral norm",
  "W, clipped at 1",
  "left",
  { vs: "spectral norm", atLeast: 0 },
);
play.claim("Spectral norm in D alone lets it go most of its way", "spectral norm", "left", {
  atMost: 0.2,
});
play.claim("R1 alone does so, too", "R1", "left", { atMost: 0.25 });
play.claim("The non-saturating loss alone does so, too", "non-saturating", "left", { atMost: 0.4 });
play.claim(
  "With a memory of ten steps in place of a thousand, Adam carries even the saturating generator further",
  "short memory",
  "left",
  { vs: "saturating", atMost: -0.1, headline: true },
);

// %% [markdown]
// The explosive critic is not the worst: Adam scales its gradient down. But with a gradient some hundred thousand times as
// long, it leaves more of the way than spectral norm.
//
// So Adam hides a *short* gradient, but not one that is *becoming* short. (This is a probe, not a remedy: it shows where the
// message was lost.)
//
// # Station three: the layers of the generator
//
// The message arrives at G's *last* layer, and has to reach the first. On its way each layer multiplies it by two factors:
// how much its weights stretch a vector, and the slope of its activation. Twenty layers are twenty such products.
//
// For random weights the first factor is easy: a layer of $n$ inputs (its *fan-in*) whose weights have the standard
// deviation $\sigma$ stretches by about $\sigma\sqrt n$. Move the sliders: how far from 1 may the product be?

// %%
await show(
  explore({
    title: "What arrives after so many layers: only a product near 1 survives",
    alt: "On a log scale, a straight line falls from 1 to about 1e-13 over 20 layers for weights that stretch by 1 and a slope of .22.",
    sliders: {
      stretch: { title: "weights stretch by σ√n", from: 0.05, to: 8, value: 1, step: 0.05 },
      slope: { title: "slope of the activation", from: 0.02, to: 1, value: 0.22, step: 0.02 },
    },
    x: { name: "layers", title: "layers passed on the way back", domain: [0, 20] },
    y: { title: "length of the gradient", domain: [1e-20, 1e20], scale: "log" },
    lines: [{ name: "gradient", formula: "pow(stretch * slope, layers)" }],
    reference: [{ value: 1, label: "as it came in" }],
  }),
);

// %% [markdown]
// A sigmoid's slope is at most ¼. A tanh is the same curve, stretched and shifted, $\tanh(x) = 2\sigma(2x) - 1$, and its slope
// goes up to 1. ReLU passes half of the numbers and stops the others, so it needs weights that make up for the half:
//
// | first weights | variance of a weight | |
// | --- | --- | --- |
// | Xavier | 2 / (inputs + outputs) | [Glorot and Bengio 2010](https://proceedings.mlr.press/v9/glorot10a.html) |
// | He | 2 / inputs | twice Xavier's, for ReLU: [He et al. 2015](https://arxiv.org/abs/1502.01852) |
// | orthogonal √2 | 2 / inputs | rows at right angles: [Saxe et al. 2014](https://arxiv.org/abs/1312.6120) |
// | N(0, .01²), N(0, 1) | .0001, 1 | far too small, far too large |
//
// We build generators of 2, 10 and 20 layers and look at the first layer's gradient in the very first step: its root mean
// square (RMS), which tells how long it is for a weight.

// %%
const guessDepth = predict(
  "Sigmoid, Xavier's weights: how much shorter is the first layer's gradient with 20 layers than with 2?",
  ["about ten times", "about a thousand times", "more than a million times"],
  { guess: "?", sure: 0.6 },
);

// %%
const { depths } = knobs; // hidden layers of G
const kinds: Record<string, object> = {
  "sigmoid, Xavier": { activation: "sigmoid", init: "xavierUniform" },
  "tanh, Xavier": { activation: "tanh", init: "xavierUniform" },
  "tanh, N(0, 1)": { activation: "tanh", init: { badInit: { kind: "too large" } } },
  "ReLU, N(0, .01²)": { init: { badInit: { kind: "too small" } } },
  "ReLU, Xavier": { init: "xavierUniform" },
  "ReLU, He": { init: "heNormal" },
  "ReLU, orthogonal √2": { init: { orthogonal: { gain: Math.SQRT2 } } },
  "leaky ReLU, He": { activation: "leakyRelu", init: "heNormal" },
  "ReLU, He, batch norm": { init: "heNormal", norm: "batch" },
  "ReLU, He, spectral norm": { init: "heNormal", spectral: true },
};
const deepArms = Object.entries(kinds).flatMap(([kind, parts]) =>
  depths.map((depth): [string, RecipeChange] => {
    const hidden = Array.from({ length: depth }, () => 64);
    return [`${kind}, ${depth}`, { generator: { mlp: { ...parts, hidden } } }];
  }),
);

// %%
/** Logarithm of the RMS of the gradient that reaches the first layer's weights in the first step. */
const firstLayer: Measure = Object.assign(
  ({ monitors: [start] }: StudyRun) => log(start.generatorGradients["generator/1/weights"]),
  {
    title: "first layer's gradient (powers of ten)",
    unit: "powers of ten",
    better: "more",
  } as const,
);
const starts = await runStudy("At the start", {
  base: {
    ...{ data: { ring: { modes: 8, std: 0.05 } }, loss: "nonSaturating", learningRate: 1e-3 },
    ...{ generator: { mlp: { inputs: 64, hidden: [64] } }, batchSize: 256, steps: 1 },
    discriminator: { mlp: { hidden: [64, 64], activation: "leakyRelu", init: "heNormal" } },
  },
  arms: Object.fromEntries(deepArms),
  seeds: knobs.seeds,
  measure: { firstLayer },
});
const deepest = depths.at(-1)!;
const withDepth = (kind: string) =>
  starts
    .values(`${kind}, ${deepest}`, "firstLayer")
    .map((value, i) => value - starts.values(`${kind}, 2`, "firstLayer")[i]);
const lost = -mean(withDepth("sigmoid, Xavier"));
guessDepth.reveal(
  lost > 6 ? "more than a million times" : lost > 2 ? "about a thousand times" : "about ten times",
);

// %% folded
const depthChart = (title: string, shown: string[]) =>
  doseResponse({
    title,
    alt: `${title}. The root mean square of the first layer's gradient against the number of hidden layers, on a log scale.`,
    series: shown.map((kind) => ({
      name: kind,
      points: depths.map((depth) => ({
        at: depth,
        values: starts.values(`${kind}, ${depth}`, "firstLayer").map((power) => 10 ** power),
      })),
    })),
    xScale: "linear",
    yScale: "log",
    xTitle: "hidden layers of G",
    yTitle: "first layer's gradient (RMS)",
  });
await show(
  depthChart(`From 2 to ${deepest} sigmoid layers: ${times(-lost)}`, [
    "sigmoid, Xavier",
    "tanh, Xavier",
    "tanh, N(0, 1)",
    "leaky ReLU, He",
  ]),
);
await show(
  depthChart(
    "ReLU: He's and orthogonal weights keep the length, small ones lose it (1e-30: exactly 0)",
    ["ReLU, N(0, .01²)", "ReLU, Xavier", "ReLU, He", "ReLU, orthogonal √2"],
  ),
);
await show(
  depthChart("ReLU, He: spectral norm in G kills the gradient, batch norm makes it grow", [
    "ReLU, He, spectral norm",
    "ReLU, He",
    "ReLU, He, batch norm",
  ]),
);

// %% folded
const byDepth = (text: string, kind: string, require: object, headline = false) =>
  claim(text, {
    measured: starts.values(`${kind}, ${deepest}`, "firstLayer"),
    baseline: starts.values(`${kind}, 2`, "firstLayer"),
    unit: "powers of ten",
    require,
    headline,
  });
byDepth(
  "From 2 sigmoid layers to 20, the first layer's gradient becomes a billion times shorter",
  "sigmoid, Xavier",
  { atMost: -9 },
  true,
);
byDepth("From 2 tanh layers to 20, less than thirtyfold", "tanh, Xavier", { atLeast: -1.5 });
byDepth("ReLU with He's weights: it stays within a factor of a hundred", "ReLU, He", {
  atLeast: -2,
  atMost: 2,
});
byDepth("tanh with N(0, 1): it explodes, ten thousandfold", "tanh, N(0, 1)", { atLeast: 4 });
byDepth(
  "Spectral norm in every layer of G: it vanishes, ten thousandfold",
  "ReLU, He, spectral norm",
  { atMost: -4 },
);
byDepth("Batch norm in G: it grows, at least threefold", "ReLU, He, batch norm", { atLeast: 0.5 });

// %% [markdown]
// Read it layer by layer. A sigmoid passes at most a quarter: $(1/4)^{18}$ is about $10^{-11}$, and that is what we
// measured. Only the activation was changed for tanh, and little is lost: a factor of about three.
//
// **The same remedy, two effects.** In D, spectral norm saved the gradient. In a deep ReLU generator it is poison. A random
// matrix stretches its favourite direction about twice as far as the usual one. If the largest stretch is 1, the usual one
// is about ½; ReLU takes another 30 %. That leaves .35 a layer, and $.35^{18}$ is about $10^{-8}$.
//
// **Batch norm** ([Ioffe and Szegedy 2015](https://arxiv.org/abs/1502.03167)) shifts and scales each unit to mean 0 and variance 1
// over the batch. Its gradient *explodes*, by a known factor of $\sqrt{\pi/(\pi-1)} \approx 1.21$ a layer
// ([Yang et al. 2019](https://arxiv.org/abs/1902.08129)). Keep this in mind: it is going to win.
//
// # Station four: the optimiser
//
// A short gradient at the start is a forecast, not a verdict. Here is a generator of two tanh layers with weights from
// N(0, .01²). Its first layer's gradient is some three hundred times shorter than with Xavier's weights. We train it with Adam, and with
// plain gradient descent (SGD), whose step is as long as the gradient says. D is small, the loss non-saturating, and R1
// with a small weight keeps the game calm.

// %%
const guessOptimiser = predict(
  "Two tanh layers with weights from N(0, .01²), trained by Adam or by SGD. Who learns the ring?",
  ["neither", "only Adam", "only SGD", "both"],
  { guess: "?", sure: 0.6 },
);

// %%
const layers = (count: number) => Array.from({ length: count }, () => 32);
const small = { badInit: { kind: "too small" } };
const sgd = { optimizer: "sgd", learningRate: 0.05 };
/** ReLU that first subtracts from each unit its mean over the batch. Nothing is scaled. */
const centredRelu = own(
  (_, { tf }) =>
    (x: tf.Tensor) =>
      tf.relu(tf.sub(x, tf.mean(x, 0, true))), // (batch, units)
  {},
);
const deep = (count: number, parts: object): RecipeChange => ({
  generator: { mlp: { hidden: layers(count), ...parts } },
});

// %%
const trained = await runStudy("Long gradients and short ones", {
  base: {
    ...{ data: { ring: { modes: 8, std: 0.05 } }, loss: "nonSaturating", learningRate: 2e-3 },
    generator: { mlp: { inputs: 8, hidden: layers(2), init: "heNormal" } },
    discriminator: { mlp: { hidden: layers(2), activation: "leakyRelu", init: "heNormal" } },
    ...{ terms: [{ r1Term: { weight: 0.1 } }], steps: 600, snapshotSize: 500 },
  },
  arms: {
    "small, Adam": deep(2, { activation: "tanh", init: small }),
    "small, SGD": { ...deep(2, { activation: "tanh", init: small }), ...sgd },
    "Xavier, SGD": { ...deep(2, { activation: "tanh", init: "xavierUniform" }), ...sgd },
    "5 sigmoid": deep(5, { activation: "sigmoid", init: "xavierUniform" }),
    "5 sigmoid, BN": deep(5, {
      activation: "sigmoid",
      init: "xavierUniform",
      norm: "batch",
    }),
    "20 ReLU": deep(20, {}),
    "20 ReLU, LN": deep(20, { norm: "layer" }),
    "20 ReLU, centred": deep(20, { activation: centredRelu }),
    "20 ReLU, BN": deep(20, { norm: "batch" }),
  },
  seeds: knobs.seeds,
  measure: { distance: energyTo(), left: left, firstLayer: firstLayer },
  quick: 0.4,
});
const learns = (arm: string) => mean(trained.values(arm, "left")) < 0.5;
guessOptimiser.reveal(
  learns("small, Adam")
    ? learns("small, SGD")
      ? "both"
      : "only Adam"
    : learns("small, SGD")
      ? "only SGD"
      : "neither",
);

// %%
const trainedOf = (arm: string) => trained.runs(arm)[0];
await show(
  scatterFrames({
    title:
      "The same short gradient: SGD still makes one dot, Adam spreads it out (energy distance)",
    alt: "Three pictures of generated points over the eight real clouds: before training and after SGD a single dot, after Adam points spread over the ring and within it.",
    frames: [
      await picture(trainedOf("small, SGD"), 0, "before"),
      await picture(trainedOf("small, SGD"), 1),
      await picture(trainedOf("small, Adam"), 2),
    ],
    real: eight,
    domain: [-1.6, 1.6],
  }),
);

// %% folded
trained.claim("With too small first weights, SGD makes no progress", "small, SGD", "left", {
  atLeast: 0.8,
  headline: true,
});
trained.claim(
  "… though its rate is right: with Xavier's weights it learns",
  "Xavier, SGD",
  "distance",
  {
    atMost: 0.1,
  },
);
trained.claim("From the same weights, Adam goes more than half of the way", "small, Adam", "left", {
  atMost: 0.5,
  headline: true,
});
trained.claim(
  "At that start the first layer's gradient is over ten times shorter than with Xavier's weights",
  "small, Adam",
  "firstLayer",
  { vs: "Xavier, SGD", atMost: -1 },
);

// %% [markdown]
// Adam ([Kingma and Ba 2015](https://arxiv.org/abs/1412.6980)) divides the gradient by its usual length, weight by weight. A
// gradient that is short *all the time* becomes a step of the ordinary length. So under Adam a short gradient is not yet a
// fault; under SGD it is. (The exception you have met: a gradient that has *just become* short.)
//
// ## And long gradients that teach nothing
//
// Then why does anybody fail with Adam? Take twenty ReLU layers with He's weights, the textbook choice. Their first
// gradient has a healthy length, as we saw. Beside them stand three changes:
//
// - **layer norm (LN)** ([Ba et al. 2016](https://arxiv.org/abs/1607.06450)) brings each sample's signal to one size, layer by layer;
// - **centred** subtracts from each unit its mean over the batch, and does nothing else;
// - **batch norm (BN)** does both, unit by unit.
//
// A generator that puts all its samples on one dot in the middle has an energy distance of about .73.

// %% folded
await show(
  trained.dose("distance", {
    arms: ["small, Adam", "20 ReLU", "20 ReLU, LN", "20 ReLU, centred", "20 ReLU, BN"],
    title: "Twenty ReLU layers: layer norm does not help, taking away each unit's mean does",
    yScale: "log",
    reference: [{ value: 0.73, label: "one dot" }],
  }),
);
await show(
  scatterFrames({
    title:
      "Twenty ReLU layers, one seed: as they are, with centred units, with batch norm (energy distance)",
    alt: "Three pictures of generated points over the eight real clouds, after training: twenty ReLU layers end in one place, with centred units they spread, with batch norm they spread best.",
    frames: [
      await picture(trainedOf("20 ReLU"), 0, "He"),
      await picture(trainedOf("20 ReLU, centred"), 1, "centred"),
      await picture(trainedOf("20 ReLU, BN"), 2, "batch norm"),
    ],
    real: eight,
    domain: [-2.2, 2.2],
  }),
);

// %% folded
/** Energy distances, by seed; from 1 on it does not matter how far off the samples are. */
const capped = (arm: string) => trained.values(arm, "distance").map((far) => Math.min(far, 1));
const unit = "energy distance, counted up to 1";
claim("Twenty ReLU layers with He's weights do not learn the ring, though under Adam", {
  ...{ measured: capped("20 ReLU"), unit, headline: true },
  require: { atLeast: 0.5 },
});
trained.claim(
  "… although their first gradient is over three times longer than the one that was enough for Adam",
  "20 ReLU",
  "firstLayer",
  { vs: "small, Adam", atLeast: 0.5 },
);
claim("Subtract each unit's mean over the batch, and nothing else: the twenty layers learn", {
  ...{ measured: capped("20 ReLU, centred"), baseline: capped("20 ReLU"), unit, headline: true },
  require: { atMost: -0.3 },
});
claim("With layer norm they do not learn it either", {
  ...{ measured: capped("20 ReLU, LN"), unit },
  require: { atLeast: 0.6 },
});
trained.claim("With batch norm they learn", "20 ReLU, BN", "distance", { atMost: 0.2 });
trained.claim("Five sigmoid layers learn nothing, though under Adam", "5 sigmoid", "distance", {
  atLeast: 0.6,
});
trained.claim("With batch norm they learn as well", "5 sigmoid, BN", "distance", {
  atMost: 0.2,
});

// %% [markdown]
// **Why.** He's weights keep a signal's *size*. They do not keep two signals *apart*: each ReLU layer adds to all of them the
// same large vector, and after twenty layers all latents look nearly alike
// ([Schoenholz et al. 2017](https://arxiv.org/abs/1611.01232)). The generator maps everything to one place, and the gradient,
// however long, says the same for all. Layer norm looks at one sample at a time and cannot see what all have in common.
// Centring takes away just that.
//
// **A gradient has a length and a direction, and only the length is easy to measure.** How deep a network should be is a
// question for the notebook on architecture.
//
// # Explosion: NaN, clipping, and what cures it
//
// Both players get ten layers, and orthogonal weights **twice** as large as they should be. It looks harmless. Over ten layers it
// is $2^{10} = 1024$, in each of two networks, forward and back again. The optimiser is SGD.

// %%
const guessExplosion = predict(
  "Ten layers each, weights twice too large, SGD. How many steps until a number is infinite or not a number (NaN)?",
  ["at most 5", "some dozens", "it never happens"],
  { guess: "?", sure: 0.6 },
);

// %%
const gains = (gain: number, ofG: object = {}, ofD: object = {}) => ({
  generator: { mlp: { init: { orthogonal: { gain: gain * Math.SQRT2 } }, ...ofG } },
  discriminator: { mlp: { init: { orthogonal: { gain: gain * Math.SQRT2 } }, ...ofD } },
});
const clip = { generator: { norm: 1 }, discriminator: { norm: 1 } };
const explosion = await runStudy("Weights too large", {
  base: {
    data: { ring: { modes: 8, std: 0.05 } },
    generator: { mlp: { inputs: 8, hidden: layers(10) } },
    discriminator: { mlp: { hidden: layers(10), activation: "leakyRelu" } },
    ...{ loss: "nonSaturating", optimizer: "sgd", learningRate: 1e-2 },
    ...{ steps: 400, snapshotSize: 500 },
  },
  arms: {
    "as it should be": gains(1),
    twice: gains(2),
    "twice, a tenth of the rate": { ...gains(2), learningRate: 1e-3 },
    "1.5 times, clipped": { ...gains(1.5), clip },
    "twice, clipped": { ...gains(2), clip },
    "twice, Adam": { ...gains(2), optimizer: "adam", learningRate: 1e-3 },
    "twice, norms": gains(2, { norm: "batch" }, { norm: "layer" }),
  },
  seeds: knobs.seeds,
  measure: {
    steps: ({ stepsDone }) => stepsDone,
    NaN: ({ stopped }) => (stopped === "not-a-number" ? 1 : 0),
    distance: Object.assign(
      (run: StudyRun) => (run.stopped === "finished" ? energyTo()(run) : NaN),
      { title: "energy distance to real examples" },
    ),
  },
  quick: 0.5,
});
const stepsDone = Math.max(...explosion.values("twice", "steps"));
guessExplosion.reveal(
  stepsDone <= 5 ? "at most 5" : stepsDone < 100 ? "some dozens" : "it never happens",
);
console.log(`First seed, twice: ${explosion.runs("twice")[0].problem?.message ?? "no NaN"}.`);

// %% folded
await show(
  explosion.dose("distance", {
    title: "Clipping holds off the NaN; at twice the weights only the norms bring the samples near",
    alt: "Energy distance of each arm on a log scale: all runs with weights twice too large diverge, also at a tenth of the rate; with clipping or Adam they end far away, with norms about as near as with right weights.",
    yScale: "log",
  }),
);
const ends = (arm: string) => explosion.values(arm, "distance").map(log);
const against = (text: string, arm: string, require: Requirement) =>
  claim(text, {
    measured: ends(arm),
    baseline: ends("as it should be"),
    unit: "powers of ten of the energy distance",
    require,
  });

// %% folded
explosion.claim(
  "Weights twice too large, plain SGD: not a number within five steps, in every seed",
  "twice",
  "steps",
  { unit: "steps done before it", atMost: 5, headline: true },
);
explosion.claim(
  "A tenth of the learning rate does not prevent it",
  "twice, a tenth of the rate",
  "NaN",
  {
    unit: "share of the seeds that end in NaN",
    atLeast: 1,
  },
);
explosion.claim("Clipping does: no seed ends in NaN", "twice, clipped", "NaN", {
  unit: "share of the seeds that end in NaN",
  atMost: 0,
});
against("… but the samples end over ten times as far off as with right weights", "twice, clipped", {
  atLeast: 1,
});
against("With Adam, over three times as far off", "twice, Adam", { atLeast: 0.5 });
claim("Clipped, 1.5 times too large ends over ten times nearer than twice", {
  measured: ends("1.5 times, clipped"),
  baseline: ends("twice, clipped"),
  unit: "powers of ten of the energy distance",
  require: { atMost: -1 },
});
claim("With norms in both players, twice too large ends over thirty times nearer than clipped", {
  measured: ends("twice, norms"),
  baseline: ends("twice, clipped"),
  unit: "powers of ten of the energy distance",
  require: { atMost: -1.5 },
});

// %% [markdown]
// **Why.** The trainer names the first tensor that was not finite: look there, not at the loss. A tenth of the rate does not
// help against a gradient that is a thousand times too long. Clipping ([Pascanu et al. 2013](https://arxiv.org/abs/1211.5063))
// bounds the *step*. It does not touch the weights, and small steps take long to bring them down: with 1.5 times (a
// factor of 58 over ten layers) the samples end much nearer than with twice (1,024). Adam's step does not grow
// with the gradient, so it is a clip that is built in, with the same limit. A norm divides the size out in every layer,
// whatever the weights are.
//
// ## Try it yourself
//
// A generator of your own, a few seconds. Some to try: (a) `"sigmoid"` with 8 layers, with and without
// `norm: "batch"`; (b) 20 layers, `"relu"`, `"heNormal"`; (c) `optimizer: "sgd"` with a rate of .05; (d) 20 layers, `"tanh"`,
// `{ badInit: { kind: "too large" } }`: watch the first layers. Guess before you run it.

// %%
const mine = recipe({
  data: { ring: { modes: 8, std: 0.05 } },
  generator: {
    mlp: { inputs: 8, hidden: layers(8), activation: "sigmoid", init: "xavierUniform" }, // norm: "batch"
  },
  discriminator: { mlp: { hidden: [32, 32], activation: "leakyRelu", init: "heNormal" } },
  loss: "nonSaturating",
  learningRate: 2e-3,
  steps: knobs.name === "smoke" ? 10 : 300,
});
const yours = await trainGan({ ...mine, seed: 1 });
const names = Object.keys(yours.monitors[0].generatorGradients).filter((name) =>
  name.endsWith("weights"),
);
await show(
  gradientHeatMap({
    title: "Yours: the gradient of each layer (darker: larger)",
    alt: "Gradient of each layer of your generator over training.",
    steps: yours.monitors.map(({ step }) => step),
    layers: names.map((name, i) => ({
      name: i === names.length - 1 ? "output" : `layer ${i + 1}`,
      norms: yours.monitors.map(({ generatorGradients }) => generatorGradients[name]),
    })),
    valueTitle: "gradient (RMS)",
  }),
);
await show(
  scatterPlot({
    title: "Yours: generated points among the real ones",
    alt: "Points of your generator over the eight real clouds.",
    real: eight,
    fake: yours.snapshots.at(-1)!.samples,
    domain: [-1.6, 1.6],
  }),
);
yours.dispose();

// %% [markdown]
// ## Diagnose it yourself
//
// Two trainings, F and G, with something wrong in each. You see how long the gradients are, and each layer's gradient. (A
// gradient that is exactly 0 is drawn at $10^{-30}$.) **At which station is the message lost, or blown up? What would
// you change first?** Decide before you run the cell after the next.

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
resultsTable();

// %% [markdown]
// ## Check yourself
//
// Choose an answer before you open it.
//
// **1. Your generator minimises $\log(1-D(G(z)))$ and learns nothing. D is right every time. What do you change first?**
// (a) Train D longer, its advice gets better. (b) Raise G's learning rate tenfold. (c) Take $-\log D(G(z))$ instead.
// (d) Smooth the real labels to .9.
//
// <details><summary>Answer</summary>
//
// **(c)**: its slope is near 1 for fakes that D is sure of. (a) makes it worse: each step of D shrinks the gradient further.
// (b) is a factor of ten where hundreds are missing. (d) acts on real points, and the gradient is lost on the fakes: we
// measured next to no effect.
// </details>
//
// **2. On the plain ring the gradient survives a well trained D; on the same ring in 64 dimensions it does not. Why?**
// (a) A gradient in 64 dimensions is divided by 64. (b) In the plane real and fake points overlap, so D has to doubt.
// (c) The generator is worse in 64 dimensions.
//
// <details><summary>Answer</summary>
//
// **(b)**. In 64 dimensions D can ask "are you on the sheet?", and be sure. Not (a): no such division happens. Not (c): neither
// generator has learned anything.
// </details>
//
// **3. Adam divides each gradient by its usual length. Why did the saturating generator go so little of its way under Adam?**
// (a) Its gradient was exactly 0. (b) Adam remembers some 1,000 steps, and the gradient fell within them. (c) Adam's rate
// was too low for any loss.
//
// <details><summary>Answer</summary>
//
// **(b)**. With a memory of ten steps it went much further, and nothing else was changed. Not (a): it was short, not 0. Not (c):
// other losses moved at the same rate.
// </details>
//
// **4. Twenty ReLU layers with He's weights have a first-layer gradient of a healthy length. Do they learn the ring?**
// (a) Yes, the gradient's length is what counts. (b) No: the layers have made all latents nearly alike. (c) Yes, if you
// clip the gradient.
//
// <details><summary>Answer</summary>
//
// **(b)**. Taking away what all have in common, unit by unit, was the cure. (a) is the trap of this notebook: a gradient of the right
// length can say the same for all latents. (c): there is nothing to clip, it is not too long.
// </details>
//
// **5. Spectral norm saved the gradient when it was put in D. You put it in every layer of a deep ReLU generator as well. What
// happens?** (a) The same again. (b) The gradient vanishes. (c) It explodes.
//
// <details><summary>Answer</summary>
//
// **(b)**. No layer may stretch, and each ReLU stops about half: nothing makes up for the loss, layer by layer. Not (a): in D the point was
// that the score must not be steep; in G the signal has to get through. Not (c): what cannot stretch cannot explode.
// </details>
//
// **6. Your training ends in NaN after two steps. You clip the gradient's norm at 1, and the NaN is gone. Done?**
// (a) Yes. (b) No: look at the scale of the first weights, or put in a norm. (c) No: clip at .1.
//
// <details><summary>Answer</summary>
//
// **(b)**. Clipping bounds the step. With weights twice too large our clipped runs ended without NaN, and far from
// the ring. So not (a). (c) makes the steps shorter still, and the weights take longer to come down.
// </details>
//
// ## Where next
//
// - [Notebook 03](03-overpowering-discriminator.ipynb): a D that is too strong for its generator, and how to hold it back.
//   [Notebook 04](04-instability.ipynb): what Wasserstein losses and penalties cost in return.
// - [Arjovsky and Bottou 2017](https://arxiv.org/abs/1701.04862): why the gradient vanishes, with a theorem for the first
//   picture (2.4) and one for the price of the non-saturating loss, a noisy gradient (2.6).
// - [Schoenholz et al. 2017](https://arxiv.org/abs/1611.01232): how far a signal can travel through layers, with the exact factors.
// - Try: in `gains`, which factor is the largest that plain SGD survives?
//
// **Next: [Lab 02: vanishing and exploding gradients](../labs/02-gradients/lab-02.ipynb) →** or go on with [03 · Overpowering discriminator](03-overpowering-discriminator.ipynb)
