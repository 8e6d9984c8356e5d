// ---
// title: Computational resources
// seconds:
//   full: 240
//   quick: 35
//   smoke: 20
// ---

// %% [markdown]
// # 10 · Computational resources
//
// Two people train the same GAN, and show it as many pictures. One gets digits, the other fog. Nothing failed; the
// pictures were spent badly. This notebook is about the bill: what a step costs, which parts the cost has, and which
// changes give more quality for it.
//
// Seconds differ from machine to machine, and from hour to hour on the same one. So whatever is *claimed* here is
// counted: multiplications, pictures, bytes, steps. Seconds are shown as they were measured, and claimed only once,
// where the ratio is large.
//
// **Afterwards you can**
//
// - count what a step costs before you run it, and say where its time and memory go,
// - choose batch, width, D steps and penalties at equal cost,
// - say when a batch in parts is the large batch, and when it is not,
// - stop a training by a rule, and say what the rule would have cost you.
//
// **You need** notebooks 00 and 04, and from [05](05-evaluation.ipynb) the Fréchet distance. **Time:** 40 minutes to
// read; the cells compute for about four minutes.

// %%
import { budget, frechetTo, imageGrid, predict, recipe, resultsTable, runStudy } from "gan-clinic";
import { seedList, show, startEngine } from "gan-clinic";

const engine = await startEngine();
const quick = false; // true: two seeds and fewer steps, in about 35 seconds. Then run all cells anew
const knobs = budget(
  {
    full: { seeds: 5, steps: 1000, purse: 500, stop: 3000, looks: 20, short: 300, timed: 20 },
    quick: { seeds: 2, steps: 120, purse: 60, stop: 300, looks: 10, short: 60, timed: 5 },
    smoke: { seeds: 2, steps: 16, purse: 4, stop: 20, looks: 10, short: 2, timed: 2 },
  },
  { quick },
);
console.log(`engine: ${engine.name}, budget: ${knobs.name}, ${knobs.seeds} seeds an arm`);

// %% [markdown]
// ## The pitfall in one picture
//
// Digits of 14 by 14 pixels, dense layers, Adam with one learning rate. Both generators below were trained on **as many
// pictures**. One got them in batches of 16, the other in batches of 256.

// %%
const base = recipe({
  data: { mnist: { size: 14, limit: 6000 } },
  generator: { mlp: { inputs: 32, hidden: [128, 128], output: "tanh" } },
  discriminator: { mlp: { hidden: [128, 128], activation: "leakyRelu" } },
  loss: "nonSaturating",
  learningRate: 5e-4,
  batchSize: 64,
  steps: knobs.steps,
  snapshotEvery: Math.ceil(knobs.steps / 6),
  snapshotSize: 500,
});
const quality = frechetTo({
  real: { mnist: { split: "test", size: 14, limit: 2000 } },
  features: "mnist-14",
});
/** The same number of pictures in another number of steps. */
const inBatches = (batchSize: number) => {
  const steps = Math.ceil((64 * knobs.steps) / batchSize);
  return { batchSize, steps, snapshotEvery: Math.ceil(steps / 6) };
};
const batches = await runStudy("as many pictures", {
  base: base,
  arms: {
    "batch 16": inBatches(16),
    "batch 64": {},
    "batch 256": inBatches(256),
    "256, rate x 4": { ...inBatches(256), learningRate: 2e-3 },
    "256, more pictures": { batchSize: 256 },
  },
  seeds: knobs.seeds,
  measure: { quality: quality },
  quick: 1, // the knobs say how many steps
});

// %%
const firstTwelve = (arm: string) => [
  ...batches
    .runs(arm)[0]
    .snapshots.at(-1)!
    .samples.subarray(0, 12 * 196),
];
const firstOf = (arm: string) => batches.values(arm, "quality")[0].toFixed(0);
await show(
  imageGrid({
    title: `The same pictures seen: batch 16 above (Fréchet ${firstOf("batch 16")}), 256 below (${firstOf("batch 256")})`,
    alt: "Two rows of generated digits from one seed: with batch 16 strokes of digits, with batch 256 blurred spots.",
    images: Float32Array.from(["batch 16", "batch 256"].flatMap(firstTwelve)),
    height: 14,
    width: 14,
    columns: 12,
  }),
);

// %% [markdown]
// The number is the **Fréchet distance** of 2,000 samples to 2,000 held-out digits, in the features of a small
// classifier (`mnist-14`). Less is better, and it does not compare with any published FID. Two numbers to hold it
// against: other real digits, the floor; and an impostor, the mean digit with noise, which costs nothing.

// %% folded
import { claim, classifierFeatures, frechetDistance, mnist, seeded, tf } from "gan-clinic";
import { meanInterval, seedCurves, type StudyRun } from "gan-clinic";

const mean = (values: readonly number[]) => meanInterval(values).mean;
const headline = { headline: true }; // a sentence to remember
const pixels = 14 * 14;
const network = classifierFeatures("mnist-14");
const unseen = await mnist({ split: "test", size: 14 });
const testDigits = (from: number, n: number) =>
  unseen.examples.subarray(pixels * from, pixels * (from + n));
/** Fréchet distance of pictures to some held-out digits. */
const distanceTo = (real: Float32Array) => {
  const known = network.featuresOf(real);
  return (pictures: Float32Array) =>
    frechetDistance(known, network.featuresOf(pictures), { d: 64 });
};
const toTest = distanceTo(testDigits(0, 2000));
const digitMean = Array.from({ length: pixels }, (_, k) =>
  mean(Array.from({ length: 500 }, (_, i) => unseen.examples[pixels * i + k])),
);
const noise = seeded(1)
  .stream("impostor")
  .normals(2000 * pixels);
const impostor = Float32Array.from(noise, (z, i) =>
  Math.max(-1, Math.min(1, digitMean[i % pixels] + 0.5 * z)),
);
console.log(
  `Fréchet distance: other real digits ${(await toTest(testDigits(2000, 2000))).toFixed(1)}, ` +
    `the mean digit with noise ${(await toTest(impostor)).toFixed(0)}`,
);

// %% folded
const sizes = ["batch 16", "batch 64", "batch 256"];
/** A run's Fréchet distances at its looks, after the untrained one. */
const curveOf = async (run: StudyRun) => {
  const all: number[] = [];
  for (const { samples } of run.snapshots.slice(1)) all.push(await toTest(samples));
  return all;
};
const batchCurves: { name: string; runs: number[][] }[] = [];
for (const arm of sizes) {
  const runs: number[][] = [];
  for (const run of batches.runs(arm)) runs.push(await curveOf(run));
  batchCurves.push({ name: arm, runs });
}
const lookCount = Math.min(...batchCurves.flatMap(({ runs }) => runs.map((run) => run.length)));
const ends = sizes.map((arm) => mean(batches.values(arm, "quality")).toFixed(0));
await show(
  seedCurves({
    title: `Quality by pictures seen; at the end ${ends.join(", ")} for batches of 16, 64, 256`,
    alt: `Fréchet distance falls with the pictures seen, fastest for batch 16; at the end ${ends.join(", ")}.`,
    x: Array.from({ length: lookCount }, (_, i) => ((i + 1) / lookCount) * 64 * knobs.steps),
    series: batchCurves.map(({ name, runs }) => ({
      name,
      runs: runs.map((run) => run.slice(-lookCount)),
    })),
    xTitle: "real pictures seen by D",
    yTitle: "Fréchet distance (500 samples)",
    yScale: "log",
  }),
);
batches.table({ baseline: "batch 64", title: "As many pictures, other batches" });
batches.claim(
  "At as many pictures seen, a batch of 256 leaves the samples far behind those of batch 16",
  "batch 256",
  "quality",
  { vs: "batch 16", atLeast: 50, ...headline },
);

