// ---
// title: Evaluation that misleads
// seconds:
//   full: 120
//   quick: 22
//   smoke: 18
// ---

// %% [markdown]
// # 05 · Evaluation that misleads
//
// Every other notebook says "better" and "worse". This one asks how you would know. After it you can:
//
// - say why a GAN's losses do not rank it;
// - choose metrics by the faults they see, and name what fools each of them;
// - find out what a metric says of *perfect* pictures, before you believe a difference;
// - say how many pictures and how many training runs a comparison needs;
// - follow a protocol of eight steps.
//
// You need notebook 00. Allow 40 minutes; the run takes two of them.

// %%
import { budget, classifierFeatures, fashionMnist, imageGrid } from "gan-clinic";
import { seedList, show, startEngine } from "gan-clinic";

const engine = await startEngine();
const quick = false; // true: fewer draws and fewer runs, in seconds. Then run all cells anew
const knobs = budget(
  {
    full: { draws: seedList(6), runs: seedList(8), splits: seedList(12), pictures: 600 },
    quick: { draws: seedList(2), runs: seedList(2), splits: seedList(2), pictures: 200 },
    smoke: { draws: seedList(2), runs: seedList(2), splits: seedList(2), pictures: 80 },
  },
  { quick },
);
console.log(`engine: ${engine.name}, budget: ${knobs.name}`);

// %%
const clothes = await fashionMnist({ split: "test", size: 28 });
const clothesNet = classifierFeatures("fashion-28");
const pixels = 28 * 28;
const opinions = clothesNet.probabilitiesOf(clothes.images.subarray(0, 1000 * pixels));
const ten = Array.from({ length: 10 }, (_, label) => {
  const sureness = opinions.filter((_, i) => i % 10 === label);
  return sureness.indexOf(Math.max(...sureness)); // the picture of which the classifier is most sure
});
const title = "All that the second generator can draw: ten pictures, again and again";
const images = new Float32Array(10 * pixels);
ten.forEach((row, k) => {
  images.set(clothes.images.subarray(row * pixels, (row + 1) * pixels), k * pixels);
});
const alt = "Ten pieces of clothing, one of each class.";
await show(imageGrid({ title, alt, images, height: 28, width: 28, columns: 10 }));

// %% [markdown]
// ## The pitfall in one picture
//
// Two "generators" hand in pictures of clothes. The first hands in new, real ones. The second knows the ten pictures
// above and repeats them for ever.
//
// The **inception score** (IS, [Salimans et al. 2016](https://arxiv.org/abs/1606.03498)) was the first number that
// everyone reported. A classifier looks at each picture. The score is high when it is *sure* of each one, and when its
// answers *vary* from picture to picture. It runs from 1 to the number of classes, here 10.
//
// (The original classifier, Inception, knows dogs and ships. This course uses small classifiers of its own, trained on
// MNIST's digits and on Fashion-MNIST's clothes.)

// %% folded
import { bars, claim, inceptionScore, meanInterval, predict, seeded } from "gan-clinic";

/** Some rows of a list of pictures or features, one after the other. */
function rowsOf(values: Float32Array, rows: ArrayLike<number>, width = pixels): Float32Array {
  const out = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    out.set(values.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
  }
  return out;
}

/** A series of a bar chart: means with 95 % intervals. */
function series(name: string, lists: readonly (readonly number[])[]) {
  const found = lists.map((list) => meanInterval(list));
  const [values, low, high] = (["mean", "low", "high"] as const).map((key) =>
    found.map((interval) => interval[key]),
  );
  return { name, values, low, high };
}

const mean = (values: readonly number[]) => meanInterval(values).mean;

/** Of a few values. */
function standardDeviation(values: readonly number[]): number {
  const squares = values.map((value) => (value - mean(values)) ** 2);
  return Math.sqrt((mean(squares) * values.length) / (values.length - 1));
}

/** `claim`, which shows its row; what it returns is not needed here. */
function state(...claimed: Parameters<typeof claim>): void {
  claim(...claimed);
}

// %%
const scoreGuess = predict(
  "Which clothes get the higher inception score?",
  ["new, real ones", "ten, repeated"],
  { guess: "?", sure: 0.6 },
);

// %%
const score = (probabilities: Float32Array) =>
  inceptionScore(probabilities, { classes: 10, splits: 1 }).mean;
const tenScore = score(rowsOf(opinions, ten, 10)); // repeating them does not change it
const realScores = knobs.draws.map((seed) => {
  const rows = seeded(seed).stream("first").shuffle(clothes.count).slice(0, knobs.pictures);
  return score(clothesNet.probabilitiesOf(rowsOf(clothes.images, rows)));
});
scoreGuess.reveal(tenScore > mean(realScores) ? "ten, repeated" : "new, real ones");

// %% folded
const tenScores = realScores.map(() => tenScore);
await show(
  bars({
    title: `Inception score: real clothes ${mean(realScores).toFixed(1)}, ten pictures repeated ${tenScore.toFixed(1)}`,
    alt: "The inception score of ten repeated pictures is higher than that of new real pictures.",
    categories: ["new, real", "ten, repeated"],
    series: [series("clothes", [realScores, tenScores])],
    reference: [{ value: 10, label: "highest possible" }],
    xTitle: "what the generator hands in",
    yTitle: "inception score",
  }),
);
state("The inception score prefers ten pictures, repeated for ever, to new real clothes", {
  measured: tenScores,
  baseline: realScores,
  unit: "inception score",
  require: { atLeast: 1 },
  headline: true,
});

// %% [markdown]
// That is the pitfall of this notebook: **the number looks good, the samples are not.** A metric answers one question.
// If you do not know which, you will take its answer for the answer to yours.
//
// ## Reproduce: why the losses do not tell
//
// The cheapest number is there already: the loss. Three GANs learn the same digits (14 by 14 pixels, dense layers).
// They differ in one thing each.
//
// | name | what is different |
// | --- | --- |
// | plain | both learning rates 0.001 |
// | weak D | the discriminator learns ten times more slowly |
// | R1 | a penalty on the discriminator's slope at real pictures, weight 5 ([Mescheder et al. 2018](https://arxiv.org/abs/1801.04406)) |
//
// What would be ideal? When fakes cannot be told from real pictures, the best discriminator answers ½ to everything.
// Its loss is then −log ½ − log ½ = log 4 = 1.39, and the generator's is −log ½ = log 2 = 0.69
// ([Goodfellow et al. 2014](https://arxiv.org/abs/1406.2661)). So a loss near those two numbers looks like success.

// %%
import { historyMean, runStudy } from "gan-clinic";

const study = await runStudy("digits", {
  base: {
    data: { mnist: { split: "train", size: 14, limit: 4000 } },
    generator: { mlp: { inputs: 32, hidden: [128, 128], output: "tanh" } },
    discriminator: { mlp: { hidden: [128, 128], activation: "leakyRelu" } },
    loss: "nonSaturating",
    learningRate: 1e-3,
    batchSize: 32,
    steps: 500,
  },
  arms: {
    plain: {},
    "weak D": { learningRate: { generator: 1e-3, discriminator: 1e-4 } },
    R1: { terms: [{ r1Term: { weight: 5 } }] },
  },
  seeds: knobs.runs,
  quick: 0.7,
  measure: {
    lossD: historyMean({ column: "discriminatorLoss", part: "last fifth" }),
    lossG: historyMean({ column: "generatorLoss", part: "last fifth" }),
  },
});

// %% folded
const losses = (key: string) => study.arms.map((arm) => study.values(arm, key));
const lowest = study.arms.reduce((a, b) =>
  mean(study.values(a, "lossG")) < mean(study.values(b, "lossG")) ? a : b,
);
await show(
  bars({
    title: `By its loss, the best generator is that of "${lowest}"`,
    alt: `Losses of the discriminator and the generator in three GANs; the generator's is lowest in ${lowest}.`,
    categories: study.arms,
    series: [series("discriminator", losses("lossD")), series("generator", losses("lossG"))],
    reference: [
      { value: Math.log(4), label: "log 4" },
      { value: Math.log(2), label: "log 2" },
    ],
    xTitle: "GAN",
    yTitle: "loss, mean of the last fifth",
  }),
);

