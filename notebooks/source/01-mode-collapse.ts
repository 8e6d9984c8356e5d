// ---
// title: Mode collapse
// seconds:
//   full: 130
//   quick: 25
//   smoke: 15
// ---

// %% [markdown]
// # 01 · Mode collapse
//
// The data are of many kinds, and the generator makes only one. A single sample may look fine, so look at many. (On
// the ring below, most samples are not even good.) This is *mode collapse*, the most famous fault of GANs, and one
// that the losses do not show.
//
// **Afterwards you can**
//
// - recognise mode collapse in samples and in numbers,
// - say which number is fooled by what, and which to read together,
// - explain from the game itself why a generator would do this,
// - choose a remedy, and tell a cure from a blur.
//
// **You need** notebook 00: the ring, the two networks, what a claim is. **Time:** half an hour to read; the cells compute for
// about two minutes.

// %%
import { budget, claim, compiledReport, own, predict, recipe, resultsTable } from "gan-clinic";
import { energyTo, historyMean, modeCoverage, modesOf, runStudy, seedList } from "gan-clinic";
import { classesOf, comparisonTable, type StudyRun } from "gan-clinic"; // measures
import { imageGrid, scatterFrames, seedCurves, show } from "gan-clinic"; // charts
import { energyDistance, riddle, ring, seeded, startEngine } from "gan-clinic";

const engine = await startEngine();
const quick = false; // true: fewer seeds and steps, in about 25 seconds. Then run all cells anew
// Knobs: change one, run the cells below again. "full" proves the claims, "quick" is smaller, "smoke" is for tests.
const knobs = budget(
  {
    full: { seeds: 12, fewer: 6, steps: 2000, longer: 4000, digitSteps: 1000 },
    quick: { seeds: 2, fewer: 2, steps: 800, longer: 1600, digitSteps: 400 },
    smoke: { seeds: 2, fewer: 2, steps: 20, longer: 20, digitSteps: 20 },
  },
  { quick },
);
console.log(
  `engine: ${engine.name}, training steps: ${compiledReport().text}, budget: ${knobs.name}`,
);

// %% [markdown]
// ## The pitfall in one picture
//
// The ring of 8 clouds from notebook 00. A training is written down as a **recipe**: the data, two networks with two hidden
// layers of 64 units, the loss, and everything else that decides the result. Here the generator learns **ten times as fast**
// as the discriminator, $10^{-3}$ against $10^{-4}$. That is no straw man: it is the ratio in the ring example that the
// authors of [unrolled GANs](https://arxiv.org/abs/1611.02163) published as code. Watch the orange points.

// %%
const hidden = { hidden: [64, 64], init: { orthogonal: { gain: 0.8 } } };
const base = recipe({
  data: { ring: { modes: 8, std: 0.05 } },
  generator: { mlp: { inputs: 16, ...hidden } },
  discriminator: { mlp: hidden },
  loss: "nonSaturating",
  learningRate: { generator: 1e-3, discriminator: 1e-4 },
  batchSize: 64,
  steps: knobs.steps,
  snapshotEvery: knobs.steps / 20,
  snapshotSize: 500,
});
const equalRates = { learningRate: { generator: 1e-3, discriminator: 1e-3 } };

const lump = await runStudy("One lump", {
  base,
  arms: { baseline: {} },
  seeds: seedList(1),
  watch: "baseline",
  quick: 1, // the knobs above have fewer steps already
});
await show(await lump.film("baseline"));

// %% [markdown]
// Step 0 is the untrained generator. From then on there is always one lump, near one cloud and then near another, and
// never a ring. Is that bad luck? One change: let the discriminator learn as fast as the generator. **Guess first**,
// and write your guess in place of `"?"`.

// %%
const rateGuess = predict(
  "Both networks learn at the rate 1e-3. How many of the eight modes does the GAN find, on average over the seeds?",
  ["one or two", "three to six", "seven or eight"],
  { guess: "?", sure: 0.6 },
);

// %% [markdown]
// This notebook uses four numbers throughout.
//
// - **High quality**: the part of the samples within three standard deviations of their nearest mode. Of real points, 98.9 %
//   are.
// - **Modes found**, of 8. As in the papers, a mode is found when one of 2,500 samples, or more, is nearest to it and of
//   high quality.
// - **Largest share**: the part of the samples that are nearest to the fullest mode. Even shares are 1/8 = 0.125; a full
//   collapse is 1.
// - **Energy distance**: how far the samples, as a cloud, lie from real points; 0 is perfect. It need not be told what
//   the modes are, so it serves for other data, too ([Székely and Rizzo 2013](https://doi.org/10.1016/j.jspi.2013.03.018)).

