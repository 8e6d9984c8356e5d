// ---
// title: Text to image
// seconds:
//   full: 400
//   quick: 35
//   smoke: 15
// ---

// %% [markdown]
// # 12 · Text to image
//
// You write "long blue hair, glasses, happy", and a picture appears. In this capstone you build the machine that does
// it, break it the way it is known to break, mend it, and then ask it for things that it has never been shown.
//
// **Afterwards you can**
//
// - turn captions into vectors, and tell what such a vector forgets,
// - build a generator and a discriminator that are told a text,
// - say which of the two networks must read the text, and why,
// - measure whether pictures show what was asked for, also for combinations that no training picture had.
//
// **You need** notebooks 00 and 05; 07 helps with the convolutions. **Time:** half an hour to read; the cells compute
// for six to seven minutes.
//
// ## The real thing
//
// [Reed et al. 2016](https://arxiv.org/abs/1605.05396) were the first to draw birds and flowers from sentences with a
// GAN. All of today's systems that draw from text are far larger, and hardly one is a GAN any more; but the questions
// of this page are theirs too. Does it draw what the text says? Does it put together what it only knows apart?
//
// | | Reed et al. 2016 | here | what that changes |
// | --- | --- | --- | --- |
// | pictures | 64 x 64, 11,788 photographs of birds, 8,189 of flowers | 16 x 16, 6,000 drawn faces | minutes instead of days; and the truth is known |
// | captions | five sentences a picture, written by people | one line a picture, made from what it shows | no spelling, no grammar, no doubt |
// | reading | a network, trained before (1,024 numbers) | a bag of words (12 numbers) | new words cannot be guessed from known ones |
// | networks | DCGAN, text at both ends, joined to D's features | DCGAN, text at both ends, in D by a projection | the same idea, far smaller |
// | came later, in neither | stacked stages up to 256 pixels (StackGAN), attention to single words (AttnGAN) | the same | pictures stay small |

// %%
import { bagOfWords, budget, imageGrid, pixelFaces, predict, resultsTable, show } from "gan-clinic";
import { seedList, startEngine, tf, type PixelFaces } from "gan-clinic";

const engine = await startEngine();
const quick = false; // true: fewer seeds and steps, in about 30 seconds. Then run all cells anew
const large = false; // true: wider networks and more steps, for a GPU. It was not run
// Knobs: change one, run the cells below again. "full" proves the claims, "quick" is smaller, "smoke" is for tests.
const knobs = budget(
  {
    full: { seeds: 6, steps: 500, faces: 6000, each: 16, copies: 96 },
    quick: { seeds: 2, steps: 100, faces: 1500, each: 4, copies: 24 },
    smoke: { seeds: 2, steps: 4, faces: 200, each: 2, copies: 4 },
  },
  { quick },
);
const [width, steps] = large ? [96, 10 * knobs.steps] : [32, knobs.steps];
console.log(`engine: ${engine.name}, budget: ${knobs.name}, ${knobs.seeds} seeds, ${steps} steps`);

// %%
const held = [["long", "blue"], ["glasses", "green"], ["hat", "red"]]; // prettier-ignore
const shares = { long: 0.5, glasses: 0.5, hat: 0.35, sad: 0.5, beard: 0 };
const faces = { count: knobs.faces, seed: 1, shares: shares, without: held };
const data = pixelFaces(faces);
const sheet = { height: 16, width: 16, channels: 3 } as const;
await show(
  imageGrid({
    title: "Twelve training pictures and their captions",
    alt: "Twelve drawn faces of 16 by 16 pixels, numbered; below them stand their captions, such as long red hair, glasses, happy.",
    images: data.examples.subarray(0, 12 * 768),
    captions: data.captions.slice(0, 12).map((_, i) => `${i + 1}`),
    ...sheet,
    columns: 6,
  }),
);
data.captions.slice(0, 12).forEach((caption, i) => console.log(`${i + 1}: ${caption}`));

// %% [markdown]
// Each face is put together of drawn parts: a skin, eyes, clothes, a mouth, hair, and sometimes glasses or a hat. The
// caption tells five **things**: the length and the colour of the hair, glasses, hat, mood. There are
// $2^4 \cdot 6 = 96$ captions. All else (skin, clothes, the shape of the hair, of the glasses, of the mouth) varies and
// is not told. That is what the latent vector is for.
//
// The design is [DiceBear's "Pixel Art"](https://www.dicebear.com/styles/pixel-art/), in the public domain (CC0 1.0).
//
// **Three pairs never occur** in the training pictures: long blue hair; glasses with green hair; a hat on red hair.
// Each word of them is common, only not together. So 24 of the 96 captions have no picture, and we shall ask for them.
//
// ## From words to numbers
//
// A **bag of words** has a number for each word: 1 if the caption has it, 0 if not. The word "hair" is in every
// caption, tells nothing, and is left out.

// %%
const bag = bagOfWords(data.classNames); // the captions of all 96 classes, those without a picture too
console.log(`${bag.size} words: ${bag.words.join(", ")}`);
for (const text of ["long blue hair, glasses, happy", "blue glasses, happy long hair", "a wig"]) {
  const { vector, unknown } = bag.read(text);
  console.log(`[${vector.join(" ")}]  ${text}  (not known: ${unknown.join(", ") || "nothing"})`);
}