// %%
const lossGuess = predict(
  "The generator of weak D has a lower loss than that of R1. Whose digits are better?",
  ["weak D", "R1"],
  { guess: "?", sure: 0.6 },
);

// %% [markdown]
// Plain is far from both ideals, and R1 is close. Weak D lies on the other side: its discriminator does worse than one
// that answers ½ to everything, and the generator profits.
//
// "Better" needs a number. Take the **Fréchet distance** on trust for a moment; its turn comes below. It compares the
// generated digits with real ones that the GAN never saw. 0 is perfect. The same cell keeps a few other numbers for
// later.

// %%
import { frechetDistance, mnist, precisionRecall } from "gan-clinic";

const smallNet = classifierFeatures("mnist-14");
const small = await mnist({ split: "test", size: 14 });
const mixed = seeded(knobs.runs[0]).stream("held out").shuffle(small.count);
const size = Math.max(80, knobs.pictures);
const [unseen, fresh] = [0, size].map((from) =>
  rowsOf(small.images, mixed.subarray(from, from + size), 196),
);
const unseenFeatures = smallNet.featuresOf(unseen);

/** What four metrics say of digits of 14 by 14. */
async function look(digits: Float32Array) {
  const features = smallNet.featuresOf(digits);
  return {
    frechet: await frechetDistance(unseenFeatures, features, { d: 64 }),
    ...(await precisionRecall(unseenFeatures, features, { d: 64 })),
    is: score(smallNet.probabilitiesOf(digits)),
  };
}

/** The same of a run's samples; of other ones for another stream. */
async function lookAt(run: ReturnType<typeof study.runs>[number], stream = "look") {
  const samples = await run.sample(size, { random: seeded(run.seed).stream(stream) });
  const digits = Float32Array.from(samples.dataSync());
  samples.dispose();
  return { digits, ...(await look(digits)) };
}
type Look = Awaited<ReturnType<typeof lookAt>>;

// %%
const floor14 = await look(fresh); // real digits: nothing can be better than that
const looks: Record<string, Look[]> = {};
for (const arm of study.arms) {
  looks[arm] = [];
  for (const run of study.runs(arm)) looks[arm].push(await lookAt(run));
}
const of = (arm: string, key: Exclude<keyof Look, "digits">) => looks[arm].map((one) => one[key]);
lossGuess.reveal(mean(of("weak D", "frechet")) < mean(of("R1", "frechet")) ? "weak D" : "R1");

// %% folded
/** Eight digits of the first run of two arms, one above the other, with a number under each row. */
async function pair(above: string, below: string, heading: string, tell: (arm: string) => string) {
  const rows = [above, below];
  const digits = Float32Array.from(
    rows.flatMap((arm) => [...looks[arm][0].digits.subarray(0, 8 * 196)]),
  );
  const captions = rows.flatMap((arm) => {
    const words = `${arm}:|${tell(arm)}`.split("|");
    return [...words, ...Array.from({ length: 8 - words.length }, () => " ")];
  });
  const shown = `Eight digits by ${above} and eight by ${below}, of one seed.`;
  const grid = { images: digits, height: 14, width: 14, columns: 8, captions };
  await show(imageGrid({ title: heading, alt: shown, ...grid }));
}

// %% folded
const first = (arm: string) => study.values(arm, "lossG")[0].toFixed(2);
await pair(
  "weak D",
  "R1",
  `First seed. Generator's loss: ${first("weak D")} above, ${first("R1")} below`,
  (arm) => `Fréchet|${looks[arm][0].frechet.toFixed(0)}`,
);
console.log(`Fréchet distance of as many real digits: ${floor14.frechet.toFixed(0)}`);
state("The generator of weak D has a lower loss than that of R1", {
  measured: study.values("weak D", "lossG"),
  baseline: study.values("R1", "lossG"),
  unit: "generator's loss",
  require: { atMost: -0.05 },
});
state("The generator with the lower loss makes far worse digits (weak D against R1)", {
  measured: of("weak D", "frechet"),
  baseline: of("R1", "frechet"),
  unit: "Fréchet distance",
  require: { atLeast: 300 },
  headline: true,
});

// %% [markdown]
// And a loss near the ideal? R1's losses are near it, and its digits are the better ones. Yet their Fréchet distance
// is many times that of real digits. Near log 2 is not near real.
//
// **Why.** A loss is the verdict of *this* discriminator at *this* step. A weak judge is easy to please. If that is the
// reason, another judge must give another loss to the *same* pictures. Try it: freeze the generators of the R1 runs, so
// that the same random numbers give the same digits, and let only their discriminators go on learning, now without R1.

// %%
import { nonSaturating, tf, trainGan } from "gan-clinic";

const [before, after]: number[][] = [[], []];
for (const run of study.runs("R1")) {
  const { generator, discriminator } = await run.networks();
  const latent = seeded(run.seed).stream("judged").normal([500, 32]); // (500, 32)
  const fakes = generator.apply(latent); // (500, 196)
  const loss = () =>
    tf.tidy(() => nonSaturating.generator(discriminator.apply(fakes)).dataSync()[0]);
  before.push(loss());
  await trainGan({
    ...run.recipe,
    ...{ generator, discriminator, terms: [], seed: run.seed, steps: run.stepsDone / 2 },
    schedule: () => ({ generator: 0, discriminator: 1 }),
  });
  after.push(loss());
  tf.dispose([latent, fakes]);
  run.dispose(); // it is made again, as it was, when it is asked for
}
console.log(`the same digits: loss ${mean(before).toFixed(2)}, later ${mean(after).toFixed(2)}`);
state("The same digits get a far higher loss once the discriminator has learnt on", {
  measured: after,
  baseline: before,
  unit: "generator's loss",
  require: { atLeast: 0.5 },
  headline: true,
});

// %% [markdown]
// So a loss ranks two sets of pictures only if one and the same discriminator, at one step, has judged both.
//
// ## Measure: the exam
//
// Metrics on samples do not have that flaw. They have others. To find them, leave out the GAN: damage real pictures in
// a known way, and ask each metric. [Heusel et al. 2017](https://arxiv.org/abs/1706.08500), who proposed the FID,
// tested it like that on faces. Here are seven faults, each a caricature of something that GANs do:
//
// | fault | what is done to real pictures |
// | --- | --- |
// | noise | normal noise on each pixel, std 0.4 (pixels run from −1 to 1) |
// | blur | each picture is made half as large, and enlarged again |
// | foreign | every fifth picture is from the other data set |
// | dropped | three of ten classes are missing |
// | typical | of each class, only the quarter nearest to its mean picture |
// | repeats | sixty different pictures, ten times each |
// | copies | every second picture is copied from the training set |
//
// Each **draw** splits the test pictures afresh, without overlap: a *training set*, which the pretended generator was
// trained on; a *held-out set*, real pictures that it has not seen; and the pictures that get damaged. 600 in each.
//
// Eight metrics sit the exam. Those that need features take the 64 numbers of the classifier's last hidden layer.
//
// | metric | its question | good |
// | --- | --- | --- |
// | IS | is a classifier sure of each picture, and do its answers vary? | high |
// | Fréchet, training | do mean and covariance of the features agree with the training set's? ([FID](https://arxiv.org/abs/1706.08500)) | low |
// | Fréchet, held-out | and with the held-out set's? | low |
// | KID | do mean, covariance and skew agree, all at once? ([Bińkowski et al. 2018](https://arxiv.org/abs/1801.01401)) | low |
// | precision | what share of the fakes lies near a real picture? ([Kynkäänniemi et al. 2019](https://arxiv.org/abs/1904.06991)) | high |
// | recall | what share of the real pictures lies near a fake? | high |
// | MS-SSIM | how alike are two random fakes, in structure at several scales? ([Odena et al. 2017](https://arxiv.org/abs/1610.09585)) | low |
// | memorised | is a fake nearer to the training set than a new real picture is? ([Meehan et al. 2020](https://arxiv.org/abs/2004.05675)) | half of the time |
//
// The next three cells are folded: how a draw is made, the faults, and the metrics.

