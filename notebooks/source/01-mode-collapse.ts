// ---
// title: Mode collapse
// seconds:
//   full: 120
//   quick: 20
//   smoke: 15
// ---

// %% [markdown]
// # 01 · Mode collapse
//
// The data are of many kinds. The generator makes one. It may make that one well, so a single sample gives nothing away;
// it is together that the samples fail. This is *mode collapse*, the most famous fault of GANs, and one that the losses do
// not show.
//
// **Afterwards you can**
//
// - recognise mode collapse in samples and in numbers,
// - say which number is fooled by what, and which to read together,
// - explain from the game itself why a generator would do this,
// - choose a remedy, and tell a cure from a blur.
//
// **You need** notebook 00: the ring, the two networks, what a claim is. **Time:** READING to read; the cells compute for
// about two minutes.

// %%
import { budget, claim, compiledReport, own, predict, recipe, resultsTable } from "gan-clinic";
import { energyTo, historyMean, modeCoverage, modesOf, runStudy, seedList } from "gan-clinic";
import { classesOf, comparisonTable, frechetTo, type StudyRun } from "gan-clinic"; // measures
import { imageGrid, scatterFrames, seedCurves, show } from "gan-clinic"; // charts
import { energyDistance, liveChart, riddle, ring, seeded, startEngine } from "gan-clinic";

const engine = await startEngine();
const quick = false; // true: fewer seeds and steps, in about 20 seconds. Then run all cells anew
// Knobs: change one, run the cells below again. "full" proves the claims, "quick" is smaller, "smoke" is for tests.
const knobs = budget(
  {
    full: { seeds: 10, fewer: 6, steps: 2000, longer: 4000, digitSteps: 1000 },
    quick: { seeds: 2, fewer: 2, steps: 800, longer: 1600, digitSteps: 600 },
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
// At each of the four moments there is one lump, and it is not always at the same cloud. Is that bad luck? One change:
// let the discriminator learn as fast as the generator. **Guess first**, and write your guess in place of `"?"`.

// %%
const rateGuess = predict(
  "Both networks learn at the rate 1e-3. How many of the eight modes does the GAN find, in the mean of ten seeds?",
  ["one or two", "three to six", "seven or eight"],
  { guess: "?", sure: 0.6 },
);

// %% [markdown]
// Four numbers will go with us through the notebook.
//
// - **Modes found**, of 8. The papers count a mode when at least one of 2,500 samples is of high quality and nearest to it.
// - **Largest share**: the part of the samples that belong to the fullest mode, each sample counted for the nearest. Even
//   shares are 1/8 = 0.125; a full collapse is 1.
// - **High quality**: the part of the samples within three standard deviations of their nearest mode. Of real points, 98.9 %
//   are.
// - **Energy distance**: how far the samples, as a cloud, lie from real points; 0 is perfect. It need not be told what
//   the modes are, so it serves for other data, too ([Székely and Rizzo 2013](https://doi.org/10.1016/j.jspi.2013.03.018)).

// %%
const panel = {
  modes: modesOf({ samples: 2500 }),
  largest: modesOf({ samples: 2500, report: "commonest" }),
  highQuality: modesOf({ samples: 2500, report: "highQuality" }),
  energy: energyTo(),
};
const rates = await runStudy("ring of 8", {
  base,
  arms: { baseline: {}, "equal rates": equalRates },
  seeds: knobs.seeds,
  measure: panel,
  quick: 1,
});
rates.table({ baseline: "baseline", title: "The rates, ring of 8" });

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
      domain: [-1.6, 1.6],
    }),
  );
const lastSamples = (run: StudyRun) => run.snapshots.at(-1)!.samples;

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
rates.claim("With a slow discriminator the GAN finds one mode of eight", "baseline", "modes", {
  atMost: 1.5,
  headline: true,
});
rates.claim("With equal rates the same networks find all eight", "equal rates", "modes", {
  atLeast: 7.5,
  headline: true,
});

// %% [markdown]
// One number of the recipe decides between one mode and eight.
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
    title: "Discriminator loss: the collapsed one settles at log 4, the healthy one lies below",
    alt: "The baseline's discriminator loss goes to log 4, the value of a perfect game; with equal rates it stays below.",
    x: blocks(Array.from({ length: knobs.steps }, (_, i) => i + 1)),
    series: [
      ["baseline", "baseline (collapsed)"],
      ["equal rates", "equal rates (healthy)"],
    ].map(([arm, name]) => ({
      name: name,
      runs: rates.runs(arm).map(({ history }) => blocks(history.discriminatorLoss)),
    })),
    reference: [{ value: Math.log(4), label: "log 4" }],
    yTitle: "discriminator loss (mean of a twentieth)",
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
  { atLeast: 1.36, atMost: 1.41, unit: "loss of D, last fifth", headline: true },
);
rates.claim("The healthy one's lies below it", "equal rates", "loss of D", {
  vs: "baseline",
  atMost: -0.05,
  unit: "loss of D, last fifth",
});