// %% [markdown]
// The first two are the same bag: **word order is lost**, and with it what belongs to what. Here nothing hangs on it,
// for only hair has a colour in these captions. With "a red hat on black hair" it would. And a word that is not in the
// bag is not there at all. A text encoder, which the real systems have, is a remedy for both.
//
// ## Build it
//
// The training hands each network the *number* of a picture's caption, as a label. A table turns the number into the
// caption's vector $c$. The generator gets $c$ behind its latent vector. The discriminator makes features $h$ of the
// picture and gives the score
//
// $$s = w \cdot h + b + (V c) \cdot h.$$
//
// The first part asks: does this look real at all? The second, a **projection** ([Miyato and Koyama
// 2018](https://arxiv.org/abs/1802.05637)), has a direction in the space of features for each word, a column of $V$,
// and asks: are the features of these words there? What is learned of a word serves all captions that have it.

// %%
import { batchNorm, conv2d, convTranspose2d, dense, leakyRelu, normalInit } from "gan-clinic";
import { relu, seeded, sequential, tanh, type Layer, type Random } from "gan-clinic";

const init = normalInit(0.02);
const as = (name: string, ...shape: number[]): Layer => {
  return { name, variables: [], apply: (x) => tf.reshape(x, [-1, ...shape]) };
};
const vectors = (labels: tf.Tensor1D) =>
  tf.gather(tf.tensor2d(bag.vectors, [data.classNames.length, bag.size]), labels); // (batch, words)
const caption: Layer = {
  name: "caption",
  variables: [],
  apply: (z, context) => tf.concat([z, vectors(context!.labels!)], 1),
};

/** 48 latent numbers and 12 words → 4 x 4 → 8 x 8 → 16 x 16 in colour. */
function build(random: Random) {
  const bare = { bias: false, init: init, random };
  const up = { kernel: 4, stride: 2, init: init, random };
  return sequential({
    name: "generator",
    inputShape: [48],
    outputShape: [16, 16, 3],
    traits: { classes: data.classNames.length },
    steps: [
      caption,
      dense({ ...bare, name: "generator/1", inputs: 48 + bag.size, outputs: 16 * 2 * width }),
      as("picture", 4, 4, 2 * width),
      batchNorm({ name: "generator/1/norm", channels: 2 * width }),
      relu,
      convTranspose2d({ ...up, bias: false, name: "generator/2", inputs: 2 * width, outputs: width }),
      batchNorm({ name: "generator/2/norm", channels: width }),
      relu,
      convTranspose2d({ ...up, name: "generator/3", inputs: width, outputs: 3 }),
      tanh,
    ],
  });
} // prettier-ignore

// %%
/** 16 x 16 in colour → 8 x 8 → 4 x 4 → a score that depends on the caption. */
function judge(random: Random) {
  const down = { kernel: 4, stride: 2, init: init, random };
  const [features, name] = [16 * 2 * width, "discriminator/3"];
  const real = dense({ name, inputs: features, outputs: 1, init: init, random });
  const words = { inputs: bag.size, outputs: features, bias: false, init: init, random };
  const match = dense({ ...words, name: `${name}/condition` }); // the matrix V
  const projection: Layer = {
    name,
    variables: [...real.variables, ...match.variables],
    apply(h, context) {
      const direction = match.apply(vectors(context!.labels!)); // (batch, features)
      return tf.add(real.apply(h), tf.sum(tf.mul(direction, h), 1, true)); // (batch, 1)
    },
  };
  return sequential({
    name: "discriminator",
    inputShape: [16, 16, 3],
    outputShape: [1],
    traits: { classes: data.classNames.length },
    steps: [
      conv2d({ ...down, name: "discriminator/1", inputs: 3, outputs: width }),
      leakyRelu,
      conv2d({ ...down, bias: false, name: "discriminator/2", inputs: width, outputs: 2 * width }),
      batchNorm({ name: "discriminator/2/norm", channels: 2 * width }),
      leakyRelu,
      as("features", features),
      projection,
    ],
  });
} // prettier-ignore
const networks = seeded(seedList(1)[0]).stream("networks");
const generator = build(networks);
const discriminator = judge(networks);
const weights = (network: { variables: readonly tf.Variable[] }) =>
  network.variables.reduce((sum, variable) => sum + variable.size, 0).toLocaleString("en");
console.log(`weights: generator ${weights(generator)}, discriminator ${weights(discriminator)}`);

// %% [markdown]
// ## Train it
//
// One thing is added to a plain training. A discriminator that sees only real pictures with their own captions, and
// fakes, may tell them apart without reading. So it is also shown **mismatched pairs**: real pictures with another
// picture's caption, which it has to call fake (GAN-CLS, Reed et al. 2016, algorithm 1). It is a term of its loss:
// $\tfrac12\,\mathbb{E}\,\mathrm{softplus}(s)$ over such pairs.
//
// Watch eight captions, one latent vector each, from the first step on. The two in the last column are pairs that were
// held back.

// %%
import { imageFrames, latestLosses, liveChart, mismatchedTerm, nonSaturating } from "gan-clinic";
import { trainGan, trainingProgress } from "gan-clinic";