// %% [markdown]
// Hold the table against the two numbers: batch 256 ended further from the digits than the impostor, and batch 64 not
// clearly nearer than it. These are short trainings, and what is found here holds for short trainings.
//
// Why the gap? A step is a step: Adam moves each weight by about the learning rate, however many examples the gradient
// was averaged over. At as many pictures, the large batch makes a sixteenth of the steps of the small one. Averaging
// makes their direction less noisy, but perhaps noise is not what holds this GAN back so early.
//
// Two tests of that, the last two rows of the table. If it is the *number of steps* that counts, then a batch of 256
// with as many steps as batch 64, and so four times the pictures, should be far better than with a quarter of the
// steps. And perhaps *longer* steps make up for fewer: raise the rate with the batch, as is done for classifiers
// trained with SGD ([Goyal et al. 2017](https://arxiv.org/abs/1706.02677)).

// %% folded
batches.claim(
  "It is the steps: given as many as batch 64, batch 256 is far better than at as many pictures",
  "256, more pictures",
  "quality",
  { vs: "batch 256", atMost: -80 },
);
batches.claim(
  "... and still behind batch 16, which saw a quarter of the pictures",
  "256, more pictures",
  "quality",
  { vs: "batch 16", atLeast: 40 },
);
batches.claim(
  "Four times the rate does not make up for it: batch 256 stays far behind batch 16",
  "256, rate x 4",
  "quality",
  { vs: "batch 16", atLeast: 100, ...headline },
);

// %% [markdown]
// The first holds. Put the rows of batch 64 and of 256 with more pictures side by side: in as many steps, these seeds
// do not even decide whether four times the pictures help. The second does not work here. The rule was made for SGD,
// not for Adam, and for classifiers, not for GANs.
//
// One caution: the base's rate was not tuned. Further down ("Four times the money") batch 64 gains much from a higher
// one. The gaps above are gaps at this rate.
//
// ## Count first: what a step costs
//
// Nearly all of a step's work is in the products of matrices. A layer of $m$ inputs and $n$ outputs needs $mn$
// multiplications for each example; going back through it costs the same again for the weights' gradient, and again
// for the inputs'. So the bill can be counted without running anything. `compile` does: it records one step, and its
// `report.work` is the number of multiplications in it, plus the few other numbers that it computes.

// %%
const widthGuess = predict(
  "Both hidden layers of both networks get twice as wide, from 128 to 256. How many times the multiplications?",
  ["2 times", "2.8 times", "4 times"],
  { guess: "?", sure: 0.5 },
);

// %%
import { compile, discriminatorStep, generatorStep } from "gan-clinic";

type Change = Parameters<typeof base.with>[0];

/** One step of a recipe as a function of a batch of real pictures: D's updates, then G's. */
async function stepOf(change: Change) {
  const game = await base.with(change).options({ seed: 1 });
  const { generator, discriminator, batchSize = 64, discriminatorSteps = 1 } = game;
  const rng = seeded(1).stream("cost");
  const [ofD, ofG] = [tf.train.adam(1e-3), tf.train.adam(1e-3)];
  const latent = () => rng.normal([batchSize, generator.inputs]);
  const step = ({ real }: { real: tf.Tensor }) => {
    for (let i = 0; i < discriminatorSteps; i++) {
      tf.dispose({ ...discriminatorStep(game, ofD, real, latent()) });
    }
    return { loss: generatorStep(game, ofG, latent()).loss };
  };
  const free = () => {
    for (const each of [generator, discriminator, ofD, ofG]) each.dispose();
  };
  return { step, rng, real: rng.stream("real").normal([batchSize, generator.outputs]), free };
}

// %%
/** What a step costs: multiplications (counted), milliseconds (as measured here and now). */
async function costOf(change: Change = {}) {
  const { step, rng, real, free } = await stepOf(change);
  const compiled = await compile(step, { inputs: { real: real.shape }, rng });
  const times: number[] = [];
  for (let i = 0; i < knobs.timed; i++) {
    const start = performance.now();
    await compiled.run({ real });
    times.push(performance.now() - start);
  }
  const { work } = compiled.report;
  await compiled.dispose();
  free();
  tf.dispose(real);
  return { work, ms: Math.min(...times) }; // other programs can only make it slower
}
const wide = (n: number) => ({
  generator: { mlp: { hidden: [n, n] } },
  discriminator: { mlp: { hidden: [n, n] } },
});
const r1 = (every: number) => ({ terms: [{ r1Term: { weight: 1, every: every } }] });
const changes = {
  base: {},
  "batch 16": { batchSize: 16 },
  "batch 256": { batchSize: 256 },
  "width 64": wide(64),
  "width 256": wide(256),
  "2 D steps": { discriminatorSteps: 2 },
  "R1, every step": r1(1),
};
const costs = new Map<string, { work: number; ms: number }>();
for (const [name, change] of Object.entries(changes)) costs.set(name, await costOf(change));

// %% folded
import { bars } from "gan-clinic";

/** What a step costs, on average, if R1 is computed only once in so many steps. */
const lazily = (every: number) => {
  const [plain, full] = [costs.get("base")!, costs.get("R1, every step")!];
  const part = (a: number, b: number) => (a + (every - 1) * b) / every;
  return { work: part(full.work, plain.work), ms: part(full.ms, plain.ms) };
};
costs.set("R1, every 4th", lazily(4));
const workOf = (name: string) => costs.get(name)!.work;
const times = (name: string) => workOf(name) / workOf("base");
const twiceAsWide = times("width 256");
widthGuess.reveal(twiceAsWide < 2.4 ? "2 times" : twiceAsWide < 3.4 ? "2.8 times" : "4 times");
await show(
  bars({
    title: `A step counted: ${twiceAsWide.toFixed(1)} times the work for twice the width, ${times("2 D steps").toFixed(1)} for 2 D steps`,
    alt: `Millions of multiplications in a step: ${[...costs].map(([name, { work }]) => `${name} ${(work / 1e6).toFixed(0)}`).join(", ")}.`,
    categories: [...costs.keys()],
    series: [{ name: "step", values: [...costs.values()].map(({ work }) => work / 1e6) }],
    xTitle: "one step: D's update and G's",
    yTitle: "million multiplications",
  }),
);
/** What is counted is the same for each seed. */
const count = (n: number) => seedList(Math.max(2, knobs.seeds)).map(() => n);
claim("Twice the width costs more than twice and less than four times the multiplications", {
  measured: count(twiceAsWide),
  unit: "times the multiplications of a step",
  require: { atLeast: 2.5, atMost: 3.2 },
});
claim("R1 makes a step dearer by a quarter to a half", {
  measured: count(times("R1, every step")),
  unit: "times the multiplications of a step",
  require: { atLeast: 1.25, atMost: 1.5 },
});

// %% [markdown]
// **Width** counts by its square between hidden layers, and in proportion at the two ends; hence 2.8. The **batch**
// counts nearly in proportion: only Adam's part stays the same. A second **D step** adds D's part of the step, not G's.
// The **resolution** of a dense network counts in proportion to the pixels, in G's last layer and D's first. In a
// convolutional network *every* layer runs over the pixels, so twice the side is four times the work, unless the added
// layers are narrower. That is how large models do it: StyleGAN2 at 1024 by 1024 has 16 times the pixels of 256 by 256,
// and its authors' table has only 2.05 times the training time for it ("What published models cost").
//
// Now the pitfall can be priced. By the chart, 4,000 steps of batch 16 come to about 40 billion multiplications, 250 of
// batch 256 to about 31: the small batch costs about a quarter more, not several times as much. In *seconds* it can be
// another matter. A machine that computes many examples at once may need hardly longer for a batch of 256 than for one
// of 16. There, compare at equal steps: the row "256, more pictures".
//
// ## Where the time goes
//
// Multiplications are not yet seconds. ONNX Runtime, which runs the compiled step, writes a profile of it. Here is a
// convolutional GAN, a DCGAN like those of notebook 07 but for 28 by 28 pixels, and the dense base, by kind of
// operation:

// %%
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";

const channels = knobs.name === "full" ? 32 : 8;
const dcgan = {
  data: { mnist: { size: 28, limit: 100 } },
  generator: { dcganGenerator: { size: 28, latentSize: 32, width: channels } },
  discriminator: { dcganDiscriminator: { size: 28, width: channels } },
};
interface Kernel {
  name: string;
  dur: number; // microseconds
  args?: { op_name?: string };
}