// %%
const start = { mlp: { init: "fanInUniform" } }; // more of it below
const panel = {
  modes: modesOf({ samples: 2500 }),
  largest: modesOf({ samples: 2500, report: "commonest" }),
  highQuality: modesOf({ samples: 2500, report: "highQuality" }),
  energy: energyTo(),
};
const rates = await runStudy("ring of 8", {
  base: base,
  arms: {
    baseline: {},
    "equal rates": equalRates,
    "equal rates, PyTorch's start": { ...equalRates, generator: start, discriminator: start },
  },
  seeds: knobs.seeds,
  measure: panel,
  quick: 1,
});
rates.table({ baseline: "baseline", title: "One GAN, three recipes" });

// %% folded
const ringData = ring({ modes: 8, std: 0.05 });
const realPoints = (n: number, seed: number) => {
  const points = ringData.sample(n, seeded(seed).stream("real"));
  const numbers = points.dataSync() as Float32Array;
  points.dispose();
  return numbers;
};
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Samples side by side over real points, each with a text above it. */
const sideBySide = (title: string, alt: string, pictures: [string, Float32Array][]) =>
  show(
    scatterFrames({
      title: title,
      alt: alt,
      frames: pictures.map(([label, samples], step) => ({ label, samples, step })),
      real: realPoints(400, 0),
      domain: [-2, 2],
    }),
  );
const lastSamples = (run: StudyRun) => run.snapshots.at(-1)!.samples;

// %% folded
const modesFound = (arm: string) => `${rates.values(arm, "modes")[0]} of 8 modes`;
await sideBySide(
  "The same seed, one rate changed",
  `Left the baseline with ${modesFound("baseline")}, right equal rates with ${modesFound("equal rates")}.`,
  ["baseline", "equal rates"].map((arm) => [
    `${arm}: ${modesFound(arm)}`,
    lastSamples(rates.runs(arm)[0]),
  ]),
);
const found = mean(rates.values("equal rates", "modes"));
rateGuess.reveal(found < 2.5 ? "one or two" : found < 6.5 ? "three to six" : "seven or eight");
const headline = { headline: true }; // a sentence to remember
rates.claim(
  "With a slow discriminator the GAN finds at most two of eight modes",
  "baseline",
  "modes",
  {
    atMost: 2,
    ...headline,
  },
);
rates.claim("With equal rates the same networks find most of them", "equal rates", "modes", {
  atLeast: 5,
  ...headline,
});

// %% [markdown]
// One number of the recipe decides between one lump and a ring.
//
// ## One name, many experiments
//
// Two papers put a plain "GAN" on a ring of eight clouds and count its modes: the
// [VEEGAN paper](https://arxiv.org/abs/1705.07761) finds **1**, the [PacGAN paper](https://arxiv.org/abs/1712.04086) finds
// **6.3 ± 0.5**. (Their clouds have a standard deviation of 0.01, and PacGAN trains 400,000 steps.) How can that be? The
// third row of the table has equal rates, too, and differs from the second in a line that papers seldom print: how the
// **first weights** are drawn. Ours are orthogonal matrices times 0.8. PyTorch's default draws each weight evenly from
// $\pm 1/\sqrt{n}$, where $n$ is the number of inputs of the unit.

// %% folded
const averages = (of: typeof rates, measure: string, arms: readonly string[]) =>
  arms.map((arm) => `${arm} ${mean(of.values(arm, measure)).toFixed(2)}`).join(", ");
const counts = rates.arms.map((arm) => mean(rates.values(arm, "modes")).toFixed(1));
await show(
  rates.dose("modes", {
    title: `One GAN, three recipes: on average ${counts.join(", ")} of 8 modes`,
    alt: `Modes found, of 8, by the three recipes: on average ${averages(rates, "modes", rates.arms)}.`,
    reference: [{ value: 8, label: "all" }],
  }),
);
const pytorch = "equal rates, PyTorch's start";
rates.claim(
  "The first weights alone can decide: from PyTorch's start equal rates make fewer good samples",
  pytorch,
  "highQuality",
  { vs: "equal rates", atMost: 0, ...headline },
);
const ofPytorch = rates.values(pytorch, "modes");
claim("From PyTorch's start the number of modes is the luck of the seed", {
  measured: ofPytorch.map((modes) => Math.abs(modes - mean(ofPytorch))),
  unit: "modes away from the mean of the seeds",
  require: { atLeast: 1 },
});

