// ---
// title: Instability
// seconds:
//   full: 110
//   quick: 20
//   smoke: 15
// ---

// %% [markdown]
// # 04 · Instability: oscillation, divergence, decay
//
// In notebook 00 both networks improved together. That need not happen. Each step of one network changes the other
// one's goal, so there is no common hill to roll down. The two can circle each other for ever. They can drive each
// other apart until a number overflows. Or the samples get better for a long time, and then fall apart.
//
// **After this notebook you can**
//
// - say why a GAN circles, and what momentum has to do with it;
// - tell a generator that has settled from one that has merely stopped;
// - choose between lower momentum, R1, falling rates, averaged weights, gradient clipping and WGAN-GP by their
//   measured effect;
// - say what a loss curve can warn of, and what it hides.
//
// You need notebook 00. It takes half an hour to read, with its charts and its run of about two minutes on two cores.

// %%
import { budget, predict, resultsTable, runStudy, scatterFrames } from "gan-clinic";
import { ring, seeded, show, startEngine } from "gan-clinic";

const engine = await startEngine();
const quick = false; // true: fewer seeds and steps, in about 20 seconds. Then run all cells anew
// Knobs: change one, run the cells below again. "full" proves the claims, "quick" is smaller, "smoke" is for tests.
const knobs = budget(
  {
    full: {
      seeds: 6,
      fewer: 5,
      digitSeeds: 8,
      steps: 1500,
      wganSteps: 800,
      sgdSteps: 1000,
      digitSteps: 800,
    },
    quick: {
      seeds: 2,
      fewer: 2,
      digitSeeds: 2,
      steps: 600,
      wganSteps: 100,
      sgdSteps: 160,
      digitSteps: 280,
    },
    smoke: {
      seeds: 2,
      fewer: 2,
      digitSeeds: 2,
      steps: 4,
      wganSteps: 4,
      sgdSteps: 4,
      digitSteps: 4,
    },
  },
  { quick },
);
console.log(`engine: ${engine.name}, budget: ${knobs.name}, ${knobs.seeds} seeds an arm`);

// %% [markdown]
// ## The pitfall in one picture
//
// The data are eight small clouds on a circle. Our patient is an ordinary GAN: the non-saturating loss, a little of
// the R1 penalty (explained below), and Adam with `beta1 = 0.9`, its default in nearly every library. Nothing here
// looks reckless.

// %%
const patient = {
  data: { ring: { modes: 8, std: 0.05 } },
  generator: { mlp: { inputs: 8, hidden: [64, 64], activation: "relu", init: "heNormal" } },
  discriminator: { mlp: { hidden: [64, 64], activation: "leakyRelu", init: "heNormal" } },
  loss: "nonSaturating",
  terms: [{ r1Term: { weight: 0.1, every: 1 } }],
  learningRate: 5e-3,
  beta1: 0.9,
  steps: knobs.steps,
  average: 0.995, // of the generator's weights, kept beside it: see below
  snapshotEvery: Math.ceil(knobs.steps / 20), // twenty looks
  snapshotSize: 500, // at the same 500 latent vectors
} as const;
const first = await runStudy("ring", {
  base: patient,
  arms: { patient: {} },
  seeds: knobs.seeds,
  watch: "patient",
  quick: 1, // the knobs say how many steps
});

// %%
const clouds = ring({ modes: 8, std: 0.05 });
const real = clouds.sample(500, seeded(0).stream("real")).dataSync() as Float32Array;
const [run] = first.runs("patient");
await show(
  scatterFrames({
    title: "The last six looks at one run: it never stays",
    alt: "Six pictures of the generated points near the end of training. The same latent vectors lie elsewhere each time, most of them between the real clouds.",
    frames: run.snapshots.slice(-6),
    real: real,
    columns: 3,
    domain: [-2, 2],
  }),
);

// %% [markdown]
// Here are the losses of the same run. The level to know is log 4, about 1.39: the loss of a discriminator that says
// "50 %" to everything.

// %% folded
import { curves, smooth } from "gan-clinic";
await show(
  curves({
    title: "The losses of that run: would you have stopped it?",
    alt: "After a stormy start both losses keep to their levels, with small waves, to the end of training.",
    x: run.history.step,
    series: [
      { name: "discriminator", values: smooth(run.history.discriminatorLoss, 50) },
      { name: "generator", values: smooth(run.history.generatorLoss, 50) },
    ],
    reference: [{ value: Math.log(4), label: "log 4" }],
    xTitle: "step",
    yTitle: "loss (mean of 50 steps)",
    yDomain: [0, 2.5],
  }),
);

// %% [markdown]
// ## Measure: has it settled, and is it any good?
//
// Two questions, so two kinds of number. Each is a mean over the last third of the looks.
//
// - **Drift** (has it settled?): the share of the latent vectors whose sample is nearest to another cloud than one
//   look before.
// - **On a cloud** (is it good?): the share of the samples within three standard deviations of a cloud's centre.
// - **Distance** (is it good?): the energy distance between samples and real points. It is about 0 when the two are alike.
//
// None of them is safe alone, so we try them on three generators that we know.

// %% folded
import { energyDistance, modeCoverage, type Measure, type StudyRun } from "gan-clinic";