// %% folded
import { type Mnist, type Random } from "gan-clinic";

const digits = await mnist({ split: "test", size: 28 });
const digitNet = classifierFeatures("mnist-28");
const kinds = {
  digits: { own: digits, other: clothes, net: digitNet },
  clothes: { own: clothes, other: digits, net: clothesNet },
};
type Kind = keyof typeof kinds;
const n = knobs.pictures;

/** Real pictures, split afresh. */
interface Draw {
  random: Random;
  own: Mnist;
  other: Mnist;
  net: typeof digitNet;
  train: Float32Array; // (n, 784)
  trainFeatures: Float32Array; // (n, 64)
  heldOutFeatures: Float32Array; // (n, 64)
  real: Float32Array; // (n, 784): these are damaged
  another: Float32Array; // (n, 784): as good as `real`
  pool: number[]; // the rows of all other pictures
  classes: number[][]; // the same by class
}

function drawOf(kind: Kind, random: Random): Draw {
  const { own, net } = kinds[kind];
  const order = [...random.stream("order").shuffle(own.count)];
  const [train, heldOut, real, another] = [0, 1, 2, 3].map((k) =>
    rowsOf(own.images, order.slice(k * n, (k + 1) * n)),
  );
  const pool = order.slice(4 * n);
  const classes = Array.from({ length: 10 }, (_, k) => pool.filter((row) => own.labels[row] === k));
  const [trainFeatures, heldOutFeatures] = [train, heldOut].map((set) => net.featuresOf(set));
  const sets = { train, trainFeatures, heldOutFeatures, real, another };
  return { random, ...kinds[kind], ...sets, pool, classes };
}

// %% folded
import { resizePicture } from "gan-clinic";

/** `real` with every k-th picture replaced. */
function replaced({ real }: Draw, others: Float32Array, every: number): Float32Array {
  return real.map((value, i) => (Math.floor(i / pixels) % every === 0 ? others[i] : value));
}

function noisy({ real, random }: Draw, std: number): Float32Array {
  const noise = random.stream("noise").normals(real.length, 0, std);
  return real.map((value, i) => Math.min(1, Math.max(-1, value + noise[i])));
}

/** Made half as large, and enlarged again. */
function blurred({ real }: Draw): Float32Array {
  const out = new Float32Array(real.length);
  for (let at = 0; at < real.length; at += pixels) {
    const picture = { pixels: real.subarray(at, at + pixels), height: 28, width: 28, channels: 1 };
    const half = resizePicture(picture, { height: 14, width: 14 });
    const again = resizePicture(half, { height: 28, width: 28, method: "bilinear" });
    out.set(again.pixels, at);
  }
  return out;
}

/** Of each class the share of pictures nearest to its mean picture. */
function typical({ own, pool, classes }: Draw, share: number): Float32Array {
  const kept = classes.flatMap((rows) => {
    const middle = new Float64Array(pixels);
    for (const row of rows) {
      for (let j = 0; j < pixels; j++) middle[j] += own.images[row * pixels + j] / rows.length;
    }
    const distance = (row: number) =>
      middle.reduce((sum, value, j) => sum + (own.images[row * pixels + j] - value) ** 2, 0);
    const distances = new Map(rows.map((row) => [row, distance(row)]));
    const sorted = [...rows].sort((a, b) => distances.get(a)! - distances.get(b)!);
    return sorted.slice(0, Math.round(share * rows.length));
  });
  const isKept = new Set(kept);
  return rowsOf(own.images, pool.filter((row) => isKept.has(row)).slice(0, n));
}

// %% folded
const faults: Record<string, (draw: Draw) => Float32Array> = {
  noise: (draw) => noisy(draw, 0.4),
  blur: blurred,
  foreign(draw) {
    const { other, random } = draw;
    const rows = random.stream("foreign").shuffle(other.count).slice(0, n);
    return replaced(draw, rowsOf(other.images, rows), 5);
  },
  dropped({ own, pool, random }) {
    const gone = random.stream("classes").shuffle(10).slice(0, 3);
    return rowsOf(own.images, pool.filter((row) => !gone.includes(own.labels[row])).slice(0, n));
  },
  typical: (draw) => typical(draw, 0.25),
  repeats({ own, classes }) {
    const known = Array.from({ length: n / 10 }, (_, i) => classes[i % 10][Math.floor(i / 10)]);
    const rows = Array.from({ length: n }, (_, i) => known[i % known.length]);
    return rowsOf(own.images, rows);
  },
  copies: (draw) => replaced(draw, draw.train, 2),
};

// %% folded
import { maximumMeanDiscrepancy, memorisation, msSsimDiversity } from "gan-clinic";

type Answers = Record<string, number>;

/** What the metrics of features say. */
async function ofFeatures(draw: Draw, features: Float32Array): Promise<Answers> {
  const [train, heldOut, d] = [draw.trainFeatures, draw.heldOutFeatures, 64];
  return {
    frechetTrain: await frechetDistance(train, features, { d }),
    frechet: await frechetDistance(heldOut, features, { d }),
    kid: (await maximumMeanDiscrepancy(heldOut, features, { d })).distance,
    ...(await precisionRecall(heldOut, features, { d })),
    memorised: memorisation({ train, heldOut, fake: features }, { d }).auc,
  };
}

/** What all metrics say. */
async function answers(draw: Draw, set: Float32Array): Promise<Answers> {
  const picture = { height: 28, width: 28, channels: 1 };
  const pairs = { pairs: 100, random: draw.random.stream("pairs") };
  return {
    is: score(draw.net.probabilitiesOf(set)),
    ...(await ofFeatures(draw, draw.net.featuresOf(set))),
    msSsim: msSsimDiversity(set, picture, pairs),
  };
}

// %% folded
const example = drawOf("digits", seeded(knobs.draws[0]).stream("digits exam"));
const sets: [string, Float32Array][] = [
  ["real", example.real],
  ...Object.entries(faults).map(([fault, damage]): [string, Float32Array] => [
    fault,
    damage(example),
  ]),
];
const examples = Float32Array.from(sets.flatMap(([, set]) => [...set.subarray(0, 12 * pixels)]));
await show(
  imageGrid({
    title: "Seven faults: which would you have noticed?",
    alt: "Eight rows of digits: real, noisy, blurred, some clothes among them, without three classes, typical ones, repeated ones, and with copies of training pictures.",
    images: examples,
    height: 28,
    width: 28,
    columns: 12,
    captions: sets.flatMap(([name]) => [name, ...Array.from({ length: 11 }, () => " ")]),
  }),
);

// %% [markdown]
// In the last four rows every single picture is perfect. The fault is in the set.
//
// ### The floor, and one rule
//
// A Fréchet distance of 12: is that much? Ask the metric about **new real pictures**. No generator can be expected to
// do better; this is the metric's *floor*. And it gives each set of real pictures a slightly different answer: its
// *spread*. Both are measured on draws that take no part in the exam. Then turn every metric so that up is worse, and
// count
//
// $$ z = \frac{\text{answer} - \text{floor}}{\text{spread}} $$
//
// **One rule for all.** Over the draws, a metric *sees* a fault if the whole 95 % interval of $z$ lies above 3, and
// *misses* it if the whole interval lies below 3. Below −3, it even *praises* it. Anything else is undecided.