// %% [markdown]
// From PyTorch's start one seed finds a mode or two and the next all eight: that is *partial* collapse. On average, few of
// its samples are good. And "GAN" names a loss, not an experiment. Whoever measures a remedy against *another paper's*
// baseline measures rates, first weights and steps, too. Hence the rule of this course: one baseline, yours, run beside the remedy with the same seeds.
//
// ## The losses do not show it
//
// If the generator were perfect, the discriminator could only guess. Its loss would be $-\log\frac12 - \log\frac12 =
// \log 4 = 1.386$, and the generator's $\log 2 = 0.693$. So a loss near $\log 4$ ought to be good news.

// %%
const lossGuess = predict(
  "Whose discriminator has a loss nearer to that of a perfect game, log 4?",
  ["the collapsed one's", "the healthy one's"],
  { guess: "?", sure: 0.6 },
);

// %%
const blocks = (values: readonly number[]) =>
  Array.from({ length: 20 }, (_, i) => {
    const length = values.length / 20;
    return mean(values.slice(Math.floor(i * length), Math.ceil((i + 1) * length)));
  });
await show(
  seedCurves({
    title: "The collapsed discriminator settles at log 4, the loss of a perfect game",
    alt: "The baseline's discriminator loss goes to log 4, the value of a perfect game; with equal rates the mean lies below.",
    x: blocks(Array.from({ length: knobs.steps }, (_, i) => i + 1)),
    series: [
      ["baseline", "baseline (collapsed)"],
      ["equal rates", "equal rates (healthy)"],
    ].map(([arm, name]) => ({
      name: name,
      runs: rates.runs(arm).map(({ history }) => blocks(history.discriminatorLoss)),
    })),
    reference: [{ value: Math.log(4), label: "log 4" }],
    yTitle: "discriminator loss, mean of a twentieth of the steps",
  }),
);

// %% folded
await rates.measure("loss of D", historyMean({ column: "discriminatorLoss", part: "last fifth" }));
const away = (arm: string) =>
  mean(rates.values(arm, "loss of D").map((loss) => Math.abs(loss - Math.log(4))));
lossGuess.reveal(
  away("baseline") < away("equal rates") ? "the collapsed one's" : "the healthy one's",
);
rates.claim(
  "The collapsed GAN's discriminator has the loss of a perfect game, log 4 = 1.386",
  "baseline",
  "loss of D",
  { atLeast: 1.36, atMost: 1.41, unit: "loss of D, last fifth", ...headline },
);

// %% [markdown]
// Here the same loss means something else: the discriminator is too slow to catch the lump. Of these two GANs, the
// loss of D would make you choose the collapsed one. Only samples tell.
//
// ## Every number has its impostor
//
// Which number of the samples should you trust, then? Get to know each by the sample that fools it. These four are made by
// hand; no network is in them.
//
// - **Tokens**: all samples in mode 1, but for one in each of the other seven. (The picture draws 300 of the 2,500 samples
//   and misses them.)
// - **Circle**: points anywhere on the circle. It knows of no modes.
// - **One point**: every sample the same, in the middle of mode 1.
// - **Memoriser**: 500 real points, drawn again and again.

// %% folded
function impostors(seed: number): Record<string, Float32Array> {
  const n = 2500;
  const random = seeded(seed).stream("impostors");
  const noise = random.normals(2 * n, 0, ringData.std);
  const angles = random.uniforms(n, 0, 2 * Math.PI);
  const { centres } = ringData;
  const learned = realPoints(500, seed + 1000);
  const drawn = (place: (i: number) => readonly number[]) =>
    Float32Array.from({ length: 2 * n }, (_, k) => place(k >> 1)[k % 2]);
  return {
    "real points": realPoints(n, seed + 2000),
    tokens: drawn((i) =>
      i < 8 ? centres[i] : [0, 1].map((axis) => centres[0][axis] + noise[2 * i + axis]),
    ),
    circle: drawn((i) => [Math.cos(angles[i]), Math.sin(angles[i])]),
    "one point": drawn(() => centres[0]),
    memoriser: drawn((i) => [learned[2 * (i % 500)], learned[2 * (i % 500) + 1]]),
  };
}
await sideBySide(
  "Four impostors, made by hand",
  "Tokens: one full cloud. Circle: an even ring. One point: a single dot. Memoriser: eight clouds.",
  Object.entries(impostors(1)).slice(1),
);

// %% folded
const judge = (points: Float32Array, seed: number) => {
  const { modes, highQuality, histogram } = modeCoverage(points, ringData);
  const largest = Math.max(...histogram) / (points.length / 2);
  const energy = energyDistance(points.slice(0, 2000), realPoints(1000, seed + 3000), 2);
  return { modes, largest, highQuality, energy };
};
const judged = seedList(knobs.seeds).map((seed) =>
  Object.entries(impostors(seed)).map(([name, points]) => ({ name, ...judge(points, seed) })),
);
const numbers = {
  modes: { title: "modes found, of 8", better: "more" },
  largest: { title: "largest share", better: "less" },
  highQuality: { title: "high quality", better: "more" },
  energy: { title: "energy distance", better: "less" },
} as const;
type Key = keyof typeof numbers;
const keys = Object.keys(numbers) as Key[];
const column = (name: string, key: Key) =>
  judged.map((all) => all.find((each) => each.name === name)![key]);