/** Milliseconds by operation in a compiled step. */
async function profileOf(change: Change, steps: number): Promise<Map<string, number>> {
  const folder = mkdtempSync(`${process.env.TMPDIR ?? process.env.TEMP ?? "/tmp"}/gan-clinic-10-`);
  const { step, rng, real, free } = await stepOf(change);
  const inputs = { real: real.shape };
  const compiled = await compile(step, { inputs, rng, profile: `${folder}/step` });
  for (let i = 0; i < steps; i++) await compiled.run({ real });
  await compiled.endProfiling();
  await compiled.dispose();
  free();
  const [file] = readdirSync(folder);
  const events = JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as Kernel[];
  rmSync(folder, { recursive: true });
  const spent = new Map<string, number>();
  for (const { name, dur, args } of events.filter((each) => each.name.endsWith("_kernel_time"))) {
    const operation = args?.op_name ?? name;
    spent.set(operation, (spent.get(operation) ?? 0) + dur / 1000 / steps);
  }
  return spent;
}

// %% folded
const kinds: Record<string, RegExp> = {
  "products of matrices": /Gemm|MatMul|Conv/,
  "moving numbers":
    /Gather|Transpose|Concat|Slice|Split|Pad|Expand|Reshape|Space|Squeeze|Tile|Memcpy/,
  "sums over axes": /Reduce/,
};
const kindOf = (operation: string) =>
  Object.entries(kinds).find(([, pattern]) => pattern.test(operation))?.[0] ?? "number by number";
/** The shares of the kinds in the time of a step. */
async function sharesOf(change: Change): Promise<Record<string, number>> {
  const spent = [...(await profileOf(change, knobs.timed))];
  const all = spent.reduce((sum, [, ms]) => sum + ms, 0);
  return Object.fromEntries(
    [...Object.keys(kinds), "number by number"].map((kind) => [
      kind,
      spent.reduce((sum, [name, ms]) => sum + (kindOf(name) === kind ? ms : 0), 0) / all,
    ]),
  );
}
const ofDense = await sharesOf({});
const ofConv = await sharesOf(dcgan);
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
await show(
  bars({
    title: "Where a step's time goes, as measured: products, copies, and number by number",
    alt: `Shares of a step's time. DCGAN: ${Object.entries(ofConv)
      .map(([kind, share]) => `${kind} ${percent(share)}`)
      .join(", ")}. Dense: ${Object.entries(ofDense)
      .map(([kind, share]) => `${kind} ${percent(share)}`)
      .join(", ")}.`,
    categories: Object.keys(ofConv),
    series: [
      { name: "DCGAN 28", values: Object.values(ofConv) },
      { name: "dense", values: Object.values(ofDense) },
    ],
    xTitle: "kind of operation",
    yTitle: "share of the step's time, as measured",
  }),
);

// %% [markdown]
// *Number by number* are activations, losses and Adam. *Moving numbers* is, for the DCGAN, the price of a convolution
// computed as a product of matrices: the patches are first copied side by side. Look at such a picture before you speed
// anything up, and at more than one: a step takes a few milliseconds, and on a busy machine its shares jump from run to
// run. If a kind takes a share $s$ of the time, making it free gains a factor of $1 / (1 - s)$ and no more (Amdahl's
// law).
//
// ### Eager, compiled, GPU
//
// The step of the profile was **compiled**: recorded once, then run as one graph. **Eager** is one call for each
// operation. In small networks these calls can cost more than the arithmetic. The two in turns, on the base, each with
// the engine it has here: eager with the one named at the top, compiled with ONNX Runtime.

// %%
const speedGuess = predict(
  "The same step, operation by operation (eager) and as one graph (compiled). How many times as long does eager take?",
  ["less than 1.5", "1.5 to 4", "more than 4"],
  { guess: "?", sure: 0.5 },
);

// %%
import { compiledReport, engineReport } from "gan-clinic";

const timed = await stepOf({});
const batch = { real: timed.real };
const graph = await compile(timed.step, { inputs: { real: timed.real.shape }, rng: timed.rng });
const eagerly = () => {
  tf.tidy(() => timed.step(batch).loss.dataSync());
};
/** The fastest of some tries, in milliseconds: other programs can only make it slower. */
async function fastest(tries: number, run: () => unknown): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < tries; i++) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
const rounds: { eager: number; compiled: number }[] = [];
for (let i = 0; i < 5; i++) {
  const eager = await fastest(knobs.timed / 2, eagerly);
  const compiled = await fastest(knobs.timed, () => graph.run(batch));
  rounds.push({ eager, compiled });
}
await graph.dispose();
timed.free();

// %% folded
const ratios = rounds.map(({ eager, compiled }) => eager / compiled);
const ratio = mean(ratios);
speedGuess.reveal(ratio < 1.5 ? "less than 1.5" : ratio < 4 ? "1.5 to 4" : "more than 4");
const here = (usable: boolean) => (usable ? "works here" : "not here");
console.log(
  `eager: ${(await engineReport()).map(({ name, usable }) => `${name} ${here(usable)}`).join(", ")}`,
);
console.log(`compiled: ${compiledReport().text}`);
console.log(
  `as measured, ms a step: eager ${mean(rounds.map(({ eager }) => eager)).toFixed(1)}, compiled ${mean(rounds.map(({ compiled }) => compiled)).toFixed(1)}`,
);
claim("The eager step (WebAssembly) takes more than 1.5 times as long as the compiled one", {
  measured: ratios.map((times) => Math.log(times)),
  unit: "log of the ratio of the fastest tries, in five rounds",
  require: { atLeast: Math.log(1.5) },
  ...headline,
});

// %% [markdown]
// The claim is about logarithms: 0.41 is a factor of 1.5, 1.9 one of nearly 7. Two things are in the ratio, and this
// measurement does not separate them: one call instead of many, and another engine. Either way it is why `trainGan`
// compiles by itself.
//
// Where there is a **GPU**, `CLINIC_COMPILED=cuda` or `webgpu` runs the same graph there, or says what is missing. That
// was not measured here. As a rule, do not expect much of it for a network this small: a GPU is quick because it does
// thousands of things at once, and each of these products is over before it is busy. It pays for convolutions, wide
// layers and large batches. `npm run bench` measures your machine.
//
// ## Where the memory goes
//
// A step holds the weights, Adam's two numbers for each weight, the gradients, and the **activations**: what every
// layer gave to the next, kept until the backward pass has used it. All but the activations depend on the networks
// alone. The activations grow with the batch. TensorFlow.js counts the bytes of all tensors alive; here is the most
// that an eager step holds beyond weights and optimiser.

// %%
const memoryGuess = predict(
  "A batch of 1,024 is computed in 64 parts of 16, one after the other, and their gradients are averaged. How much memory, against the whole batch at once?",
  ["about a 64th", "a tenth to a half", "more than half"],
  { guess: "?", sure: 0.4 },
);

// %%
/** Megabytes that a step holds at its fullest, beyond what stays. */
async function peakOf(change: Change): Promise<number> {
  const { step, real, free } = await stepOf(change);
  const once = () => tf.tidy(() => void step({ real }));
  once(); // now the optimisers have their numbers
  const before = tf.memory().numBytes;
  const { peakBytes } = await tf.profile(once);
  free();
  tf.dispose(real);
  return (peakBytes - before) / 1e6;
}
const thousand = { batchSize: 1024 };
const memory: Record<string, number> = {
  "64": await peakOf({}),
  "256": await peakOf({ batchSize: 256 }),
  "1,024": await peakOf(thousand),
  "1,024 in 4": await peakOf({ ...thousand, accumulate: 4 }),
  "1,024 in 16": await peakOf({ ...thousand, accumulate: 16 }),
  "1,024 in 64": await peakOf({ ...thousand, accumulate: 64 }),
};