// %%
const noiseGuess = predict(
  "Texts say: precision measures quality, recall measures variety. We add strong noise to real digits. Which falls?",
  ["precision", "recall", "both", "neither"],
  { guess: "?", sure: 0.5 },
);
const copyGuess = predict(
  "Half of the digits are copied from the training set. How many of the eight metrics see it?",
  ["none", "one", "two or more"],
  { guess: "?", sure: 0.5 },
);

// %%
import { overSeeds, trainingProgress } from "gan-clinic";

/** For each seed: real sets of four draws for the floor, and one draw that sits the exam. */
async function examine(kind: Kind) {
  const progress = trainingProgress({ steps: knobs.draws.length, label: `draws of ${kind}` });
  const found = await overSeeds(`${kind} exam`, knobs.draws, async ({ seed, index }) => {
    const random = seeded(seed);
    const real: Answers[] = [];
    for (let k = 0; k < 4; k++) {
      const draw = drawOf(kind, random.stream(`${kind} floor ${k}`));
      real.push(await answers(draw, draw.real));
    }
    const draw = drawOf(kind, random.stream(`${kind} exam`));
    const exam: Record<string, Answers> = {
      real: await answers(draw, draw.real),
      "more real": await answers(draw, draw.another),
    };
    for (const [fault, damage] of Object.entries(faults)) {
      exam[fault] = await answers(draw, damage(draw));
    }
    progress.update(index + 1);
    return { floor: real, exam };
  });
  progress.done();
  return found;
}
const exams = { digits: await examine("digits"), clothes: await examine("clothes") };

// %%
const metrics: Record<string, { title: string; worse: 1 | -1 }> = {
  is: { title: "IS", worse: -1 },
  frechetTrain: { title: "Fréchet, training", worse: 1 },
  frechet: { title: "Fréchet, held-out", worse: 1 },
  kid: { title: "KID", worse: 1 },
  precision: { title: "precision", worse: -1 },
  recall: { title: "recall", worse: -1 },
  msSsim: { title: "MS-SSIM", worse: 1 },
  memorised: { title: "memorised", worse: 1 },
};

/** Mean and standard deviation of what a metric says of real sets. */
function floorOf(kind: Kind, metric: string) {
  const real = exams[kind].flatMap(({ floor }) => floor.map((each) => each[metric]));
  return { floor: mean(real), spread: standardDeviation(real) };
}

/** How far from the floor an answer is, in spreads; above 0 is worse. */
function zOf(kind: Kind, metric: string, answer: number): number {
  const { floor, spread } = floorOf(kind, metric);
  return (metrics[metric].worse * (answer - floor)) / spread;
}

/** z of a metric for a fault, one a draw. */
const z = (metric: string, fault: string, kind: Kind = "digits") =>
  exams[kind].map(({ exam }) => zOf(kind, metric, exam[fault][metric]));

function verdict(values: readonly number[]): "sees" | "misses" | "praises" | "undecided" {
  const { low, high } = meanInterval(values);
  if (high < 3) return high < -3 ? "praises" : "misses";
  return low > 3 ? "sees" : "undecided";
}

// %% folded
import { deviationMatrix } from "gan-clinic";

const names = Object.keys(metrics);
const titles = names.map((name) => metrics[name].title);

/** The chart of all faults against all metrics. */
async function showExam(kind: Kind) {
  const rows = ["real", ...Object.keys(faults)];
  const verdicts = names.map((name) =>
    Object.keys(faults).map((fault) => verdict(z(name, fault, kind))),
  );
  const all = verdicts.filter((own) => own.every((word) => word === "sees")).length;
  await show(
    deviationMatrix({
      title: `${kind[0].toUpperCase()}${kind.slice(1)}: ${all} of 8 metrics see all seven faults`,
      alt: `Mean deviation from real pictures of eight metrics on seven faults of ${kind}. ${all} of the metrics see all seven.`,
      values: rows.map((set) => names.map((name) => mean(z(name, set, kind)))),
      rowNames: rows,
      columnNames: titles,
      rowTitle: `what was done to the ${kind}`,
      columnTitle: "metric (mean z; above 0 is worse)",
      above: "worse than real",
      below: "better than real",
    }),
  );
}
await showExam("digits");
const undecided = names.flatMap((name) =>
  Object.keys(faults)
    .filter((fault) => verdict(z(name, fault)) === "undecided")
    .map((fault) => `${metrics[name].title} on ${fault}`),
);
console.log(`Undecided: ${undecided.join("; ") || "nothing"}`);

// %% folded
const sees = (metric: string, fault: string) => mean(z(metric, fault)) > 3; // orange in the chart
const falls = ["precision", "recall"].filter((metric) => sees(metric, "noise"));
noiseGuess.reveal(
  falls.length === 2 ? "both" : ((falls[0] as "precision" | undefined) ?? "neither"),
);
const seeCopies = names.filter((name) => sees(name, "copies")).length;
copyGuess.reveal((["none", "one"] as const)[seeCopies] ?? "two or more");

// %% [markdown]
// Read it by columns: no metric is orange all the way down. Read it by rows: noise, blur and missing classes are seen
// by most. *Typical* is a trap: to precision it looks better than real. Copies are seen by one alone, and the distance
// to the training set goes the wrong way: copy everything, and it is 0. (Blue in the last column is no praise: such
// pictures are *farther* from the training set than new ones.)

// %% folded
/** One bar for all. */
const bars3 = { sees: { atLeast: 3 }, misses: { atMost: 3 }, praises: { atMost: -3 } };
function zClaim(text: string, measured: number[], word: keyof typeof bars3, headline = false) {
  const unit = "z (spreads of real sets; above 0 is worse)";
  state(text, { measured, unit, require: bars3[word], headline });
}
/** The least, or the greatest, z of each draw. */
const ofDraws = (lists: number[][], pick: (...values: number[]) => number) =>
  knobs.draws.map((_, i) => pick(...lists.map((list) => list[i])));
const gross = ["noise", "blur", "foreign", "dropped"];
const four = (kind: Kind) => ofDraws(gross.map((fault) => z("frechet", fault, kind)), Math.min); // prettier-ignore
const others = names.filter((name) => name !== "memorised").map((name) => z(name, "copies"));
zClaim("Fréchet (held-out) sees noise, blur, foreign and dropped", four("digits"), "sees", true);
zClaim("The memorisation test sees copies", z("memorised", "copies"), "sees", true);
const seven = ofDraws(others, (...values) => mean(values));
zClaim("The other seven metrics miss copies (mean z of the seven)", seven, "misses");
zClaim("Precision praises typical pictures", z("precision", "typical"), "praises", true);

// %% folded
const more: [metric: string, word: keyof typeof bars3, fault: string][] = [
  ["recall", "sees", "typical"],
  ["recall", "sees", "dropped"],
  ["precision", "misses", "dropped"],
  ["recall", "misses", "foreign"],
  ["recall", "sees", "repeats"],
  ["msSsim", "misses", "noise"],
];
for (const [metric, word, fault] of more) {
  zClaim(`${metrics[metric].title} ${word} "${fault}"`, z(metric, fault), word);
}
const precisionOf = (set: string) => exams.digits.map(({ exam }) => exam[set].precision);
state("A fifth of foreign pictures lowers precision", {
  measured: precisionOf("foreign"),
  baseline: precisionOf("real"),
  unit: "share of fakes near a real digit",
  require: { atMost: -0.03 },
});

// %% [markdown]
// ### Is it the digits?
//
// The same exam on clothes, with a classifier of their own. The lines under the chart name the verdicts that differ.

