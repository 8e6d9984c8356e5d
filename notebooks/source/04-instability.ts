// ---
// title: Instability
// seconds:
//   full: 185
//   quick: 70
//   smoke: 30
// ---

// %% [markdown]
// # 04 · Instability: oscillation, divergence, decay into noise
//
// In notebook 00 both networks improved together. That is not how it must go. Each network changes the other's
// goal at every step, so there is no common hill to roll down. The two can circle each other for ever. They can
// drive each other apart until a number overflows. Or they play well for a long time, and one day the samples
// turn to noise.
//
// **After this notebook you can**
//
// - predict from a 2×2 matrix whether a GAN variant comes to rest, and at what rate;
// - tell oscillation, divergence and late decay apart, by numbers and not by eye;
// - name the lever that caused it here (momentum), and say what each usual remedy does to it: lower momentum, an
//   average of the weights, R1, WGAN with clipping, WGAN-GP, gradient clipping, lower rates;
// - say which monitor warns first, and why a calm loss curve proves nothing.
//
// You need notebook 00. It runs for about three minutes on two cores, and takes an hour to read well.

// %%
import { budget, claim, comparisonTable, resultsTable, runSeeds, seedList } from "gan-clinic"; // evidence
import { compareStockGradients, namedVariable, seeded, startEngine, tf } from "gan-clinic";
import { meanInterval, mnist, ring } from "gan-clinic"; // an interval; data
import { minimax, nonSaturating, wasserstein, type GanLoss } from "gan-clinic"; // losses
import { clipWeights, consensus, gradientPenalty, r1 } from "gan-clinic"; // penalties and limits
import { leakyRelu, relu, sigmoid, softplus, swish, tanh } from "gan-clinic"; // activations
import { bars, curves, doseResponse, imageGrid, scatterFrames, seedCurves } from "gan-clinic"; // charts
import { beforeAfter, show, smooth, trajectories } from "gan-clinic";
import type { RemoteExperiment } from "gan-clinic";
import { diracGrowth, explore, predict, riddle } from "gan-clinic"; // to guess, to play with, to diagnose

const engine = await startEngine();

const quick = false; // true: fewer seeds and steps, in about 70 seconds. Then run all cells anew
// Knobs: change one, run the cells below again. "full" proves the claims, "quick" is smaller, "smoke" is for tests.
const knobs = budget(
  {
    full: {
      seeds: seedList(5),
      manySeeds: seedList(10), // where a run is cheap
      ringSteps: 2000,
      digitSteps: 800,
      lateSteps: 1000,
      diracSteps: 500,
    },
    quick: {
      seeds: seedList(3),
      manySeeds: seedList(3),
      ringSteps: 720,
      digitSteps: 150,
      lateSteps: 400,
      diracSteps: 500, // a game of two weights: it costs nothing
    },
    smoke: {
      seeds: seedList(2),
      manySeeds: seedList(3),
      ringSteps: 20,
      digitSteps: 10,
      lateSteps: 50,
      diracSteps: 40,
    },
  },
  { quick },
);
const smoke = knobs.name === "smoke";
const oneProcess = smoke ? { processes: 1 } : {}; // else as many as there are cores
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
console.log(`engine: ${engine.name}, budget: ${knobs.name}, ${knobs.seeds.length} seeds an arm`);

// %% [markdown]
// ## The pitfall in one picture
//
// The data are eight narrow clouds on a circle of radius 2. One function trains and measures every ring run of this
// notebook. A run is described by its **arm**: what differs from the common set-up. Skim the function now; come back
// when you want to know exactly what a number means.

// %%
interface Arm {
  readonly loss?: "nonSaturating" | "minimax" | "wasserstein"; // nonSaturating
  readonly rate: number; // learning rate of both players
  readonly beta1?: number; // Adam's momentum; .9 in this notebook
  readonly sgd?: number; // plain gradient descent with this momentum, in place of Adam
  readonly r1?: number; // weight γ of R1
  readonly penalty?: number; // weight λ of the gradient penalty (WGAN-GP)
  readonly criticSteps?: number; // discriminator updates for each generator update; 1
  readonly clip?: number; // gradients longer than this are shortened
  readonly weightClip?: number; // the discriminator's weights are cut to ± this (WGAN)
  readonly decay?: boolean; // the rate falls to 0 along a straight line
}

/** What is seen of one generator over the last third of its run; not a number if it diverged. */
interface Look {
  readonly drift: number;
  readonly distance: number;
  readonly modes: number;
}

interface RingResult extends Look {
  readonly average: Look; // of the same run: the generator with averaged weights, where they are kept
  readonly diverged: boolean;
  readonly stepsDone: number;
  readonly step: number[]; // of each snapshot
  readonly distances: number[]; // at each snapshot
  readonly discriminatorLoss: number[];
  readonly generatorLoss: number[];
  readonly frames: { step: number; samples: Float32Array }[]; // the last six snapshots
  readonly averageFrame: Float32Array; // the last one, with averaged weights
}

type RingResults = Record<string, RingResult>;

// Sent to other processes as text: it uses its three arguments and nothing else.
const playRing: RemoteExperiment<
  RingResults,
  { arms: Record<string, Arm>; steps: number }
> = async ({ seed }, library, { arms, steps }) => {
  const { leakyRelu, linearRate, mlp, modeCoverage, relu, ring, seeded, tf, trainGan } = library;
  const { heNormal, gradientPenaltyTerm, r1Term, slicedWasserstein, startEngine } = library;
  await startEngine();
  const data = ring({ radius: 2, std: 0.05 });
  const real = data.sample(1000, seeded(0).stream("real"));
  const realPoints = Float32Array.from(real.dataSync());
  real.dispose();
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

  /** Distance from the data, and how many samples are nearest to each mode (all, and good ones only). */
  const lookAt = (samples: Float32Array) => {
    if (!samples.every(Number.isFinite)) return { distance: NaN, modes: NaN, histogram: [] };
    const { histogram, highQualityHistogram } = modeCoverage(samples, data);
    const random = seeded(0).stream("directions");
    const options = { d: 2, order: 1, directions: 16, random } as const;
    return {
      distance: slicedWasserstein(realPoints, samples, options),
      modes: highQualityHistogram.filter((count) => count >= 20).length, // 2 % of 1000
      histogram,
    };
  };
  const lastThird = (all: Float32Array[]) => {
    const looks = all.slice(-Math.max(2, Math.floor(all.length / 3))).map(lookAt);
    const changes = looks.slice(1).map(({ histogram }, i) => {
      const before = looks[i].histogram;
      return histogram.reduce((sum, n, k) => sum + Math.abs(n - before[k]), 0) / 2000;
    });
    return {
      drift: mean(changes),
      distance: mean(looks.map(({ distance }) => distance)),
      modes: mean(looks.map(({ modes }) => modes)),
    };
  };

  const results: RingResults = {};
  for (const [name, arm] of Object.entries(arms)) {
    const net = (player: string, inputs: number, outputs: number, activation: typeof relu) =>
      mlp({
        name: player,
        inputs,
        outputs,
        hidden: [64, 64],
        activation,
        init: heNormal,
        random: seeded(seed).stream(player),
      });
    const rate = arm.decay ? linearRate({ from: arm.rate, to: 0, steps }) : arm.rate;
    const momentum = arm.sgd;
    const limit = arm.clip && { norm: arm.clip };
    const keepsAverage = arm.loss === undefined; // to save time, only where it is looked at
    const run = await trainGan({
      data,
      seed,
      steps,
      snapshotEvery: Math.max(10, steps / 40),
      compiled: steps > 100, // compiling takes longer than a handful of steps
      snapshotSize: 1000, // the same 1000 latent vectors at each snapshot
      generator: net("generator", 8, 2, relu),
      discriminator: net("discriminator", 2, 1, leakyRelu),
      loss: library[arm.loss ?? "nonSaturating"],
      learningRate: { generator: rate, discriminator: rate },
      beta1: arm.beta1 ?? 0.9,
      ...(momentum !== undefined && {
        optimizer: (r: number) => tf.train.momentum(r, momentum),
      }),
      terms: [
        ...(arm.r1 ? [r1Term({ weight: arm.r1 })] : []),
        ...(arm.penalty ? [gradientPenaltyTerm({ weight: arm.penalty })] : []),
      ],
      discriminatorSteps: arm.criticSteps ?? 1,
      ...(keepsAverage && { average: 0.995 }), // looks back over about 200 steps
      ...(limit && { clip: { generator: limit, discriminator: limit } }),
      ...(arm.weightClip && { weightClip: arm.weightClip }),
    });
    const { snapshots, history } = run;
    const diverged = run.stopped === "not-a-number";
    const none = { drift: NaN, distance: NaN, modes: NaN };
    const own = snapshots.map(({ samples }) => samples);
    const averaged = snapshots.map(({ samples, averageSamples }) => averageSamples ?? samples);
    results[name] = {
      ...(diverged ? none : lastThird(own)),
      average: diverged ? none : lastThird(averaged),
      diverged,
      stepsDone: run.stepsDone,
      step: snapshots.map(({ step }) => step),
      distances: own.map((samples) => lookAt(samples).distance),
      discriminatorLoss: history.discriminatorLoss,
      generatorLoss: history.generatorLoss,
      frames: snapshots
        .slice(-6)
        .map(({ step, samples }) => ({ step, samples: samples.slice(0, 600) })),
      averageFrame: averaged.at(-1)!.slice(0, 600),
    };
    run.dispose();
  }
  return results;
};

/** One number of an arm for each seed. */
const over = (runs: readonly RingResults[], arm: string, of: (result: RingResult) => number) =>
  runs.map((run) => of(run[arm]));

const realPoints = ring({ radius: 2, std: 0.05 })
  .sample(600, seeded(0).stream("shown"))
  .dataSync() as Float32Array;