// %% folded
const inParts = memory["1,024 in 64"] / memory["1,024"];
memoryGuess.reveal(
  inParts < 0.1 ? "about a 64th" : inParts <= 0.5 ? "a tenth to a half" : "more than half",
);
const megabytes = (key: string) => memory[key].toFixed(1);
await show(
  bars({
    title: `Bytes: ${megabytes("1,024")} MB for 1,024 at once, ${megabytes("1,024 in 4")} in 4 parts, ${megabytes("1,024 in 64")} in 64`,
    alt: `Megabytes at the fullest moment of a step: ${Object.keys(memory)
      .map((key) => `${key}: ${megabytes(key)}`)
      .join(", ")}.`,
    categories: Object.keys(memory),
    series: [{ name: "step", values: Object.values(memory) }],
    xTitle: "batch, and in how many parts it is computed",
    yTitle: "MB of tensors, beyond weights and Adam's",
  }),
);
claim("A batch of 1,024 in four parts holds less than half of the bytes of the whole one", {
  measured: count(memory["1,024 in 4"] / memory["1,024"]),
  unit: "part of the whole batch's bytes",
  require: { atMost: 0.5 },
  ...headline,
});
claim("... and in 64 parts more than in 4: each part's gradients are kept until the end", {
  measured: count(memory["1,024 in 64"] / memory["1,024 in 4"]),
  unit: "times the bytes of four parts",
  require: { atLeast: 1.5 },
});

// %% [markdown]
// Computing a batch in parts is **gradient accumulation**. It saves activations. What it cannot save is what does not
// depend on the batch; and this library keeps the gradients of every part until it averages them, so very many parts
// cost again. (A running sum would not. In your own loop, write one.)
//
// ## The same cost, spent in other ways
//
// Now the levers against each other, at **equal cost**: every arm may spend as many multiplications as the base does
// in all its steps. What is cheaper by the step gets more steps.
//
// | arm | a step is | so it makes |
// | --- | --- | --- |
// | width 64, width 256 | cheaper, dearer | more steps, fewer |
// | 2 D steps | half as dear again | a third fewer steps |
// | R1 (notebook 04), weight 1, in every step | a third dearer | a quarter fewer steps |
// | R1 in every 4th step | a twelfth dearer | a twelfth fewer steps |
//
// The bar, set before the runs: a change **helps** if it takes 30 or more off the Fréchet distance.

// %%
const spendGuess = predict(
  "At equal cost, which change takes most off the Fréchet distance?",
  ["width 64", "width 256", "2 D steps", "R1, every 4th step"],
  { guess: "?", sure: 0.4 },
);

// %%
const allowed = workOf("base") * knobs.steps; // multiplications
const stepsFor = (name: string) => Math.max(2, Math.round(allowed / workOf(name)));
const rareLooks = { snapshotEvery: 1e6, snapshotSize: 16 };
const spent = await runStudy("equal cost", {
  base: base.with(rareLooks),
  arms: {
    base: {},
    "width 64": { ...wide(64), steps: stepsFor("width 64") },
    "width 256": { ...wide(256), steps: stepsFor("width 256") },
    "2 D steps": { discriminatorSteps: 2, steps: stepsFor("2 D steps") },
    "R1, every step": { ...r1(1), steps: stepsFor("R1, every step") },
    "R1, every 4th": { ...r1(4), steps: stepsFor("R1, every 4th") },
  },
  seeds: knobs.seeds,
  measure: { quality: quality },
  quick: 1,
});
const spentVerdicts = spent.verdicts("quality", { baseline: "base", helps: -30 });

// %% folded
const endOf = (arm: string) => mean(spent.values(arm, "quality"));
await show(
  spent.dose("quality", {
    title: `Equal cost: base ${endOf("base").toFixed(0)}, 2 D steps ${endOf("2 D steps").toFixed(0)}, R1 every 4th ${endOf("R1, every 4th").toFixed(0)}`,
    alt: `Fréchet distance at equal cost: ${spent.arms.map((arm) => `${arm} ${endOf(arm).toFixed(0)}`).join(", ")}.`,
    yScale: "log",
  }),
);
const offered = ["width 64", "width 256", "2 D steps", "R1, every 4th"] as const;
const most = [...offered].sort((a, b) => endOf(a) - endOf(b))[0];
spendGuess.reveal(most === "R1, every 4th" ? "R1, every 4th step" : most);
const watts = 10; // of one busy core: an assumption; put in what your machine draws
const row = (cells: (string | number)[]) =>
  cells.map((cell, i) => String(cell).padEnd(i === 0 ? 23 : 16)).join("");
console.log(row(["arm", "steps", "pictures", "mult. (10^9)", "seconds *", "Wh *", "Fréchet"]));
for (const arm of spent.arms) {
  const { steps = 0, batchSize = 64, discriminatorSteps = 1 } = spent.runs(arm)[0].recipe;
  const { work, ms } = costs.get(arm)!;
  const seconds = (steps * ms) / 1000;
  const wattHours = ((seconds * watts) / 3600).toFixed(4);
  const seen = steps * batchSize * discriminatorSteps;
  const billions = ((steps * work) / 1e9).toFixed(1);
  console.log(
    row([arm, steps, seen, billions, seconds.toFixed(1), wattHours, endOf(arm).toFixed(0)]),
  );
}
console.log(`* seconds as measured (compiled, alone), energy estimated at ${watts} watts`);

// %% folded
spent.claim("At equal cost, twice the width is worse", "width 256", "quality", {
  vs: "base",
  atLeast: 50,
});
spent.claim(
  "At equal cost, two D steps help, though there are fewer of them",
  "2 D steps",
  "quality",
  {
    vs: "base",
    atMost: -30,
  },
);
spent.claim("R1 takes more off than it costs, at equal cost", "R1, every 4th", "quality", {
  vs: "base",
  atMost: -30,
  ...headline,
});
spent.claim(
  "R1 in every 4th step is as good as in every step, to within 40",
  "R1, every 4th",
  "quality",
  { vs: "R1, every step", atLeast: -40, atMost: 40, ...headline },
);

// %% [markdown]
// In so short a training, steps are worth more than size: the wide networks make too few. (With far more money the
// order of the widths may turn; that was not tried.) But steps are not all that counts. Two D steps and R1 make *fewer*
// than the base, and end nearer to the digits.
//
// Now the columns of the bill. Equal multiplications are not equal seconds. The narrow networks make two and a half
// times as many steps as the base, with less arithmetic in each call. And divide seconds by steps, with R1 and without:
// a third more multiplications need not be a third more time. Which column is *your* cost (hours,
// electricity, pictures that somebody had to take), only you can say; the ranking may differ.
//
// **Lazy regularisation** ([Karras et al. 2020](https://arxiv.org/abs/1912.04958), section 3.1) is the last row: the
// penalty is computed in every fourth step only, with four times the weight. It saves three quarters of the penalty's
// own cost and loses nothing here that can be seen. Counted in multiplications, R1 adds a third to a step, so computing
// it lazily saves about a fifth of the bill.
//
// ## Is a batch in parts the large batch?
//
// Accumulation promises the large batch at nearly the memory of a small one. Is it the same training? Take one step
// from the same seed, once with the batch of 256 whole, once in 4 parts of 64. By how much do G's weights differ, as a
// part of how far they moved? Once without batch norm, once with batch norm in the generator.

// %%
const partsGuess = predict(
  "With batch norm in the generator: is the batch of 256 in 4 parts the same step as the whole one?",
  ["yes, but for rounding", "nearly: it differs by a hundredth", "no"],
  { guess: "?", sure: 0.5 },
);

// %%
const large = base.with({ ...rareLooks, batchSize: 256, steps: 1 });
const normed = { generator: { mlp: { norm: "batch" } } };
const parts = await runStudy("a batch in parts", {
  base: large,
  arms: {
    whole: {},
    "4 parts": { accumulate: 4 },
    "whole, batch norm": normed,
    "4 parts, batch norm": { ...normed, accumulate: 4 },
  },
  seeds: knobs.seeds,
  quick: 1,
});
/** The generator's weights of a run, at its end and before it began. */
async function weightsOf(run: StudyRun) {
  const { generator } = await run.networks();
  const numbers = (variables: readonly tf.Variable[]) =>
    variables.flatMap((each) => [...(each.dataSync() as Float32Array)]);
  const start = await run.recipe.options({ seed: run.seed });
  const pair = { end: numbers(generator.variables), start: numbers(start.generator.variables) };
  start.generator.dispose();
  start.discriminator.dispose();
  return pair;
}
const size = (a: number[], b: number[]) => Math.hypot(...a.map((x, i) => x - b[i]));
/** How far two runs are apart, as a part of how far the first has moved; for each seed. */
async function apart(a: string, b: string): Promise<number[]> {
  const all: number[] = [];
  for (const [i, run] of parts.runs(a).entries()) {
    const [one, other] = [await weightsOf(run), await weightsOf(parts.runs(b)[i])];
    all.push(size(one.end, other.end) / size(one.end, one.start));
  }
  return all;
}
const plainApart = await apart("whole", "4 parts");
const normApart = await apart("whole, batch norm", "4 parts, batch norm");
parts.dispose();