/** The cloud that is nearest to each point. */
function nearestClouds(points: ArrayLike<number>): number[] {
  return Array.from({ length: points.length / 2 }, (_, i) => {
    let [nearest, least] = [0, Infinity];
    clouds.centres.forEach(([x, y], cloud) => {
      const distance = Math.hypot(points[2 * i] - x, points[2 * i + 1] - y);
      if (distance < least) [nearest, least] = [cloud, distance];
    });
    return nearest;
  });
}
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const driftOf = (looks: readonly Float32Array[]) => {
  const clouds = looks.map(nearestClouds);
  const moved = (now: number[], before: number[]) => now.filter((c, i) => c !== before[i]).length;
  return mean(clouds.slice(1).map((now, i) => moved(now, clouds[i]) / now.length));
};
const onCloudOf = (samples: Float32Array) => modeCoverage(samples, clouds).highQuality;
const distanceOf = (samples: Float32Array) => energyDistance(samples, real, 2);

// %% folded
const lastThird = (looks: readonly Float32Array[]) =>
  looks.slice(-Math.max(2, Math.floor(looks.length / 3)));

/** A measure of the looks of the last third; no number where the run has diverged. */
function late(
  of: (looks: readonly Float32Array[]) => number,
  title: string,
  better: "more" | "less",
): Measure {
  const measure = ({ snapshots, stopped }: StudyRun) =>
    stopped === "not-a-number" ? NaN : of(lastThird(snapshots.map(({ samples }) => samples)));
  return Object.assign(measure, { title, unit: title, better });
}
const measures = {
  drift: late(driftOf, "drift (share of samples)", "less"),
  onCloud: late((looks) => mean(looks.map(onCloudOf)), "share on a cloud", "more"),
  distance: late((looks) => mean(looks.map(distanceOf)), "energy distance", "less"),
};

// %%
const others = clouds.sample(500, seeded(1)).dataSync() as Float32Array; // real points again
const oneCloud = others.map(
  (value, i) => value - clouds.centres[nearestClouds(others)[i >> 1]][i % 2] + 1 - (i % 2),
);
const untrained = run.snapshots[0].samples;
const known = {
  "real points": others,
  "the clouds laid on one": oneCloud,
  "an untrained generator": untrained,
};
for (const [name, samples] of Object.entries(known)) {
  console.log(
    `${name.padEnd(26)} on a cloud ${onCloudOf(samples).toFixed(2)}, distance ${distanceOf(samples).toFixed(3)}; ` +
      `frozen, its drift is ${driftOf([samples, samples])}`,
  );
}

// %% [markdown]
// The first row is the floor: what real points score against other real points. The second row fools "on a cloud", the
// third fools drift. Anything that stands still has a drift of 0, so a calm run is not yet a good one.

// %% folded
for (const [name, measure] of Object.entries(measures)) await first.measure(name, measure);
first.claim(
  "The patient does not settle: near the end, more than a fifth of its samples change cloud from one look to the next",
  "patient",
  "drift",
  { atLeast: 0.2, headline: true },
);
first.claim(
  "The patient is bad, too: not a fifth of its samples are on a cloud",
  "patient",
  "onCloud",
  {
    atMost: 0.2,
    headline: true,
  },
);

// %% [markdown]
// ## Why: the smallest GAN there is
//
// Take away all that can be taken away ([Mescheder et al. 2018](https://arxiv.org/abs/1801.04406)). The data are a
// single point, 0. The generator has one weight, $\theta$, and always makes the point $\theta$. The discriminator has
// one weight, $\psi$: its score of a point $x$ is $\psi x$, a straight line through 0. This is the **Dirac-GAN**. It
// has one solution: $\theta = 0$ (the fake is the data) and $\psi = 0$ (the discriminator is flat).
//
// The discriminator tilts its line so that the fake scores low. The generator walks uphill, past 0, and out on the
// other side. The discriminator tilts the other way, and so on, like a planet that falls around the sun without ever
// falling into it.
//
// The **R1 penalty** punishes the discriminator for being steep at real points: it adds
// $\tfrac{\gamma}{2}\,\mathbb{E}\,\|\nabla_x D\|^2$ to its loss, with a weight $\gamma$. Here the slope is $\psi$
// itself, so R1 pulls $\psi$ to 0: friction. **Momentum** keeps a share $\beta$ of the last move: a heavy ball.
//
// The whole game is twelve lines:

// %%
interface Game {
  readonly weight: number; // γ of R1
  readonly momentum: number; // β
  readonly step: number; // h, the learning rate
}
const sigmoid = (score: number) => 1 / (1 + Math.exp(-score));

/** Positions (θ, ψ) after 0, 1, 2, … steps. The discriminator moves first, then the generator. */
function playDirac(
  { weight, momentum, step }: Game,
  start: readonly [number, number],
  steps: number,
) {
  let [theta, psi] = start;
  let [thetaMove, psiMove] = [0, 0];
  const places = [[theta, psi]];
  for (let i = 0; i < steps; i++) {
    const slopeD = sigmoid(psi * theta) * theta + weight * psi; // of D's loss with R1
    psiMove = momentum * psiMove - step * slopeD;
    psi += psiMove;
    const slopeG = -sigmoid(-psi * theta) * psi; // of the non-saturating loss
    thetaMove = momentum * thetaMove - step * slopeG;
    theta += thetaMove;
    places.push([theta, psi]);
  }
  return places;
}

// %%
const settles = predict(
  "R1 of weight .3 draws the smallest GAN into its solution, at step size .2. And with momentum .9 as well?",
  ["it settles faster", "it settles more slowly", "it leaves"],
  { guess: "?", sure: 0.6 },
);