// %% [markdown]
// Our patient: the usual non-saturating loss, the R1 penalty (explained below) with weight 1, learning rates 5e-3,
// and Adam with `beta1 = 0.9`. That is Adam's default in nearly every library. Nothing here looks reckless.

// %%
const patient: Arm = { rate: 5e-3, r1: 1 };
const steps = knobs.ringSteps;
const baseRuns = await runSeeds("patient", knobs.seeds, playRing, {
  ...oneProcess,
  inputs: { arms: { patient: patient }, steps: steps },
});
const first = baseRuns[0].patient;

await show(
  scatterFrames({
    title: "Six moments near the end of one run: the samples never stay",
    alt: "Six pictures of the generated points near the end of training. The same 300 latent vectors lie elsewhere each time, and most lie between the real clouds.",
    frames: first.frames,
    real: realPoints,
    columns: 3,
    domain: [-3.2, 3.2],
  }),
);
await show(
  curves({
    title: "The losses of the same run look calm",
    alt: "Both losses stay near their undecided values, log 4 and log 2, to the end of training.",
    x: first.discriminatorLoss.map((_, i) => i + 1),
    series: [
      { name: "discriminator", values: smooth(first.discriminatorLoss, 50) },
      { name: "generator", values: smooth(first.generatorLoss, 50) },
    ],
    reference: [
      { value: Math.log(4), label: "log 4" },
      { value: Math.log(2), label: "log 2" },
    ],
    yTitle: "loss (nats), mean of 50 steps",
    yDomain: [0, 2.2],
  }),
);

// %% [markdown]
// ## Measure: is it moving, and is it any good?
//
// Two questions, so two kinds of number. All are taken at snapshots of the *same* 1,000 latent vectors, and averaged
// over the last third of training.
//
// - **Drift** (is it moving?): give each sample to its nearest mode. What share of the samples would have to change
//   its mode to get from one snapshot's counts to the next one's? 0 means that it stands still.
// - **Distance** (is it good?): the sliced Wasserstein distance to real points. How far, on average, must the
//   samples be carried to become the data? ("Sliced": seen along 16 directions, one after the other.) The ring has
//   radius 2, so .3 is far.
// - **Modes** (is it good?): modes that get at least 2 % of the samples within 3 standard deviations.
//
// Never read the first without the others. A generator that stands still between the modes has a drift of 0.

// %%
const baseDrift = over(baseRuns, "patient", ({ drift }) => drift);
const oscillates = claim("The patient oscillates: near the end, samples still change their modes", {
  measured: baseDrift,
  unit: "share of samples per snapshot",
  require: { atLeast: 0.05 },
});
const misses = claim("The patient's samples are bad too: hardly any mode is hit", {
  measured: over(baseRuns, "patient", ({ modes }) => modes),
  unit: "modes of 8",
  require: { atMost: 2 },
});
const lastThirdOf = (values: readonly number[]) =>
  mean(values.slice(-Math.floor(values.length / 3)));
const calmLoss = claim("Its discriminator's loss stays near log 4 = 1.386, as in a healthy game", {
  measured: over(baseRuns, "patient", (run) => lastThirdOf(run.discriminatorLoss)),
  unit: "nats",
  require: { atLeast: 1.25, atMost: 1.4 },
});

// %% [markdown]
// ## Why: the smallest GAN there is
//
// Take away all that can be taken away ([Mescheder et al. 2018](https://arxiv.org/abs/1801.04406)). The data are a
// single point, 0. The generator has one weight and always makes the point $\theta$. The discriminator has one
// weight too: its score is $\psi x$, a straight line through 0. This is the **Dirac-GAN**. It has one solution:
// $\theta = 0$ (the fake is the data) and $\psi = 0$ (the discriminator is flat).
//
// The discriminator tilts its line until the fake gets a low score. The generator walks uphill, past 0, and out on
// the other side. The discriminator tilts the other way. They go round and round, as a planet falls around the sun
// without ever falling into it.
//
// The next cell plays that game *with the library's own losses and penalties*. So the theory below also tests the
// code. Each row of a tensor is a game of its own: ten starting points cost no more than one.

// %%
interface Variant {
  readonly loss: GanLoss;
  /** Added to the discriminator's loss. */
  readonly penalty?: (
    critic: (x: tf.Tensor) => tf.Tensor,
    real: tf.Tensor,
    fake: tf.Tensor,
  ) => tf.Tensor;
  readonly consensus?: number; // weight of the consensus penalty, on both players
  readonly noise?: tf.Tensor; // (1, draws): instance noise, added to real points and fakes
  readonly weightClip?: number;
  /** Theory: the matrix of the game near the solution. */
  readonly matrix?: readonly (readonly number[])[];
}
interface Play {
  readonly steps: number;
  readonly rate: number;
  readonly inTurn?: boolean; // first the discriminator, then the generator; or both at once
  readonly momentum?: number;
}

// %%
/** Positions (θ, ψ) of each game after 0, 1, 2, … steps. */
function playDirac(variant: Variant, start: readonly number[][], play: Play): number[][][] {
  const { steps, rate, inTurn = false, momentum = 0 } = play;
  const games = start.length;
  const column = (i: number) => tf.tensor2d(start.map((point) => [point[i]]));
  const theta = namedVariable(column(0), "dirac/theta"); // (games, 1)
  const psi = namedVariable(column(1), "dirac/psi"); // (games, 1)
  const speeds = [theta, psi].map((v) => namedVariable(tf.zerosLike(v), `${v.name}/speed`));
  const noise = variant.noise ?? tf.zeros([1, 1]);

  const critic = (x: tf.Tensor) => tf.mul(x, psi);
  const real = () => tf.add(tf.zeros([games, 1]), noise); // (games, draws)
  const fake = () => tf.add(theta, noise);
  const lossD = () => {
    const parts = variant.loss.discriminator(critic(real()), critic(fake()));
    return tf.add(parts.real, parts.fake) as tf.Scalar;
  };
  const lossG = () => variant.loss.generator(critic(fake()));
  // ½‖v‖² of the game's gradient v; the losses are means over the games, so v is too small by that factor
  const mutual = () =>
    tf.mul(
      (variant.consensus ?? 0) * games,
      consensus({ loss: lossD, variables: [psi] }, { loss: lossG, variables: [theta] }),
    );
  const added = (...parts: tf.Tensor[]) => tf.addN(parts) as tf.Scalar;
  const wholeD = () =>
    added(
      lossD(),
      ...(variant.penalty ? [variant.penalty(critic, real(), fake())] : []),
      ...(variant.consensus ? [mutual()] : []),
    );
  const wholeG = () => (variant.consensus ? added(lossG(), mutual()) : lossG());

  const gradient = (loss: () => tf.Scalar, v: tf.Variable) =>
    tf.mul(tf.variableGrads(loss, [v]).grads[v.name], games);
  const move = (v: tf.Variable, speed: tf.Variable, slope: tf.Tensor) => {
    speed.assign(tf.add(tf.mul(momentum, speed), slope)); // heavy ball: speed ← β speed + gradient
    v.assign(tf.sub(v, tf.mul(rate, speed)));
    if (v === psi && variant.weightClip) clipWeights([psi], variant.weightClip);
  };
  const places = [start.map((point) => [...point])];
  for (let step = 0; step < steps; step++) {
    tf.tidy(() => {
      const slopeD = gradient(wholeD, psi);
      if (inTurn) move(psi, speeds[1], slopeD);
      const slopeG = gradient(wholeG, theta);
      if (!inTurn) move(psi, speeds[1], slopeD);
      move(theta, speeds[0], slopeG);
    });
    const [thetas, psis] = [theta.dataSync(), psi.dataSync()];
    places.push(start.map((_, i) => [thetas[i], psis[i]]));
  }
  tf.dispose([theta, psi, ...speeds]);
  return places;
}

const distanceFromSolution = ([theta, psi]: readonly number[]) => Math.hypot(theta, psi);

// %% [markdown]
// ### See it
//
// Three games from the same start: nothing added; the R1 penalty; R1 with momentum .9. Guess first.

// %%
const roams = predict(
  "R1 draws the game into its solution. With momentum .9 added to R1, does it still?",
  ["comes to rest", "leaves"],
  { guess: "?", sure: 0.7 },
);

// %%
const unlike = seeded(0).normals(64); // noise without luck: mirrored, and scaled to the wanted size exactly
const mirrored = [...unlike, ...Array.from(unlike, (value) => -value)];
const size = Math.sqrt(mean(mirrored.map((value) => value * value)));
const noise = tf.tensor2d([mirrored.map((value) => (0.7 * value) / size)]); // std .7

const withR1 = (weight: number): Pick<Variant, "penalty" | "matrix"> => ({
  penalty: (critic, real) => tf.mul(weight, r1(critic, real)),
  matrix: [
    [0, 1 / 2],
    [-1 / 2, -weight],
  ],
});
const rotation = [
  [0, 1 / 2],
  [-1 / 2, 0],
];
const variants: Record<string, Variant> = {
  GAN: { loss: minimax, matrix: rotation },
  "non-saturating": { loss: nonSaturating, matrix: rotation },
  "WGAN, clip 1": { loss: wasserstein, weightClip: 1, matrix: [[0, 1], [-1, 0]] }, // prettier-ignore
  "WGAN-GP": {
    loss: wasserstein,
    penalty: (critic, real, fake) => tf.mul(0.35, gradientPenalty(critic, real, fake, seeded(0))),
  },
  "instance noise .7": { loss: minimax, noise: noise, matrix: [[0, 1 / 2], [-1 / 2, -(0.7 ** 2) / 2]] }, // prettier-ignore
  "R1 .3": { loss: minimax, ...withR1(0.3) },
  "R1 1 (critical)": { loss: minimax, ...withR1(1) },
  "non-saturating + R1 .3": { loss: nonSaturating, ...withR1(0.3) },
  "consensus 1": { loss: minimax, consensus: 1, matrix: [[-1 / 4, 1 / 2], [-1 / 2, -1 / 4]] }, // prettier-ignore
};
const rate = 0.2; // as in the authors' notebook