const watched = [
  "short black hair, happy",
  "long red hair, glasses, sad",
  "short blond hair, hat, happy",
  "long blue hair, happy",
  "long black hair, hat, sad",
  "short blue hair, glasses, sad",
  "long green hair, happy",
  "short green hair, glasses, happy",
];
const numberOf = (text: string) => data.classNames.indexOf(text);
const asked = tf.tensor1d(watched.map(numberOf), "int32");
const someLatent = seeded(2).stream("watch").normal<tf.Rank.R2>([8, 48]);
/** For charts: 33 shades a colour. Nobody sees the difference, and the notebook's file is a third smaller. */
const crisp = (numbers: ArrayLike<number>) =>
  Float32Array.from(numbers, (x) => Math.round(16 * x) / 16);
const look = () => crisp(tf.tidy(() => generator.apply(someLatent, { labels: asked }).dataSync()));
const film: { step: number; images: Float32Array }[] = [];
const filmOf = (frames: typeof film) =>
  imageFrames({
    title: "Eight captions from noise on; the last column was never seen",
    alt: "Eight generated faces at several moments: noise, then blots with hair of the right colour, then faces.",
    frames,
    ...sheet,
  });

// %%
const picture = liveChart();
const progress = trainingProgress({ steps: steps, label: "text to image" });
const first = await trainGan({
  data: data,
  generator: generator,
  discriminator: discriminator,
  loss: nonSaturating,
  terms: [mismatchedTerm()],
  seed: seedList(1)[0],
  steps: steps,
  learningRate: { generator: 1e-3, discriminator: 1e-3 },
  average: 0.99,
  snapshotEvery: Math.ceil(steps / 12),
  onSnapshot: ({ step }) => {
    film.push({ step, images: look() });
    picture.update(() => filmOf(film.slice(-1)));
  },
  onProgress: ({ stepsDone, history }) => progress.update(stepsDone, latestLosses(history)),
});
progress.done();
await picture.done(filmOf([0, 1, 3, film.length - 1].map((moment) => film[moment])));

// %% folded
import { mkdirSync } from "node:fs";
import { saveNetwork } from "gan-clinic";

/** The averaged weights become the generator's; batch norm's moments, which belong to the last ones, are taken anew. */
function settle() {
  first.average!.variables.forEach((average, i) => generator.variables[i].assign(average));
  const random = seeded(seedList(1)[0]).stream("moments");
  for (let i = 0; i < 40; i++) {
    tf.tidy(() => {
      const { labels } = data.sampleLabelled!(64, random);
      generator.apply(random.normal([64, 48]), { labels, training: true });
    });
  }
}
settle();
if (knobs.name === "full") {
  mkdirSync("work", { recursive: true });
  saveNetwork(generator, "work/12-faces.safetensors"); // yours; the library's own was made in the same way
}

// %% [markdown]
// ## The first pictures
//
// One picture for each of the 48 happy captions, the first that it makes, none chosen. The columns are the colours of
// short hair, then of long hair; the rows are: nothing, glasses, a hat, both. The weights are a moving average, with a
// memory of about 100 steps, as they are in all measures below.

// %% folded
const pixels = 768;
const happy = data.classNames.flatMap((text, label) => (text.endsWith("happy") ? [label] : []));
/** Pictures of some captions for one latent vector. */
function picturesOf(numbers: readonly number[], latent: tf.Tensor2D) {
  return tf.tidy(() => {
    const n = numbers.length;
    const labels = tf.tensor1d([...numbers], "int32");
    return crisp(generator.apply(tf.tile(latent, [n, 1]), { labels }).dataSync());
  });
}
await show(
  imageGrid({
    title: "All 48 happy captions, one latent vector: the first pictures",
    alt: "Forty-eight generated faces in four rows and twelve columns. Hair colour changes along a row, glasses and hats from row to row.",
    images: picturesOf(happy, seeded(3).stream("first").normal<tf.Rank.R2>([1, 48])),
    ...sheet,
    columns: 12,
  }),
);

// %% [markdown]
// The same latent vector everywhere, and so much the same face. The text changes what it is about, and a little more:
// look at the hats. Red hair gets a red hat, blue hair a blue one, though no caption says what colour a hat has. The
// word for the colour leaks into what lies on the hair.
//
// ## Measure: does it draw what was asked?
//
// Looking is not measuring. `faceJudge` is a small classifier ("face-16") that was trained on such faces by a script,
// the held-back pairs among them, and comes with the library. It reads the five things off a picture. Three numbers:
//
// - **right**: the share of the five things that a picture shows as asked, mean over pictures,
// - **all right**: the share of the pictures with all five as asked,
// - **pair right**: of the captions with a held-back pair ("long" and "blue", say), the share of pictures that show
//   both words. To compare, the same for captions that have only one of the two words ("long" with another colour,
//   "blue" with "short"): such pairs were seen.
//
// **Floor:** real faces, with captions that were handed round among them. **Ceiling:** real faces with their own
// captions, of all 96 kinds; it is not 1, for the judge errs too.

// %% folded
import { faceJudge } from "gan-clinic";