// %% folded
import { trajectories } from "gan-clinic";
const games = {
  "no R1": { weight: 0, momentum: 0, step: 0.2 },
  "R1 .3": { weight: 0.3, momentum: 0, step: 0.2 },
  "R1 .3, momentum .9": { weight: 0.3, momentum: 0.9, step: 0.2 },
};
const ways = Object.entries(games).map(([name, game]) => ({
  name,
  points: playDirac(game, [0.5, -0.5], game.momentum > 0 ? 40 : 150),
}));
await show(
  trajectories({
    title: "Round, in, and astray: nothing, R1, and R1 with momentum",
    alt: "Without R1 the two weights circle the solution. With R1 they spiral into it. With R1 and momentum .9 they roam far from it.",
    series: ways,
    target: [0, 0],
    domain: [-2, 2],
    xTitle: "generator's weight θ",
    yTitle: "discriminator's weight ψ",
  }),
);

// %% [markdown]
// (The circle in the picture still narrows: that far out, the sigmoid is not ½.) Close to the solution it is ½, and a step
// is simple:
//
// $$\psi \leftarrow \psi - h\,(\tfrac12\theta + \gamma\psi), \qquad \theta \leftarrow \theta + \tfrac{h}{2}\,\psi .$$
//
// Two such moves in turn change areas by the factor $1 - h\gamma$. As long as the weights go round (for $\gamma$ below
// $1 - h/4$), both directions share that factor, so the distance from the solution grows by
//
// $$\rho = \sqrt{1 - h\gamma} \quad\text{per step.}$$
//
// Without R1, $\rho = 1$: it neither settles nor leaves, however small the step. With R1, $\rho$ is below 1. With
// momentum, each weight also has a speed, the state has four numbers, and $\rho$ is the size of the largest eigenvalue
// of a 4×4 matrix. There is no short formula, but there is a chart. It computes $\rho$ as you move the sliders (arrow
// keys work, too). Below 1 the game settles.
//
// - Momentum .9, step .2: how much R1 does it take to settle?
// - Now make the step smaller. Does a weight of .3 settle?
// - Momentum 0: can R1 be too strong?

// %% folded
import { diracGrowth, explore } from "gan-clinic";
await show(
  explore({
    title: "Growth per step of the Dirac-GAN: where it is below 1, the game settles",
    alt: "Growth per step against the weight of R1, for players that move in turn and at once. At momentum 0.9 and step size 0.2 both lines begin above 1 and fall below it near weight 1.",
    sliders: {
      momentum: { title: "momentum β", from: -0.9, to: 0.95, value: 0.9, step: 0.05 },
      step: { title: "step size h", from: 0.005, to: 1, value: 0.2, step: 0.005 },
    },
    x: { name: "weight", title: "weight γ of R1", domain: [0.03, 30], scale: "log" },
    y: { title: "growth of the distance per step", domain: [0.6, 1.4] },
    where: diracGrowth, // the matrix's largest eigenvalue, written out
    lines: [
      { name: "in turn", formula: "inTurn" },
      { name: "both at once", formula: "atOnce" },
    ],
    reference: [{ value: 1, label: "stays" }],
  }),
);

// %% folded
import { claim, seedList } from "gan-clinic";

/** ρ as measured: the slope of the logarithm of the distance, near the solution. */
function growth(game: Game, seed: number, steps: number): number {
  const angle = 2 * Math.PI * seeded(seed).stream("direction").uniforms(1)[0];
  const places = playDirac(game, [1e-12 * Math.cos(angle), 1e-12 * Math.sin(angle)], steps);
  const logs = places.slice(steps / 5).map(([theta, psi]) => Math.log(Math.hypot(theta, psi)));
  const middle = (logs.length - 1) / 2;
  const spread = logs.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  return Math.exp(logs.reduce((sum, log, i) => sum + (i - middle) * log, 0) / spread);
}

// %% folded
const tenSeeds = seedList(10);
const growths = (game: Game, steps: number) => tenSeeds.map((seed) => growth(game, seed, steps));
const errors = tenSeeds.map((seed) => {
  const [a, b] = seeded(seed).stream("game").uniforms(2);
  const [weight, step] = [0.1 + 0.6 * a, 0.1 + 0.3 * b];
  return growth({ weight, momentum: 0, step }, seed, 2000) / Math.sqrt(1 - step * weight) - 1;
});
claim("Dirac-GAN: in ten random games without momentum, the growth per step is √(1 − hγ)", {
  measured: errors,
  unit: "relative error",
  require: { atLeast: -5e-4, atMost: 5e-4 },
});
const calm = growths(games["R1 .3"], 150);
const heavy = growths(games["R1 .3, momentum .9"], 150);
claim("Dirac-GAN, R1 of .3, step size .2: momentum .9 turns settling into leaving", {
  measured: heavy,
  baseline: calm,
  unit: "growth per step",
  require: { atLeast: 0.1 },
  headline: true,
});
claim("… while with steps of .005 it settles at momentum .9, too", {
  measured: growths({ weight: 0.3, momentum: 0.9, step: 0.005 }, 4000),
  unit: "growth per step",
  require: { atMost: 0.999 },
});
settles.reveal(
  mean(heavy) > 1
    ? "it leaves"
    : mean(heavy) < mean(calm)
      ? "it settles faster"
      : "it settles more slowly",
);