// %% folded
await showExam("clothes");
const cells = names.flatMap((name) => Object.keys(faults).map((fault) => [name, fault] as const));
const same = cells.filter(
  ([name, fault]) => verdict(z(name, fault)) === verdict(z(name, fault, "clothes")),
);
console.log(`${same.length} of ${cells.length} verdicts are the same on digits and on clothes.`);
const different = cells.filter((cell) => !same.includes(cell));
console.log(
  `Not: ${different.map(([name, fault]) => `${metrics[name].title} on ${fault}`).join("; ")}`,
);
zClaim("Clothes: Fréchet (held-out) sees the same four", four("clothes"), "sees");
zClaim("Clothes: memorised sees copies", z("memorised", "copies", "clothes"), "sees");

// %% [markdown]
// ## Why: what fools each of them
//
// Each metric has an **impostor**: something that is no good, and scores as well as real pictures. You have met some:
// for precision *typical*, for recall *foreign*, and for all but the memorisation test *copies*.
//
// **IS** asks a classifier and looks at no real picture. Ten pictures are enough for it, as you saw
// ([Barratt and Sharma 2018](https://arxiv.org/abs/1801.01973)).
//
// **Fréchet** fits a bell curve, a Gaussian, to each cloud of features: $|\mu_1 - \mu_2|^2 + \mathrm{tr}(\Sigma_1 +
// \Sigma_2 - 2(\Sigma_1\Sigma_2)^{1/2})$. It reads the mean $\mu$ and the covariance $\Sigma$, and nothing else. So a
// cloud of random points with the right $\mu$ and $\Sigma$ should pass for digits, though no digit is behind any of
// them. **Precision** does not read the shape of the cloud; it asks whether each point has a real neighbour.
//
// **Precision and noise** is the surprise in the chart of the digits: noise costs *recall*, not precision. (On
// clothes it costs some precision, too, and far more recall.) Our guess is that noise makes the features *smaller*,
// so the noisy digits move towards the crowded middle of the cloud. There every point
// has a real neighbour, and precision stays high. Out at the rim, the real digits have lost their neighbours, and
// recall falls. If so, three things follow. Noisy features are smaller. Shrinking the features of *clean* digits does
// the same damage. And noisy features blown up to their proper size are seen by precision.

// %%
const impostors = await overSeeds("impostors", knobs.runs, async ({ seed }) => {
  const draw = drawOf("digits", seeded(seed).stream("digits exam"));
  const { pool, random, own, train } = draw;
  const count = 3 * n;
  const many = digitNet.featuresOf(rowsOf(own.images, pool.slice(0, count))); // (count, 64)
  // Random sums of real features, less their mean, are Gaussian and have the features' covariance.
  const cloud = tf.tidy(() => {
    const features = tf.tensor2d(many, [count, 64]);
    const middle = features.mean(0); // (64)
    const weights = random.stream("cloud").normal([n, count]); // (n, count)
    const sums = tf.matMul(weights, features.sub(middle)).div(Math.sqrt(count)); // (n, 64)
    return sums.add(middle).dataSync() as Float32Array;
  });
  const clean = digitNet.featuresOf(draw.real);
  const withNoise = digitNet.featuresOf(noisy(draw, 0.4));
  const sumOfSquares = (features: Float32Array) => features.reduce((sum, v) => sum + v * v, 0);
  const ratio = Math.sqrt(sumOfSquares(withNoise) / sumOfSquares(clean));
  const moved = (by: number) =>
    digitNet.featuresOf(train.map((_, i) => (i % 28 < by ? -1 : train[i - by]))); // to the right
  const fooling: Record<string, Float32Array> = {
    "Gaussian cloud": cloud,
    noise: withNoise,
    "clean, shrunk": clean.map((value) => value * ratio),
    "noise, restored": withNoise.map((value) => value / ratio),
    "copies moved by 1 pixel": moved(1),
    "copies moved by 2 pixels": moved(2),
  };
  const found: Record<string, Answers> = {};
  for (const [name, set] of Object.entries(fooling)) found[name] = await ofFeatures(draw, set);
  return { ratio, found };
});

// %% folded
const zImpostor = (set: string, metric: string) =>
  impostors.map(({ found }) => zOf("digits", metric, found[set][metric]));
const impostorNames = Object.keys(impostors[0].found);
const asked = ["frechet", "kid", "precision", "recall", "memorised"];
const ratios = impostors.map(({ ratio }) => ratio);
await show(
  deviationMatrix({
    title: `Impostors. (Noise makes the features ${mean(ratios).toFixed(2)} times as large)`,
    alt: "Mean deviation from real digits of five metrics, for a Gaussian cloud, noisy digits, clean digits with features shrunk as noise shrinks them, noisy digits with features of their proper size, and copies moved by one and by two pixels.",
    values: impostorNames.map((set) => asked.map((metric) => mean(zImpostor(set, metric)))),
    rowNames: impostorNames,
    columnNames: asked.map((metric) => metrics[metric].title),
    rowTitle: "what was done",
    columnTitle: "metric (mean z; above 0 is worse)",
    above: "worse than real",
    below: "better than real",
  }),
);

// %% folded
const passes = zImpostor("Gaussian cloud", "frechet");
zClaim("Fréchet takes a Gaussian cloud for real digits", passes, "misses", true);
zClaim("Precision sees the Gaussian cloud", zImpostor("Gaussian cloud", "precision"), "sees");
state("Noise makes the features smaller", {
  measured: ratios,
  unit: "size, relative to that of clean digits",
  require: { atMost: 0.9 },
});
zClaim("Precision misses noise", zImpostor("noise", "precision"), "misses");
zClaim("Recall sees noise", zImpostor("noise", "recall"), "sees");
zClaim("Recall sees clean features that are shrunk", zImpostor("clean, shrunk", "recall"), "sees");
const restored = zImpostor("noise, restored", "precision");
zClaim("Precision sees noise once the features have their size back", restored, "sees", true);
const [near, far] = impostorNames.slice(-2);
zClaim(`Memorised sees ${near}`, zImpostor(near, "memorised"), "sees");
state(`Did not help: memorised does not see ${far}`, {
  measured: zImpostor(far, "memorised"),
  unit: "z",
  require: { atMost: 3 },
});

// %% [markdown]
// In the first four columns, "clean, shrunk" comes close to "noise"; precision likes it even better. Restore the
// size, and the roles change: now precision sees the noise. So neither "FID" nor "precision" is one metric: **the
// features decide what it sees.** Ours are not Inception's, and our numbers compare with no published ones.
//
// **Memorised** is the only one that asks whether fakes are *too near* the training set. It can be fooled as well:
// copies that are moved by two pixels escape it. (Others now notice that *something* is wrong; none will say
// "copied".) [Theis et al. 2016](https://arxiv.org/abs/1511.01844) warned that a nearest neighbour proves little. And
// it errs the other way: in the exam it calls *typical* pictures too near, and nothing is copied there. Look at the pairs yourself.
//
// **MS-SSIM** compares fakes with fakes, two at a time. Noise does not make two digits more alike. Nor are two of
// sixty pictures often the same, or two of seven classes: it misses *repeats* and *dropped*, too.
//
// ## Why, continued: the number of pictures
//
// Measure the distance from real digits to real digits: it should be 0. Beside them, digits with a little noise
// (std 0.15), which should lose.