// %% [markdown]
// The collapsed discriminator can only guess, too: it has been left behind. Whoever chooses a GAN by its losses chooses the
// collapsed one. Only samples tell.
//
// ## Every number has its impostor
//
// Which number of the samples should you trust, then? Get to know each by the sample that fools it. These four are made by
// hand; no network is in them.
//
// - **Tokens**: all samples in mode 1, but for one in each of the other seven.
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
  "Tokens: one full cloud and seven single points. Circle: an even ring. One point: a single dot. Memoriser: eight clouds.",
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
const column = (name: string, key: "modes" | "largest" | "highQuality" | "energy") =>
  judged.map((all) => all.find((each) => each.name === name)![key]);
comparisonTable({
  title: "Each impostor, and the numbers that it fools",
  baseline: "real points",
  arms: Object.fromEntries(
    judged[0].map(({ name }) => [
      name,
      {
        modes: column(name, "modes"),
        largest: column(name, "largest"),
        highQuality: column(name, "highQuality"),
        energy: column(name, "energy"),
      },
    ]),
  ),
  columns: [
    { key: "modes", title: "modes found, of 8", better: "more" },
    { key: "largest", title: "largest share", better: "less" },
    { key: "highQuality", title: "high quality", better: "more" },
    { key: "energy", title: "energy distance", better: "less" },
  ],
});

// %% [markdown]
// | number | blind to | its impostor |
// | --- | --- | --- |
// | modes found | shares: one sample in 2,500 is enough | tokens |
// | largest share, energy distance | blur: points between the clouds hardly matter | the circle |
// | high quality | variety | one point, which scores *above* real points |
// | all four | copies of the data | the memoriser |
//
// So **never one number**: modes and shares for variety, high quality for sharpness. The row of real points is the
// floor of each. And remember the circle's high quality: about 0.38 is what *no knowledge of modes at all* is worth on this
// ring. A remedy that stays below it has cured nothing but the picture. (Papers give *reverse KL* for the shares: 0 when
// they are even, log 8 = 2.08 when all samples are in one mode. It is blind where the largest share is.) The memoriser
// is the subject of [notebook 05](05-evaluation.ipynb).

// %% [markdown]
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
// That can be tested. Take equal rates, the healthy GAN, and let its discriminator **stand still from half-time on**.

// %%
const frozenGuess = predict(
  "The healthy GAN's discriminator stops learning at half-time, its generator goes on. Which modes are left at the end?",
  ["all eight", "most of them", "one or none"],
  { guess: "?", sure: 0.6 },
);

// %%
const halfTime = own(
  ({ last }) =>
    (step: number) => ({ generator: 1, discriminator: step <= last ? 1 : 0 }), // updates in a step
  { last: knobs.steps / 2 },
);
const frozen = await runStudy("D stops at half-time", {
  base,
  arms: { "D stops": { ...equalRates, schedule: halfTime } },
  seeds: knobs.fewer,
  measure: panel,
  quick: 1,
});

// %% folded
const stopped = frozen.runs("D stops")[0];
const momentOf = (run: StudyRun, share: number) =>
  run.snapshots[Math.round(share * (run.snapshots.length - 1))];
await show(
  scatterFrames({
    title: "Equal rates, and from half-time on the discriminator stands still",
    alt: "At half-time the samples lie along the ring; then they run together into one lump and leave the data.",
    frames: [...new Set([0.5, 0.6, 0.75, 1].map((share) => momentOf(stopped, share)))],
    real: realPoints(400, 0),
    domain: [-3, 3],
  }),
);
const left = mean(frozen.values("D stops", "modes"));
frozenGuess.reveal(left > 7.5 ? "all eight" : left > 1.5 ? "most of them" : "one or none");
await frozen.measure("loss of G", historyMean({ column: "generatorLoss", part: "last fifth" }));
frozen.claim(
  "Against a discriminator that stands still, a healthy generator loses its modes",
  "D stops",
  "modes",
  { atMost: 1, headline: true },
);
frozen.claim("... while its own loss says that it has won", "D stops", "loss of G", {
  atMost: 0.3,
  unit: "loss of G (a guessing discriminator: 0.693)",
});

// %% [markdown]
// Its loss is better than ever and its samples are worthless. So collapse is no accident and no bug. It is the right
// answer to the question that the generator was asked. Every remedy changes the question:
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
// Each arm is the collapsed baseline and one change. Apart from the first two, the slow discriminator stays, so a remedy has
// to work against the disease, not beside its cure. The bar, set before the runs: a change **helps** if it brings back four
// modes, half of the ring, with its whole interval.

// %%
const doseGuess = predict(
  "R1 is tried with the weights 1, 30 and 100. Which of them bring the modes back?",
  ["none", "30 only", "30 and 100", "all three"],
  { guess: "?", sure: 0.4 },
);