// %% [markdown]
// So theory names a suspect. Our patient *has* R1, but it also has `beta1 = 0.9`, and in Adam that is the momentum.
// It is only a suspect: Adam is not a heavy ball, a network is not one weight, and with small steps even the Dirac-GAN
// bears momentum .9. So we go and look.
//
// ## Treat it: one lever at a time
//
// Each arm changes one thing in the patient; the last two change more. One bar for all, set before the runs: a lever
// **helps** if it raises the share on a cloud by .1 or more.

// %%
const stopping = predict(
  "Let the learning rates fall to 0 over the run, at momentum .9. What becomes of the patient?",
  ["calm and cured", "calm but not cured", "neither"],
  { guess: "?", sure: 0.5 },
);

// %%
const falling = { linearRate: { from: 5e-3, to: 0, steps: knobs.steps } };
const levers = {
  patient: {},
  "β1 .5": { beta1: 0.5 },
  "β1 0": { beta1: 0 },
  "no R1": { terms: [] },
  "R1 × 10": { terms: [{ r1Term: { weight: 1 } }] },
  "rates / 5": { learningRate: 1e-3 },
  "rates fall to 0": { learningRate: { generator: falling, discriminator: falling } },
  "gradients clipped": { clip: { generator: { norm: 0.1 }, discriminator: { norm: 0.1 } } },
  "β1 0, no R1": { beta1: 0, terms: [] },
  cured: {
    // no momentum, a tenth of the R1, and rates that fall
    beta1: 0,
    terms: [{ r1Term: { weight: 0.01 } }],
    learningRate: { generator: falling, discriminator: falling },
  },
};
const study = await runStudy("ring", {
  base: patient,
  arms: levers,
  seeds: knobs.seeds,
  measure: measures,
  watch: "patient", // trained above already
  quick: 1,
});
const verdicts = study.verdicts("onCloud", { baseline: "patient", helps: 0.1 });

// %% folded
import { bars, historyMean } from "gan-clinic";
const meansOf = (measure: string) => study.arms.map((arm) => mean(study.values(arm, measure)));
await show(
  bars({
    title: "Calm is not the same as good: compare the two bars of each arm",
    alt: `For ten arms the drift and the share of samples on a cloud. ${study.arms.map((arm, i) => `${arm}: ${meansOf("drift")[i].toFixed(2)} and ${meansOf("onCloud")[i].toFixed(2)}`).join("; ")}.`,
    categories: study.arms,
    series: [
      { name: "drift (less is calmer)", values: meansOf("drift") },
      { name: "on a cloud (more is better)", values: meansOf("onCloud") },
    ],
    xTitle: "arm",
    yTitle: "share of samples",
  }),
);
const ofFalling = verdicts.find(({ arm }) => arm === "rates fall to 0")!.verdict;
const isCalm =
  mean(study.values("rates fall to 0", "drift")) < mean(study.values("patient", "drift")) / 2;
stopping.reveal(
  !isCalm ? "neither" : ofFalling === "helps" ? "calm and cured" : "calm but not cured",
);

// %% folded
study.claim(
  "Momentum is the fault: beta1 0 in place of .9, all else equal, puts more of the samples on a cloud",
  "β1 0",
  "onCloud",
  { vs: "patient", atLeast: 0.1, headline: true },
);
study.claim("… and takes away most of the drift", "β1 0", "drift", {
  vs: "patient",
  atMost: -0.1,
});
await study.measure("loss", historyMean({ column: "discriminatorLoss", part: "last fifth" }));
study.claim("The discriminator's loss differs by less than .2 between the two", "β1 0", "loss", {
  vs: "patient",
  atLeast: -0.2,
  atMost: 0.2,
});
study.claim(
  "R1 keeps samples off the clouds here: without momentum, taking it away puts more of them on a cloud",
  "β1 0, no R1",
  "onCloud",
  { vs: "β1 0", atLeast: 0.05, headline: true },
);

// %% folded
study.claim(
  "Rates that fall to 0 calm the patient as well as beta1 0 does, and still leave it with fewer samples on a cloud",
  "rates fall to 0",
  "onCloud",
  { vs: "β1 0", atMost: 0, headline: true },
);
study.claim("… its drift is no greater than with beta1 0", "rates fall to 0", "drift", {
  vs: "β1 0",
  atMost: 0,
});
study.claim(
  "Clipped gradients do nothing of note: the share on a cloud stays",
  "gradients clipped",
  "onCloud",
  {
    vs: "patient",
    atLeast: -0.1,
    atMost: 0.1,
  },
);

// %% [markdown]
// **Momentum is the fault.** With `beta1` 0, or even .5, the patient calms down, and several times as many of its samples
// are on a cloud.
//
// **Calm is not cured.** Rates that fall to 0 stop the wandering, wherever the samples happen to be. A fifth of the rates
// calms it in part, and puts no more samples on a cloud. Judged by drift alone, both would be remedies.
//
// **R1 is not the friction that the smallest GAN had let us hope for.** There, at momentum .9, every bit more of R1 (up to
// a weight of about 1) slows the growth. Here ten times as much is no cure, and without momentum more samples are on a
// cloud when R1 is gone. The Dirac-GAN names suspects; it does not give doses. R1 saves the game in notebook 03, so try it on
// yours, and measure.
//
// **Clipping does nothing**, and Adam is why. It divides each gradient by its own usual size. Make all gradients ten
// times shorter, and Adam's steps are the same as before.
//
// And the discriminator's loss of the patient is less than .2 from that of the arm which momentum 0 has calmed. Side by
// side they can be told apart; of one run alone, no level says which of the two it is.
//
// ### An average of the weights
//
// A second generator follows the first one's weights, a two-hundredth of the way at each step: an **exponential moving
// average**, EMA ([Yazıcı et al. 2019](https://arxiv.org/abs/1806.04498)). It costs no second training: all runs above
// have kept one. Look at the same seed four times.