comparisonTable({
  title: "Each impostor, and the numbers that it fools",
  baseline: "real points",
  arms: Object.fromEntries(
    judged[0].map(({ name }) => [
      name,
      Object.fromEntries(keys.map((key) => [key, column(name, key)])),
    ]),
  ),
  columns: keys.map((key) => ({ key, ...numbers[key] })),
});

// %% [markdown]
// | number | blind to | its impostor |
// | --- | --- | --- |
// | modes found | shares: one sample in 2,500 is enough | tokens |
// | largest share, and nearly so energy distance | blur: points between the clouds hardly matter | the circle |
// | high quality | variety | one point, which scores *above* real points |
// | all four | copies of the data | the memoriser |
//
// (Two small marks in the table above: the circle's energy distance lies above the floor, yet at a hundredth of the
// lump's; and 500 points fill the modes a little less evenly than 2,500, so the memoriser's largest share is a little
// high.)
//
// So **never one number**: modes and shares for variety, high quality for sharpness. The row of real points is the
// floor of each. And remember the circle's high quality: about 0.38 is what *no knowledge of modes at all* is worth
// on this ring. A remedy that stays below it may have ended the collapse, but it is no cure yet. (Papers give
// *reverse KL* for the shares: 0 when they are even, log 8 = 2.08 when all samples are in one mode. It is blind where
// the largest share is.) The memoriser is the subject of [notebook 05](05-evaluation.ipynb).

// %% folded
const leaders = rates.runs("baseline").map(({ snapshots }) =>
  snapshots.slice(1).map(({ samples }) => {
    const { histogram } = modeCoverage(samples, ringData);
    return histogram.indexOf(Math.max(...histogram)) + 1;
  }),
);
console.log("The baseline's fullest mode at twenty moments, one line a seed:");
for (const row of leaders) console.log(`  ${row.join(" ")}`);
claim("The lump wanders: in the course of training it visits most of the modes", {
  measured: leaders.map((row) => new Set(row).size),
  unit: "modes of 8 that were the fullest at some moment",
  require: { atLeast: 5 },
  ...headline,
});

// %% [markdown]
// One mode at a time, and most of them in the course of training. Pool the samples of many checkpoints, and the pool looks
// varied, though no generator in it was. So measure one moment at a time.
//
// ## Why would a generator do this?
//
// Look at the game from its side. Its loss asks for one thing: high scores. Against a discriminator that stands still, the
// best reply is not to copy the data. It is to put **every** sample at the one place $x^*$ where the score is highest:
//
// $$\min_G \; \mathbb{E}_z\left[-\log D(G(z))\right] \quad\Rightarrow\quad G(z) = x^* = \arg\max_x D(x)
// \quad\text{for every } z$$
//
// The data do not appear in this formula, and neither does any wish for variety. Only the discriminator's *answer* punishes
// the lump: it lowers the score there. Then the highest place is elsewhere, and the lump moves on. In theory the generator
// should do best against the best discriminator, $\min_G \max_D$. Taking turns with a discriminator too slow to answer is
// closer to $\max_D \min_G$, whose inner half is the formula above
// ([Goodfellow 2016](https://arxiv.org/abs/1701.00160), section 5.1.1).
//
// That can be tested. Take equal rates, which end with most of the modes, and let the discriminator **stand still** after a
// quarter of the steps.

// %%
const frozenGuess = predict(
  "Equal rates, but the discriminator stops after a quarter of the steps, and the generator goes on. How many modes does it find in the end?",
  ["most of them", "about half", "one or none"],
  { guess: "?", sure: 0.6 },
);

// %%
const stops = own(
  ({ last }) =>
    (step: number) => ({ generator: 1, discriminator: step <= last ? 1 : 0 }), // updates in a step
  { last: knobs.steps / 4 },
);
const frozen = await runStudy("D stops after a quarter", {
  base: base,
  arms: { "D stops": { ...equalRates, schedule: stops } },
  seeds: knobs.seeds,
  measure: panel,
  quick: 1,
});

frozen.table({ baseline: "D stops" });