const ways = [
  { name: "GAN", variant: "GAN", momentum: 0, shown: 150 },
  { name: "R1 .3", variant: "R1 .3", momentum: 0, shown: 150 },
  { name: "R1 .3, momentum .9", variant: "R1 .3", momentum: 0.9, shown: 60 },
].map(({ name, variant, momentum, shown }) => ({
  name,
  points: playDirac(variants[variant], [[1, -1]], {
    steps: shown,
    rate: rate,
    momentum: momentum,
  }).map(([place]) => place),
}));
await show(
  trajectories({
    title: "Out, in, and astray: nothing, R1, and R1 with momentum",
    alt: "Without a penalty the two weights spiral outwards. With R1 they spiral into the solution. With R1 and momentum .9 they roam far from it.",
    series: ways,
    target: [0, 0],
    domain: [-5, 5],
    xTitle: "generator's weight θ",
    yTitle: "discriminator's weight ψ",
  }),
);
const [from, to] = [0, -1].map((step) => distanceFromSolution(ways[2].points.at(step)!));
roams.reveal(to < from ? "comes to rest" : "leaves");

// %% [markdown]
// ### Predict it
//
// Near the solution every smooth game is a matrix $J$: it says which way $(\theta, \psi)$ is pushed at a small
// distance from the solution. A step of size $h$ multiplies the position by $I + hJ$. For the GAN,
//
// $$J = \begin{pmatrix} 0 & \tfrac12 \\ -\tfrac12 & 0 \end{pmatrix}, \qquad \lambda = \pm \tfrac12 i .$$
//
// The eigenvalues $\lambda$ are imaginary: pure rotation. No part of the push points *inwards*. A finite step makes
// it worse: $|1 + h\lambda| = \sqrt{1 + h^2/4}$ is above 1, so each step leads a little further out. Along a circle,
// every step on the tangent leaves the circle.
//
// **R1** adds $\tfrac{\gamma}{2}\,\|\nabla_x D\|^2$ on real points to the discriminator's loss. Here the slope is $\psi$ itself, so
// $\psi$ is pulled to 0. The lower right entry becomes $-\gamma$, and
//
// $$\lambda = -\frac{\gamma}{2} \pm \sqrt{\frac{\gamma^2}{4} - \frac14}.$$
//
// Now there is a real part, and it is negative: friction. At $\gamma = 1$ the root is 0, as in a door closer that is
// set just right. **Instance noise** of variance $\sigma^2$ has the same effect with $\gamma = \sigma^2 / 2$: a
// discriminator that sees blurred points cannot profit from being steep. **Consensus optimisation** gives both players
// friction: $-\tfrac14$ each. **WGAN-GP** asks for a slope of exactly 1, *also at the solution*, where it should be 0.
// So it has no resting point there at all: no matrix, no rate.
//
// How far from the solution after $k$ steps? About $\rho^k$, where $\rho$ is the greatest $|1 + h\lambda|$. Below 1 it
// converges, above 1 it leaves. If the players move in turn, $\rho$ is that of the product of their two steps.

// %%
type Matrix = readonly (readonly number[])[];
const product = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));

/** ρ of a matrix: how fast its powers grow. Squared 24 times, so that only the greatest eigenvalue is left. */
function spectralRadius(matrix: Matrix): number {
  let power = matrix;
  let log = 0;
  for (let i = 1; i <= 24; i++) {
    power = product(power, power);
    const largest = Math.max(...power.flat().map(Math.abs));
    power = power.map((row) => row.map((value) => value / largest));
    log = 2 * log + Math.log(largest);
  }
  return Math.exp(log / 2 ** 24);
}

/** The step as a matrix on (θ, ψ, speed of θ, speed of ψ), where the players in `movers` move. */
function stepMatrix(
  game: Matrix,
  h: number,
  movers: readonly number[],
  momentum: number,
): number[][] {
  const step: number[][] = [0, 1, 2, 3].map((row) =>
    [0, 1, 2, 3].map((entry) => (entry === row ? 1 : 0)),
  );
  for (const player of movers) {
    const speed = [h * game[player][0], h * game[player][1], 0, 0];
    speed[2 + player] = momentum;
    step[2 + player] = speed;
    step[player] = step[player].map((value, i) => value + speed[i]);
  }
  return step;
}

function predictedRate(game: Matrix, { rate, inTurn = false, momentum = 0 }: Play): number {
  const move = (...movers: number[]) => stepMatrix(game, rate, movers, momentum);
  return spectralRadius(inTurn ? product(move(0), move(1)) : move(0, 1));
}

/** ρ as measured: the slope of the logarithm of the distance, over some steps of one game. */
function measuredRate(
  places: readonly number[][][],
  game: number,
  from: number,
  to: number,
): number {
  const logs = places
    .slice(from, to + 1)
    .map((place) => Math.log(Math.max(1e-36, distanceFromSolution(place[game]))));
  const middle = (logs.length - 1) / 2;
  const spread = logs.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  return Math.exp(logs.reduce((sum, value, i) => sum + (i - middle) * value, 0) / spread);
}

// %% [markdown]
// ### Measure it
//
// Ten games from ten directions, .001 away from the solution, where the matrix should be all that counts. An eleventh
// begins far away, at $(1, -1)$, as the authors' notebook does. (There $(1, 1)$: their $\psi$ has the other sign.)

// %%
/** A point at a distance, in the seed's direction. */
const around = (radius: number) => (seed: number) => {
  const angle = 2 * Math.PI * seeded(seed).stream("direction").uniforms(1)[0];
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
};
const starts = [...knobs.manySeeds.map(around(1e-3)), [1, -1]];
const [rateFrom, rateTo] = smoke ? [5, 35] : [50, 250];
const far = starts.length - 1;

interface DiracResult {
  readonly name: string;
  readonly inTurn: boolean;
  readonly predicted?: number;
  readonly measured: number[]; // for each seed
  readonly growth: number[]; // log10 of end by start, for each seed
  readonly far: readonly [number, number]; // distance of the eleventh after 100 and 500 steps
}
const diracResults: DiracResult[] = [];
for (const [name, variant] of Object.entries(variants)) {
  for (const inTurn of [false, true]) {
    const play = { steps: knobs.diracSteps, rate: rate, inTurn: inTurn };
    const places = playDirac(variant, starts, play);
    const games = knobs.manySeeds.map((_, i) => i);
    const at = (step: number) =>
      distanceFromSolution(places[Math.min(step, knobs.diracSteps)][far]);
    diracResults.push({
      name: name,
      inTurn: inTurn,
      ...(variant.matrix && { predicted: predictedRate(variant.matrix, play) }),
      measured: games.map((i) => measuredRate(places, i, rateFrom, rateTo)),
      growth: games.map((i) => Math.log10(distanceFromSolution(places.at(-1)![i]) / 1e-3)),
      far: [at(100), at(500)],
    });
  }
}
console.log("growth per step, near the solution         at once              in turn");
console.log("                                      predicted measured   predicted measured");
for (const name of Object.keys(variants)) {
  const cells = diracResults
    .filter((result) => result.name === name)
    .map(
      ({ predicted, measured }) =>
        `${predicted?.toFixed(4) ?? "  none"}    ${mean(measured).toFixed(4)}`,
    );
  console.log(`${name.padEnd(38)} ${cells.join("    ")}`);
}

// %%
const withTheory = diracResults.filter(({ predicted }) => predicted !== undefined);
/** For each seed, the value that fits worst among some games. */
const worst = (
  results: readonly DiracResult[],
  of: (result: DiracResult, seed: number) => number,
) => knobs.manySeeds.map((_, i) => Math.max(...results.map((result) => of(result, i))));

const converging = [
  "instance noise .7",
  "R1 .3",
  "R1 1 (critical)",
  "non-saturating + R1 .3",
  "consensus 1",
];
const inside = diracResults.filter(({ name }) => converging.includes(name));
const outside = diracResults.filter(({ name }) => !converging.includes(name));

const theoryHolds = claim(
  "Dirac-GAN: in all 16 games with a matrix, the measured growth per step is the predicted one (worst game)",
  {
    // WGAN's games end at the clip, and those that leave fast end where the matrix no longer holds
    measured: worst(withTheory, ({ predicted, measured }, i) => Math.abs(measured[i] - predicted!)),
    unit: "difference in growth per step",
    require: { atMost: 0.012 },
  },
);
const theseConverge = claim(
  "Instance noise, R1, non-saturating with R1, and consensus converge (the slowest of them)",
  {
    measured: worst(inside, ({ growth }, i) => growth[i]),
    unit: "powers of ten, end by start",
    require: { atMost: -3 },
  },
);
const theseDoNot = claim(
  "GAN, non-saturating, WGAN and WGAN-GP do not (the one that comes nearest)",
  {
    measured: worst(outside, ({ growth }, i) => -growth[i]),
    unit: "powers of ten, start by end",
    require: { atMost: 0.1 },
  },
);

const ratesOf = (name: string, inTurn: boolean) =>
  diracResults.find((result) => result.name === name && result.inTurn === inTurn)!.measured;