// %% folded
const differs = mean(normApart);
partsGuess.reveal(
  differs < 1e-3
    ? "yes, but for rounding"
    : differs < 0.03
      ? "nearly: it differs by a hundredth"
      : "no",
);
console.log(
  `one step, G's weights apart, as a part of the step: ${mean(plainApart).toExponential(1)} without batch norm, ${differs.toFixed(2)} with it`,
);
claim("Without batch norm, four parts of 64 make the step of 256, to within a hundredth of it", {
  measured: plainApart,
  unit: "difference of G's weights, as a part of the step",
  require: { atMost: 0.01 },
  ...headline,
});
claim("With batch norm in G they make another step", {
  measured: normApart,
  unit: "difference of G's weights, as a part of the step",
  require: { atLeast: 0.1 },
  ...headline,
});

// %% [markdown]
// The mean of four means is the mean of all; that is all there is to it. Do not expect the last bit to agree:
// floating-point sums depend on their order. **Batch norm** breaks it, for each part is normalised by its own 64
// examples instead of 256. The result is a training with a batch norm of 64, which may be as good; it is not the one
// you would have had. (The same holds of minibatch statistics and packing, and of batches split over several GPUs.)
//
// StyleGAN3's recipes use accumulation: for StyleGAN3-T, a batch of 32 at 1024 by 1024 on one GPU is computed 4 at a
// time, and fits into 7.0 GB ([its table](https://github.com/NVlabs/stylegan3/blob/main/docs/configs.md)). Its
// generator has no batch norm.

// %% [markdown]
// ## Averages instead of more steps
//
// A generator wanders around a good place. The **moving average** of its weights (EMA; [Yazıcı et al.
// 2019](https://arxiv.org/abs/1806.04498)) lies nearer to it, and costs a multiplication or two for each weight and
// step: next to nothing. Can it stand in for training on? One training with R1, read twice: the weights as they are,
// and their average over about the last hundred steps (`average: 0.99`).

// %%
const averageGuess = predict(
  "Half-way through the training: is the average as good as the plain weights are at the end?",
  [
    "better, or as good",
    "between half-way and the end",
    "no better than the plain weights half-way",
  ],
  { guess: "?", sure: 0.4 },
);

// %%
const averaged = await runStudy("averages", {
  base: base.with({ ...r1(4), snapshotEvery: Math.ceil(knobs.steps / 8) }),
  arms: { "average .99": { average: 0.99 } },
  seeds: knobs.seeds,
  quick: 1,
});
const readings = { plain: [] as number[][], average: [] as number[][] }; // a row a seed
for (const { snapshots } of averaged.runs("average .99")) {
  const [plain, average]: number[][] = [[], []];
  for (const { samples, averageSamples } of snapshots.slice(1)) {
    plain.push(await toTest(samples));
    average.push(await toTest(averageSamples!));
  }
  readings.plain.push(plain);
  readings.average.push(average);
}

// %% folded
const lookAt = (name: keyof typeof readings, part: number) =>
  readings[name].map((row) => row[Math.round(part * row.length) - 1]);
const [half, whole, halfAverage, wholeAverage] = [
  lookAt("plain", 0.5),
  lookAt("plain", 1),
  lookAt("average", 0.5),
  lookAt("average", 1),
].map(mean);
averageGuess.reveal(
  halfAverage <= whole
    ? "better, or as good"
    : halfAverage < half
      ? "between half-way and the end"
      : "no better than the plain weights half-way",
);
await show(
  seedCurves({
    title: `The average: ${halfAverage.toFixed(0)} half-way, ${wholeAverage.toFixed(0)} at the end; plain ${half.toFixed(0)} and ${whole.toFixed(0)}`,
    alt: `Fréchet distance by step, plain weights and average: half-way ${half.toFixed(0)} and ${halfAverage.toFixed(0)}, at the end ${whole.toFixed(0)} and ${wholeAverage.toFixed(0)}.`,
    x: readings.plain[0].map((_, i) => ((i + 1) / readings.plain[0].length) * knobs.steps),
    series: Object.entries(readings).map(([name, runs]) => ({ name, runs })),
    yTitle: "Fréchet distance (500 samples)",
    yScale: "log",
  }),
);
claim("A quarter of the way the average lags behind the weights that it averages", {
  measured: lookAt("average", 0.25),
  baseline: lookAt("plain", 0.25),
  unit: "Fréchet distance (500 samples)",
  require: { atLeast: 15 },
  ...headline,
});
claim("... and at the end it is as good as they are, to within 5, or better", {
  measured: lookAt("average", 1),
  baseline: lookAt("plain", 1),
  unit: "Fréchet distance (500 samples)",
  require: { atMost: 5 },
});

// %% [markdown]
// So half the training does not do. While the generator still goes somewhere, the average is where it *was*: the dashed
// line lies above the other until the plain weights have slowed down. Then it pays. In the chart the average reaches
// after three quarters of the steps about what the plain weights have at the end. It costs next to nothing to keep, and
// it pays most for a generator that circles, as in [notebook 04](04-instability.ipynb).
//
// ## A head start instead of more steps
//
// **Transfer** ([Wang et al. 2018](https://arxiv.org/abs/1805.01677); [notebook 06](06-data.ipynb) has it for scarce
// data): start with the weights of a GAN that somebody has trained on something else. Here the old GAN knows the digits
// 5 to 9, and the new ones are 0 to 4. The chart leaves out the old training, 900 steps at full budget.

// %% folded
import { runSeeds } from "gan-clinic";

const trainDigits = await mnist({ size: 14, limit: 6000 });
const digitsIn = (
  { examples, labels }: { examples: Float32Array; labels?: ArrayLike<number> },
  low: number,
) => examples.filter((_, k) => labels![Math.floor(k / pixels)] >= 5 === low >= 5);
const handed = {
  old: digitsIn(trainDigits, 5),
  fresh: digitsIn(trainDigits, 0),
  unseen: digitsIn(unseen, 0).subarray(0, 2000 * pixels),
  game: JSON.stringify(
    base.with({
      data: "digits8", // in the experiment others take its place
      steps: 2 * knobs.short,
      snapshotEvery: Math.ceil(knobs.short / 3),
    }),
  ),
  folder: process.env.TMPDIR ?? process.env.TEMP ?? "/tmp", // weights are kept here
  source: 3 * knobs.short,
};

// %%
const transfers = await runSeeds(
  "transfer",
  seedList(knobs.seeds),
  async ({ seed }, library, { old, fresh, unseen, game, folder, source }) => {
    const { classifierFeatures, finiteDataset, frechetDistance } = library;
    const { loadNetwork, recipe, saveNetwork, trainGan } = library;
    const picture = { height: 14, width: 14, channels: 1 };
    const known = { name: "digits", shape: [196], picture, range: [-1, 1] as const };
    const start = recipe(JSON.parse(game));
    const { featuresOf } = classifierFeatures("mnist-14");
    const players = ["generator", "discriminator"] as const;
    const file = (player: string) => `${folder}/gan-clinic-10-${seed}-${player}.safetensors`;
    const oldData = finiteDataset({ ...known, examples: old });
    const before = await start.with({ data: oldData, steps: source }).options({ seed });
    const first = await trainGan(before);
    for (const player of players) saveNetwork(before[player], file(player));
    first.dispose();
    const results: Record<string, number[]> = {};
    for (const arm of ["from scratch", "from 5 to 9"]) {
      const data = finiteDataset({ ...known, examples: fresh });
      const options = await start.with({ data }).options({ seed });
      for (const player of arm === "from scratch" ? [] : players) {
        loadNetwork(options[player], file(player));
      }
      const run = await trainGan(options);
      results[arm] = [];
      for (const { samples } of run.snapshots.slice(1)) {
        const far = await frechetDistance(featuresOf(unseen), featuresOf(samples), { d: 64 });
        results[arm].push(far);
      }
      run.dispose();
    }
    return results;
  },
  { inputs: handed },
);