// %% folded
const left = mean(frozen.values("D stops", "modes"));
frozenGuess.reveal(left > 5.5 ? "most of them" : left > 1.5 ? "about half" : "one or none");
frozen.claim(
  "Against a discriminator that stands still, the generator ends with one mode or none",
  "D stops",
  "modes",
  { atMost: 1.5, ...headline },
);
frozen.claim("... with all samples on one side of the ring", "D stops", "largest", {
  atLeast: 0.9,
});
const lossOfG = historyMean({ column: "generatorLoss", part: "last fifth" });
await frozen.measure("loss of G", lossOfG);
await rates.measure("loss of G", lossOfG);
claim("... and by its own loss it does better than the healthy one", {
  measured: frozen.values("D stops", "loss of G"),
  baseline: rates.values("equal rates", "loss of G"),
  unit: "loss of G, last fifth",
  require: { atMost: -0.05 },
});

// %% [markdown]
// All samples have gone to one side, and right out of the data, where a discriminator that learns no more still scores them
// high. The generator's loss is the better one, and its samples are worthless. So collapse is no accident and no bug. It
// is the right answer to the question that the generator was asked. Every remedy changes the question:
//
// | remedy | what it changes | paper |
// | --- | --- | --- |
// | rates in balance | the discriminator answers in time; TTUR makes it the faster one | [Heusel et al. 2017](https://arxiv.org/abs/1706.08500) |
// | unrolling | the generator foresees the answer: its loss is taken after 5 more updates of D | [Metz et al. 2017](https://arxiv.org/abs/1611.02163) |
// | minibatch discrimination | D sees how near an example is to the others of its batch, by learned distances | [Salimans et al. 2016](https://arxiv.org/abs/1606.03498) |
// | minibatch stddev | D sees one number: how much the batch differs | [Karras et al. 2018](https://arxiv.org/abs/1710.10196) |
// | packing | D judges two examples at once, both real or both fake | [Lin et al. 2018](https://arxiv.org/abs/1712.04086) |
// | feature matching | G wants the mean of D's features to be that of real data, and no high score | [Salimans et al. 2016](https://arxiv.org/abs/1606.03498) |
// | R1 | D may not be steep where the data are | [Mescheder et al. 2018](https://arxiv.org/abs/1801.04406) |
// | WGAN-GP | another loss, whose critic has slopes near 1 and takes five turns to one | [Gulrajani et al. 2017](https://arxiv.org/abs/1704.00028) |
// | instance noise | real and fake are blurred, so that they overlap; the noise fades | [Sønderby et al. 2017](https://arxiv.org/abs/1610.04490) |
// | more capacity | a larger D can draw a finer landscape | |
//
// ## Thirteen changes, one bar
//
// Each arm is the collapsed baseline and one remedy. The first two set new rates; all others keep the discriminator's
// low rate, so that a remedy has to work against the disease. (WGAN-GP also takes its five turns.) The bar, set
// before the runs: a change **helps** if it brings back four modes, half of the ring, with its whole interval. How
// many seeds find that much? The spread in the first table tells.

// %%
const doseGuess = predict(
  "R1 is tried with the weights 1, 30 and 100. Which of them find five modes or more on average?",
  ["none", "30 only", "30 and 100", "all three"],
  { guess: "?", sure: 0.4 },
);
if (knobs.name === "full") {
  console.log(`To find a difference of four modes: ${rates.seedsNeeded("modes", 4)} seeds an arm`);
}

// %%
const compare = { kind: "discrimination", kernels: 4, dims: 3 };
const fading = { linearRate: { from: 0.5, to: 0, steps: 0.8 * knobs.steps } };
const critic = { loss: "wasserstein", terms: [{ gradientPenaltyTerm: { weight: 10 } }] };
const remedies = await runStudy("ring of 8", {
  base: base,
  arms: {
    baseline: {},
    "equal rates": equalRates,
    "slow G (TTUR)": { learningRate: { generator: 2.5e-4, discriminator: 1e-3 } },
    "unrolling 5": { unrolling: { steps: 5, learningRate: 0.1 } },
    "minibatch discrimination": { discriminator: { mlp: { minibatch: compare } } },
    "minibatch stddev": { discriminator: { mlp: { minibatch: { kind: "stddev" } } } },
    "packing 2": { packing: 2 },
    "feature matching": { terms: ["featureMatchingTerm"], adversarialWeight: 0 },
    "R1, 1": { terms: [{ r1Term: { weight: 1 } }] },
    "R1, 30": { terms: [{ r1Term: { weight: 30 } }] },
    "R1, 100": { terms: [{ r1Term: { weight: 100 } }] },
    "WGAN-GP": { ...critic, discriminatorSteps: 5 },
    "instance noise": { instanceNoise: fading },
    "D twice as wide": { discriminator: { mlp: { hidden: [128, 128] } } },
  },
  seeds: knobs.fewer,
  measure: panel,
  quick: 1,
});
const verdicts = remedies.verdicts("modes", { baseline: "baseline", helps: 4 });