// %%
const averageOf = ({ snapshots }: StudyRun) =>
  snapshots.map(({ averageSamples }) => averageSamples!);
const [ill, cured] = ["patient", "cured"].map((arm) => study.runs(arm)[0]);
const pictures = {
  "the patient": ill.snapshots.at(-1)!.samples,
  "its average": averageOf(ill).at(-1)!,
  "beta1 0": study.runs("β1 0")[0].snapshots.at(-1)!.samples,
  cured: cured.snapshots.at(-1)!.samples,
};
await show(
  scatterFrames({
    title: "The same seed four times: the patient, its average, one lever, and three",
    alt: "Four pictures of the generated points at the end of training, with the share of samples on a cloud. The patient's and its average's lie mostly between the clouds; with beta1 0, and with all three levers, they form a ring through the clouds, and about half lie on one.",
    frames: Object.entries(pictures).map(([name, samples], i) => ({
      step: i,
      label: `${name}: ${(100 * onCloudOf(samples)).toFixed(0)} % on a cloud`,
      samples: samples,
    })),
    real: real,
    columns: 2,
    domain: [-2, 2],
  }),
);

// %% folded
const averages = study.runs("patient").map((run) => lastThird(averageOf(run)));
claim("The average of the patient is calm: at most a fifth of its samples change cloud …", {
  measured: averages.map(driftOf),
  unit: "drift (share of samples)",
  require: { atMost: 0.2 },
});
claim("… off the clouds: an average hides the wandering, and does not cure it", {
  measured: averages.map((looks) => mean(looks.map(onCloudOf))),
  unit: "share on a cloud",
  require: { atMost: 0.25 },
  headline: true,
});
study.claim(
  "The three levers together (no momentum, a tenth of the R1, falling rates) put more of the samples on a cloud",
  "cured",
  "onCloud",
  { vs: "patient", atLeast: 0.1 },
);

// %% [markdown]
// "Cured" is the calmest arm of all, but it is only about half on the clouds. Without momentum and R1 the share is higher.
//
// The average is calm. By drift alone it is cured; the picture says otherwise. One way to see it: what lies amid
// the stops of a round trip is a good place only if the trip is short (the paper has the conditions). So lower the
// momentum first, and average then.
//
// ## Is WGAN-GP the stable one?
//
// The Wasserstein loss takes scores as heights, not as chances
// ([Arjovsky et al. 2017](https://arxiv.org/abs/1701.07875)); the discriminator is then called a **critic**. The loss
// makes sense only while the critic is nowhere steeper than 1. The first **WGAN** cuts all its weights to a small
// interval. **WGAN-GP** ([Gulrajani et al. 2017](https://arxiv.org/abs/1704.00028)) adds a penalty instead,
// $\lambda\,\mathbb{E}\,(\|\nabla_x s\| - 1)^2$ at points between data and fakes. Its recipe has more parts than that:
// $\lambda = 10$, five critic updates for each generator update, $\beta_1 = 0$ and $\beta_2 = .9$. In many programs
// only $\lambda$ survives. What then? (The paper's rate is 1e-4. We take 1e-3 to be done soon.)

// %%
const weaker = predict(
  "WGAN-GP with momentum .9, against the recipe's advice. With which weight of the penalty does it end nearer to the data?",
  ["λ 10, the recipe's", "λ 1", "no difference"],
  { guess: "?", sure: 0.5 },
);

// %%
const penalty = (weight: number) => [{ gradientPenaltyTerm: { weight, every: 1 } }];
const wgan = await runStudy("WGAN-GP", {
  base: {
    ...patient,
    loss: "wasserstein",
    terms: penalty(10),
    discriminatorSteps: 5,
    learningRate: 1e-3,
    beta1: 0,
    beta2: 0.9,
    steps: knobs.wganSteps,
    snapshotEvery: Math.ceil(knobs.wganSteps / 20),
  },
  arms: {
    "the recipe": {},
    "momentum .9": { beta1: 0.9 },
    "momentum .9, λ 1": { beta1: 0.9, terms: penalty(1) },
    "weights cut to ±.1": { terms: [], weightClip: 0.1 },
  },
  seeds: knobs.fewer,
  measure: measures,
  quick: 1,
});
await show(
  wgan.dose("distance", {
    title: "λ 10: far off in every seed with momentum .9, in some without; every ring is a seed",
  }),
);
const ends = (arm: string) => mean(wgan.values(arm, "distance"));
const lighter = ends("momentum .9, λ 1") - ends("momentum .9");
weaker.reveal(
  Math.abs(lighter) < 0.05 ? "no difference" : lighter < 0 ? "λ 1" : "λ 10, the recipe's",
);