// %%
const order = [...seeded(knobs.draws[0]).stream("many").shuffle(digits.count)];
const allSizes = {
  full: [100, 200, 400, 800, 1600],
  quick: [100, 200, 400, 800],
  smoke: [70, 140],
};
const sizes = allSizes[knobs.name];
const most = sizes[sizes.length - 1];
const clean = Math.min(6000, 4 * most);
const cleanFeatures = digitNet.featuresOf(rowsOf(digits.images, order.slice(0, clean)));
const soiled = rowsOf(digits.images, order.slice(6000, 6000 + 2 * most));
const specks = seeded(knobs.draws[0]).stream("specks").normals(soiled.length, 0, 0.15);
const soiledFeatures = digitNet.featuresOf(
  soiled.map((value, i) => Math.min(1, Math.max(-1, value + specks[i]))),
);
const bySize = await overSeeds("by size", knobs.splits, async ({ seed }) => {
  const random = seeded(seed).stream("sizes");
  const rows = random.shuffle(clean);
  const soiledRows = random.stream("soiled").shuffle(2 * most);
  const found: Record<"real" | "noisy" | "kid" | "kidNoisy", number>[] = [];
  for (const count of sizes) {
    const heldOut = rowsOf(cleanFeatures, rows.subarray(0, count), 64);
    const real = rowsOf(cleanFeatures, rows.subarray(most, most + count), 64);
    const dirty = rowsOf(soiledFeatures, soiledRows.subarray(0, count), 64);
    found.push({
      real: await frechetDistance(heldOut, real, { d: 64 }),
      noisy: await frechetDistance(heldOut, dirty, { d: 64 }),
      kid: (await maximumMeanDiscrepancy(heldOut, real, { d: 64 })).distance,
      kidNoisy: (await maximumMeanDiscrepancy(heldOut, dirty, { d: 64 })).distance,
    });
  }
  return found;
});

// %% folded
import { metricAgainstBudget } from "gan-clinic";

type Sized = keyof (typeof bySize)[0][0];
const atSize = (key: Sized, k: number) => bySize.map((found) => found.at(k)![key]);
const points = (key: Sized) => sizes.map((at, k) => ({ at, values: atSize(key, k) }));
await show(
  metricAgainstBudget({
    title: "Fréchet falls with the number of pictures, for real and noisy digits alike",
    alt: "The Fréchet distance from real to real and from real to noisy digits against the number of pictures. Both fall; with few pictures real digits lie above noisy ones with many.",
    series: [
      { name: "real to real", points: points("real") },
      { name: "real to noisy", points: points("noisy") },
    ],
    xTitle: "pictures in each set",
    yTitle: "Fréchet distance",
    yScale: "log",
  }),
);
await show(
  metricAgainstBudget({
    title: "KID does not fall with the number of pictures; with few it only wavers more",
    alt: "The KID from real to real digits lies near 0 at every number of pictures, and from real to noisy ones above it. Both waver more with few pictures.",
    series: [
      { name: "real to real", points: points("kid") },
      { name: "real to noisy", points: points("kidNoisy") },
    ],
    xTitle: "pictures in each set",
    yTitle: "KID",
    reference: [{ value: 0, label: "equal" }],
  }),
);

// %% folded
state(`Noisy digits, ${most} of them, beat real ones, ${sizes[1]} of them, by Fréchet distance`, {
  measured: atSize("real", 1),
  baseline: atSize("noisy", -1),
  unit: "Fréchet distance, real less noisy",
  require: { atLeast: 5 },
  headline: true,
});
state(`At equal numbers (${most}) they do not`, {
  measured: atSize("noisy", -1),
  baseline: atSize("real", -1),
  unit: "Fréchet distance, noisy less real",
  require: { atLeast: 3 },
});

// %% [markdown]
// The Fréchet distance is *biased*: with few pictures it is too large, even for perfect ones, and the excess shrinks
// about as $1/n$ ([Chong and Forsyth 2020](https://arxiv.org/abs/1911.07023)). Whoever measures with more pictures
// wins. Two remedies: the *same* number for all, and say it; or KID, which has no such bias ([Bińkowski et al.
// 2018](https://arxiv.org/abs/1801.01401)).
//
// **A trap we fell into.** At first this cell compared the first half of MNIST's test file with the second half, and
// real was far from real. The first 5,000 digits were written by other people than the last 5,000, and they are
// cleaner, as the data's [own page](https://yann.lecun.com/exdb/mnist/) says. **Shuffle before you split.**

// %% folded
const halves = await overSeeds("halves", knobs.splits, ({ seed }) => {
  const random = seeded(seed).stream("halves");
  const [early, late] = [0, 5000].map((from) => {
    const rows = random.stream(`from ${from}`).shuffle(5000).slice(0, most);
    return digitNet.featuresOf(
      rowsOf(
        digits.images,
        rows.map((row) => row + from),
      ),
    );
  });
  return frechetDistance(early, late, { d: 64 });
});
state("The two halves of MNIST's test file are farther apart than shuffled ones", {
  measured: halves,
  baseline: atSize("real", -1),
  unit: "Fréchet distance",
  require: { atLeast: 10 },
});

// %% [markdown]
// ## Why, continued: the run
//
// A comparison of settings has a floor, too: the setting against *itself*. The plain GAN was trained several times,
// with nothing changed but the seed. How far is a run from another one, on average? And how far apart are two sets of
// pictures from *one* run?

// %%
const plainScores = of("plain", "frechet");
const percent = (difference: number) => (100 * Math.abs(difference)) / mean(plainScores);
const betweenRuns = plainScores.map((own, i) => {
  const apart = plainScores.filter((_, j) => j !== i).map((other) => percent(own - other));
  return apart.reduce((sum, each) => sum + each, 0) / apart.length;
});
const betweenSets: number[] = [];
for (const [i, run] of study.runs("plain").entries()) {
  betweenSets.push(percent((await lookAt(run, "more")).frechet - plainScores[i]));
}

// %% folded
import { doseResponse, seedsNeeded } from "gan-clinic";

await show(
  doseResponse({
    title: "Another run changes the number; other pictures of the same run hardly do",
    alt: "Mean difference of each run of the plain GAN from the other runs, and difference of two sets of pictures from one run, in percent.",
    series: [
      {
        name: "plain GAN",
        points: [
          { at: "a run and the other runs", values: betweenRuns },
          { at: "two sets from one run", values: betweenSets },
        ],
      },
    ],
    xTitle: "what is compared",
    yTitle: "difference (% of the mean Fréchet distance)",
  }),
);
state("Runs of one setting differ more than two sets of pictures from one run", {
  measured: betweenRuns,
  baseline: betweenSets,
  unit: "% of the mean Fréchet distance",
  require: { atLeast: 2 },
  headline: true,
});
const spread = standardDeviation(plainScores);
console.log(`spread of the plain GAN over its runs: ${percent(spread).toFixed(0)} %`);
for (const share of [5, 10, 20, 40]) {
  const difference = (share / 100) * mean(plainScores);
  const needed = seedsNeeded({ difference, spread });
  console.log(`to find a difference of ${share} %: ${needed} runs of each setting`);
}

// %% [markdown]
// **Drawing more pictures from one run does not replace more runs.** It makes the number of *that run* exact, but
// which run you got is chance. How many runs you need depends on the difference $\Delta$ that you want to find, beside
// the spread $\sigma$ over runs: $n = 2\,(1.96 + 0.84)^2\,\sigma^2/\Delta^2$ finds it with a chance of 80 %. Half the
// difference takes four times the runs. Where the formula says three or fewer, it is too hopeful, since it takes the
// spread as known. Train five at least.
//
// ## Fix it: one lever at a time
//
// What makes a good evaluation? The **baseline** is that of the beginning: the inception score and nothing else. Each
// group of bars is another choice of metrics. In each draw, $z > 3$ in any of them is an alarm. Count how often a fault
// raises it, and how often a set of real pictures does, which is a false alarm. "The four" are Fréchet to held-out
// pictures, the memorisation test, precision and recall; they were chosen on other draws than those shown here.

// %% folded
const evaluations: Record<string, string[]> = {
  "IS alone": ["is"],
  precision: ["precision"],
  "Fréchet, training": ["frechetTrain"],
  "Fréchet, held-out": ["frechet"],
  "Fréchet, memorised": ["frechet", "memorised"],
  "the four": ["frechet", "memorised", "precision", "recall"],
  "all eight": names,
};

