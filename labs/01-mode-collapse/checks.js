// Made from the lab's checks by `clinic lab build`: edits are lost.
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.checks = void 0;
const zod_1 = require("zod");
const forms_1 = require("gan-clinic/dist/grader/lab/forms");
const own_process_1 = require("gan-clinic/dist/grader/lab/own-process");
const numbers = zod_1.z.instanceof(Float32Array);
const shaped = zod_1.z.object({ shape: zod_1.z.array(zod_1.z.number()).max(6), values: numbers });
function rowsOf(values, columns) {
    return Array.from({ length: values.length / columns }, (_, i) => Array.from({ length: columns }, (_, j) => values[i * columns + j]));
}
function apart(found, wanted) {
    if (found.length !== wanted.length)
        return Infinity;
    let most = 0;
    for (let i = 0; i < wanted.length; i++) {
        const difference = Math.abs(found[i] - wanted[i]);
        most = difference <= most ? most : Number.isFinite(difference) ? difference : Infinity;
    }
    return most;
}
function sizes(shape) {
    return `(${shape.join(", ")})`;
}
function few(values) {
    const first = Array.from({ length: Math.min(8, values.length) }, (_, i) => values[i]);
    return (first.map((x) => String(Number(x.toFixed(4)))).join(", ") + (values.length > 8 ? ", …" : ""));
}
function sameTensor(found, shape, wanted, tolerance = 1e-4) {
    const shapeIs = sizes(found.shape) === sizes(shape);
    const difference = apart(found.values, wanted);
    return {
        passed: shapeIs && difference <= tolerance,
        measured: shapeIs
            ? `numbers that differ by up to ${difference.toPrecision(2)}: ${few(found.values)}`
            : `shape ${sizes(found.shape)}`,
        wanted: shapeIs ? `${few(wanted)} (within ${tolerance})` : `shape ${sizes(shape)}`,
    };
}
const coverageValues = zod_1.z.object({
    modes: zod_1.z.number(),
    highQuality: zod_1.z.number(),
    reverseKL: zod_1.z.number(),
});
function coverageVerdict(found, wanted) {
    const text = (one) => `modes ${one.modes}, highQuality ${one.highQuality.toFixed(4)}, reverseKL ${one.reverseKL.toFixed(4)}`;
    return {
        passed: found.modes === wanted.modes &&
            Math.abs(found.highQuality - wanted.highQuality) < 1e-6 &&
            Math.abs(found.reverseKL - wanted.reverseKL) < 1e-6,
        measured: text(found),
        wanted: text(wanted),
    };
}
function impostorVerdict(values, n, truth, library) {
    const measure = (points) => points.length === 2 * n && points.every((x) => Number.isFinite(x))
        ? library.modeCoverage(points, truth)
        : undefined;
    const tokens = measure(values.tokens);
    const smear = measure(values.smear);
    const text = (one) => one
        ? `modes ${one.modes}, high quality ${one.highQuality.toFixed(3)}, reverse KL ${one.reverseKL.toFixed(3)}`
        : `not ${2 * n} finite numbers`;
    const modes = truth.centres.length;
    return {
        passed: tokens !== undefined &&
            smear !== undefined &&
            tokens.modes === modes &&
            tokens.highQuality === 1 &&
            tokens.reverseKL >= 0.9 &&
            smear.highQuality === 0 &&
            smear.reverseKL <= 0.02,
        measured: `tokens: ${text(tokens)}; smear: ${text(smear)}`,
        wanted: `tokens: modes ${modes}, high quality 1, reverse KL at least 0.9; ` +
            "smear: high quality 0, reverse KL at most 0.02",
    };
}
function hiddenRing(random) {
    const [turn] = random.uniforms(1, 0, Math.PI / 4);
    const [radius] = random.uniforms(1, 0.8, 1.25);
    const [x, y] = random.uniforms(2, -0.3, 0.3);
    const weights = Array.from(random.uniforms(8, 0.75, 1.25));
    const total = weights.reduce((a, b) => a + b);
    const masses = weights.map((weight) => weight / total);
    const centres = masses.map((_, k) => [
        x + radius * Math.cos(turn + (k * Math.PI) / 4),
        y + radius * Math.sin(turn + (k * Math.PI) / 4),
    ]);
    const std = 0.04 * radius;
    const points = random.normals(2 * 4096, 0, std);
    random.uniforms(4096).forEach((u, i) => {
        let mode = 0;
        let reached = masses[0];
        while (u >= reached && mode < 7)
            reached += masses[++mode];
        points[2 * i] += centres[mode][0];
        points[2 * i + 1] += centres[mode][1];
    });
    return { centres, std, masses, points };
}
const ringRecipe = (0, forms_1.record)({
    loss: (0, forms_1.oneOf)("nonSaturating", "minimax", "hinge", "leastSquares", "wasserstein"),
    terms: (0, forms_1.listOf)((0, forms_1.record)({
        name: (0, forms_1.oneOf)("r1", "r2", "gradientPenalty", "featureMatching"),
        weight: (0, forms_1.between)(0, 100),
    }), 0, 2),
    learningRate: (0, forms_1.record)({ generator: (0, forms_1.between)(1e-5, 0.1), discriminator: (0, forms_1.between)(1e-5, 0.1) }),
    beta1: (0, forms_1.between)(0, 0.99),
    discriminator: (0, forms_1.record)({
        hidden: (0, forms_1.listOf)((0, forms_1.whole)(1, 128), 1, 3),
        activation: (0, forms_1.oneOf)("relu", "leakyRelu", "tanh", "sigmoid"),
        minibatch: (0, forms_1.oneOf)("none", "stddev", "discrimination"),
    }),
    discriminatorSteps: (0, forms_1.whole)(1, 8),
    batchSize: (0, forms_1.whole)(8, 128),
    packing: (0, forms_1.whole)(1, 8),
    instanceNoise: (0, forms_1.between)(0, 2),
    average: (0, forms_1.between)(0, 0.9999),
})
    .refine(({ batchSize, packing }) => batchSize % packing === 0, {
    path: ["packing"],
    error: "wanted a number that divides batchSize",
})
    .refine(({ batchSize, discriminatorSteps }) => batchSize * discriminatorSteps <= 128, {
    path: ["discriminatorSteps"],
    error: "wanted at most 128 real points in a step: discriminatorSteps times batchSize",
});
async function trainRing(library, { recipe, points, seed, steps }) {
    const { mlp, orthogonal, seeded, tf } = library;
    const { discriminator, loss, terms, average, ...options } = recipe;
    const termsByName = {
        r1: library.r1Term,
        r2: library.r2Term,
        gradientPenalty: library.gradientPenaltyTerm,
        featureMatching: library.featureMatchingTerm,
    };
    const comparisons = {
        none: undefined,
        stddev: { kind: "stddev" },
        discrimination: { kind: "discrimination", kernels: 8, dims: 3 },
    };
    const generator = mlp({
        name: "generator",
        inputs: 8,
        hidden: [64, 64],
        outputs: 2,
        init: orthogonal(0.8),
        random: seeded(seed).stream("generator"),
    });
    const run = await library.trainGan({
        ...options,
        data: library.finiteDataset({ name: "ring", shape: [2], examples: points }),
        generator,
        discriminator: mlp({
            name: "discriminator",
            inputs: 2 * recipe.packing,
            hidden: discriminator.hidden,
            outputs: 1,
            activation: library[discriminator.activation],
            minibatch: comparisons[discriminator.minibatch],
            init: orthogonal(0.8),
            random: seeded(seed).stream("discriminator"),
        }),
        loss: library[loss],
        terms: terms.map(({ name, weight }) => termsByName[name]({ weight })),
        ...(average > 0 && { average }),
        seed,
        steps,
    });
    const latents = seeded(seed).stream("judge").normal([2500, 8]);
    const drawn = (run.average ?? generator).apply(latents);
    const samples = Float32Array.from(drawn.dataSync());
    tf.dispose([latents, drawn]);
    run.dispose();
    return samples;
}
const rings = new WeakMap();
function ringOf(random) {
    const inputs = {};
    rings.set(inputs, random);
    return inputs;
}
async function ringVerdict(recipe, random, library) {
    const wanted = "8 modes (each with 25 %), high quality at least 60 %, reverse KL at most 0.05";
    const truth = hiddenRing(random.stream("ring"));
    const [seed] = random.stream("training").integers(1, 2 ** 31);
    const training = { recipe, points: truth.points, seed, steps: 2000 };
    const samples = await (0, own_process_1.inOwnProcess)(trainRing, training);
    if (!samples.every((x) => Number.isFinite(x))) {
        return { passed: false, measured: "samples that are not finite numbers", wanted };
    }
    const { highQuality, highQualityHistogram, reverseKL } = library.modeCoverage(samples, truth);
    const shares = highQualityHistogram.map((hits, k) => hits / (2500 * truth.masses[k]));
    const modes = shares.filter((share) => share >= 0.25).length;
    return {
        passed: modes === 8 && highQuality >= 0.6 && reverseKL <= 0.05,
        measured: `${modes} modes (the poorest has ${(100 * Math.min(...shares)).toFixed(0)} % of its share), ` +
            `high quality ${(100 * highQuality).toFixed(0)} %, reverse KL ${reverseKL.toFixed(3)}`,
        wanted,
    };
}
exports.checks = [
    {
        task: "coverage",
        name: "five points by hand",
        visible: true,
        hint: "Give each point to its nearest centre first. highQuality counts the good ones among all; the shares in reverseKL count all, good or not.",
        uses: ["coverage"],
        inputs: () => ({
            points: Float32Array.of(0.1, 0, 0, -1, 0, 2, 0.5, 0.5, 4, 1),
            truth: {
                centres: [[0, 0], [4, 0]],
                std: 0.5,
                masses: [0.5, 0.5],
            },
        }),
        probe: ({ coverage }, _library, { points, truth }) => coverage(points, truth),
        returns: coverageValues,
        judge: (found) => coverageVerdict(found, {
            modes: 2,
            highQuality: 0.8,
            reverseKL: 0.8 * Math.log(1.6) + 0.2 * Math.log(0.4),
        }),
    },
    {
        task: "coverage",
        name: "all samples in the middle of one of two modes",
        visible: true,
        hint: "A mode without samples adds 0 to reverseKL, not NaN.",
        uses: ["coverage"],
        inputs: () => ({
            points: new Float32Array(40),
            truth: {
                centres: [[3, 3], [0, 0]],
                std: 0.1,
                masses: [0.75, 0.25],
            },
        }),
        probe: ({ coverage }, _library, { points, truth }) => coverage(points, truth),
        returns: coverageValues,
        judge: (found) => coverageVerdict(found, { modes: 1, highQuality: 1, reverseKL: Math.log(4) }),
    },
    {
        task: "coverage",
        name: "a single good sample near a mode",
        visible: true,
        hint: "A mode is found when its good samples are at least a quarter of what its true share promises: here 5 of 40.",
        uses: ["coverage"],
        inputs: () => ({
            points: Float32Array.from({ length: 80 }, (_, at) => (at === 0 ? 4 : 0)),
            truth: {
                centres: [[0, 0], [4, 0]],
                std: 0.5,
                masses: [0.5, 0.5],
            },
        }),
        shows: () => "39 points at (0, 0) and one at (4, 0); these are the two centres, std = 0.5, masses = [0.5, 0.5]",
        probe: ({ coverage }, _library, { points, truth }) => coverage(points, truth),
        returns: coverageValues,
        judge: (found) => coverageVerdict(found, {
            modes: 1,
            highQuality: 1,
            reverseKL: (39 * Math.log(39 / 20) - Math.log(20)) / 40,
        }),
    },
    {
        task: "impostors",
        name: "on the ring of 8",
        visible: true,
        uses: ["tokens", "smear"],
        inputs: () => ({
            n: 1000,
            truth: {
                centres: [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [
                    Math.cos((k * Math.PI) / 4),
                    Math.sin((k * Math.PI) / 4),
                ]),
                std: 0.03,
                masses: [0.1, 0.15, 0.1, 0.15, 0.1, 0.15, 0.1, 0.15],
            },
        }),
        probe: ({ tokens, smear }, _library, { n, truth }) => ({
            tokens: tokens(truth, n),
            smear: smear(truth, n),
        }),
        returns: zod_1.z.object({ tokens: numbers, smear: numbers }),
        judge: (values, { n, truth }, library) => impostorVerdict(values, n, truth, library),
    },
    {
        task: "stddev",
        name: "two groups of two, by hand",
        visible: true,
        uses: ["withSpread"],
        inputs: () => ({ x: Float32Array.of(1, 5, 3, 5, 0, 0, 0, 8) }),
        probe: ({ withSpread }, { tf }, { x }) => {
            const y = withSpread(tf.tensor2d(x, [4, 2]), 2, 1);
            return { shape: y.shape, values: y.dataSync() };
        },
        returns: shaped,
        judge: (found) => sameTensor(found, [4, 3], [1, 5, 0.5, 3, 5, 0.5, 0, 0, 2, 0, 8, 2], 1e-3),
    },
    {
        task: "stddev",
        name: "one group, two parts, by hand",
        visible: true,
        hint: "The features are cut in their order: the first half of them is the first part. Each part has one number for the whole group.",
        uses: ["withSpread"],
        inputs: () => ({ x: Float32Array.of(0, 2, 7, 1, 4, 6, 7, 3) }),
        probe: ({ withSpread }, { tf }, { x }) => {
            const y = withSpread(tf.tensor2d(x, [2, 4]), 2, 2);
            return { shape: y.shape, values: y.dataSync() };
        },
        returns: shaped,
        judge: (found) => sameTensor(found, [2, 6], [0, 2, 7, 1, 2, 0.5, 4, 6, 7, 3, 2, 0.5], 1e-3),
    },
    {
        task: "stddev",
        name: "the gradient of what is appended, by hand",
        visible: true,
        hint: "A number that was read out of a tensor (dataSync, arraySync) has no gradient any more. Stay among tensors from x to the result.",
        uses: ["withSpread"],
        inputs: () => ({ x: Float32Array.of(1, 5, 3, 5) }),
        shows: () => "x = [[1, 5], [3, 5]], one group, one part; the gradient of the sum of the appended column",
        probe: ({ withSpread }, { tf }, { x }) => {
            const appended = (batch) => tf.sum(tf.slice(withSpread(batch, 2, 1), [0, 2]));
            const gradient = tf.grad(appended)(tf.tensor2d(x, [2, 2]));
            return { shape: gradient.shape, values: gradient.dataSync() };
        },
        returns: shaped,
        judge: (found) => sameTensor(found, [2, 2], [-0.5, 0, 0.5, 0], 1e-3),
    },
    {
        task: "nearness",
        name: "three samples, one kernel, by hand",
        visible: true,
        uses: ["nearness"],
        inputs: () => ({ x: Float32Array.of(0, 0, 1, 0, 0, 2) }),
        probe: ({ nearness }, { tf }, { x }) => {
            const near = nearness(tf.tensor2d(x, [3, 2]), tf.tensor2d([1, 0, 0, 1], [2, 2]), 1);
            return { shape: near.shape, values: near.dataSync() };
        },
        returns: shaped,
        judge: (found) => {
            const [one, two, three] = [1, 2, 3].map((d) => Math.exp(-d));
            return sameTensor(found, [3, 1], [(one + two) / 2, (one + three) / 2, (two + three) / 2]);
        },
    },
    {
        task: "nearness",
        name: "equal samples, two kernels",
        visible: true,
        hint: "Equal samples are at distance 0, whatever the weights: each of the others counts 1, and the sample itself does not count.",
        uses: ["nearness"],
        inputs: (random) => ({ row: Array.from(random.normals(3)), weights: random.normals(18) }),
        probe: ({ nearness }, { tf }, { row, weights }) => {
            const near = nearness(tf.tensor2d([row, row, row, row]), tf.tensor2d(weights, [3, 6]), 2);
            return { shape: near.shape, values: near.dataSync() };
        },
        returns: shaped,
        judge: (found) => sameTensor(found, [4, 2], new Float32Array(8).fill(1)),
    },
    {
        task: "pack",
        name: "four points in packs of two",
        visible: true,
        uses: ["pack"],
        inputs: () => ({ x: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) }),
        probe: ({ pack }, { tf }, { x }) => {
            const packs = pack(tf.tensor2d(x, [4, 2]), 2);
            return { shape: packs.shape, values: packs.dataSync() };
        },
        returns: shaped,
        judge: (found) => sameTensor(found, [2, 4], [1, 2, 3, 4, 5, 6, 7, 8]),
    },
    {
        task: "pack",
        name: "two pictures of 1 × 3 pixels with one channel, in a pack",
        visible: true,
        hint: "Of each pixel, the channels of both pictures stand side by side.",
        uses: ["pack"],
        inputs: () => ({ x: Float32Array.of(1, 2, 3, 10, 20, 30) }),
        probe: ({ pack }, { tf }, { x }) => {
            const packs = pack(tf.tensor4d(x, [2, 1, 3, 1]), 2);
            return { shape: packs.shape, values: packs.dataSync() };
        },
        returns: shaped,
        judge: (found) => sameTensor(found, [1, 1, 3, 2], [1, 10, 2, 20, 3, 30]),
    },
    {
        task: "packed-losses",
        name: "what the discriminator is shown",
        visible: true,
        uses: ["packedLosses"],
        inputs: (random) => ({ real: random.normals(24), fake: random.normals(24) }),
        probe: ({ packedLosses }, { tf }, { real, fake }) => {
            const shown = [];
            const score = (x) => {
                shown.push(x.shape);
                return tf.zeros([x.shape[0], 1]);
            };
            const losses = packedLosses(score, tf.tensor2d(real, [12, 2]), tf.tensor2d(fake, [12, 2]), 3);
            const values = [losses.discriminator, losses.generator].map((loss) => loss.dataSync()[0]);
            return { shown, values };
        },
        returns: zod_1.z.object({
            shown: zod_1.z.array(zod_1.z.array(zod_1.z.number()).max(6)).max(20),
            values: zod_1.z.array(zod_1.z.number()).length(2),
        }),
        judge: ({ shown, values }) => ({
            passed: shown.length > 0 &&
                shown.every((shape) => shape.length === 2 && shape[1] === 6) &&
                apart(values, [Math.log(4), Math.log(2)]) < 1e-5,
            measured: `packs of shape ${shown.map(sizes).join(" and ")}, losses ${few(values)} at scores of 0`,
            wanted: "packs of shape (4, 6), losses log 4 and log 2",
        }),
    },
    {
        task: "matching",
        name: "by hand: features as they are, and a blind spot",
        visible: true,
        uses: ["matchingLoss", "blindSpot"],
        inputs: () => ({ real: Float32Array.of(1, 0, 3, 0), fake: Float32Array.of(5, 1) }),
        probe: ({ matchingLoss, blindSpot }, { tf }, { real, fake }) => {
            const reals = tf.tensor2d(real, [2, 2]);
            const loss = matchingLoss((x) => x, reals, tf.tensor2d(fake, [1, 2]));
            const spot = blindSpot(reals, 3);
            return { loss: loss.dataSync()[0], shape: spot.shape, values: spot.dataSync() };
        },
        returns: shaped.extend({ loss: zod_1.z.number() }),
        judge: ({ loss, shape, values }, { real }) => {
            const isWhole = sizes(shape) === "(3, 2)";
            const rows = rowsOf(values, 2);
            const areEqual = isWhole && rows.every((row) => apart(row, rows[0]) === 0);
            const middle = [0, 1].map((j) => (real[j] + real[2 + j]) / 2);
            const own = isWhole
                ? [0, 1].reduce((sum, j) => sum + (rows.reduce((all, row) => all + row[j], 0) / 3 - middle[j]) ** 2, 0)
                : NaN;
            const spot = isWhole
                ? `a blind spot of ${areEqual ? "equal rows" : "rows that differ"}, (${few(rows[0])}) first, whose loss is ${own.toFixed(4)}`
                : `a blind spot of shape ${sizes(shape)}`;
            return {
                passed: Math.abs(loss - 10) < 1e-5 && areEqual && own < 1e-9,
                measured: `loss ${loss.toFixed(4)}, ${spot}`,
                wanted: "loss 10, a blind spot of shape (3, 2), of equal rows, whose loss is 0",
            };
        },
    },
    {
        task: "ring",
        name: "a ring of the grader's",
        visible: true,
        uses: ["ringRecipe"],
        inputs: (random) => ringOf(random),
        probe: ({ ringRecipe }) => ringRecipe(),
        returns: ringRecipe,
        judge: (recipe, inputs, library) => ringVerdict(recipe, rings.get(inputs), library),
    }
];