// %% folded
const helpers = verdicts.filter(({ verdict }) => verdict === "helps").map(({ arm }) => arm);
const mark = mean(column("circle", "highQuality"));
const blurred = helpers.filter((arm) => mean(remedies.values(arm, "highQuality")) < mark);
await show(
  remedies.dose("modes", {
    alt: `Modes found, of 8, by the baseline and each remedy: on average ${averages(remedies, "modes", remedies.arms)}.`,
    title: `Modes found: ${helpers.length} of ${verdicts.length} changes clear the bar of four modes more`,
    reference: [{ value: 8, label: "all" }],
  }),
);
await show(
  remedies.dose("highQuality", {
    arms: ["baseline", ...helpers],
    alt: `Share of high quality of the baseline and of what helps: on average ${averages(remedies, "highQuality", ["baseline", ...helpers])}.`,
    title: `High quality: ${blurred.length} of those ${helpers.length} lie below the circle on average`,
    reference: [
      { value: mark, label: "circle" },
      { value: mean(column("real points", "highQuality")), label: "real points" },
    ],
  }),
);
const finds = (arm: string) => mean(remedies.values(arm, "modes")) >= 5;
doseGuess.reveal(
  finds("R1, 1")
    ? "all three"
    : finds("R1, 100")
      ? "30 and 100"
      : finds("R1, 30")
        ? "30 only"
        : "none",
);

// %% folded
/** Of several arms, one number a seed: the least or the greatest of their modes. */
const ofAll = (pick: (...values: number[]) => number, arms: string[]) =>
  remedies.seeds.map((_, i) => pick(...arms.map((arm) => remedies.values(arm, "modes")[i])));
claim("Unrolling, minibatch discrimination, packing and feature matching each find most modes", {
  measured: ofAll(Math.min, [
    "unrolling 5",
    "minibatch discrimination",
    "packing 2",
    "feature matching",
  ]),
  unit: "modes of 8, the least of the four",
  require: { atLeast: 6 },
  ...headline,
});
remedies.claim("TTUR, with D four times as fast as G, finds more modes", "slow G (TTUR)", "modes", {
  vs: "baseline",
  atLeast: 0,
});
claim("Instance noise, a wider discriminator, WGAN-GP: each leaves most modes missing", {
  measured: ofAll(Math.max, ["instance noise", "D twice as wide", "WGAN-GP"]),
  unit: "modes of 8, the most of the three",
  require: { atMost: 4 },
  ...headline,
});
remedies.claim(
  "The dose decides: R1 with weight 30 does what weight 1 does not",
  "R1, 30",
  "modes",
  {
    vs: "R1, 1",
    atLeast: 1,
    ...headline,
  },
);

// %% folded
for (const [name, arm, more] of [
  ["Feature matching", "feature matching", headline],
  ["Packing", "packing 2", {}],
] as const) {
  claim(`${name} leaves a blur: hardly more samples of high quality than the circle, if any`, {
    measured: remedies.values(arm, "highQuality"),
    baseline: column("circle", "highQuality").slice(0, remedies.seeds.length),
    unit: "share of samples of high quality",
    require: { atMost: 0.05 },
    ...more,
  });
}
remedies.claim("Unrolling ends sharper than feature matching", "unrolling 5", "highQuality", {
  vs: "feature matching",
  atLeast: 0.2,
});

// %% [markdown]
// Read both charts. By modes alone, feature matching is as good a cure as unrolling. By quality it is worse than a circle:
// its points lie *around the ring*, and each mode gets some of them. Packing ends the same way, and so does R1 with
// weight 30 on most seeds. The collapse is gone; sharpness, in these steps, does not come with it.
//
// ## Somebody cured
//
// Equal rates again, with two changes at once: a little R1 (weight 0.1) and twice the steps. Which of the two does
// more is not tested here.

// %%
const cured = await runStudy("cured", {
  base: base,
  arms: {
    "equal rates and R1": {
      ...equalRates,
      terms: [{ r1Term: { weight: 0.1 } }],
      steps: knobs.longer,
      snapshotEvery: knobs.longer / 20,
    },
  },
  seeds: knobs.fewer,
  measure: panel,
  quick: 1,
});