const turnsHelp = claim("The bare GAN moves away more slowly when the players take turns", {
  measured: ratesOf("GAN", true),
  baseline: ratesOf("GAN", false),
  unit: "growth per step",
  require: { atMost: -0.002 },
});
const criticalFastest = claim(
  "With both moving at once, R1 at its critical weight 1 is the fastest (against the next)",
  {
    measured: ratesOf("R1 1 (critical)", false),
    baseline: knobs.manySeeds.map((_, i) =>
      Math.min(
        ...inside
          .filter(({ name, inTurn }) => !inTurn && name !== "R1 1 (critical)")
          .map(({ measured }) => measured[i]),
      ),
    ),
    unit: "growth per step",
    require: { atMost: -0.02 },
  },
);

// %% [markdown]
// Three things to take away.
//
// - **Taking turns helps, a little.** In turn, the bare GAN keeps its distance ($\rho = 1$); at once, it spirals out.
//   Our trainer takes turns, like nearly all programs.
// - **The loss hardly matters, the friction does.** GAN and non-saturating have the same matrix. (Far from the
//   solution they differ: the table further below.)
// - **The rate has an optimum.** R1 with weight 1 is the fastest of all when the players move at once.
//
// ### Now add momentum
//
// Momentum keeps a share $\beta$ of the last step's speed: a heavy ball. On a hillside it helps. But the Dirac-GAN is
// no hillside. A heavy planet in orbit is not easier to stop ([Gidel et al. 2019](https://arxiv.org/abs/1807.04740) show that
// *negative* momentum is what a game wants). With speeds, the state has four numbers, the matrix is 4×4, and all else
// stays.
//
// Here is R1 with weight .3, which converged, at four momenta. Guess first.

// %%
const fastest = predict(
  "With which of these momenta does R1 of weight .3 come to rest fastest?",
  ["-0.5", "0", "0.5", "0.9"],
  { guess: "?", sure: 0.4 },
);

// %%
const momenta = [-0.5, 0, 0.5, 0.9];
const close = knobs.manySeeds.map(around(1e-9)); // so near that 100 steps outwards are still near
const heavy = ["non-saturating", "R1 .3"].flatMap((name) =>
  momenta.map((momentum) => {
    const play = { steps: smoke ? 40 : 100, rate: rate, inTurn: true, momentum: momentum };
    const places = playDirac(variants[name], close, play);
    return {
      name: name,
      momentum: momentum,
      predicted: predictedRate(variants[name].matrix!, play),
      measured: close.map((_, i) => measuredRate(places, i, smoke ? 10 : 30, play.steps)),
    };
  }),
);
const ofVariant = (name: string) => heavy.filter((one) => one.name === name);

await show(
  curves({
    title: "Momentum turns convergence into divergence: R1 crosses 1 between .5 and .9",
    alt: "Predicted and measured growth per step against momentum. With R1 it is below 1 up to momentum .5 and well above 1 at .9; measured values lie on the predicted lines.",
    x: momenta,
    series: ["non-saturating", "R1 .3"].flatMap((name) => [
      { name: `${name}, predicted`, values: ofVariant(name).map(({ predicted }) => predicted) },
      { name: `${name}, measured`, values: ofVariant(name).map(({ measured }) => mean(measured)) },
    ]),
    reference: [{ value: 1, label: "stays" }],
    xTitle: "momentum β (four values; the lines between them only guide the eye)",
    yTitle: "growth of the distance per step",
  }),
);
const [best] = [...ofVariant("R1 .3")].sort((a, b) => mean(a.measured) - mean(b.measured));
fastest.reveal(String(best.momentum) as "-0.5" | "0" | "0.5" | "0.9");
const heavyTheory = claim("With momentum too, measured growth is as predicted (worst of 8 games)", {
  measured: close.map((_, i) =>
    Math.max(...heavy.map(({ predicted, measured }) => Math.abs(measured[i] - predicted))),
  ),
  unit: "difference in growth per step",
  require: { atMost: 0.005 },
});
const momentumBreaksR1 = claim("R1 converges without momentum and diverges with momentum .9", {
  measured: ofVariant("R1 .3")[3].measured,
  baseline: ofVariant("R1 .3")[1].measured,
  unit: "growth per step",
  require: { atLeast: 0.1 },
});

// %% [markdown]
// ### Turn the knobs
//
// Growth per step is a formula, so this chart computes it by itself. Move the sliders below it; the arrow keys move them
// too. Where a line is below 1, the game comes to rest. How much R1 does momentum .9 need? What does a tenth of the step
// size change? What does momentum 0, or a negative one?

// %%
await show(
  explore({
    title: "Growth per step of the Dirac-GAN: where it is below 1, the game comes to rest",
    alt: "Growth per step against the weight of R1, for players that move at once and in turn. At momentum 0.9 and step size 0.2 both lines begin above 1, fall below it near weight 1, and shoot up near weight 19.",
    sliders: {
      momentum: { title: "momentum β", from: -0.9, to: 0.95, value: 0.9, step: 0.05 },
      step: { title: "step size h", from: 0.005, to: 1, value: 0.2, step: 0.005 },
    },
    x: { name: "weight", title: "weight γ of R1", domain: [0.03, 30], scale: "log" },
    y: { title: "growth of the distance per step", domain: [0.6, 1.4] },
    where: diracGrowth, // the matrices above, their largest eigenvalue written out
    lines: [
      { name: "both at once", formula: "atOnce" },
      { name: "in turn", formula: "inTurn" },
    ],
    reference: [{ value: 1, label: "stays" }],
  }),
);

// %% [markdown]
// So theory has a suspect for our patient. It *has* R1. It also has `beta1 = 0.9`, and in Adam that is the momentum.
// Adam is not a heavy ball, and a network is not one weight. So we go and look.
//
// ## Fixes, one lever at a time
//
// Each arm changes one thing in the patient. The average of the weights (**EMA**, exponential moving average) needs no run of
// its own: a second generator follows the first one's weights, going 1/200 of the way at each step
// ([Yazıcı et al. 2019](https://arxiv.org/abs/1806.04498)).

// %%
const lever = (changed: Partial<Arm>): Arm => ({ ...patient, ...changed });
const levers: Record<string, Arm> = {
  "β1 .5": lever({ beta1: 0.5 }),
  "β1 0": lever({ beta1: 0 }),
  "rates / 5": lever({ rate: 1e-3 }),
  "rates fall to 0": lever({ decay: true }),
  "gradients clipped to .1": lever({ clip: 0.1 }),
  "R1 10": lever({ r1: 10 }),
};
const leverRuns = await runSeeds("levers", knobs.seeds, playRing, {
  ...oneProcess,
  inputs: { arms: levers, steps: steps },
});
const ringRuns = baseRuns.map((run, i) => ({ ...run, ...leverRuns[i] }));

/** The three measurements of an arm, of the generator itself or of its average. */
const measures = (runs: readonly RingResults[], arm: string, averaged = false) => {
  const look = (key: keyof Look) => over(runs, arm, (run) => (averaged ? run.average : run)[key]);
  return { drift: look("drift"), distance: look("distance"), modes: look("modes") };
};
const columns = [
  { key: "drift", title: "drift", better: "less" },
  { key: "distance", title: "distance", better: "less" },
  { key: "modes", title: "modes of 8", better: "more" },
] as const;
const ringCells = await comparisonTable({
  title: "One lever at a time against the patient",
  baseline: "patient",
  arms: {
    patient: measures(ringRuns, "patient"),
    ...Object.fromEntries(Object.keys(levers).map((arm) => [arm, measures(ringRuns, arm)])),
    EMA: measures(ringRuns, "patient", true),
    "β1 .5 and EMA": measures(ringRuns, "β1 .5", true),
  },
  columns: columns,
});

// %%
await show(
  doseResponse({
    title: "At momentum .9 the samples wander; at .5 and 0 they do so far less",
    alt: "Drift against Adam's beta1: low at 0 and .5, several times as high at .9.",
    series: [
      {
        name: "the generator",
        points: [
          { at: "0", values: measures(ringRuns, "β1 0").drift },
          { at: "0.5", values: measures(ringRuns, "β1 .5").drift },
          { at: "0.9", values: measures(ringRuns, "patient").drift },
        ],
      },
    ],
    xTitle: "beta1",
    yTitle: "drift (share of samples per snapshot)",
  }),
);
const lowMomentumCalms = claim("Lowering beta1 from .9 to .5 takes away most of the drift", {
  measured: measures(ringRuns, "β1 .5").drift,
  baseline: baseDrift,
  unit: "share of samples per snapshot",
  require: { atMost: -0.03 },
});
const noMomentumCalms = claim("… and no momentum at all does too", {
  measured: measures(ringRuns, "β1 0").drift,
  baseline: baseDrift,
  unit: "share of samples per snapshot",
  require: { atMost: -0.03 },
});
const lowMomentumHits = claim("beta1 .5 also brings the samples nearer to the data", {
  measured: measures(ringRuns, "β1 .5").distance,
  baseline: measures(ringRuns, "patient").distance,
  unit: "sliced Wasserstein distance",
  require: { atMost: -0.06 },
});
const lossBlind = claim("The loss hardly tells the two apart", {
  measured: over(ringRuns, "β1 .5", (run) => lastThirdOf(run.discriminatorLoss)),
  baseline: over(ringRuns, "patient", (run) => lastThirdOf(run.discriminatorLoss)),
  unit: "nats of discriminator loss",
  require: { atLeast: -0.1, atMost: 0.1 },
});

// %% [markdown]
// ### An average hides the wandering
//
// Look at the row of EMA in the table. The drift is almost gone. By a stability metric alone this is a cure. Now look
// at the modes.