const reader = faceJudge();
const traits = ["long", "glasses", "hat", "sad"];
const places = traits.map((trait) => data.attributeNames.indexOf(trait));
const colours = data.attributeNames.slice(5);
const attribute = (label: number, k: number) => data.combinations[11 * label + k];
const colourOf = (label: number) => colours.findIndex((_, k) => attribute(label, 5 + k) === 1);
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Of each picture, whether each of the five things is as its caption says. */
function thingsRight(pictures: Float32Array, labels: readonly number[]): boolean[][] {
  const found = reader.attributesOf(pictures);
  return labels.map((label, i) => {
    const own = found.subarray(11 * i, 11 * i + 11);
    const shades = Array.from(own.subarray(5));
    return [
      ...places.map((place) => own[place] > 0.5 === (attribute(label, place) === 1)),
      shades.indexOf(Math.max(...shades)) === colourOf(label),
    ];
  });
}
const pairs = held.map(([trait, colour]) => {
  return { thing: traits.indexOf(trait), colour: colours.indexOf(colour) };
});
const hasTrait = (label: number, thing: number) => attribute(label, places[thing]) === 1;
const isUnseen = (label: number) =>
  pairs.some(({ thing, colour }) => hasTrait(label, thing) && colourOf(label) === colour);

// %% folded
const numbers = {
  right: "right, of five things",
  all: "all five right",
  unseen: "pair right, held back",
  seen: "pair right, seen",
};
type Key = keyof typeof numbers;
const keys = Object.keys(numbers) as Key[];

/** The numbers of pictures whose captions are known. */
function measured(pictures: Float32Array, labels: readonly number[]): Record<Key, number> {
  const right = thingsRight(pictures, labels);
  const both = (thing: number, isMeant: (label: number) => boolean) =>
    mean(right.filter((_, i) => isMeant(labels[i])).map((own) => Number(own[thing] && own[4])));
  const ofPairs = pairs.map(({ thing, colour }) => {
    const meant = (has: boolean, is: boolean) => (label: number) =>
      hasTrait(label, thing) === has && (colourOf(label) === colour) === is && (has && is ? true : !isUnseen(label));
    return {
      unseen: both(thing, meant(true, true)),
      seen: (both(thing, meant(true, false)) + both(thing, meant(false, true))) / 2,
    };
  });
  return {
    right: mean(right.map((own) => mean(own.map(Number)))),
    all: mean(right.map((own) => Number(own.every(Boolean)))),
    unseen: mean(ofPairs.map((pair) => pair.unseen)),
    seen: mean(ofPairs.map((pair) => pair.seen)),
  };
} // prettier-ignore

// %%
const others: PixelFaces = pixelFaces({ ...faces, seed: 2, count: knobs.faces / 2, without: [] });
const own = [...others.labels];
const moved = own.map((_, i) => own[(i + 1) % own.length]);
const ceiling = measured(others.examples, own);
const floor = measured(others.examples, moved);
for (const key of keys) {
  const [low, high] = [floor[key], ceiling[key]].map((value) => value.toFixed(3));
  console.log(`${numbers[key]}: floor ${low}, ceiling ${high}`);
}

// %% [markdown]
// The floor of "right" is not low: with a yes-or-no thing chance is right every second time, and with six colours every
// sixth. By chance all five are right about once in a hundred times. "All five right" is the number to watch.
//
// ## Break it
//
// This system is known to break in one way above all: **the picture does not care about the text.** Three arms, alike
// but for what the discriminator is told:
//
// - **text to G only**: the generator gets the caption, the discriminator does not look at it,
// - **text to both**: the projection,
// - **+ mismatched**: with the mismatched pairs, as above.

// %%
const deafGuess = predict(
  "The generator gets the caption, the discriminator does not. How many of its pictures have all five things right?",
  ["next to none, as by chance", "about a third", "nearly all: it was told, after all"],
  { guess: "?", sure: 0.5 },
);
const unseenGuess = predict(
  "Long blue hair was never seen. When the best arm is asked for a held-back pair, how often are both words right?",
  ["hardly ever", "less often than for seen pairs, but mostly", "as often as for seen pairs"],
  { guess: "?", sure: 0.4 },
);

// %%
const arms = [
  { arm: "text to G only", condition: "none", mismatched: false },
  { arm: "text to both", condition: "projection", mismatched: false },
  { arm: "+ mismatched", condition: "projection", mismatched: true },
] as const;
const [deaf, both, best] = arms.map(({ arm }) => arm);

// %% [markdown]
// Each seed trains all three, in a process of its own that sees its arguments only. The networks are those that you
// built, as the library has them: `captionGenerator` and `captionDiscriminator`. What comes back is pictures: of every
// caption, from sixteen latent vectors.

// %%
import { runSeeds } from "gan-clinic";