// %% folded
const percent = (share: number) => `${Math.round(100 * share)} %`;
await sideBySide(
  "High quality: baseline, feature matching, equal rates + R1 (2x the steps)",
  "Left one lump; in the middle points all around the ring; right eight clouds.",
  (
    [
      ["collapsed", remedies, "baseline"],
      ["blurred", remedies, "feature matching"],
      ["cured", cured, "equal rates and R1"],
    ] as const
  ).map(([name, study, arm]) => [
    `${name}: ${percent(study.values(arm, "highQuality")[0])}`,
    lastSamples(study.runs(arm)[0]),
  ]),
);
cured.table({ baseline: "equal rates and R1", title: "Somebody cured" });
cured.claim("Cured: eight modes ...", "equal rates and R1", "modes", { atLeast: 7.5 });
cured.claim(
  "Cured: with equal rates and R1, most samples are of high quality",
  "equal rates and R1",
  "highQuality",
  { atLeast: 0.6, ...headline },
);

// %% [markdown]
// ## What did not help
//
// A list of remedies without doses and failures is folklore. So the failures stay in the table.
//
// - **Dose.** Whoever tries R1 at weight 1 writes "R1 does not help". Each "helps" and each "undecided" above holds for
//   one dose. Sweep a remedy over a factor of 100 before you drop it.
// - **Capacity.** The baseline's discriminator does not fail because it is small, but because it is slow.
// - **Instance noise** was made for another fault, which [notebook 03](03-overpowering-discriminator.ipynb) shows.
// - **WGAN-GP** fails here, at its paper's weight of 10 and its five turns of the critic. Its
//   paper trains both networks at one rate, for far longer; we kept the critic's rate at a tenth of the generator's.
// - **Minibatch stddev** adds one number to 64 features and learns nothing of its own; minibatch discrimination adds four,
//   and learns the distances behind them. That this is why one helps and the other does not is a guess, not a result.
// - **Cost.** Unrolling computes five more updates of the discriminator in each step, and the slope through all of them.
//   Equal rates cost nothing. Try them first.
//
// ## Digits: do the remedies carry over?
//
// MNIST has ten modes, one a digit. **Reduced**: 14 by 14 pixels, 20,000 pictures, dense networks of 64 units, 1,000 steps.
// A digit has no centre, so a small classifier that comes with the library says which digit each sample is most like. A
// digit is **found** when at least 1 % of 2,000 samples are most like it, whether they are good or bad. Real data
// have about 10 % of each. The bar: a change helps if it finds two digits more.

// %%
const digits = await runStudy("digits", {
  base: {
    data: { mnist: { split: "train", size: 14, limit: 20000 } },
    generator: {
      mlp: { inputs: 32, hidden: [64, 64], output: "tanh", init: "fanInUniform" },
    },
    discriminator: { mlp: { hidden: [64, 64], activation: "leakyRelu", init: "fanInUniform" } },
    loss: "nonSaturating",
    learningRate: { generator: 1e-3, discriminator: 1e-4 },
    batchSize: 64,
    steps: knobs.digitSteps,
  },
  arms: {
    baseline: {},
    "equal rates": equalRates,
    "feature matching": { terms: ["featureMatchingTerm"], adversarialWeight: 0 },
    "packing 2": { packing: 2 },
  },
  seeds: knobs.fewer,
  measure: { found: classesOf({ classifier: "mnist-14" }) },
  quick: 1,
});
digits.verdicts("found", { baseline: "baseline", helps: 2 });

// %% folded
const row = (arm: string) => lastSamples(digits.runs(arm)[0]).slice(0, 12 * 14 * 14);
const found10 = (arm: string) => `${arm} (${digits.values(arm, "found")[0]} of 10)`;
await show(
  imageGrid({
    title: `Digits, the same seed. Above: ${found10("baseline")}. In the middle: ${found10("packing 2")}. Below: ${found10("feature matching")}`,
    alt: "Twelve samples of each: the baseline's look alike, and so do packing's; feature matching's differ.",
    images: Float32Array.from(
      ["baseline", "packing 2", "feature matching"].flatMap((arm) => [...row(arm)]),
    ),
    height: 14,
    width: 14,
    columns: 12,
  }),
);
digits.claim("Feature matching carries over: more digits are found", "feature matching", "found", {
  vs: "baseline",
  atLeast: 1,
  ...headline,
});
digits.claim("Equal rates find more digits, too", "equal rates", "found", {
  vs: "baseline",
  atLeast: 0,
});
digits.claim(
  "Packing, which finds the ring's modes, leaves the digits collapsed",
  "packing 2",
  "found",
  { atMost: 4 },
);

// %% [markdown]
// Look at the samples before you believe a count: the classifier gives *every* sample a digit, and pictures that look alike
// to you may lie on the border between two.
//
// Packing finds all modes of the ring and leaves the digits much as they were: at this dose, with this discriminator,
// in this many steps. In its paper it works on larger sets of pictures, with far longer training. A remedy that was
// tried on a toy is a guess about your data, no more.
//
// ## Try it yourself
//
// Change the recipe, run the cell. It trains one seed, in a few seconds. Can you cure the baseline with a change that is
// not in the list? Can you break equal rates?