// %% folded
wgan.claim(
  "WGAN-GP with momentum .9 swings: at each look, more than four in ten samples have changed cloud",
  "momentum .9",
  "drift",
  { atLeast: 0.4 },
);
wgan.claim(
  "WGAN-GP with momentum .9: with a tenth of the penalty it ends nearer to the data",
  "momentum .9, λ 1",
  "distance",
  { vs: "momentum .9", atMost: 0, headline: true },
);
wgan.claim(
  "Cutting the weights, in a recipe without momentum, comes near the data",
  "weights cut to ±.1",
  "distance",
  { atMost: 0.1 },
);

// %% [markdown]
// "WGAN-GP is stable" is a sentence about a whole recipe, in one game. With momentum .9 the same penalty swings from cloud
// to cloud; with a tenth of it, the samples end nearer to the data. Nor is the recipe safe by itself at this rate:
// some of its rings are as high as those with momentum. Cutting the weights, the older way, comes near the data here.
//
// ## Divergence: when a number overflows
//
// Now plain gradient descent with momentum, as in the Dirac-GAN: no Adam, no R1, rates .05, and the loss that the game
// began with (`minimax`: the generator makes $\log(1 - D)$ small). Negative momentum, which brakes, is what
// [Gidel et al. 2019](https://arxiv.org/abs/1807.04740) recommend for such games.

// %%
const plain = await runStudy("plain gradient descent", {
  base: {
    ...patient,
    loss: "minimax",
    terms: [],
    learningRate: 0.05,
    steps: knobs.sgdSteps,
    snapshotEvery: Math.ceil(knobs.sgdSteps / 20),
  },
  arms: {
    "−.5": { optimizer: { momentum: { momentum: -0.5 } } },
    none: { optimizer: { momentum: { momentum: 0 } } },
    ".5": { optimizer: { momentum: { momentum: 0.5 } } },
    ".9": { optimizer: { momentum: { momentum: 0.9 } } },
    ".9, clipped": {
      optimizer: { momentum: { momentum: 0.9 } },
      clip: { generator: { norm: 1 }, discriminator: { norm: 1 } },
    },
  },
  seeds: knobs.fewer,
  measure: { ...measures, diverged: ({ stopped }) => (stopped === "not-a-number" ? 1 : 0) },
  quick: 1,
});
await show(
  plain.dose("distance", {
    title: "Plain descent: momentum .5 is worse than none, and clipping only saves the numbers",
    yScale: "log",
  }),
);

for (const arm of plain.arms) {
  const lost = plain.values(arm, "diverged").filter((value) => value === 1).length;
  console.log(
    `momentum ${arm}: ${lost} of ${plain.seeds.length} runs end in numbers that are not finite`,
  );
}
for (const momentum of [-0.5, 0, 0.5, 0.9]) {
  const rho = growth({ weight: 0, momentum, step: 0.2 }, 1, 150);
  console.log(`Dirac-GAN without R1, momentum ${momentum}: growth ${rho.toFixed(3)} per step`);
}

// %% folded
await plain.measure("logDistance", async (run) => Math.log10(await measures.distance(run)));
plain.claim(
  "Plain descent: momentum .5 ends farther from the data than none",
  ".5",
  "logDistance",
  { vs: "none", unit: "log₁₀ of the distance", atLeast: 0, headline: true },
);
plain.claim("… while momentum −.5 ends at most .06 farther than none", "−.5", "distance", {
  vs: "none",
  atMost: 0.06,
});
plain.claim(
  "Clipped gradients keep the numbers finite at momentum .9, with samples at least three times as far off as without momentum",
  ".9, clipped",
  "logDistance",
  { vs: "none", unit: "log₁₀ of the distance", atLeast: Math.log10(3), headline: true },
);

// %% [markdown]
// It goes as in the Dirac-GAN: −.5 and none are hardly told apart, .5 ends farther off, and at .9 the numbers run away: to
// what is not finite (counted above), or very far (in the chart). **Clipping gradients** keeps the numbers finite, and repairs
// nothing: the samples are far away, and stay there.
//
// **A trap.** Our trainer stops at the first number that is not finite. A program that goes on would measure this:

// %%
const blownUp = new Float32Array(2 * 500).fill(NaN);
console.log(
  `nearest clouds: ${nearestClouds(blownUp).slice(0, 5).join(", ")}, …; drift ${driftOf([blownUp, blownUp])}`,
);

// %% [markdown]
// A drift of 0: the calmest run of all. (NaN is less than nothing, not even Infinity, so the cloud it
// began with, 0, stays the nearest.)
// **Test for finite numbers before anything else**, count the runs that diverged, and never average them away.
//
// ## Decay
//
// The worst kind: it goes well for long, and then the samples fall apart. Large runs do so after days, and
// [BigGAN](https://arxiv.org/abs/1809.11096) (section 4) could only stop early. We provoke it in seconds. Digits, 14 by
// 14 pixels; rates of .002, with which it learns; and from half of the run on a schedule with a mistake: the rates grow
// steadily, up to fifty times as high.