// %% folded
for (const seed of seedList(knobs.seeds)) {
  for (const player of ["generator", "discriminator"]) {
    rmSync(`${handed.folder}/gan-clinic-10-${seed}-${player}.safetensors`, { force: true });
  }
}
const [scratch, moved] = ["from scratch", "from 5 to 9"].map((arm) =>
  transfers.map((results) => results[arm]),
);
const count6 = scratch[0].length;
const atLook = (runs: number[][], part: number) =>
  runs.map((row) => row[Math.max(0, Math.round(part * count6) - 1)]);
const [movedEarly, scratchLate] = [mean(atLook(moved, 1 / 6)), mean(atLook(scratch, 1 / 3))];
await show(
  seedCurves({
    title: `From 5 to 9: ${movedEarly.toFixed(0)} after a sixth of the steps; from scratch ${scratchLate.toFixed(0)} after a third`,
    alt: `Fréchet distance to new digits 0 to 4 by step. Transfer starts at ${movedEarly.toFixed(0)}; from scratch it is ${scratchLate.toFixed(0)} after a third.`,
    x: scratch[0].map((_, i) => (i + 1) * Math.ceil(knobs.short / 3)),
    series: [
      { name: "from scratch", runs: scratch },
      { name: "from 5 to 9", runs: moved },
    ],
    yTitle: "Fréchet distance to digits 0 to 4 (500 samples)",
    yScale: "log",
  }),
);
claim(
  "A head start: after a sixth of the steps nearer to the data than after a third from scratch",
  {
    measured: atLook(moved, 1 / 6),
    baseline: atLook(scratch, 1 / 3),
    unit: "Fréchet distance (500 samples)",
    require: { atMost: 0 },
    ...headline,
  },
);

// %% [markdown]
// By the means in the chart, the head start lasts: after half of the steps transfer is about where training from
// scratch is at the end. That saves some 300 steps. Add the 900 of the old training, and a single transfer is a loss.
// It pays if somebody else has trained the old GAN, or if you use it many times.
//
// ## Smaller looks
//
// Measuring costs, too. A **look** is one measurement during a training: at 2,000 samples it runs as many pictures
// through G as 16 steps of batch 64, and all of them through the classifier. How few samples still decide? Two arms of
// the table at equal cost, the base and R1 in every 4th step, from the same samples: the first 100, 250, 1,000, all
// 2,000.

// %%
const lookGuess = predict(
  "With 250 instead of 2,000 samples, the Fréchet distance of the same generator is...",
  ["about the same, only noisier", "larger", "smaller"],
  { guess: "?", sure: 0.5 },
);

// %%
const sampleCounts = { full: [100, 250, 1000, 2000], quick: [100, 250, 2000], smoke: [100, 250] };
const sizesLooked = sampleCounts[knobs.name];
const testFeatures = network.featuresOf(testDigits(0, 2000));
/** Fréchet distances of a run's samples: of the first few, of more, of all. */
async function lookBySize(run: StudyRun): Promise<number[]> {
  const fake = await run.sample(Math.max(...sizesLooked));
  const features = network.featuresOf(Float32Array.from(fake.dataSync()));
  fake.dispose();
  run.dispose();
  const all: number[] = [];
  for (const n of sizesLooked) {
    all.push(await frechetDistance(testFeatures, features.subarray(0, 64 * n), { d: 64 }));
  }
  return all;
}
const bySize: Record<string, number[][]> = { base: [], "R1, every 4th": [] };
for (const [arm, rows] of Object.entries(bySize)) {
  for (const run of spent.runs(arm)) rows.push(await lookBySize(run));
}

// %% folded
const column = (arm: string, n: number) => bySize[arm].map((row) => row[sizesLooked.indexOf(n)]);
const mostSamples = Math.max(...sizesLooked);
const biases = ["base", "R1, every 4th"].map(
  (arm) => mean(column(arm, 250)) - mean(column(arm, mostSamples)),
);
lookGuess.reveal(
  Math.min(...biases) > 2
    ? "larger"
    : Math.max(...biases) < -2
      ? "smaller"
      : "about the same, only noisier",
);
await show(
  seedCurves({
    title: `250 samples read ${biases.map((bias) => bias.toFixed(0)).join(" and ")} more than ${mostSamples} do (base, R1)`,
    alt: `Fréchet distance by the number of samples for the base and for R1: both fall, R1 stays below.`,
    x: sizesLooked,
    series: Object.entries(bySize).map(([name, runs]) => ({ name, runs })),
    xTitle: "samples",
    yTitle: "Fréchet distance",
  }),
);
claim("250 samples tell R1 from the base as 2,000 do", {
  measured: column("R1, every 4th", 250),
  baseline: column("base", 250),
  unit: "Fréchet distance (250 samples)",
  require: { atMost: -30 },
});
/** Of both arms, the mean: it varies less. */
const ofBoth = (n: number) =>
  column("base", n).map((far, i) => (far + column("R1, every 4th", n)[i]) / 2);
claim("... but the number itself is larger with fewer samples, here with 100", {
  measured: ofBoth(100),
  baseline: ofBoth(mostSamples),
  unit: "Fréchet distance",
  require: { atLeast: 2 },
});

// %% [markdown]
// So a small look is good enough to compare arms **among each other**, with as many samples each, where the difference
// is large. Never compare it with a number from a larger look ([notebook 05](05-evaluation.ipynb) has the reason).
// StyleGAN2's authors give 22 minutes on one GPU for an FID of 50,000 samples
// ([README](https://github.com/NVlabs/stylegan2)); StyleGAN3's put the regular looks at typically no more than 5 % of
// the training's time ([its guide](https://github.com/NVlabs/stylegan3/blob/main/docs/configs.md)). That is a sensible
// share.
//
// ## When to stop
//
// With few pictures, quality gets worse again if you train on ([notebook 06](06-data.ipynb)): you pay for every later
// step, and it does harm. With many it goes on improving, slowly and in a zigzag. A common rule: **look regularly, keep
// the best weights, stop when the best is four looks old**.
//
// The GAN is that of notebook 06, with batch norm in G and twice the base's rate. The rule is replayed on finished
// trainings, so that we know what it would have saved, and what it would have cost. It chooses by 500 samples against
// one part of the held-out digits; what it chose is measured by other samples and other digits.

// %%
const stopGuess = predict(
  "The rule was right for 100 pictures. With 6,000 pictures, in a training that still improves, it...",
  ["never stops, which is right", "stops too early in some seeds", "stops too early in all seeds"],
  { guess: "?", sure: 0.4 },
);

// %%
const stopEvery = Math.ceil(knobs.stop / knobs.looks);
const stopping = await runStudy("when to stop", {
  base: base.with({
    ...normed,
    learningRate: 1e-3,
    steps: knobs.stop,
    snapshotEvery: stopEvery,
    snapshotSize: 1000, // the first half chooses, the second is measured
  }),
  arms: {
    "100 pictures": {
      data: {
        subset: { data: { mnist: { size: 14, limit: 6000 } }, n: 100, seed: seedList(1)[0] },
      },
    },
    "6,000 pictures": {},
  },
  seeds: knobs.seeds,
  quick: 1,
});
const toChoose = distanceTo(testDigits(2000, 2000));
/** Both distances at each look after the first: what the rule sees, and what is true of other samples. */
async function looksOf({ snapshots }: StudyRun) {
  const half = 500 * pixels;
  const looks: { step: number; seen: number; real: number }[] = [];
  for (const { step, samples } of snapshots.slice(1)) {
    const seen = await toChoose(samples.subarray(0, half));
    looks.push({ step, seen, real: await toTest(samples.subarray(half)) });
  }
  return looks;
}
type Looks = Awaited<ReturnType<typeof looksOf>>;
const stopLooks: Record<string, Looks[]> = { "100 pictures": [], "6,000 pictures": [] };
for (const [arm, all] of Object.entries(stopLooks)) {
  for (const run of stopping.runs(arm)) all.push(await looksOf(run));
}