/** For each draw, how many of the sets raise an alarm in at least one of the metrics. */
function alarms(kind: Kind, chosen: readonly string[], of: readonly string[]): number[] {
  return knobs.draws.map(
    (_, i) => of.filter((set) => chosen.some((name) => z(name, set, kind)[i] > 3)).length,
  );
}
const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
const faultNames = Object.keys(faults);
const realNames = ["real", "more real"];
const rate = (kinds: readonly Kind[], of: readonly string[]) =>
  Object.values(evaluations).map(
    (chosen) =>
      total(kinds.flatMap((kind) => alarms(kind, chosen, of))) /
      (kinds.length * knobs.draws.length * of.length),
  );
const percentOf = (name: string) =>
  (100 * rate(["digits"], faultNames)[Object.keys(evaluations).indexOf(name)]).toFixed(0);
await show(
  bars({
    title: `Four metrics find ${percentOf("the four")} % of the faults of digits; one alone, IS, ${percentOf("IS alone")} %`,
    alt: "The share of faults that raise an alarm, on digits and on clothes, and of real sets that do, for seven choices of metrics.",
    categories: Object.keys(evaluations),
    series: [
      { name: "faults, digits", values: rate(["digits"], faultNames) },
      { name: "faults, clothes", values: rate(["clothes"], faultNames) },
      { name: "false alarms", values: rate(["digits", "clothes"], realNames) },
    ],
    xTitle: "what is measured",
    yTitle: "share that raises an alarm",
  }),
);

// %% folded
const found = alarms("digits", evaluations["the four"], faultNames);
state("Fréchet (held-out), precision, recall and memorised find more faults than IS alone", {
  measured: found,
  baseline: alarms("digits", ["is"], faultNames),
  unit: "faults of 7",
  require: { atLeast: 1.5 },
  headline: true,
});
state("The four find nearly all faults of digits", {
  measured: found,
  unit: "faults of 7",
  require: { atLeast: 6 },
});
state("Did not help: precision alone finds few faults", {
  measured: alarms("digits", ["precision"], faultNames),
  unit: "faults of 7",
  require: { atMost: 3 },
});

// %% [markdown]
// Fréchet to held-out pictures and the memorisation test say **that** something is wrong. Precision and recall
// hint at **what**. Low precision: foreign things among the fakes. Low recall: something is missing, or everything is
// noisy or blurred. Precision *above* the floor and low recall: only the typical is left, or all is blurred. Look at
// the pictures, and you know which.
//
// **What did not help.** Precision alone. MS-SSIM, whose column in the exam is mostly white. And simply *more* metrics:
// each brings its own chance of a false alarm, and the four have left next to nothing to find. Choose metrics by the
// faults you fear, before you look.
//
// ## Measure again: three GANs
//
// Back to the three GANs. For each number, how often does each GAN win, over the seeds?

// %% folded
const numbers: Record<string, { of: (arm: string) => readonly number[]; best: "low" | "high" }> = {
  "lower loss": { of: (arm) => study.values(arm, "lossG"), best: "low" },
  "higher precision": { of: (arm) => of(arm, "precision"), best: "high" },
  "higher IS": { of: (arm) => of(arm, "is"), best: "high" },
  "lower Fréchet": { of: (arm) => of(arm, "frechet"), best: "low" },
  "higher recall": { of: (arm) => of(arm, "recall"), best: "high" },
};