// %%
import { imageFrames, mnist } from "gan-clinic";
/** .002 for half of the run, then fifty times as much in equal shares. */
const risingRate = (step: number) => 2e-3 * 50 ** Math.max(0, (2 * step) / knobs.digitSteps - 1);
const digits = await runStudy("digits", {
  base: {
    data: { mnist: { split: "train", size: 14 } },
    generator: { mlp: { inputs: 32, hidden: [128], init: "heNormal", output: "tanh" } },
    discriminator: { mlp: { hidden: [128], activation: "leakyRelu", init: "heNormal" } },
    loss: "nonSaturating",
    learningRate: 2e-3, // beta1 .5
    steps: knobs.digitSteps,
    snapshotEvery: Math.ceil(knobs.digitSteps / 40), // forty looks
    snapshotSize: 100,
  },
  arms: {
    rising: { learningRate: { generator: risingRate, discriminator: risingRate } },
    steady: {},
  },
  seeds: knobs.digitSeeds,
  quick: 1,
});
const rising = digits.runs("rising")[0].snapshots;
await show(
  imageFrames({
    title: "It learns strokes; as the rates rise, all samples end as one broken pattern",
    alt: "Generated digits at six moments: noise at first, blots and strokes from a quarter of the run on, and at the end the same broken pattern eight times.",
    frames: [0, 0.25, 0.5, 0.7, 0.85, 1].map((share) => {
      const { step, samples } = rising[Math.round(share * (rising.length - 1))];
      return { step, images: samples.slice(0, 8 * 196) };
    }),
    height: 14,
    width: 14,
  }),
);

// %% [markdown]
// ### Would you have seen it coming?
//
// At each of forty looks we take six quantities. Between a quarter and a half of the run, while all is well, each has a
// usual range. A monitor gives the **alarm** when it leaves that range by more than the range's own width, at two looks
// in a row. The runs with steady rates tell us about false alarms.

// %%
const firstAlarm = predict(
  "Which of these gives the alarm first, on average?",
  ["G's loss", "D's slope", "variety of samples"],
  { guess: "?", sure: 0.5 },
);

// %% folded
const held = await mnist({ split: "test", size: 14, limit: 100 });
function monitorsOf({ snapshots, history, monitors }: StudyRun): Record<string, number[]> {
  const looks = snapshots.slice(1).filter(({ samples }) => samples.every(Number.isFinite));
  const every = snapshots[1].step;
  const since = (values: readonly number[]) =>
    looks.map(({ step }) => mean(values.slice(Math.max(0, step - every), step)));
  return {
    "distance of samples": looks.map(({ samples }) => energyDistance(samples, held.images, 196)),
    "variety of samples": monitors.slice(1).map(({ diversity }) => diversity),
    "D's slope": monitors.slice(1).map(({ greatestSlope }) => greatestSlope),
    "D's loss": since(history.discriminatorLoss),
    "G's loss": since(history.generatorLoss),
    "G's gradient": since(history.generatorGradient),
  };
}

// %% folded
/** The share of the run that is done at the alarm; 1 if there is none. */
function alarmAt(values: readonly number[], looks: number): number {
  const [from, to] = [Math.floor(0.25 * looks), Math.floor(0.5 * looks)];
  const usual = values.slice(from, to);
  const [low, high] = [Math.min(...usual), Math.max(...usual)];
  const isOut = (value: number) => value < 2 * low - high || value > 2 * high - low;
  const at = values.findIndex(
    (_, i) => i >= to && i + 1 < values.length && isOut(values[i]) && isOut(values[i + 1]),
  );
  return at < 0 ? 1 : (at + 2) / looks;
}
const monitored = ["rising", "steady"].map((arm) => digits.runs(arm).map(monitorsOf));
const looks = rising.length - 1;
const alarms = Object.keys(monitored[0][0])
  .map((name) => {
    const [ofRising, ofSteady] = monitored.map((runs) =>
      runs.map((all) => alarmAt(all[name], looks)),
    );
    const isFalse = ofSteady.filter((at) => at < 1).length;
    return {
      name,
      at: ofRising,
      label: `${name} (${isFalse} of ${ofSteady.length})`,
    };
  })
  .sort((a, b) => mean(a.at) - mean(b.at));
const alarm = (name: string) => alarms.find((one) => one.name === name)!.at;

// %% folded
await show(
  bars({
    title: `The first alarm as the rates rise: ${alarms[0].name}`,
    alt: `For six monitors, the earliest first, the share of the run that is done at the alarm: ${alarms.map(({ name, at }) => `${name} ${mean(at).toFixed(2)}`).join(", ")}.`,
    categories: alarms.map(({ label }) => label),
    series: [
      {
        name: "alarm",
        values: alarms.map(({ at }) => mean(at)),
        low: alarms.map(({ at }) => Math.min(...at)),
        high: alarms.map(({ at }) => Math.max(...at)),
      },
    ],
    xTitle: "monitor (false alarms with steady rates); lines: from the earliest to the latest seed",
    yTitle: "share of the run at the alarm",
    reference: [{ value: 0.5, label: "rates begin to rise" }],
  }),
);
const asked = ["G's loss", "D's slope", "variety of samples"] as const;
firstAlarm.reveal([...asked].sort((a, b) => mean(alarm(a)) - mean(alarm(b)))[0]);

// %% folded
const distances = monitored[0].map((all) => all["distance of samples"]);
const usual = distances.map((all) => mean(all.slice(looks >> 2, looks >> 1)));
claim("As the rates rise, the samples decay: they end more than twice as far from real digits", {
  measured: distances.map((all, i) => Math.log10(mean(all.slice(-4)) / usual[i])),
  unit: "log₁₀ of the distance, against the healthy time",
  require: { atLeast: Math.log10(2) },
  headline: true,
});
const alarmLooks = alarm("G's loss").map((share) => Math.round(share * looks));
claim(
  "The generator's loss gives the alarm in time: the samples are then still nearer to real digits than at the end",
  {
    measured: distances.map((all, i) => {
      const at = Math.min(alarmLooks[i], all.length);
      return Math.log10(mean(all.slice(at - 2, at)) / mean(all.slice(-4)));
    }),
    unit: "log₁₀ of the distance, against the end",
    require: { atMost: 0 },
    headline: true,
  },
);
const best = (values: readonly number[]) => Math.log10(Math.min(...values));
claim(
  "While the rates rise, before the samples are lost, they are for a while better than before",
  {
    measured: distances.map((all) => best(all.slice(looks >> 1)) - best(all.slice(0, looks >> 1))),
    unit: "log₁₀ of the least distance, against the time before",
    require: { atMost: 0 },
  },
);