// %%
await show(
  scatterFrames({
    title: "The average stands still between the clouds; with low momentum it sits on them",
    alt: "Four pictures of generated points at the end of training. The patient's and its average's lie between the eight clouds; those with beta1 .5 lie near them, and their average's on most of them.",
    frames: [
      { label: "the patient", samples: first.frames.at(-1)!.samples },
      { label: "its average", samples: first.averageFrame },
      { label: "β1 .5", samples: ringRuns[0]["β1 .5"].frames.at(-1)!.samples },
      { label: "β1 .5, average", samples: ringRuns[0]["β1 .5"].averageFrame },
    ].map(({ label, samples }, i) => ({ step: i, label: label, samples: samples })),
    real: realPoints,
    columns: 2,
    domain: [-3.2, 3.2],
  }),
);
const emaCalms = claim("An average of the patient's weights takes away the drift", {
  measured: measures(ringRuns, "patient", true).drift,
  baseline: baseDrift,
  unit: "share of samples per snapshot",
  require: { atMost: -0.03 },
});
const emaMisses = claim("… but it hits no more modes: it stands still between them", {
  measured: measures(ringRuns, "patient", true).modes,
  unit: "modes of 8",
  require: { atMost: 2 },
});
const bothCure = claim("Low momentum and an average together find most of the modes", {
  measured: measures(ringRuns, "β1 .5", true).modes,
  unit: "modes of 8",
  require: { atLeast: 4.5 },
});

// %% [markdown]
// Why? An average of points on a circle lies inside the circle. If the generator circles *closely* around a good
// place, its average is near that place. The patient does not: it goes far. So lower the momentum first, and average
// then.
//
// ### What did not help
//
// **Clipping gradients** is the reflex against anything unstable. Here it shortens every gradient longer than .1.
// But Adam divides each gradient by its own usual size. Make all gradients ten times shorter, and Adam's steps are
// the same as before. Clipping only takes away from some steps relative to others.
//
// **Ten times the R1** is no cure at this momentum either. The Dirac-GAN had let us hope: there a larger weight does come
// to rest, as the chart with the sliders shows. Nor is a fifth of the **learning rates** a cure. Rates that **fall to 0**
// stop the wandering, much as an average does, and stop it between the modes, too.

// %%
const clippingFails = claim("Clipping gradients under Adam does not bring the modes back", {
  measured: measures(ringRuns, "gradients clipped to .1").modes,
  unit: "modes of 8",
  require: { atMost: 2.5 },
});
const clippingDistance = claim("… nor the samples much nearer to the data", {
  measured: measures(ringRuns, "gradients clipped to .1").distance,
  baseline: measures(ringRuns, "patient").distance,
  unit: "sliced Wasserstein distance",
  require: { atLeast: -0.1 },
});
const moreR1Fails = claim(
  "Ten times the weight of R1, at the same momentum, does not hit the modes",
  {
    measured: measures(ringRuns, "R1 10").modes,
    unit: "modes of 8",
    require: { atMost: 2.5 },
  },
);
const slowFails = claim(
  "A fifth of the learning rates, at the same momentum, does not hit the modes",
  {
    measured: measures(ringRuns, "rates / 5").modes,
    unit: "modes of 8",
    require: { atMost: 2.5 },
  },
);

// %% [markdown]
// ## Wasserstein: is WGAN-GP the stable one?
//
// The Wasserstein loss uses scores as heights, not as probabilities
// ([Arjovsky et al. 2017](https://arxiv.org/abs/1701.07875)). The discriminator is then called a **critic**. The loss
// makes sense only if the critic is nowhere steeper than 1.
// The first **WGAN** cuts all its weights to a small interval. **WGAN-GP** instead adds
// $\lambda\,\mathbb{E}\,(\|\nabla_x s(\hat x)\| - 1)^2$ at points $\hat x$ between data and fakes
// ([Gulrajani et al. 2017](https://arxiv.org/abs/1704.00028)), with $\lambda = 10$, **five critic updates** for each generator update, and $\beta_1 = 0$.
// In many programs $\lambda$ survives, and the other two do not. What then?

// %%
const wgan = (changed: Partial<Arm>): Arm => ({
  loss: "wasserstein",
  rate: 5e-3,
  penalty: 10,
  ...changed,
});
const wganArms: Record<string, Arm> = {
  "WGAN-GP, λ 10": wgan({}),
  "β1 0": wgan({ beta1: 0 }),
  "5 critic updates": wgan({ criticSteps: 5 }),
  "λ 1 and β1 0": wgan({ penalty: 1, beta1: 0 }),
  "weights clipped to .1 instead": wgan({ penalty: 0, weightClip: 0.1 }),
};
const wganRuns = await runSeeds("wgan", knobs.seeds, playRing, {
  ...oneProcess,
  inputs: { arms: wganArms, steps: steps },
});
const wganCells = await comparisonTable({
  title: "Wasserstein losses: rates 5e-3, β1 .9 and one critic update unless said",
  baseline: "WGAN-GP, λ 10",
  arms: Object.fromEntries(Object.keys(wganArms).map((arm) => [arm, measures(wganRuns, arm)])),
  columns: columns,
});

// %%
await show(
  seedCurves({
    title:
      "With one critic update WGAN-GP swings; five calm it; a weak penalty without momentum does best",
    alt: "Distance to the data over training: WGAN-GP with one critic update stays high and swings; with five updates it is far lower; with lambda 1 and beta1 0 it falls and stays low.",
    x: wganRuns[0]["5 critic updates"].step,
    series: ["WGAN-GP, λ 10", "5 critic updates", "λ 1 and β1 0"].map((arm) => ({
      name: arm,
      runs: wganRuns.map((run) => run[arm].distances),
    })),
    yTitle: "sliced Wasserstein distance",
    yScale: "log",
  }),
);
const gpSwings = claim(
  "WGAN-GP with one critic update and beta1 .9 swings more than the patient did",
  {
    measured: measures(wganRuns, "WGAN-GP, λ 10").drift,
    baseline: baseDrift,
    unit: "share of samples per snapshot",
    require: { atLeast: 0.3 },
  },
);
const fiveHelp = claim("Five critic updates are a lever that works alone", {
  measured: measures(wganRuns, "5 critic updates").distance,
  baseline: measures(wganRuns, "WGAN-GP, λ 10").distance,
  unit: "sliced Wasserstein distance",
  require: { atMost: -0.4 },
});
const weakPenaltyNoMomentum = claim(
  "A weak penalty and no momentum settle with one critic update",
  {
    measured: measures(wganRuns, "λ 1 and β1 0").drift,
    baseline: measures(wganRuns, "WGAN-GP, λ 10").drift,
    unit: "share of samples per snapshot",
    require: { atMost: -0.4 },
  },
);
const noMomentumAlone = claim("At λ = 10, no momentum alone finds fewer modes than with λ = 1", {
  measured: measures(wganRuns, "β1 0").modes,
  baseline: measures(wganRuns, "λ 1 and β1 0").modes,
  unit: "modes of 8",
  require: { atMost: -1 },
});
const clipFails = claim("Clipped weights are no cure under Adam: hardly a mode is hit", {
  measured: measures(wganRuns, "weights clipped to .1 instead").modes,
  unit: "modes of 8",
  require: { atMost: 1 },
});

// %% [markdown]
// "WGAN-GP is stable" is true of a whole recipe, not of the penalty. The number of critic updates, the weight and the
// momentum go together.
//
// ### A penalty needs a gradient of a gradient. Is it right?
//
// The penalty contains $\nabla_x s$, and training differentiates it once more. TensorFlow.js as it comes computes
// this **second** gradient wrongly for some activations, silently, and refuses others. The cause: for operations such as `tanh` it keeps the *output*
// for the gradient, and the way from there back to the input is lost
// ([issue 3252](https://github.com/tensorflow/tfjs/issues/3252)). This library replaces those gradients by exact ones, checked against central
// differences. How wrong would the others be? The gradient of WGAN-GP's penalty by the critic's weights, computed
// both ways, for ten random critics:

// %%
const activations = {
  relu: relu,
  softplus: softplus,
  sigmoid: sigmoid,
  tanh: tanh,
  swish: swish,
  leakyRelu: leakyRelu,
};
const stockErrors = Object.entries(activations).map(([name, activation]) => ({
  name: name,
  errors: knobs.manySeeds.map(
    (seed) => compareStockGradients({ activation: activation, seed: seed }).errorPercent,
  ),
}));
for (const { name, errors } of stockErrors) {
  const numbers = errors.filter((error): error is number => error !== "throws");
  const text =
    numbers.length > 0
      ? `off by ${Math.min(...numbers).toFixed(1)} to ${Math.max(...numbers).toFixed(1)} %`
      : "throws";
  console.log(`${name.padEnd(10)} ${text}`);
}
const errorsOf = (name: string) =>
  stockErrors
    .find((one) => one.name === name)!
    .errors.map((error) => (error === "throws" ? 1000 : error)); // none of the two below throws
const tanhWrong = claim("Stock gradients of the penalty are far off, silently, for a tanh critic", {
  measured: errorsOf("tanh"),
  unit: "% of the exact gradient's length",
  require: { atLeast: 15, atMost: 500 },
});
const reluRight = claim("… and right for a ReLU critic", {
  measured: errorsOf("relu"),
  unit: "% of the exact gradient's length",
  require: { atMost: 0.1 },
});
const leakyThrows = claim(
  "… and missing for leaky ReLU, the usual choice: it throws in every critic",
  {
    measured: stockErrors
      .find(({ name }) => name === "leakyRelu")!
      .errors.map((error) => (error === "throws" ? 1 : 0)),
    unit: "share of critics",
    require: { atLeast: 1 },
  },
);

// %% [markdown]
// ## Divergence: when a number overflows
//
// Now plain gradient descent with momentum (no Adam), rates .05, and the loss that Goodfellow's game began with
// (`minimax`: the generator makes $\log(1 - D)$ small). There is no R1, and without it the Dirac-GAN says: negative
// momentum is best, and .9 explodes. (A start can be so bad that a run diverges at any momentum. Such a run is counted
// below, and left out of the comparison.)