/** In which share of the seeds an arm wins; a tie is shared. */
function wins(arm: string, { of, best }: (typeof numbers)[string]): number {
  const shares = study.seeds.map((_, i) => {
    const values = study.arms.map((each) => of(each)[i]);
    const winner = best === "low" ? Math.min(...values) : Math.max(...values);
    return of(arm)[i] === winner ? 1 / values.filter((value) => value === winner).length : 0;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
await show(
  bars({
    title: "Which GAN is best? It depends on whom you ask",
    alt: "For five numbers, the share of the seeds in which each of three GANs has the best value.",
    categories: Object.keys(numbers),
    series: study.arms.map((arm) => ({
      name: arm,
      values: Object.values(numbers).map((number) => wins(arm, number)),
    })),
    xTitle: "the number that decides",
    yTitle: "share of seeds that it wins",
  }),
);

// %% folded
await pair("plain", "R1", "First seed: whom does precision prefer, and whom recall?", (arm) =>
  (["precision", "recall"] as const)
    .map((key) => `${key}|${looks[arm][0][key].toFixed(2)}`)
    .join("|"),
);
console.log(
  `real digits: precision ${floor14.precision.toFixed(2)}, recall ${floor14.recall.toFixed(2)}`,
);
const [ofPlain, ofWeak, ofR1] = study.arms.map((arm) => of(arm, "precision"));
state("By precision, one of the two worse GANs beats R1", {
  measured: ofPlain.map((share, i) => Math.max(share, ofWeak[i]) - ofR1[i]),
  unit: "share of fakes near a real digit, the better one's less R1's",
  require: { atLeast: 0 },
  headline: true,
});
state("The plain GAN has next to no recall …", {
  measured: of("plain", "recall"),
  unit: "share of real digits near a fake",
  require: { atMost: 0.03 },
});
state("… and a far larger Fréchet distance than R1", {
  measured: of("plain", "frechet"),
  baseline: of("R1", "frechet"),
  unit: "Fréchet distance",
  require: { atLeast: 200 },
});
state("R1 is still far from real digits", {
  measured: of("R1", "frechet").map((distance) => distance / floor14.frechet),
  unit: "times the Fréchet distance of real digits",
  require: { atLeast: 5 },
});

// %% [markdown]
// The loss chooses weak D, which draws one pattern of dots. Precision chooses badly, too, in most seeds: that pattern, or
// the smudges of the plain GAN, lie near *some* real digit more often than R1's digits do. But next to no real digit has
// a smudge near it.
// The protocol asks for both, precision *and* recall, and for a distance. It chooses R1. And it says something else: R1's
// digits are still far from real. A ranking is not a verdict.
//
// ## The human panel
//
// All metrics stand in for this one: can a person tell? Below are 40 digits, 20 real and 20 by R1, in random order.
// Type what you think, row by row: `r` for real, `f` for fake. Then run both cells again.

// %%
import { humanPanel, judgePanel, wilsonInterval } from "gan-clinic";

const typed = ""; // ← your 40 letters, for instance "rffr frrf …"; spaces do not count

const panel = humanPanel(unseen, looks.R1[0].digits, {
  d: 196,
  each: 20,
  random: seeded(knobs.runs[0]).stream("panel"),
});
await show(
  imageGrid({
    title: "Real or fake? 40 digits, 8 in a row",
    alt: "Forty digits of 14 by 14 pixels in five rows, half of them real, in random order.",
    images: panel.images,
    height: 14,
    width: 14,
    columns: 8,
  }),
);

// %%
if (typed === "") {
  console.log("No answers yet. Type them into the cell above: 40 letters, r or f.");
} else {
  const { share, low, high, canTell } = judgePanel(typed, panel.key);
  const told = [share, low, high].map((each) => `${(100 * each).toFixed(0)} %`);
  console.log(`right: ${told[0]}, interval ${told[1]} to ${told[2]}`);
  console.log(canTell ? "You can tell." : "From these answers, nobody can say that you can tell.");
}

// %% [markdown]
// **What is the answer worth?** A share has an interval, too (Wilson's, which stays between 0 and 1). Take a person
// whose true skill is 60 %: how often does a panel of so many pictures exclude that they are guessing? This can be
// computed exactly.

// %% folded
import { curves } from "gan-clinic";

/** The chance that Wilson's interval lies above a half, when each answer is right with this chance. */
function foundOut(count: number, skill: number): number {
  let chance = (1 - skill) ** count; // of 0 right answers; then of 1, 2, …
  let sum = 0;
  for (let right = 0; right <= count; right++) {
    if (wilsonInterval(right, count).low > 0.5) sum += chance;
    chance *= ((count - right) / (right + 1)) * (skill / (1 - skill));
  }
  return sum;
}
const panelSizes = Array.from({ length: 40 }, (_, i) => 10 * (i + 1));
const skills = [0.7, 0.6, 0.5];
const chances = (skill: number) => panelSizes.map((count) => foundOut(count, skill));
const at = (count: number) => (100 * foundOut(count, 0.6)).toFixed(0);
await show(
  curves({
    title: `Right 60 % of the time: 40 pictures show it in ${at(40)} % of panels, 400 in ${at(400)} %`,
    alt: "The share of panels that exclude guessing, against the number of pictures, for people who are right in 70, 60 and 50 percent of all cases.",
    x: panelSizes,
    series: skills.map((skill) => ({
      name: skill === 0.5 ? "guesses" : `right in ${100 * skill} %`,
      values: chances(skill),
    })),
    xTitle: "pictures in the panel",
    yTitle: "share of panels that exclude guessing",
    yDomain: [0, 1],
  }),
);

// %% [markdown]
// "Could not tell", from 40 pictures, is weak evidence. And people judge single pictures. Show them the *repeats* or
// the *copies* of the exam and there is nothing to find, since each picture is real. Like precision, a panel asks
// about each fake alone, and it is as blind to missing variety.
//
// ## Try it yourself
//
// Which fault do you fear? Set it, and see what the four metrics say. A run takes a second or two.

// %%
const mine = {
  noise: 0.15, // std on each pixel
  keepClasses: 10, // 1 to 10
  different: 500, // at most so many different pictures
  copied: 0, // share taken from the training set
};

const myDraw = drawOf("digits", seeded(1).stream("mine"));
const known = myDraw.pool
  .filter((row) => digits.labels[row] < mine.keepClasses)
  .slice(0, Math.min(n, mine.different));
const chosenSet = rowsOf(
  digits.images,
  Array.from({ length: n }, (_, i) => known[i % known.length]),
);
chosenSet.set(myDraw.train.subarray(0, Math.round(mine.copied * n) * pixels));
const mySet = noisy({ ...myDraw, real: chosenSet }, mine.noise);
const said = await answers(myDraw, mySet);
for (const name of ["frechet", "precision", "recall", "memorised"]) {
  const { floor } = floorOf("digits", name);
  console.log(
    `${metrics[name].title.padEnd(18)} ${said[name].toFixed(2).padStart(7)}   real ${floor.toFixed(2).padStart(6)}   ` +
      `z ${zOf("digits", name, said[name]).toFixed(1)}`,
  );
}

// %% [markdown]
// ## Diagnose it yourself
//
// Run E is an unknown GAN on a noisy ring. The second chart shows a *gap*: the mean score that its discriminator gives
// to the training points, less that of real points it has not seen. What is wrong with this run?

// %%
import { resultsTable, riddle } from "gan-clinic";

await riddle("E").show();

// %% [markdown]
// Name the pitfall, then run the next cell. It prints what the library's rules of thumb say.

// %%
riddle("E").answer();

// %% [markdown]
// The discriminator knows its few training points by heart and scores other real ones far lower. By the losses it
// could as well be one that is too strong (notebook 03). The held-out points tell the two apart, and they are the
// first step of the protocol, too: **keep real examples that nobody trains on.**
//
// ## Results

// %%
resultsTable();

// %% [markdown]
// ## The protocol
//
// Do as much of it as your question needs, and say what you left out.
//
// 1. **Split first**, after shuffling. Keep real examples that no training sees. Distances, precision and recall are
//    measured against *them*; the training set is for the memorisation test.
// 2. **Fix the features, and say which.** Numbers over other features are other numbers.
// 3. **Fix the number of pictures, the same for all arms**, well above the number of features (600 for our 64), and say
//    it. For few pictures take KID.
// 4. **Measure the floor**: each metric on new real pictures, several draws. Inside it, a difference shows nothing.
// 5. **Choose metrics by the faults you fear, before you look.** At the least: one distance, precision *and* recall, the
//    memorisation test. What can be counted directly, such as modes on a ring, count.
// 6. **Train at least five seeds of each arm**, the same seeds in all. Report the interval over *runs*. For a small
//    difference ask `seedsNeeded` first.
// 7. **Decide by the paired difference's interval**, in a direction and by a bound that you wrote down before.
//    "Undecided" is a result.
// 8. **Look**: at samples of several seeds, at nearest training neighbours. If a panel is to judge, take hundreds of
//    pictures and show the interval.
//
// ## Check yourself
//
// <details><summary>1. Your GAN's Fréchet distance, over 500 pictures, is 31. A paper reports 24 over 50,000. Is yours worse?</summary>
//
// You cannot know. Fewer pictures give a larger distance, even for perfect ones. And over other features the numbers
// have nothing to do with each other.
//
// *"Yes, 31 is more than 24"*: that compares the numbers of pictures. *"No, with 50,000 it would be lower than 24"*: it
// would be lower; how much lower, nobody has measured.
// </details>
//
// <details><summary>2. Precision 0.95 (real: 0.89), recall 0.40 (real: 0.88). What has probably happened?</summary>
//
// The generator keeps to typical pictures: more of them than of real ones lie where the data are dense, and much of the
// real variety has no fake near it.
//
// *"It is better than real"*: precision above the floor is a sign of missing variety. *"Noise, or
// blur"*: possible too! On digits, both left precision high and cost recall. Look at the pictures: they tell at once.
// </details>
//
// <details><summary>3. A colleague's generator has the Fréchet distance 0.1 to the training set. Real pictures have 12 at this number. Congratulations?</summary>
//
// Ask for the distance to held-out pictures, and for the memorisation test. New pictures are not *nearer* to the
// training set than real ones; copies are.
//
// *"It is a great generator"*: a file server would reach 0. *"The metric is broken"*: it answered its question; the
// reference set was the wrong one.
// </details>
//
// <details><summary>4. Two settings, one run each: 110 and 120. You draw ten more sets of pictures from both runs; the order stays. Is the first setting better?</summary>
//
// That *run* is better. Another run of the same setting may differ by more than these two do. Train more seeds.
//
// *"Yes, ten of ten"*: ten draws from one accident. *"No, they are equal"*: not shown either; it is undecided.
// </details>
//
// <details><summary>5. In a panel of 40 pictures someone is right 24 times. Can people not tell your fakes from real ones?</summary>
//
// Undecided. 60 % of 40 has an interval that holds both 50 % and 70 %. And had the panel found nothing, missing variety
// and copies would still be open.
//
// *"60 % is more than half, so they can tell"*: whoever guesses gets 24 or more often enough. *"They cannot tell"*:
// lack of evidence, from a small panel.
// </details>
//
// <details><summary>6. The generator's loss fell from 1.7 to 0.6 when you slowed the discriminator down. Progress?</summary>
//
// You have changed the judge. The loss says how well the generator does against *this* discriminator. Measure the
// samples.
//
// *"Yes, it went down"*: so it did with weak D, whose digits were the worst. *"It is near log 2, so the game is won"*:
// a discriminator that has learnt nothing gives log 2, too.
// </details>
//
// ## Where next
//
// - [Borji 2022](https://arxiv.org/abs/2103.09396) lists dozens of metrics with what is known of each;
//   [Naeem et al. 2020](https://arxiv.org/abs/2002.09797) repair precision and recall against outliers (`densityCoverage`).
// - [Stein et al. 2023](https://arxiv.org/abs/2306.04675): large human panels against many metrics and features. No
//   metric correlates strongly with people, and memorisation passes unseen.
// - [Arora et al. 2018](https://arxiv.org/abs/1706.08224) count how many different pictures a generator knows, by the
//   birthday paradox (`birthdayParadox`).
// - [Zhou et al. 2019](https://arxiv.org/abs/1904.01121): how to run a human panel properly.
//
// **Next: [Lab 05: evaluation](../labs/05-evaluation/lab-05.ipynb) →** or go on with [06 · Poor or scarce data](06-data.ipynb)