// %% folded
/** The rule: stop when the best look is so many looks old; keep the best. */
function stopped(looks: Looks, patience: number) {
  let best = 0;
  let at = 0;
  for (; at < looks.length; at++) {
    if (looks[at].seen < looks[best].seen) best = at;
    if (at - best >= patience) break;
  }
  const last = Math.min(at, looks.length - 1);
  return {
    saved: 1 - looks[last].step / looks[looks.length - 1].step, // part of the steps
    kept: looks[best].real,
    end: looks[looks.length - 1].real,
    best: looks.reduce((a, b) => (b.seen < a.seen ? b : a)).real, // with hindsight
  };
}
const ruled = Object.fromEntries(
  Object.entries(stopLooks).map(([arm, all]) => [arm, all.map((looks) => stopped(looks, 4))]),
);
console.log(row(["", "steps saved", "kept", "with hindsight", "at the end"]));
for (const [arm, all] of Object.entries(stopLooks)) {
  for (const patience of [2, 4, 6]) {
    const found = all.map((looks) => stopped(looks, patience));
    const of = (key: "kept" | "best" | "end") => mean(found.map((each) => each[key])).toFixed(0);
    const saved = percent(mean(found.map((each) => each.saved)));
    console.log(row([`${arm}, ${patience} looks`, saved, of("kept"), of("best"), of("end")]));
  }
}
const few = ruled["100 pictures"];
const many = ruled["6,000 pictures"];
const early = many.filter(({ saved, kept, best }) => saved > 0 && kept - best > 20).length;
stopGuess.reveal(
  early === 0
    ? "never stops, which is right"
    : early < many.length
      ? "stops too early in some seeds"
      : "stops too early in all seeds",
);

// %% folded
const savedMean = percent(mean(few.map(({ saved }) => saved)));
await show(
  seedCurves({
    title: `The rule saves ${savedMean} with 100 pictures; with 6,000 it is early in ${early} of ${many.length} seeds`,
    alt: `Fréchet distance by step. With 100 pictures it falls and rises again; with 6,000 it goes on falling.`,
    x: stopLooks["100 pictures"][0].map(({ step }) => step),
    series: Object.entries(stopLooks).map(([name, all]) => ({
      name,
      runs: all.map((looks) => looks.map(({ real }) => real)),
    })),
    yTitle: "Fréchet distance (500 samples)",
    yScale: "log",
  }),
);
claim("100 pictures: what the rule keeps is far better than the end of the whole training", {
  measured: few.map(({ kept }) => kept),
  baseline: few.map(({ end }) => end),
  unit: "Fréchet distance (500 samples)",
  require: { atMost: -20 },
  ...headline,
});
claim("... and nearly as good as the best look of the whole training", {
  measured: few.map(({ kept }) => kept),
  baseline: few.map(({ best }) => best),
  unit: "Fréchet distance (500 samples)",
  require: { atMost: 20 },
});

// %% [markdown]
// Two things are at work. *Keeping the best* is what saves the quality: with 100 pictures, what the rule kept is what
// hindsight would have kept. *Stopping* saves steps, and not very many: the curve turns late.
//
// How patient should the rule be? For a curve that turns, the steps after the best look are the price of patience; with
// 100 pictures two looks would have saved twice as much as four, for about the same quality. For a curve that still
// falls, impatience is dearer: see two looks with 6,000 pictures, where the rule stopped at a bump. Before you use a
// rule, replay it on a training that you have already paid for.
//
// ## Four times the money
//
// Suppose a training of a few hundred steps is what you have, and you are given **four times** as much. What to buy?
//
// - **steps**: the same training, four times as long,
// - **size**: twice the width, and the rest in steps,
// - **seeds**: four trainings, and the best of them,
// - **search**: four learning rates (half, once, twice, four times), and the best of them.
//
// "Best" is chosen by 500 samples against one part of the held-out digits, and reported on another.

// %%
const moneyGuess = predict(
  "Four times the money: which buys the least?",
  ["steps", "size", "seeds", "search"],
  { guess: "?", sure: 0.5 },
);

// %%
const purse = base.with({ ...rareLooks, steps: knobs.purse });
const bought = await runStudy("four times the money", {
  base: purse,
  arms: {
    once: {},
    steps: { steps: 4 * knobs.purse },
    size: { ...wide(256), steps: Math.round((4 * knobs.purse) / times("width 256")) },
    "rate x 1/2": { learningRate: 2.5e-4 },
    "rate x 2": { learningRate: 1e-3 },
    "rate x 4": { learningRate: 2e-3 },
  },
  seeds: knobs.seeds,
  measure: { quality: quality },
  quick: 1,
});
const manySeeds = await runStudy("four times the money", {
  base: purse,
  arms: { once: {} },
  seeds: 4 * knobs.seeds,
  measure: { quality: quality },
  quick: 1,
});

// %% folded
/** What the choice sees of a run: 500 samples of its own against other digits. */
async function seenOf(run: StudyRun): Promise<number> {
  const fake = await run.sample(500, { random: seeded(run.seed).stream("choice") });
  const samples = Float32Array.from(fake.dataSync());
  fake.dispose();
  run.dispose();
  return toChoose(samples);
}
interface Offer {
  seen: number;
  real: number;
}
async function offersOf(study: typeof bought, arm: string): Promise<Offer[]> {
  const reals = study.values(arm, "quality");
  const all: Offer[] = [];
  for (const [i, run] of study.runs(arm).entries()) {
    all.push({ seen: await seenOf(run), real: reals[i] });
  }
  return all;
}
const bestOf = (offers: Offer[]) => offers.reduce((a, b) => (b.seen < a.seen ? b : a)).real;
const single = await offersOf(manySeeds, "once");
const rates = [
  await offersOf(bought, "once"),
  await offersOf(bought, "rate x 1/2"),
  await offersOf(bought, "rate x 2"),
  await offersOf(bought, "rate x 4"),
];
const groups = bought.seeds.map((_, i) => i);
const each = Math.floor(single.length / groups.length); // 4, but for a quick run
const outcomes: Record<string, readonly number[]> = {
  once: bought.values("once", "quality"),
  seeds: groups.map((i) => bestOf(single.slice(each * i, each * (i + 1)))),
  size: bought.values("size", "quality"),
  steps: bought.values("steps", "quality"),
  search: groups.map((i) => bestOf(rates.map((offers) => offers[i]))),
};

// %% folded
import { doseResponse } from "gan-clinic";

const worth = (name: string) => mean(outcomes[name]);
const ways = ["steps", "size", "seeds", "search"] as const;
const least = [...ways].sort((a, b) => worth(b) - worth(a))[0];
moneyGuess.reveal(least);
await show(
  doseResponse({
    title: `Four times the money: seeds ${worth("seeds").toFixed(0)}, size ${worth("size").toFixed(0)}, steps ${worth("steps").toFixed(0)}, search ${worth("search").toFixed(0)}; once ${worth("once").toFixed(0)}`,
    alt: `Fréchet distance: ${Object.keys(outcomes)
      .map((name) => `${name} ${worth(name).toFixed(0)}`)
      .join(", ")}.`,
    series: [
      {
        name: "four times the money",
        points: Object.entries(outcomes).map(([name, values]) => ({ at: name, values })),
      },
    ],
    xTitle: "what the fourfold budget buys; once: a single budget",
    yTitle: "Fréchet distance",
  }),
);
console.log(
  `rates: ${["rate x 1/2", "once", "rate x 2", "rate x 4"].map((arm) => `${arm} ${mean(bought.values(arm, "quality")).toFixed(0)}`).join(", ")}`,
);
claim("Four times the money in steps beats four seeds of the short training", {
  measured: outcomes.steps,
  baseline: outcomes.seeds,
  unit: "Fréchet distance",
  require: { atMost: -30 },
  ...headline,
});