// %%
const mine = await runStudy("mine", {
  base: base,
  arms: {
    mine: {
      learningRate: { generator: 1e-3, discriminator: 1e-4 },
      packing: 1, // 1 to 4
      terms: [{ r1Term: { weight: 5 } }], // 1 to 100
      steps: 0.4 * knobs.steps,
    },
  },
  seeds: seedList(1),
  measure: panel,
  watch: "mine",
  quick: 1,
});
for (const name of mine.measures) {
  console.log(`${name}: ${mine.values("mine", name)[0].toPrecision(3)}`);
}

// %% [markdown]
// ## Diagnose it yourself
//
// A run with something wrong in it. Look at the curves, the samples and the line of numbers, and decide what it is, and
// by which sign, before you run the cell after.

// %%
await riddle("A").show();

// %%
riddle("A").answer();

// %% [markdown]
// Compare the evidence that it names with yours: it comes from counting samples, not from a loss. (All samples in one
// mode of eight would give 1/8, or 13 %; even shares give 100 %.) The `diversity` in the line of numbers is the mean
// distance of two samples, where real data have 1. It has its impostor, too: a few samples that have flown far off
// make it large.
//
// ## What this notebook found

// %%
resultsTable();

// %% [markdown]
// ## Check yourself
//
// Answer first, then open.
//
// <details><summary>1. Losses: discriminator 1.38, generator 0.70, both flat. Which of these may it be? (a) a perfect GAN
// (b) a collapsed GAN (c) a discriminator that has learned nothing</summary>
//
// All three. (a) is what the theory promises. (b) is where the baseline's discriminator ends: a claim above. (c)
// gives the same numbers, since whoever guesses has a loss of $\log 4$. Only samples tell them apart.
// </details>
//
// <details><summary>2. A paper reports 8 of 8 modes. What do you ask next? (a) how many seeds (b) the shares of the modes
// (c) the share of high quality</summary>
//
// (b) first, since one sample in 2,500 makes a mode count: the tokens. Then (c), since a circle has eight modes and even
// shares. (a) matters too, and the least here: eight modes in each of a thousand seeds say nothing about either.
// </details>
//
// <details><summary>3. The largest share falls from 1 to 0.14. Is the GAN cured? (a) yes (b) of collapse, perhaps not of
// blur (c) no</summary>
//
// (b). Each sample is counted for its nearest mode, at whatever distance. The circle has even shares, too, and
// feature matching, spread all around the ring, has fewer good samples than the circle. (a) forgets quality; (c)
// forgets that even shares are a true improvement.
// </details>
//
// <details><summary>4. Your GAN collapses. A friend says: "Set the generator's rate four times as high as the
// discriminator's, that is TTUR." (a) do it (b) the other way round (c) rates have nothing to do with it</summary>
//
// (b). In TTUR, as it is used, the *discriminator* is the faster one. (a) is the direction of our baseline, and (c) is
// refuted by the first table.
// </details>
//
// <details><summary>5. You add R1 with weight 1 and nothing changes. Conclude: (a) R1 does not help (b) R1 does not help
// at this dose (c) the code has a bug</summary>
//
// (b). Thirty times the weight brings the modes back in the same baseline. (a) is a conclusion from one dose. (c) is
// worth a check, but nothing speaks for it.
// </details>
//
// <details><summary>6. Why is it no help to train the generator longer against the same discriminator? (a) it overfits
// (b) its best reply to a fixed discriminator is a single place (c) the gradient vanishes</summary>
//
// (b). When the discriminator stopped after a quarter, only its answer was missing, and the modes went. (a) There is nothing to
// overfit: the generator never sees the data. (c) can happen later, but it is not why the modes go.
// </details>
//
// ## Where next
//
// - Lab 01: build minibatch discrimination, packing and the measures yourself.
// - [Notebook 03](03-overpowering-discriminator.ipynb): what happens when the discriminator is too *strong* instead.
//   [Notebook 04](04-instability.ipynb): the wandering, as dynamics with eigenvalues.
// - Papers: [Metz et al. 2017](https://arxiv.org/abs/1611.02163) for unrolling and the clearest account of the chase;
//   [Lin et al. 2018](https://arxiv.org/abs/1712.04086) for why a pair shows what a single example cannot;
//   [Arora et al. 2018](https://arxiv.org/abs/1706.08224) for how to find collapse without knowing the modes.
//
// **Next: [Lab 01: mode collapse](../labs/01-mode-collapse/lab-01.ipynb) →** or go on with [02 · Vanishing and exploding gradients](02-gradients.ipynb)