// %%
const sgd = (momentum: number, clip?: number): Arm => ({
  loss: "minimax",
  rate: 0.05,
  sgd: momentum,
  ...(clip && { clip: clip }),
});
const sgdArms: Record<string, Arm> = {
  "momentum −.5": sgd(-0.5),
  "momentum 0": sgd(0),
  "momentum .5": sgd(0.5),
  "momentum .9": sgd(0.9),
  "momentum .9, gradients clipped to 1": sgd(0.9, 1),
};
const sgdRuns = await runSeeds("sgd", knobs.seeds, playRing, {
  ...oneProcess,
  inputs: { arms: sgdArms, steps: steps },
});
for (const arm of Object.keys(sgdArms)) {
  const bad = sgdRuns.filter((run) => run[arm].diverged);
  const rest = over(sgdRuns, arm, ({ distance }) => distance).filter(Number.isFinite);
  console.log(
    `${arm.padEnd(36)} ${bad.length} of ${sgdRuns.length} diverged` +
      (bad.length > 0
        ? `, the last after ${Math.max(...bad.map((run) => run[arm].stepsDone))} steps`
        : "") +
      (rest.length > 0 ? `; distance of the others ${mean(rest).toFixed(2)}` : ""),
  );
}

// %%
const sgdDistance = (arm: string) => over(sgdRuns, arm, ({ distance }) => distance);
/** Both arms' distances on those seeds where both ended in a number. */
const sgdPairs = (arm: string, base: string) => {
  const baseline = sgdDistance(base);
  const pairs = sgdDistance(arm).map((value, i) => [value, baseline[i]]);
  const finite = pairs.filter((pair) => pair.every(Number.isFinite));
  return { measured: finite.map(([a]) => a), baseline: finite.map(([, b]) => b) };
};
await show(
  doseResponse({
    title:
      "Plain gradient descent: more momentum is worse, as in the Dirac-GAN (at .9 every number is lost)",
    alt: "Distance to the data for momentum -.5, 0 and .5: it rises with momentum. At .9 no run ends in a number.",
    series: [
      {
        name: "distance",
        points: ["−.5", "0", ".5"].map((at) => ({
          at: at,
          values: sgdDistance(`momentum ${at}`).filter(Number.isFinite),
        })),
      },
    ],
    xTitle: "momentum",
    yTitle: "sliced Wasserstein distance",
  }),
);
const allDiverge = claim("With momentum .9 every run ends in a number that is not finite", {
  measured: over(sgdRuns, "momentum .9", ({ diverged }) => (diverged ? 1 : 0)),
  unit: "share of runs",
  require: { atLeast: 1 },
});
const doseOfMomentum = claim("Momentum .5 is worse than none, on the same seeds", {
  ...sgdPairs("momentum .5", "momentum 0"),
  unit: "sliced Wasserstein distance",
  require: { atLeast: 0.1 },
});
const negativeMomentum = claim("Negative momentum is at least as good as none", {
  ...sgdPairs("momentum −.5", "momentum 0"),
  unit: "sliced Wasserstein distance",
  require: { atMost: 0.03 },
});
const clippingPreventsNaN = claim("At momentum .9, clipping gradients keeps the numbers finite …", {
  measured: over(sgdRuns, "momentum .9, gradients clipped to 1", ({ diverged }) =>
    diverged ? 1 : 0,
  ),
  unit: "share of runs that diverged",
  require: { atMost: 0.5 },
});
const clipped = sgdPairs("momentum .9, gradients clipped to 1", "momentum 0");
const clippingRepairsNothing = claim("… but the samples are farther off than without momentum", {
  measured: clipped.measured.map(Math.log10),
  baseline: clipped.baseline.map(Math.log10),
  unit: "powers of ten of the distance",
  require: { atLeast: 0.3 },
});

// %% [markdown]
// ### A trap: what has blown up stands perfectly still
//
// Our trainer stops at the first number that is not finite, and names it. A program that goes on would measure this:

// %%
/** The usual way to find the nearest mode: keep the best so far. */
function nearest(x: number, y: number): number {
  let [best, smallest] = [0, Infinity];
  for (let mode = 0; mode < 8; mode++) {
    const angle = (mode * Math.PI) / 4;
    const distance = Math.hypot(x - 2 * Math.cos(angle), y - 2 * Math.sin(angle));
    if (distance < smallest) [best, smallest] = [mode, distance]; // no comparison with NaN is ever true
  }
  return best;
}
const blownUp = Array.from({ length: 5 }, () => nearest(NaN, NaN));
console.log(
  `five samples that are not numbers, at any snapshot: modes ${blownUp.join(", ")}; drift 0`,
);

// %% [markdown]
// A drift of 0: the calmest run of all. So **test for finite numbers before anything else**, count the runs that
// diverged, and never average them away.
//
// ## On digits: the same suspect
//
// MNIST, reduced to 14 by 14 pixels and dense layers; rates 2e-3; the non-saturating loss. **Energy distance** to unseen
// digits, 0 for a perfect generator, over the last third of training.

// %%
const testDigits = await mnist({ split: "test", size: 14, limit: 300 });
interface DigitArm {
  readonly beta1?: number;
  readonly r1?: number;
  readonly clip?: number;
}
interface DigitResult {
  readonly step: number[];
  readonly distances: number[]; // at each snapshot
  readonly averages: number[]; // the same with averaged weights
  readonly loss: number;
  readonly images: Float32Array;
}
const playDigits: RemoteExperiment<
  Record<string, DigitResult>,
  { arms: Record<string, DigitArm>; steps: number; heldOut: Float32Array }
> = async ({ seed }, library, { arms, steps, heldOut }) => {
  const { energyDistance, heNormal, leakyRelu, mlp, mnist, nonSaturating, r1Term } = library;
  const { seeded, startEngine, tanh, trainGan } = library;
  await startEngine();
  const data = await mnist({ split: "train", size: 14 });
  const pixels = 14 * 14;
  const results: Record<string, DigitResult> = {};
  for (const [name, arm] of Object.entries(arms)) {
    const random = seeded(seed);
    const shared = { hidden: [128], init: heNormal };
    const limit = arm.clip && { norm: arm.clip };
    const run = await trainGan({
      data,
      seed,
      steps,
      compiled: steps > 100,
      snapshotSize: 300,
      generator: mlp({
        ...shared,
        name: "generator",
        inputs: 32,
        outputs: pixels,
        output: tanh,
        random: random.stream("generator"),
      }),
      discriminator: mlp({
        ...shared,
        name: "discriminator",
        inputs: pixels,
        outputs: 1,
        activation: leakyRelu,
        random: random.stream("discriminator"),
      }),
      loss: nonSaturating,
      learningRate: { generator: 2e-3, discriminator: 2e-3 },
      beta1: arm.beta1 ?? 0.9,
      average: 0.995,
      terms: arm.r1 ? [r1Term({ weight: arm.r1 })] : [],
      ...(limit && { clip: { generator: limit, discriminator: limit } }),
    });
    const { snapshots, history } = run;
    const tail = history.discriminatorLoss.slice(-Math.floor(steps / 3));
    results[name] = {
      step: snapshots.map(({ step }) => step),
      distances: snapshots.map(({ samples }) => energyDistance(samples, heldOut, pixels)),
      averages: snapshots.map(({ averageSamples }) =>
        energyDistance(averageSamples!, heldOut, pixels),
      ),
      loss: tail.reduce((sum, value) => sum + value, 0) / tail.length,
      images: snapshots.at(-1)!.samples.slice(0, 20 * pixels),
    };
    run.dispose();
  }
  return results;
};

// %%
const digitArms: Record<string, DigitArm> = {
  "β1 .9": {},
  "β1 .5": { beta1: 0.5 },
  "R1 .1": { r1: 0.1 },
  "gradients clipped to .1": { clip: 0.1 },
};
const digitRuns = await runSeeds("digits", knobs.seeds, playDigits, {
  ...oneProcess,
  inputs: { arms: digitArms, steps: knobs.digitSteps, heldOut: testDigits.images },
});
const digitDistance = (arm: string, averaged = false) =>
  digitRuns.map((run) => mean((averaged ? run[arm].averages : run[arm].distances).slice(-4)));

// %%
for (const arm of ["β1 .9", "β1 .5"]) {
  await show(
    imageGrid({
      title:
        arm === "β1 .9"
          ? "Momentum .9: after all that training, blots"
          : "Momentum .5, all else equal: strokes, some of them digits",
      alt: `Twenty generated pictures at the end of training with ${arm}, first seed.`,
      images: digitRuns[0][arm].images,
      height: 14,
      width: 14,
      columns: 10,
    }),
  );
}
await show(
  seedCurves({
    title: "The same rates with less momentum: from stuck to learning",
    alt: "Energy distance to unseen digits over training. With momentum .9 it rises and stays high for long, with momentum .5 it falls at once.",
    x: digitRuns[0]["β1 .9"].step,
    series: Object.keys(digitArms).map((arm) => ({
      name: arm,
      runs: digitRuns.map((run) => run[arm].distances),
    })),
    yTitle: "energy distance to unseen digits",
  }),
);
const digitCells = await comparisonTable({
  title: "Digits: one lever at a time",
  baseline: "β1 .9",
  arms: {
    ...Object.fromEntries(
      Object.keys(digitArms).map((arm) => [arm, { distance: digitDistance(arm) }]),
    ),
    EMA: { distance: digitDistance("β1 .9", true) },
    "β1 .5 and EMA": { distance: digitDistance("β1 .5", true) },
  },
  columns: [{ key: "distance", title: "energy distance", better: "less" }],
});
const digitsCured = claim(
  "Digits: momentum .5 in place of .9 brings the samples far nearer to real digits",
  {
    measured: digitDistance("β1 .5"),
    baseline: digitDistance("β1 .9"),
    unit: "energy distance",
    require: { atMost: -3 },
  },
);
const digitsR1 = claim("Digits: R1 helps even at momentum .9", {
  measured: digitDistance("R1 .1"),
  baseline: digitDistance("β1 .9"),
  unit: "energy distance",
  require: { atMost: -2 },
});
const digitsClipping = claim(
  "Digits: with clipped gradients and momentum .9 they stay far from real digits",
  {
    measured: digitDistance("gradients clipped to .1"),
    unit: "energy distance",
    require: { atLeast: 2.5 },
  },
);