const runs = await runSeeds(
  "text to image",
  seedList(knobs.seeds),
  async ({ seed }, library, { faces, arms, each, steps, width }) => {
    const { bagOfWords, captionDiscriminator, captionGenerator, mismatchedTerm } = library;
    const { nonSaturating, pixelFaces, seeded, tf, trainGan } = library;
    const data = pixelFaces(faces);
    const conditions = bagOfWords(data.classNames);
    const made: Record<string, Uint8Array> = {}; // (each, captions, 768), 0 to 255
    for (const { arm, condition, mismatched } of arms) {
      const shape = { size: 16, channels: 3, width, conditions, random: seeded(seed).stream("networks") } as const;
      const generator = captionGenerator({ ...shape, name: "generator", latentSize: 48 });
      const discriminator = captionDiscriminator({ ...shape, name: "discriminator", condition });
      const learningRate = { generator: 1e-3, discriminator: 1e-3 };
      const terms = mismatched ? [mismatchedTerm()] : [];
      const game = { data, generator, discriminator, loss: nonSaturating, terms, learningRate };
      const run = await trainGan({ ...game, seed, steps, average: 0.99, snapshotEvery: steps });
      run.average!.variables.forEach((average, i) => generator.variables[i].assign(average));
      const random = seeded(seed).stream("measure");
      for (let i = 0; i < 40; i++) { // batch norm's moments, of the averaged weights
        tf.tidy(() => generator.apply(random.normal([64, 48]), { labels: data.sampleLabelled!(64, random).labels, training: true }).dataSync());
      }
      const all = Array.from({ length: each }, () => tf.tidy(() => {
        const n = conditions.vectors.length / conditions.size;
        const fakes = generator.apply(tf.tile(random.normal([1, 48]), [n, 1]), { labels: tf.range(0, n, 1, "int32") });
        return tf.round(tf.mul(tf.add(fakes, 1), 127.5)).dataSync();
      }));
      made[arm] = Uint8Array.from({ length: each * all[0].length }, (_, i) => all[Math.floor(i / all[0].length)][i % all[0].length]);
      run.dispose();
    }
    return made;
  },
  { inputs: { faces: faces, arms: arms, each: knobs.each, steps: steps, width: width } },
); // prettier-ignore

// %% folded
import { claim, comparisonTable } from "gan-clinic";

const captions = data.classNames.length;
const allLabels = Array.from({ length: knobs.each * captions }, (_, i) => i % captions);
const ofArm = (arm: string) =>
  runs.map((made) => Float32Array.from(made[arm], (x) => x / 127.5 - 1));
const pictures = Object.fromEntries(arms.map(({ arm }) => [arm, ofArm(arm)]));
const results: Record<string, Record<Key, number>[]> = Object.fromEntries(
  Object.entries(pictures).map(([arm, all]) => [arm, all.map((one) => measured(one, allLabels))]),
);
const strangers = allLabels.map((label) => (label + 31) % captions); // another caption for each picture
results["+ mismatched, captions shuffled"] = pictures[best].map((one) => measured(one, strangers));
const values = (arm: string, key: Key) => results[arm].map((one) => one[key]);
comparisonTable({
  title: "Does it draw what was asked?",
  baseline: deaf,
  arms: Object.fromEntries(
    Object.keys(results).map((arm) => [
      arm,
      Object.fromEntries(keys.map((key) => [key, values(arm, key)])),
    ]),
  ),
  columns: keys.map((key) => ({ key, title: numbers[key], better: "more" as const })),
});
const headline = { headline: true }; // a sentence to remember
claim("A judge that cannot read: the generator's pictures have all five things right as if by chance", {
  measured: values(deaf, "all"),
  unit: "share of pictures with all five things right",
  require: { atMost: 0.05 },
  ...headline,
}); // prettier-ignore
const chance = mean(values(deaf, "all"));
deafGuess.reveal(
  chance < 0.2
    ? "next to none, as by chance"
    : chance < 0.6
      ? "about a third"
      : "nearly all: it was told, after all",
);

// %% folded
claim("With the text in both networks far more pictures have all five things right", {
  measured: values(both, "all"),
  baseline: values(deaf, "all"),
  unit: "share of pictures with all five things right",
  require: { atLeast: 0.3 },
  ...headline,
});
claim("Mismatched pairs make the generator listen better", {
  measured: values(best, "all"),
  baseline: values(both, "all"),
  unit: "share of pictures with all five things right",
  require: { atLeast: 0 },
  ...headline,
});
claim("With them, a picture shows nearly all of the five things", {
  measured: values(best, "right"),
  unit: "share of the five things that are as asked",
  require: { atLeast: 0.85 },
});

// %% folded
import { bars, meanInterval } from "gan-clinic";

const things = ["length of hair", "glasses", "hat", "mood", "colour of hair"];
const rightBy = (all: readonly Float32Array[], k: number) =>
  all.map((one) => mean(thingsRight(one, allLabels).map((right) => Number(right[k]))));
const series = arms.map(({ arm }) => {
  const found = things.map((_, k) => meanInterval(rightBy(pictures[arm], k)));
  const [values, low, high] = (["mean", "low", "high"] as const).map((key) =>
    found.map((interval) => Math.max(0, Math.min(1, interval[key]))),
  );
  return { name: arm, values, low, high };
});
const share = (k: number, thing: number) => series[k].values[thing].toFixed(2);
await show(
  bars({
    title: `What is right: mood ${share(1, 3)} → ${share(2, 3)}, colour ${share(1, 4)} → ${share(2, 4)} with mismatched pairs`,
    alt: `Share of pictures with each of five things right, for three arms. Text to G only lies at chance.`,
    categories: things,
    series: series,
    reference: [
      { value: 1 / 2, label: "chance, of two" },
      { value: 1 / 6, label: "chance, of six" },
    ],
    xTitle: "what the caption says",
    yTitle: "share of pictures that show it",
  }),
);