// %%
const compare = { kind: "discrimination", kernels: 4, dims: 3 };
const fading = { linearRate: { from: 0.5, to: 0, steps: 0.8 * knobs.steps } };
const critic = { loss: "wasserstein", terms: [{ gradientPenaltyTerm: { weight: 10 } }] };
const remedies = await runStudy("ring of 8", {
  base,
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
    title: `Modes found: ${helpers.length} of ${verdicts.length} changes bring back half of the ring or more`,
    reference: [{ value: 8, label: "all" }],
  }),
);
await show(
  remedies.dose("highQuality", {
    arms: ["baseline", ...helpers],
    title: `High quality: ${blurred.length} of those ${helpers.length} lie below the circle, which knows of no modes`,
    reference: [
      { value: mark, label: "circle" },
      { value: mean(column("real points", "highQuality")), label: "real points" },
    ],
  }),
);
const doses = ["R1, 1", "R1, 30", "R1, 100"].map((arm) => Number(helpers.includes(arm))).join("");
doseGuess.reveal(
  ({ "010": "30 only", "011": "30 and 100", "111": "all three" } as const)[doses] ?? "none",
);

// %% folded
const perSeed = (arms: string[], pick: (...values: number[]) => number) =>
  arms[0] === undefined
    ? []
    : remedies
        .values(arms[0], "modes")
        .map((_, i) => pick(...arms.map((arm) => remedies.values(arm, "modes")[i])));
claim(
  "Unrolling, minibatch discrimination, packing, feature matching: the worst of them still finds most of the modes",
  {
    measured: perSeed(
      ["unrolling 5", "minibatch discrimination", "packing 2", "feature matching"],
      Math.min,
    ),
    unit: "modes of 8, least of the four",
    require: { atLeast: 6.5 },
    headline: true,
  },
);
remedies.claim(
  "A slower generator (TTUR) brings most of the modes back",
  "slow G (TTUR)",
  "modes",
  {
    atLeast: 6,
  },
);
remedies.claim(
  "The dose decides: R1 with weight 30 cures what weight 1 does not ...",
  "R1, 30",
  "modes",
  {
    vs: "R1, 1",
    atLeast: 4,
    headline: true,
  },
);
remedies.claim("... and weight 100 is too much: modes are missing again", "R1, 100", "modes", {
  vs: "R1, 30",
  atMost: -2,
  headline: true,
});
claim(
  "Instance noise, a wider discriminator, WGAN-GP: the best of them leaves most modes missing",
  {
    measured: perSeed(["instance noise", "D twice as wide", "WGAN-GP"], Math.max),
    unit: "modes of 8, most of the three",
    require: { atMost: 4 },
    headline: true,
  },
);
claim("Feature matching leaves a blur: fewer samples of high quality than the circle", {
  measured: remedies.values("feature matching", "highQuality"),
  baseline: column("circle", "highQuality").slice(0, remedies.seeds.length),
  unit: "share of samples of high quality",
  require: { atMost: -0.05 },
  headline: true,
});
remedies.claim("Unrolling ends sharper than feature matching", "unrolling 5", "highQuality", {
  vs: "feature matching",
  atLeast: 0.2,
});

// %% [markdown]
// Read both charts. By modes alone, feature matching is as good a cure as unrolling. By quality it is worse than a circle:
// its points lie *around the ring*, and each mode takes its share of them. The collapse is gone; sharpness, in these steps,
// does not come with it.
//
// ## Somebody cured
//
// Sharpness wants time and a calm end. Equal rates again, twice the steps, and both rates fall to 0 in the course of
// training.

// %%
const falls = { linearRate: { from: 1e-3, to: 0, steps: knobs.longer } };
const cured = await runStudy("cured", {
  base,
  arms: {
    "equal rates that fall": {
      learningRate: { generator: falls, discriminator: falls },
      steps: knobs.longer,
    },
  },
  seeds: knobs.fewer,
  measure: panel,
  quick: 1,
});

// %% folded
const percent = (share: number) => `${Math.round(100 * share)} % high quality`;
const blur = remedies.values("feature matching", "highQuality")[0];
const sharp = cured.values("equal rates that fall", "highQuality")[0];
await sideBySide(
  "The same seed: collapsed, blurred, cured",
  "Left one lump; in the middle points all around the ring; right eight clouds.",
  [
    [
      `baseline: ${percent(remedies.values("baseline", "highQuality")[0])}`,
      lastSamples(remedies.runs("baseline")[0]),
    ],
    [`feature matching: ${percent(blur)}`, lastSamples(remedies.runs("feature matching")[0])],
    [
      `equal rates that fall: ${percent(sharp)}`,
      lastSamples(cured.runs("equal rates that fall")[0]),
    ],
  ],
);
cured.table({ baseline: "equal rates that fall", title: "Somebody cured" });
cured.claim("Cured: eight modes ...", "equal rates that fall", "modes", { atLeast: 8 });
cured.claim(
  "Cured: with equal rates that fall, most samples are of high quality",
  "equal rates that fall",
  "highQuality",
  { atLeast: 0.75, headline: true },
);