// %% [markdown]
// Here R1 does help at momentum .9, unlike on the ring. No remedy is good or bad by itself; it is good or bad *for a
// game*. So measure on yours.
//
// ## Late decay: what each monitor sees first
//
// The worst kind: it goes well for long, then the samples turn to noise. Large runs do this after days
// ([BigGAN](https://arxiv.org/abs/1809.11096), section 4, could only stop early). We provoke it in seconds, by a schedule that
// never stops warming up: both rates rise from .001 to .1 over the run. Early on that is healthy. At some point it is
// too much. The common question is then: *would I have seen it coming?*
//
// At every 20th step we look at nine quantities. In the healthy time (30 to 60 % of the run) each has a usual range. A
// monitor gives **alarm** when it leaves that range by half its width, at two looks in a row.

// %%
interface LateResult {
  readonly step: number[];
  readonly monitors: Record<string, number[]>; // one value for each look
  readonly frames: { step: number; samples: Float32Array }[];
}
const playLate: RemoteExperiment<
  Record<string, LateResult>,
  { steps: number; arms: Record<string, number> }
> = async ({ seed }, library, { steps, arms }) => {
  const { heNormal, leakyRelu, mlp, nonSaturating, r1Term, relu, ring, seeded } = library;
  const { slicedWasserstein, startEngine, trainGan } = library;
  await startEngine();
  const data = ring({ std: 0.15 });
  const real = data.sample(500, seeded(0).stream("real"));
  const realPoints = Float32Array.from(real.dataSync());
  real.dispose();
  const results: Record<string, LateResult> = {};
  for (const [name, last] of Object.entries(arms)) {
    const shared = { hidden: [64, 64], init: heNormal };
    const rate = (step: number) => 1e-3 * (last / 1e-3) ** (step / steps);
    const random = seeded(seed);
    const every = Math.max(5, steps / 50);
    const run = await trainGan({
      data,
      seed,
      steps,
      snapshotEvery: every,
      compiled: steps > 100,
      snapshotSize: 500,
      generator: mlp({
        ...shared,
        name: "generator",
        inputs: 8,
        outputs: 2,
        activation: relu,
        random: random.stream("generator"),
      }),
      discriminator: mlp({
        ...shared,
        name: "discriminator",
        inputs: 2,
        outputs: 1,
        activation: leakyRelu,
        random: random.stream("discriminator"),
      }),
      loss: nonSaturating,
      terms: [r1Term({ weight: 0.1 })],
      learningRate: { generator: rate, discriminator: rate },
    });
    const { history, monitors, snapshots } = run;
    const looks = snapshots.slice(1); // the first is from before training
    const since = (values: readonly number[]) =>
      looks.map(({ step }) => {
        const part = values.slice(step - every, step);
        return part.reduce((sum, value) => sum + value, 0) / part.length;
      });
    const { generatorLoss, discriminatorLoss, discriminatorAccuracy, generatorGradient } = history;
    results[name] = {
      step: looks.map(({ step }) => step),
      monitors: {
        "samples' distance": looks.map(({ samples }) =>
          slicedWasserstein(realPoints, samples, {
            d: 2,
            order: 1,
            directions: 16,
            random: seeded(0).stream("directions"),
          }),
        ),
        "generator's weights": monitors.slice(1).map(({ generatorWeights }) => generatorWeights),
        "discriminator's weights": monitors.slice(1).map((row) => row.discriminatorWeights),
        "greatest slope": monitors.slice(1).map(({ greatestSlope }) => greatestSlope),
        "samples' diversity": monitors.slice(1).map(({ diversity }) => diversity),
        "generator's gradient": since(generatorGradient),
        "generator's loss": since(generatorLoss),
        "discriminator's loss": since(discriminatorLoss),
        "discriminator's accuracy": since(discriminatorAccuracy),
      },
      frames: snapshots.map(({ step, samples }) => ({ step, samples: samples.slice(0, 600) })),
    };
    run.dispose();
  }
  return results;
};

// %%
const lateRuns = await runSeeds("late", knobs.manySeeds, playLate, {
  ...oneProcess,
  inputs: { steps: knobs.lateSteps, arms: { rising: 0.1, steady: 1e-3 * 1.0001 } },
});

// %%
const lateFrames = lateRuns[0].rising.frames;
await show(
  scatterFrames({
    title: "Rising rates: it learns the ring, and loses it again",
    alt: "Generated points at six moments: they spread over the eight clouds, and near the end they have left most of them.",
    frames: [0.1, 0.3, 0.6, 0.7, 0.8, 1].map(
      (share) => lateFrames[Math.round(share * (lateFrames.length - 1))],
    ),
    real: ring({ std: 0.15 }).sample(600, seeded(0).stream("shown")).dataSync() as Float32Array,
    columns: 3,
    domain: [-2, 2],
  }),
);
const fewest = Math.min(...lateRuns.map((run) => run.rising.step.length));
await show(
  seedCurves({
    title: "Distance to the data: falls, then rises as the rates pass what the game can bear",
    alt: "The distance to the data falls during the first part of training and rises steeply in the last third.",
    x: lateRuns[0].rising.step.slice(0, fewest),
    series: ["rising", "steady"].map((name) => ({
      name: `${name} rates`,
      runs: lateRuns.map((run) => run[name].monitors["samples' distance"].slice(0, fewest)),
    })),
    yTitle: "sliced Wasserstein distance",
    yScale: "log",
  }),
);

// %%
/** The share of the run done at the alarm; 1 if there is none. */
function alarmAt(values: readonly number[]): number {
  const [from, to] = [Math.floor(0.3 * values.length), Math.floor(0.6 * values.length)];
  const usual = values.slice(from, to);
  const [low, high] = [Math.min(...usual), Math.max(...usual)];
  const margin = (high - low) / 2;
  const out = (value: number) => !(value >= low - margin && value <= high + margin);
  const at = values.findIndex(
    (_, i) => i >= to && i + 1 < values.length && out(values[i]) && out(values[i + 1]),
  );
  return at < 0 ? 1 : (at + 1) / values.length;
}
const alarms = Object.keys(lateRuns[0].rising.monitors).map((name) => ({
  name: name,
  rising: lateRuns.map((run) => alarmAt(run.rising.monitors[name])),
  steady: lateRuns.map((run) => alarmAt(run.steady.monitors[name])),
}));
const alarm = (name: string) => alarms.find((one) => one.name === name)!;
const earliestFirst = [...alarms].sort((a, b) => mean(a.rising) - mean(b.rising));
for (const { name, rising, steady } of earliestFirst) {
  const raised = (values: number[]) => values.filter((value) => value < 1).length;
  console.log(
    `${name.padEnd(26)} alarm at ${(100 * mean(rising)).toFixed(0)} % of the run, in ${raised(rising)} of ${rising.length} runs; ` +
      `false alarms with steady rates: ${raised(steady)} of ${steady.length}`,
  );
}
const alarmIntervals = earliestFirst.map(({ rising }) => meanInterval(rising));
await show(
  bars({
    title: `First to give alarm as the rates rise: ${earliestFirst[0].name}`,
    alt: `Bars for nine monitors, the earliest first: the share of the run done when each gives alarm, with 95 % intervals over the seeds. First: ${earliestFirst[0].name}; last: ${earliestFirst.at(-1)!.name}.`,
    categories: earliestFirst.map(({ name }) => name),
    series: [
      {
        name: "alarm",
        values: alarmIntervals.map((one) => one.mean),
        low: alarmIntervals.map(({ low }) => low),
        high: alarmIntervals.map(({ high }) => high),
      },
    ],
    xTitle: "monitor",
    yTitle: "alarm at this share of the run",
  }),
);

// %%
const healthyPart = (values: readonly number[]) =>
  values.slice(Math.floor(0.4 * values.length), Math.floor(0.66 * values.length));
const decays = claim("With rising rates the samples end far worse than in the healthy time", {
  measured: lateRuns.map((run) =>
    Math.log10(mean(run.rising.monitors["samples' distance"].slice(-8))),
  ),
  baseline: lateRuns.map((run) =>
    Math.log10(mean(healthyPart(run.rising.monitors["samples' distance"]))),
  ),
  unit: "powers of ten of the distance",
  require: { atLeast: 0.1 },
});
const raisedShare = (values: readonly number[]) => values.map((value) => (value < 1 ? 1 : 0));
const weightsWarn = claim("The generator's weights give alarm no later than the samples do …", {
  measured: alarm("generator's weights").rising,
  baseline: alarm("samples' distance").rising,
  unit: "share of the run",
  require: { atMost: 0.03 },
});
const weightsCryWolf = claim("… but in a healthy run, too: weights wander", {
  measured: raisedShare(alarm("generator's weights").steady),
  unit: "share of steady runs with an alarm",
  require: { atLeast: 0.3 },
});
const lossWarns = claim("The generator's loss gives alarm in nearly every run that decays …", {
  measured: raisedShare(alarm("generator's loss").rising),
  unit: "share of decaying runs with an alarm",
  require: { atLeast: 0.6 },
});
const lossInTime = claim("… no later than the samples themselves …", {
  measured: alarm("generator's loss").rising,
  baseline: alarm("samples' distance").rising,
  unit: "share of the run",
  require: { atMost: 0.08 },
});
const lossKeepsQuiet = claim("… and hardly ever without need", {
  measured: raisedShare(alarm("generator's loss").steady),
  unit: "share of steady runs with an alarm",
  require: { atMost: 0.4 },
});
const slopeLate = claim("The discriminator's greatest slope gives alarm later than the weights", {
  measured: alarm("greatest slope").rising,
  baseline: alarm("generator's weights").rising,
  unit: "share of the run",
  require: { atLeast: 0 },
});