// %% folded
const shown = [0, 6, 13, 20, 31, 40, 53, 58, 79, 94]; // ten captions, evenly spread over the list
const rowOf = (arm: string) => shown.flatMap((label) => [...pictures[arm][0].subarray(pixels * label, pixels * (label + 1))]); // prettier-ignore
shown.forEach((label, i) => console.log(`${i + 1}: ${data.classNames[label]}`));
const percent = (arm: string) => (100 * mean(values(arm, "all"))).toFixed(0);
await show(
  imageGrid({
    title: `The same ten captions: G only (${percent(deaf)} % all right); + mismatched (${percent(best)} %)`,
    alt: "Two rows of ten generated faces for the same ten captions: above faces that do not fit, below faces that do.",
    images: crisp([...rowOf(deaf), ...rowOf(best)]),
    captions: [...shown.map(() => ""), ...shown.map((_, i) => `${i + 1}`)],
    ...sheet,
    columns: 10,
  }),
); // prettier-ignore

// %% [markdown]
// Ten captions, one latent vector in each row. Above stands nearly the same face ten times: the text does next to
// nothing. Below, the face follows the caption. (The last row of the table judges each picture by another caption, 31
// places on in the list. That one always names another colour, so all five can hardly be right, and the row lies below
// chance.)
//
// In the chart the colour of the hair is the hardest: 87 % with mismatched pairs, where the other four things reach 97
// % or more.
//
// **Why?** Think of what each discriminator asks of a picture. The one that cannot read asks only: is this a face? A
// generator that ignores the caption satisfies it fully; so does one that uses it as more noise. Nobody tells it that
// "glasses" and glasses belong together. That is the intervention which the three arms make: the generator is the same
// in all; what differs is whether the judge reads, and in the third arm also what it is taught to refuse.
//
// Does the generator of the deaf arm ignore the text, or misread it? Hold the latent vector and change the caption;
// then hold the caption and change the latent vector; compare how far the pictures move.

// %% folded
/** The root of the mean squared difference of two pictures, between 0 and 2. */
function apart(all: Float32Array, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < pixels; k++) sum += (all[pixels * i + k] - all[pixels * j + k]) ** 2;
  return Math.sqrt(sum / pixels);
}
const last = allLabels.length - captions;
/** How far pictures move with the text (another caption, the same latent vector) and with the latent vector. */
function moves(all: Float32Array) {
  const some = allLabels.map((_, i) => i).filter((i) => i < last);
  const row = (i: number) => Math.floor(i / captions) * captions;
  return {
    text: mean(some.map((i) => apart(all, i, row(i) + ((i + 31) % captions)))),
    latent: mean(some.map((i) => apart(all, i, i + captions))),
  };
}

// %% folded
const motion = Object.fromEntries(arms.map(({ arm }) => [arm, pictures[arm].map(moves)]));
/** The same of real faces with one caption. */
const byClass = new Map<number, number[]>();
own.forEach((label, i) => byClass.set(label, [...(byClass.get(label) ?? []), i]));
const neighbours = [...byClass.values()].flatMap((members) =>
  members.slice(1).map((i, k) => apart(others.examples, members[k], i)),
);
const realMotion = mean(neighbours);
for (const { arm } of arms) {
  const [text, latent] = (["text", "latent"] as const).map((key) => mean(motion[arm].map((each) => each[key])).toFixed(2)); // prettier-ignore
  console.log(
    `${arm}: another caption moves the picture by ${text}, another latent vector by ${latent}`,
  );
}
console.log(`two real faces with the same caption differ by ${realMotion.toFixed(2)}`);
claim("The generator whose judge cannot read has learnt to ignore the text", {
  measured: motion[deaf].map(({ text, latent }) => text / latent),
  unit: "move with the text / move with the latent vector",
  require: { atMost: 0.25 },
  ...headline,
});
claim("... unlike one whose judge reads", {
  measured: motion[best].map(({ text, latent }) => text / latent),
  unit: "move with the text / move with the latent vector",
  require: { atLeast: 0.5 },
});

// %% [markdown]
// ## Never seen, and asked for
//
// Now the captions that no training picture had: long *and* blue, glasses *and* green, a hat *and* red hair. The table
// above has them beside seen ones with the same words.

// %% folded
const unseenMean = mean(values(best, "unseen"));
const seenMean = mean(values(best, "seen"));
unseenGuess.reveal(
  unseenMean < 0.5
    ? "hardly ever"
    : seenMean - unseenMean > 0.02
      ? "less often than for seen pairs, but mostly"
      : "as often as for seen pairs",
);
claim("Of pairs that it never saw together, it mostly shows both", {
  measured: values(best, "unseen"),
  unit: "share of pictures with both words of a held-back pair right",
  require: { atLeast: 0.4 },
  ...headline,
});
claim("Without mismatched pairs, it shows both far less often than in pairs that it saw", {
  measured: values(both, "unseen"),
  baseline: values(both, "seen"),
  unit: "share of pictures with both words right",
  require: { atMost: -0.08 },
  ...headline,
});