// %% [markdown]
// - **An alarm is not a verdict.** The generator's loss leaves its range early. While the rates rise, the samples are at
//   first better than ever, and only then lost. An alarm says that something in the game has changed. Look at the samples then, and keep the
//   checkpoint.
// - **A loss is no score, but it is a good alarm bell.** Its level hid the patient's trouble. That it leaves the range it
//   has kept for long tells you something all the same.
// - **Judge a monitor by two numbers**: how early it gives the alarm, and how often for nothing.
//
// ## Diagnose it yourself
//
// Two trainings went wrong, each in its own way. Look at the samples, the losses, and a third chart of each. Does the
// run oscillate, has it diverged, or has something else happened to it? Decide before you run the cell after.

// %%
import { riddle } from "gan-clinic";
await riddle("H").show();
await riddle("D").show();

// %%
riddle("H").answer();
riddle("D").answer();

// %% [markdown]
// That is what the library's rules say of these two runs (`diagnosisRules` lists them all). Look at the line under each
// name, the evidence. For H it is about where the same latent vectors go, for D about the length of a gradient. In
// neither is it the level of a loss.
//
// ## Try it yourself
//
// Change the patient as you like, and guess its drift and its share on a cloud first. Half the momentum? Negative
// momentum (not in Adam: `optimizer: { momentum: { momentum: -0.5 } }`)? `loss: "hinge"`? Rates of 1e-3 and three
// times the steps?

// %%
const mine = { beta1: 0.7 };
const yours = await runStudy("yours", {
  base: patient,
  arms: { mine },
  seeds: 2,
  measure: measures,
  quick: 1,
});
console.log(
  yours.measures
    .map(
      (name) =>
        `${name} ${yours
          .values("mine", name)
          .map((v) => v.toFixed(2))
          .join(", ")}`,
    )
    .join("; "),
);

// %% [markdown]
// ## What this notebook found

// %%
resultsTable();

// %% [markdown]
// ## Check yourself
//
// <details><summary>1. The Dirac-GAN without R1 circles at growth 1. Does a smaller step make it converge?</summary>
//
// No. With the players in turn and no momentum the growth is $\sqrt{1 - h\gamma}$, and without R1 that is 1 for *every* step
// $h$. A smaller step only goes round more slowly. "Choose the step small enough" is right where there is some friction.
// </details>
//
// <details><summary>2. You switch on EMA, and the samples stop flickering. Is the instability cured?</summary>
//
// Not shown. An average moves little by construction; our patient's was calm, and off the clouds. Look at a measure of
// quality of the averaged samples. If that is good too: yes, for what you need.
// </details>
//
// <details><summary>3. R1 has a proof of convergence. Why did our patient, which has R1, not settle?</summary>
//
// The proof is about gradient descent without momentum, near the solution. With momentum .9 and a step of .2 even the
// Dirac-GAN with R1 of .3 leaves its solution. "R1 is broken" is wrong: without momentum it does
// what the proof says. "The weight was too small" is not borne out: ten times the weight was no cure. (In the Dirac-GAN more
// R1 would be one.)
// </details>
//
// <details><summary>4. A run's drift is exactly 0.000. What do you check first?</summary>
//
// Whether its numbers are finite. "It converged" is the last thing to believe: a game with random batches always moves a
// little. A generator that is frozen, or whose output is not a number, does not move at all.
// </details>
//
// <details><summary>5. A GAN with Adam swings. A colleague proposes to clip the gradients to a tenth of their usual length. Your answer?</summary>
//
// Adam divides by the usual length, so shortening all gradients alike changes nothing. Lower `beta1` first. Clipping is for single
// huge gradients. It kept plain gradient descent from overflowing here, without making its samples good.
// </details>
//
// <details><summary>6. You read "WGAN-GP is stable", copy the penalty, and keep beta1 = .9. What happens?</summary>
//
// Here, with λ = 10: it swings from cloud to cloud. A tenth of the penalty bears that momentum far better; the two belong
// together. "Then the penalty was computed wrongly" can be true as well: check second gradients with `gradcheck`.
// </details>
//
// ## Where next
//
// - [Mescheder, Geiger, Nowozin 2018](https://arxiv.org/abs/1801.04406): which training methods for GANs do actually
//   converge? The Dirac-GAN, R1, and the proofs.
// - [Gidel et al. 2019](https://arxiv.org/abs/1807.04740): negative momentum for improved game dynamics.
// - [Gulrajani et al. 2017](https://arxiv.org/abs/1704.00028): WGAN-GP.
// - [Yazıcı et al. 2019](https://arxiv.org/abs/1806.04498): why averaging works, and when.
// - [Notebook 05](05-evaluation.ipynb): which of the metrics used here can be trusted, and with how many seeds.
//
// **Next: [05 · Evaluation that misleads](05-evaluation.ipynb) →**