// %% [markdown]
// A training that is too short is too short with every seed; the best of four is better than one by what seeds differ,
// and no more. Several seeds are for *knowing* whether something helps, as everywhere in this course. They are a poor
// way to buy quality.
//
// The search came second in the chart. Its best rate is the largest that it tried, by a wide margin (the printed line),
// so the base's rate is too low for so short a training, and the list of rates stops too early. A search pays where a
// setting is off, and what it finds serves the next time as well. The better rate *and* more steps were not tried
// together; nothing says that you must choose.
//
// ## What published models cost
//
// Two projects that counted all of their work, failed runs included, in their papers, on NVIDIA V100 GPUs:
//
// | | the whole project | of it the final model |
// | --- | --- | --- |
// | StyleGAN2 ([Karras et al. 2020](https://arxiv.org/abs/1912.04958)) | 51 GPU-years, 132 MWh | 0.68 MWh, 0.5 % |
// | StyleGAN3 ([Karras et al. 2021](https://arxiv.org/abs/2106.12423)) | 92 GPU-years, 225 MWh | |
//
// The StyleGAN2 that you download is half a percent of its bill. The rest is looking for it: that is what a search
// costs when nobody knows yet what works. What the training itself costs, from the authors' tables
// ([StyleGAN2](https://github.com/NVlabs/stylegan2),
// [StyleGAN3](https://github.com/NVlabs/stylegan3/blob/main/docs/configs.md)), V100s again:
//
// | | GPUs | time | memory a GPU |
// | --- | --- | --- | --- |
// | StyleGAN2, 1024 by 1024, 25 million pictures seen | 8 | 9 d 18 h | 13.3 GB |
// | the same on one GPU | 1 | 69 d 23 h | 13.3 GB |
// | ... 10 million pictures | 8 | 3 d 22 h | 13.3 GB |
// | ... 256 by 256, 25 million | 8 | 4 d 18 h | 6.4 GB |
// | ... 1024 by 1024, smaller networks ("config-e") | 8 | 5 d 6 h | 8.6 GB |
// | StyleGAN3-R, 1024 by 1024, 25 million, at 34.12 s for 1,000, without looks | 8 | 9.9 d | 9.9 GB |
//
// What can be read off: eight GPUs are 7.2 times as fast as one, not 8. A sixteenth of the pixels takes half of the
// time. The time is in proportion to the pictures seen, and StyleGAN3's authors write that results "should already
// look quite reasonable" at 5 of the 25 million: the last four fifths of the bill buy the finish. Their advice for
// your own pictures is transfer from one of their models.
//
// For the scale: at the 10 watts assumed above, one of our trainings of 1,000 steps costs some thousandths of a
// watt-hour. The final StyleGAN2 costs 680,000 watt-hours.
//
// ## Diagnose it yourself: whose bill is this?
//
// Four people train the base for as many steps, with the same result, and one of them waits far longer than the others.
// Here is what each of them computes:
//
// | | pictures through D in training | pictures through G in training | through G besides | looks |
// | --- | --- | --- | --- | --- |
// | Ada | 192,000 | 128,000 | 3,500 | 7 |
// | Bo | 192,000 | 128,000 | 12,000 | 6 |
// | Cem | 192,000 | 128,000 | 2,002,000 | 1,001 |
// | Dee | 192,000 | 128,000 | 1,024 | 2 |

// %%
const billGuess = predict(
  "Whose training takes longest, and what would you change?",
  ["Ada: larger batches", "Bo: fewer samples a look", "Cem: fewer looks", "Dee: more looks"],
  { guess: "?", sure: 0.7 },
);

// %%
const seenInTraining = 2 * 64 * 1000; // a batch for D's update, one for G's
const forLooks = { Ada: 7 * 500, Bo: 6 * 2000, Cem: 1001 * 2000, Dee: 2 * 512 };
for (const [name, n] of Object.entries(forLooks)) {
  console.log(`${name}: for each picture in training ${(n / seenInTraining).toFixed(2)} for looks`);
}
billGuess.reveal("Cem: fewer looks");

// %% [markdown]
// `snapshotEvery: 1`, set once to watch the start and left in. For each picture that G makes in training it makes
// sixteen for looks, and each of those goes through the classifier, too. Count the looks, and you see it; no loss curve
// shows it.
//
// ## What did not help, and what was left out
//
// - **Seconds as claims.** On a shared machine the same step may take twice as long a minute later. We claim one ratio.
// - **Lazy R1 for quality.** It ends about where R1 in every step does, at equal cost; what it saves is a fifth of the
//   multiplications.
// - **Mixed precision.** On GPUs with 16-bit arithmetic it saves time and memory; the engines here compute in 32 bits.
// - **Long trainings.** All of the above is short. What wins at 1,000 steps need not win at 100,000.
// - **One patience for all.** How many looks to wait depends on the curve; the table above shows three.
//
// ## Try it yourself
//
// You may spend what the base spends. Which recipe of yours gets nearest to the data? The cell counts what a step of it
// costs, and gives it as many steps as the money allows.

// %%
const idea: Change = {
  batchSize: 32, // 8 to 256
  learningRate: 1e-3,
  terms: [{ r1Term: { weight: 1 } }], // lazily: every: 4, which this count takes for every step
  ...wide(96),
};
const ideaSteps = Math.max(2, Math.round(allowed / (await costOf(idea)).work));
const mine = await runStudy("mine", {
  base: base.with(rareLooks),
  arms: { mine: { ...idea, steps: ideaSteps } },
  seeds: seedList(1),
  measure: { quality: quality },
  quick: 1,
});
console.log(
  `${ideaSteps} steps, Fréchet distance ${mine.values("mine", "quality")[0].toFixed(0)}; the base had ${endOf("base").toFixed(0)}`,
);

// %% [markdown]
// ## What this notebook found

// %%
resultsTable();

// %% [markdown]
// ## Check yourself
//
// Answer first, then open.
//
// <details><summary>1. A profile says: products of matrices 50 %, moving numbers 25 %, the rest 25 %. You make all
// moving free. The step takes (a) half (b) three quarters (c) a quarter of the time</summary>
//
// (b). What is left is 75 %, a factor of 1.33. To get beyond a factor of 2 you must touch the products.
// </details>
//
// <details><summary>2. You have a GPU with room for a batch of 1,024 and used 64 so far. You change the batch and
// nothing else. With as many pictures seen, quality is (a) better (b) about equal (c) worse</summary>
//
// Expect (c), as in the first picture: a sixteenth of the steps, each as long as before. A larger rate is worth a try;
// here it did not make up for them.
// </details>
//
// <details><summary>3. Your batch of 256 does not fit. You take 4 parts of 64, and your generator has batch norm. You
// get (a) the same training, slower (b) another training, with the norm of 64 (c) an error</summary>
//
// (b). Without a layer that mixes the batch it would be (a). Nothing warns you; (c) would be kinder.
// </details>
//
// <details><summary>4. R1 costs 40 % on top of your step. You compute it in every 4th step. What do you save of the
// whole bill? (a) 75 % (b) 30 % (c) 21 %</summary>
//
// (c). From 1.4 to 1.1: three quarters of the penalty, 0.3 of 1.4. (a) is what you save of the penalty's own cost, (b)
// what you save as a part of the step without it.
// </details>
//
// <details><summary>5. You have money for four trainings, and one short training is not good enough. You should (a)
// train four seeds and keep the best (b) train longer, or search for a better rate (c) make it four times as
// wide</summary>
//
// (b), here: steps beat seeds by far, and a better rate is worth looking for. (c) was not tried; twice the width, with
// the rest in steps, came behind both in the chart.
// </details>
//
// <details><summary>6. The rule stopped your run, rightly. It also stopped a colleague's, with twenty times the
// pictures, and he is unhappy. (a) he should be glad (b) replay the rule on a finished run of his (c) use a patience of
// one</summary>
//
// (b). On a curve that still falls an impatient rule stops at a bump. (c) makes that likelier.
// </details>
//
// ## Where next
//
// - [Notebook 06](06-data.ipynb) for what to do with few pictures, [04](04-instability.ipynb) for R1 and averages.
// - Papers: [Karras et al. 2020](https://arxiv.org/abs/1912.04958), whose appendix has the energy bill; [Goyal et al.
//   2017](https://arxiv.org/abs/1706.02677) for batch and rate.
//
// The pitfalls end here, and three small versions of famous systems follow. Or take pictures of your own: `fromFolder`
// reads them, `trainGan` trains, and `diagnose` says what went wrong.
//
// **Next: [12 · Text to image](12-text-to-image.ipynb) →**