// %% folded
const unseenLabels = happy.filter(isUnseen);
unseenLabels.forEach((label, i) => console.log(`${i + 1}: ${data.classNames[label]}`));
await show(
  imageGrid({
    title: `The ${unseenLabels.length} happy captions without a training picture: the first picture of each`,
    alt: "Generated faces for the held-back captions: long blue hair, glasses with green hair, hats on red hair.",
    images: crisp(unseenLabels.flatMap((label) => [...pictures[best][0].subarray(pixels * label, pixels * (label + 1))])),
    captions: unseenLabels.map((_, i) => `${i + 1}`),
    ...sheet,
    columns: 6,
  }),
); // prettier-ignore

// %% [markdown]
// With mismatched pairs the gap is about half as wide, and it stays: both words are right in 77 % of the pictures for
// held-back pairs and in 93 % for seen ones; without mismatched pairs it was 49 % and 79 %. (We made no claim of the
// gap that remains, because a pilot of three seeds did not show it. These six do.)
//
// Now look at the long blue hair, 1, 4, 7 and 12, and do not trust the number alone. The hair is blue on top, but the
// strands at the side are brown or olive. The judge gives one answer for each word, "long" and "blue"; it is not asked
// whether the *long* hair is *blue*. "Both words right" is less than "long blue hair".
//
// Each word has its own direction in the discriminator and its own row of weights in the generator, so what "blue" and
// "long" do can be learned apart. That is our explanation; no arm here tests it. One would be: a number for each whole
// caption in place of the bag. What is not learned apart is how the two *meet*: in the pictures that the discriminator
// knows, blue hair was always short, and it has never been told what long blue hair should look like.
//
// ## Does it vary? Does it copy?
//
// A generator could draw one picture for each caption, always the same, and have everything right. So: how far apart
// are two pictures with one caption, against two real faces with one caption? And it could draw training pictures. A
// picture is a **near copy** if its nearest training picture is less than half as far as the next one. New real faces
// are the floor, for they could have near doubles by chance. The measure counts copies that are nearly exact: a
// blurred one, about as far from the next face, escapes it.

// %% folded
import { nearestNeighbours } from "gan-clinic";

/** The share of pictures that are near copies of a training picture. */
function copies(all: Float32Array): number {
  const some = all.subarray(0, knobs.copies * pixels);
  const { distances } = nearestNeighbours(some, data.examples, { d: pixels, k: 2 });
  return mean(Array.from({ length: knobs.copies }, (_, i) => Number(distances[2 * i] < distances[2 * i + 1] / 2))); // prettier-ignore
}
const copied = pictures[best].map(copies);
const copiedReal = copies(others.examples);
const variety = motion[best].map(({ latent }) => latent / realMotion);
console.log(
  `near copies: generated ${mean(copied).toFixed(3)}, new real faces ${copiedReal.toFixed(3)}`,
);
console.log(`variety within a caption: ${mean(variety).toFixed(2)} of that of real faces`);
claim("Pictures with one caption differ nearly as much as real faces with one caption", {
  measured: variety,
  unit: "distance of two pictures with one caption / the same of real faces",
  require: { atLeast: 0.5, atMost: 1.2 },
  ...headline,
});
claim("Hardly any picture is a near copy of a training picture", {
  measured: copied,
  unit: "share of near copies",
  require: { atMost: 0.05 },
  ...headline,
});

// %% [markdown]
// ## Use it: type, and see
//
// A generator of this recipe comes with the library, so this part works at once. Write words of the bag, run the cell.
// Leave some out: no word for the mood, none for the length. Write two colours. (The text that stands there is one that
// no training picture had.)

// %%
import { captionGenerator, latentWalk, loadNetwork, pretrainedFile } from "gan-clinic";

const size = { size: 16, channels: 3, width: 32, latentSize: 48, conditions: bag } as const;
const shipped = captionGenerator({ ...size, name: "generator", random: seeded(1) });
loadNetwork(shipped, pretrainedFile("text-to-face"));
const draw = (latent: tf.Tensor, conditions: readonly Float32Array[]) =>
  tf.tidy(() => {
    const rows = tf.tensor2d(Float32Array.from(conditions.flatMap((one) => [...one])), [conditions.length, bag.size]);
    return crisp(shipped.from(latent, rows).dataSync());
  }); // prettier-ignore
const wish = "long blue hair, glasses, sad"; // your text
const { vector, unknown } = bag.read(wish);
if (unknown.length > 0) console.log(`not in the bag: ${unknown.join(", ")}`);
await show(
  imageGrid({
    title: `"${wish}", eight latent vectors`,
    alt: "Eight generated faces for the typed text, each from another latent vector.",
    images: draw(seeded(5).stream("wish").normal([8, 48]), Array<Float32Array>(8).fill(vector)),
    ...sheet,
  }),
);

// %% [markdown]
// A caption is a vector, so there is a way from one caption to another. In between stand things that no caption says:
// glasses half faded in, hair of half a length.

// %%
const way = (from: string, to: string) =>
  Array.from({ length: 9 }, (_, i) => {
    const [a, b] = [from, to].map((text) => bag.read(text).vector);
    return a.map((x, k) => x + ((b[k] - x) * i) / 8);
  });