// %% [markdown]
// Two lessons.
//
// - **The first alarm is not the best alarm.** The weights are among the first to move. But they also move in runs
//   where nothing is wrong. Judge a monitor by both numbers: how early, and how often for nothing.
// - **A loss is no score, but it is a good alarm bell.** Its level does not say how good the samples are (the patient
//   above!). Yet when the generator's loss leaves the range it has kept for long, something in the game has changed.
//   Look at the samples then, and keep the last good checkpoint.
//
// ## Published numbers beside ours
//
// The paper gives proofs, its authors' notebook gives pictures. The numbers on the left are from an earlier,
// independent re-implementation of that notebook's equations in another language (the same step .2 and start). On the
// right are this notebook's, through the library's losses. Distance from the solution after 100 and 500 steps:

// %%
const elsewhere: Record<string, readonly [string, string]> = {
  GAN: ["1.96 / 3.10", "1.40 / 1.42"],
  "non-saturating": [".741 / .640", ".576 / .284"],
  "WGAN, clip 1": ["1.27 / 1.00", ".978 / 1.02"],
  "WGAN-GP": ["1.80 / 1.80", "1.44 / 1.22"],
  "instance noise .7": [".208 / .010", ".137 / .008"],
  "R1 .3": ["9.9e-2 / 2.6e-6", "6.1e-2 / 2.3e-7"],
  "R1 1 (critical)": ["3.8e-4 / 9.5e-22", "1.1e-3 / 7.5e-17"],
  "non-saturating + R1 .3": ["7.7e-2 / 2.2e-6", "4.9e-2 / 1.5e-7"],
  "consensus 1": ["1.9e-2 / 2.1e-10", "1.1e-2 / 1.3e-11"],
};
const shortNumber = (value: number) =>
  value < 0.01 ? value.toExponential(1) : value.toPrecision(3);
console.log(
  `${"".padEnd(24)}${"at once: there".padEnd(20)}${"here".padEnd(20)}${"in turn: there".padEnd(20)}here`,
);
for (const [name, there] of Object.entries(elsewhere)) {
  const here = diracResults
    .filter((result) => result.name === name)
    .map((result) => result.far.map(shortNumber).join(" / "));
  console.log(
    `${name.padEnd(24)}${there[0].padEnd(20)}${here[0].padEnd(20)}${there[1].padEnd(20)}${here[1]}`,
  );
}

// %% [markdown]
// Where they differ:
//
// - *In turn*, the other program moves the generator first, ours the discriminator. That is all there is to most small
//   differences on the right. (WGAN-GP goes round a circle for ever: its numbers depend on where it is just then.)
// - Instance noise: the other program draws new noise at every step, so it stops at that noise's size. Ours has noise
//   without luck, and goes on.
// - Consensus: both lose the same share per step from 100 to 500. They differ by the first hundred steps, which begin
//   far from the solution, where the matrix does not count.
//
// | the paper proves or shows | here |
// | --- | --- |
// | GAN and non-saturating GAN do not converge at a rate | the same: claims above |
// | WGAN and WGAN-GP with a fixed number of critic updates do not always converge | the same |
// | instance noise and zero-centred penalties (R1) converge | the same, at the predicted rate |
// | the proofs are about plain gradient descent, without momentum | with momentum .9 R1 of weight .3 diverges |
//
// ## Try it yourself
//
// Four knobs on the smallest GAN. Guess $\rho$, then run: it takes a second.
//
// - Which weight of R1 is the fastest at momentum .5?
// - Without R1, which momentum below 0 beats 0?
// - How large must R1 be to diverge? (Think of $1 + h\lambda$: the step $h$ has a part in it.)

// %%
const mine = {
  r1: 0.3, // weight γ
  momentum: 0.5, // −.9 to .9
  rate: 0.2, // step h
  inTurn: true,
};
const ownVariant = { loss: nonSaturating, ...withR1(mine.r1) };
const ownPlay = {
  steps: smoke ? 40 : 120,
  rate: mine.rate,
  inTurn: mine.inTurn,
  momentum: mine.momentum,
};
const ownPlaces = playDirac(ownVariant, [[1, -1]], ownPlay).map(([place]) => place);
console.log(
  `predicted growth per step: ${predictedRate(ownVariant.matrix!, ownPlay).toFixed(4)}; ` +
    `distance after ${ownPlay.steps} steps: ${shortNumber(distanceFromSolution(ownPlaces.at(-1)!))}`,
);
await show(
  trajectories({
    title: `R1 ${mine.r1}, momentum ${mine.momentum}, step ${mine.rate}`,
    alt: "The way of both weights with the chosen knobs.",
    series: [{ name: "your game", points: ownPlaces }],
    target: [0, 0],
    domain: [-2, 2],
    xTitle: "generator's weight θ",
    yTitle: "discriminator's weight ψ",
  }),
);

// %% [markdown]
// ## Diagnose it yourself
//
// Two trainings went wrong, each in its own way. Look at the samples, the losses, and a third chart of each. Does
// the run oscillate, has it diverged, or has something else happened to it? Decide before you run the cell after.

// %%
await riddle("H").show();
await riddle("D").show();

// %%
riddle("H").answer();
riddle("D").answer();

// %% [markdown]
// That is what the library's rules say of these two runs (`diagnosisRules` lists them all). Look at the evidence, the
// line under each name: for H it is about where the *same latent vectors* go, for D about the length of a gradient. In
// neither is it about the losses.
//
// ## What this notebook found

// %%
await resultsTable([
  oscillates,
  misses,
  calmLoss,
  theoryHolds,
  theseConverge,
  theseDoNot,
  turnsHelp,
  criticalFastest,
  heavyTheory,
  momentumBreaksR1,
  lowMomentumCalms,
  noMomentumCalms,
  lowMomentumHits,
  lossBlind,
  emaCalms,
  emaMisses,
  bothCure,
  clippingFails,
  clippingDistance,
  moreR1Fails,
  slowFails,
  gpSwings,
  fiveHelp,
  weakPenaltyNoMomentum,
  noMomentumAlone,
  clipFails,
  tanhWrong,
  reluRight,
  leakyThrows,
  allDiverge,
  doseOfMomentum,
  negativeMomentum,
  clippingPreventsNaN,
  clippingRepairsNothing,
  digitsCured,
  digitsR1,
  digitsClipping,
  decays,
  weightsWarn,
  weightsCryWolf,
  lossWarns,
  lossInTime,
  lossKeepsQuiet,
  slopeLate,
]);

// %% [markdown]
// ## Check yourself
//
// <details><summary>1. The eigenvalues of a game at its solution are ±2i. Does gradient descent with a small enough step converge?</summary>
//
// No. With no real part, $|1 + h\lambda| = \sqrt{1 + 4h^2}$ is above 1 for *every* step $h$. A smaller step only spirals
// out more slowly. "Choose the step small enough" is right where some real part is negative.
// </details>
//
// <details><summary>2. You switch on EMA, and the samples stop flickering. Is the instability cured?</summary>
//
// Not shown. An average stands still by construction. Of our patient it stood still *between* the modes. Look at a
// quality metric of the averaged samples. If that is good too: yes, for what you need.
// </details>
//
// <details><summary>3. R1 has a proof of convergence. Why did our patient, which has R1, not converge?</summary>
//
// The proof is about gradient descent without momentum, near the solution. With momentum .9 even the Dirac-GAN with R1
// leaves its solution. "R1 is broken" is wrong: the same weight converges without momentum. "The weight was too small" is wrong
// too: ten times the weight does not cure the patient.
// </details>
//
// <details><summary>4. A run's drift is exactly 0.000. What do you check first?</summary>
//
// Whether its numbers are finite. "It converged" is the last possibility to believe: a game with random batches always moves
// a little. A generator that is frozen, or whose output is not a number, does not move at all.
// </details>
//
// <details><summary>5. A GAN with Adam swings. A colleague proposes to clip the gradients to a tenth of their usual length. Your answer?</summary>
//
// Adam divides by the usual length, so shortening all gradients alike changes nothing. Lower `beta1` first. Clipping is for single
// huge gradients, and it kept plain gradient descent from overflowing here, without making its samples good.
// </details>
//
// <details><summary>6. You read "WGAN-GP is stable", copy the penalty, and keep one critic update and beta1 = .9. What happens?</summary>
//
// Here: more swinging than with the usual loss. The recipe has three parts, and five critic updates are the one that works
// alone. "The penalty was computed wrongly" can be true as well: check second gradients with `gradcheck`.
// </details>
//
// ## Where next
//
// - [Mescheder, Geiger, Nowozin 2018](https://arxiv.org/abs/1801.04406): which training methods for GANs do actually
//   converge? The Dirac-GAN, R1, and the proofs.
// - [Gidel et al. 2019](https://arxiv.org/abs/1807.04740): negative momentum for improved game dynamics.
// - [Mescheder et al. 2017](https://arxiv.org/abs/1705.10461): the numerics of GANs, consensus optimisation.
// - [Gulrajani et al. 2017](https://arxiv.org/abs/1704.00028): WGAN-GP.
// - [Yazıcı et al. 2019](https://arxiv.org/abs/1806.04498): why averaging works, and when.
// - [Notebook 05](05-evaluation.ipynb): which of the metrics used here can be trusted, and with how many seeds.
//
// **Next: [05 · Evaluation that misleads](05-evaluation.ipynb) →**