const ways = [
  way("short black hair, happy", "long blond hair, happy"),
  way("long red hair, sad", "long red hair, glasses, happy"),
  way("short blue hair, happy", "long blue hair, hat, happy"),
];
const rows = tf.tidy(() => {
  const starts = tf.split(seeded(6).stream("way").normal<tf.Rank.R2>([3, 48]), 3);
  return tf.concat(starts.map((one) => tf.tile(one, [9, 1]))); // each latent vector nine times
});
await show(
  latentWalk({
    title: "Three walks from one caption to another, the latent vector held",
    alt: "Three rows of nine faces. Along a row the hair grows and turns blond; glasses appear; a hat comes down.",
    images: draw(rows, ways.flat()),
    ...sheet,
    steps: 9,
  }),
);
rows.dispose();

// %% [markdown]
// ## What did not show, and what was left out
//
// - **Long blue hair** did not show well: the strands are seldom blue. **Hats** take the colour of the hair.
// - **Beards** were left out, to keep the captions short; the judge reads them well.
// - **Emoji from their names** (`emoji()` has them) make a fine show, and a bad measurement: one picture a name, so
//   a generator that learns the list by heart is right every time, and has no variety to lose. Try it as your project.
// - **Two traits together** (glasses *and* a hat) were not held back, only traits with colours.
// - Nothing here says that a larger system puts together what it has not seen. It says how you would find out.
//
// ## Your own project
//
// `fromFolder` reads your pictures and takes the **file names as captions**: `red-ball-3.png` has the words "red",
// "ball" and "3". So name them by what they show, then:
//
// ```ts
// const mine = await fromFolder("my-pictures", { size: 16, channels: 3 });
// const words = bagOfWords(mine.captions!, { atLeast: 5 }); // words that five pictures have
// const bags = mine.captions!.map((text) => words.read(text).vector.join(""));
// const labels = Int32Array.from(bags, (bag) => bags.indexOf(bag)); // the same words, the same number: otherwise
// // mismatched pairs would punish captions that fit
// const data = finiteDataset({ ...mine, labels, classes: mine.count });
// const generator = captionGenerator({ size: 16, channels: 3, width: 32, latentSize: 48, conditions: words, ... });
// ```
//
// Then `captionDiscriminator`, `mismatchedTerm` and `trainGan`, as above. Ideas: hold one pair of words back before you
// train, and guess how often it comes out right. Give the bag word *pairs* too, so that "red hat" and "red hair" are
// told apart. Leave the mismatched pairs out. Train on `emoji({ size: 16 })`, and ask for a "crying cat heart".
//
// How an instructor can grade it, 20 points:
//
// | | points | full points for |
// | --- | --- | --- |
// | question | 2 | one sentence, with a guess written down before the training |
// | data | 3 | where from, licence, how many, what the captions leave out; `dataReport` read |
// | build | 4 | both networks are told the text; their sizes are given, and why |
// | break and mend | 4 | one arm differs from another in one thing only; at least three seeds each |
// | measure | 4 | a number for "as asked", with floor and ceiling; seen and held-back captions apart; near copies |
// | pictures | 1 | the first ones, not chosen |
// | honesty | 2 | what failed, what was not tried, what the numbers do not show |
//
// ## What this notebook found

// %%
resultsTable();

// %% [markdown]
// ## Check yourself
//
// <details><summary>1. Your generator makes fine pictures, and half of the pictures asked for with "glasses" have some; so
// have half of the others. What do you look at first? (a) the generator's capacity (b) whether D gets the text (c) the
// number of steps</summary>
//
// (b). Half and half is chance: the text has no hold on the picture. Only D can reward that it does. (a) and (c) would
// show in the quality of the pictures.
// </details>
//
// <details><summary>2. "A red hat on black hair" and "a black hat on red hair" come out alike. Why? (a) mode collapse (b) they
// are the same bag of words (c) too few training pictures</summary>
//
// (b). The vector has a 1 for red, black, hat and hair, both times. (c) More pictures do not help, for the network
// cannot be told which is meant. Word pairs in the bag, or an encoder that keeps the order, would.
// </details>
//
// <details><summary>3. 55 % of the five things are right. Is that better than nothing? (a) yes, more than half (b) look at
// the floor first (c) no, it must be 100 %</summary>
//
// (b). Four things are yes-or-no, so a picture of anything has about half of them right. The floor above says how much.
// </details>
//
// <details><summary>4. What do mismatched pairs teach D that the other pairs do not? (a) what fakes look like (b) that a real
// picture is not enough: it must fit its text (c) more pictures</summary>
//
// (b). Without them all real pictures that D sees come with fitting captions, so "looks real" nearly decides. (c) They
// are the same pictures, with other captions.
// </details>
//
// ## Where next
//
// - Papers: [Reed et al. 2016](https://arxiv.org/abs/1605.05396), who began it; [StackGAN
//   2017](https://arxiv.org/abs/1612.03242), in two stages; [AttnGAN 2018](https://arxiv.org/abs/1711.10485), with
//   attention to words; [Radpour and Bheda 2017](https://arxiv.org/abs/1712.04421), emoji from their names.
// - [Notebook 05](05-evaluation.ipynb) for measures that mislead; [09](09-mode-dropping.ipynb) for what is rare.
//
// Or a picture for a text of yours: name your files by what they show; `bagOfWords` reads the names.
//
// **Next: [15 · CycleGAN](15-cyclegan.ipynb) →**
