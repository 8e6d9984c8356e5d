// Made from the lab's checks by `clinic lab build`: edits are lost.
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.checks = void 0;
const zod_1 = require("zod");
const forms_1 = require("gan-clinic/dist/grader/lab/forms");
const own_process_1 = require("gan-clinic/dist/grader/lab/own-process");
const number = zod_1.z.custom((value) => typeof value === "number");
const numbers = zod_1.z.array(number);
function mean(numbers) {
    return Array.from(numbers).reduce((sum, each) => sum + each, 0) / numbers.length;
}
function dot(a, b) {
    return Array.from(a).reduce((sum, each, i) => sum + each * b[i], 0);
}
function farthest(found, wanted) {
    const size = Array.from(wanted).reduce((most, each) => Math.max(most, Math.abs(each)), 1e-300);
    return (Array.from(wanted).reduce((most, each, i) => Math.max(most, Math.abs(found[i] - each)), 0) /
        size);
}
function short(numbers) {
    const shown = Array.from(numbers)
        .slice(0, 4)
        .map((each) => each.toPrecision(4));
    return shown.join(", ") + (numbers.length > 4 ? ", …" : "");
}
function rowsOf(numbers, columns) {
    const all = Array.from(numbers);
    return Array.from({ length: all.length / columns }, (_, i) => all.slice(i * columns, (i + 1) * columns));
}
function scaled(row, factor) {
    return row.map((each) => each * factor);
}
function lossVerdict(found, scores, wanted) {
    const errors = wanted.map((row, i) => row.reduce((most, each, k) => Math.max(most, Math.abs(found[i][k] / each - 1)), 0));
    const worst = errors.findIndex((error) => !(error < 1e-10));
    const at = Math.max(worst, 0);
    return {
        passed: worst < 0,
        measured: `at the score ${scores[at]}: ${found[at].map((each) => each.toPrecision(6)).join(", ")}`,
        wanted: `${wanted[at].map((each) => each.toPrecision(6)).join(", ")} (saturating: loss, slope; non-saturating: loss, slope)`,
    };
}
const space = 16;
function drawClouds(random) {
    const modes = 4 + random.integers(1, 3)[0];
    const [radius] = random.uniforms(1, 1, 3);
    const middle = random.normals(space, 0, radius / 4);
    const [first, second] = [random.normals(space), random.normals(space)].map((each) => [...each]);
    const overlap = dot(first, second) / dot(first, first);
    const rest = second.map((each, i) => each - overlap * first[i]);
    const axes = [first, rest].map((each) => scaled(each, 1 / Math.sqrt(dot(each, each))));
    const centres = Array.from({ length: modes }, (_, mode) => {
        const angle = (2 * Math.PI * mode) / modes;
        const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
        return Array.from(middle, (each, i) => each + x * axes[0][i] + y * axes[1][i]);
    });
    const [seed] = random.integers(1, 1_000_000);
    return {
        centres: Float32Array.from(centres.flat()),
        axes: Float32Array.from(axes.flat()),
        std: 0.1 * radius,
        seed,
    };
}
function realPoints({ centres, axes, std }, count, random) {
    const which = random.integers(count, centres.length / space);
    const away = random.normals(2 * count, 0, std);
    return Float32Array.from({ length: count * space }, (_, at) => {
        const [i, k] = [Math.floor(at / space), at % space];
        return (centres[which[i] * space + k] + away[2 * i] * axes[k] + away[2 * i + 1] * axes[space + k]);
    });
}
function howFar(fake, clouds, { seeded, energyDistance }) {
    if (!fake.every(Number.isFinite))
        return Infinity;
    const random = seeded(clouds.seed).stream("the measure");
    const [real, other] = [realPoints(clouds, 1000, random), realPoints(clouds, 1000, random)];
    const pairs = rowsOf(real, space).map((row, i) => {
        const apart = row.map((each, k) => each - other[i * space + k]);
        return Math.sqrt(dot(apart, apart));
    });
    return energyDistance(real, fake, space) / mean(pairs);
}
const limit = 0.15;
const workRecipe = (0, forms_1.record)({
    init: (0, forms_1.record)({ name: (0, forms_1.oneOf)("normal", "xavier", "he", "orthogonal"), gain: (0, forms_1.between)(0.001, 10) }),
    loss: (0, forms_1.oneOf)("minimax", "nonSaturating", "hinge", "leastSquares", "wasserstein"),
    terms: (0, forms_1.listOf)((0, forms_1.record)({ name: (0, forms_1.oneOf)("r1", "r2", "gradientPenalty"), weight: (0, forms_1.between)(0, 100) }), 0, 2),
    discriminator: (0, forms_1.record)({
        hidden: (0, forms_1.listOf)((0, forms_1.whole)(1, 64), 1, 16),
        activation: (0, forms_1.oneOf)("sigmoid", "tanh", "relu", "leakyRelu", "swish"),
    }),
    discriminatorSteps: (0, forms_1.whole)(1, 20),
    learningRate: (0, forms_1.record)({ generator: (0, forms_1.between)(1e-5, 0.1), discriminator: (0, forms_1.between)(1e-5, 0.1) }),
    steps: (0, forms_1.whole)(1, 750),
}).refine(({ steps, discriminatorSteps }) => steps * discriminatorSteps <= 750, {
    path: ["steps"],
    error: "wanted at most 750 batches: steps times discriminatorSteps",
});
async function trainOnClouds(library, { recipe, clouds }) {
    const { heNormal, mlp, normalInit, orthogonal, seeded, tf, xavierUniform } = library;
    const { centres, axes, std, seed } = clouds;
    const inits = {
        normal: normalInit(1),
        xavier: xavierUniform,
        he: heNormal,
        orthogonal: orthogonal(),
    };
    const penalties = {
        r1: library.r1Term,
        r2: library.r2Term,
        gradientPenalty: library.gradientPenaltyTerm,
    };
    const { init, discriminator, loss, terms, ...options } = recipe;
    const run = await library.trainGan({
        ...options,
        data: {
            name: "clouds",
            shape: [16],
            sample: (n, random) => {
                const which = random.integers(n, centres.length / 16);
                const away = random.normals(2 * n, 0, std);
                const points = Float32Array.from({ length: n * 16 }, (_, at) => {
                    const [i, k] = [Math.floor(at / 16), at % 16];
                    const middle = centres[which[i] * 16 + k];
                    return middle + away[2 * i] * axes[k] + away[2 * i + 1] * axes[16 + k];
                });
                return tf.tensor2d(points, [n, 16]);
            },
        },
        generator: mlp({
            name: "generator",
            inputs: 8,
            hidden: Array.from({ length: 12 }, () => 32),
            outputs: 16,
            activation: library.tanh,
            init: (random, shape) => tf.tidy(() => tf.mul(inits[init.name](random, shape), init.gain)),
            random: seeded(seed).stream("generator"),
        }),
        discriminator: mlp({
            name: "discriminator",
            inputs: 16,
            hidden: discriminator.hidden,
            outputs: 1,
            activation: library[discriminator.activation],
            init: orthogonal(Math.SQRT2),
            random: seeded(seed).stream("discriminator"),
        }),
        loss: library[loss],
        terms: terms.map(({ name, weight }) => penalties[name]({ weight })),
        batchSize: 64,
        seed,
    });
    const drawn = run.sample(1000);
    const samples = Float32Array.from(drawn.dataSync());
    drawn.dispose();
    run.dispose();
    return samples;
}
const cloudsOfInputs = new WeakMap();
function hiddenClouds(random) {
    const inputs = {};
    cloudsOfInputs.set(inputs, drawClouds(random));
    return inputs;
}
async function workVerdict(recipe, inputs, library) {
    const clouds = cloudsOfInputs.get(inputs);
    const distance = howFar(await (0, own_process_1.inOwnProcess)(trainOnClouds, { recipe, clouds }), clouds, library);
    return {
        passed: distance < limit,
        measured: `a distance of ${distance.toFixed(3)}`,
        wanted: `below ${limit}`,
    };
}
exports.checks = [
    {
        task: "first-weights",
        name: "fans of a dense layer and of a filter",
        visible: true,
        hint: "A filter has the shape (height, width, inputs, outputs): each place of its field counts.",
        uses: ["fans"],
        inputs: () => ({
            shapes: [
                [20, 30],
                [3, 5, 7, 11],
            ],
        }),
        probe: ({ fans }, _library, { shapes }) => shapes.map((shape) => {
            const counted = fans(shape);
            return [counted.fanIn, counted.fanOut];
        }),
        returns: zod_1.z.array(zod_1.z.array(number).length(2)).length(2),
        judge: (found) => ({
            passed: String(found) === "20,30,105,165",
            measured: `(fan-in, fan-out) (${found[0].join(", ")}) and (${found[1].join(", ")})`,
            wanted: "(20, 30) for (20, 30) and (105, 165) for (3, 5, 7, 11)",
        }),
    },
    {
        task: "first-weights",
        name: "variances of a dense layer",
        visible: true,
        hint: "A variance divides by the mean of fan-in and fan-out (Xavier) or by fan-in (He); with a leak, He's gain shrinks by 1 + leak².",
        uses: ["xavierWeights", "heWeights"],
        inputs: (random) => ({ seed: random.integers(1, 1e6)[0], shape: [300, 100] }),
        probe: ({ xavierWeights, heWeights }, { tf, seeded }, { seed, shape }) => tf.tidy(() => [
            xavierWeights(seeded(seed), shape),
            heWeights(seeded(seed), shape, 0),
            heWeights(seeded(seed), shape, 1),
        ].map((weights) => tf.mean(tf.square(weights)).dataSync()[0])),
        returns: numbers.length(3),
        judge: (found) => {
            const wanted = [2 / 400, 2 / 300, 1 / 300];
            return {
                passed: found.every((each, i) => Math.abs(each / wanted[i] - 1) < 0.06),
                measured: `variances ${short(found)}`,
                wanted: `${short(wanted)} within 6 % (Xavier; He with leak 0; He with leak 1) for (300, 100)`,
            };
        },
    },
    {
        task: "orthogonal",
        name: "columns at right angles",
        visible: true,
        uses: ["orthogonalWeights"],
        inputs: (random) => ({ normals: random.normals(6 * 3) }),
        probe: ({ orthogonalWeights }, { tf }, { normals }) => tf.tidy(() => {
            const weights = orthogonalWeights(tf.tensor2d(normals, [6, 3]), 1);
            return {
                shape: String(weights.shape),
                products: [...tf.matMul(weights, weights, true).dataSync()],
            };
        }),
        returns: zod_1.z.object({ shape: zod_1.z.string(), products: numbers }),
        judge: ({ shape, products }) => ({
            passed: shape === "6,3" && farthest(products, [1, 0, 0, 0, 1, 0, 0, 0, 1]) < 1e-4,
            measured: `shape (${shape}), products of the columns ${products.map((each) => each.toFixed(3)).join(", ")}`,
            wanted: "shape (6,3), products 1, 0, 0, 0, 1, 0, 0, 0, 1",
        }),
    },
    {
        task: "orthogonal",
        name: "the signs",
        visible: true,
        uses: ["orthogonalWeights"],
        inputs: () => ({ normals: Float32Array.of(3, 1, 4, 2) }),
        probe: ({ orthogonalWeights }, { tf }, { normals }) => tf.tidy(() => [...orthogonalWeights(tf.tensor2d(normals, [2, 2]), 1).dataSync()]),
        returns: numbers,
        judge: (found) => ({
            passed: found.length === 4 && farthest(found, [0.6, -0.8, 0.8, 0.6]) < 1e-4,
            measured: short(found),
            wanted: "0.6, -0.8, 0.8, 0.6 for the rows (3, 1) and (4, 2)",
        }),
    },
    {
        task: "forecast",
        name: "ReLU",
        visible: true,
        uses: ["forecast"],
        inputs: () => ({
            layers: [
                { inputs: 10, outputs: 20, variance: 0.1 },
                { inputs: 20, outputs: 40, variance: 0.2 },
                { inputs: 40, outputs: 5, variance: 0.05 },
            ],
        }),
        probe: ({ forecast }, _library, { layers }) => {
            const shape = { value: (x) => Math.max(x, 0), slope: (x) => (x > 0 ? 1 : 0) };
            const { forward, backward } = forecast(layers, shape, 3);
            return { forward, backward };
        },
        returns: zod_1.z.object({ forward: numbers.length(3), backward: numbers.length(3) }),
        judge: ({ forward, backward }) => ({
            passed: farthest(forward, [3, 6, 6]) < 1e-3 && farthest(backward, [0.5, 0.125, 1]) < 1e-3,
            measured: `forward ${short(forward)}; backward ${short(backward)}`,
            wanted: "forward 3, 6, 6; backward 0.5, 0.125, 1, worked out by hand",
        }),
    },
    {
        task: "losses",
        name: "ordinary scores",
        visible: true,
        uses: ["generatorLosses"],
        inputs: () => ({ scores: [-2, 0, 1.5] }),
        probe: ({ generatorLosses }, _library, { scores }) => scores.map((score) => {
            const { saturating, nonSaturating } = generatorLosses(score);
            return [saturating.loss, saturating.slope, nonSaturating.loss, nonSaturating.slope];
        }),
        returns: zod_1.z.array(numbers.length(4)).length(3),
        judge: (found, { scores }) => lossVerdict(found, scores, [
            [-0.12692801104297252, -0.11920292202211756, 2.1269280110429727, -0.8807970779778825],
            [-0.6931471805599453, -0.5, 0.6931471805599453, -0.5],
            [-1.7014132779827524, -0.8175744761936437, 0.20141327798275246, -0.18242552380635635],
        ]),
    },
    {
        task: "losses",
        name: "a discriminator that is sure",
        visible: true,
        hint: "1 - D computed by a subtraction has no digits left where D is 1: write it as a sigmoid of its own.",
        uses: ["generatorLosses"],
        inputs: () => ({ scores: [-40, 40] }),
        probe: ({ generatorLosses }, _library, { scores }) => scores.map((score) => {
            const { saturating, nonSaturating } = generatorLosses(score);
            return [saturating.loss, saturating.slope, nonSaturating.loss, nonSaturating.slope];
        }),
        returns: zod_1.z.array(numbers.length(4)).length(2),
        judge: (found, { scores }) => {
            const tiny = 4.248354255291589e-18;
            return lossVerdict(found, scores, [
                [-tiny, -tiny, 40, -1],
                [-40, -1, tiny, -tiny],
            ]);
        },
    },
    {
        task: "clip",
        name: "one factor for all",
        visible: true,
        hint: "One length for all tensors together, and one factor for all numbers.",
        uses: ["clipGradients"],
        inputs: () => ({ limit: 5 }),
        probe: ({ clipGradients }, { tf }, { limit }) => {
            const { norm, clipped } = clipGradients({ a: tf.tensor1d([30]), b: tf.tensor2d([[0, 40]]) }, limit);
            return { norm, a: [...clipped.a.dataSync()], b: [...clipped.b.dataSync()] };
        },
        returns: zod_1.z.object({ norm: number, a: numbers, b: numbers }),
        judge: ({ norm, a, b }) => ({
            passed: Math.abs(norm - 50) < 1e-3 && farthest([...a, ...b], [3, 0, 4]) < 1e-5 && a.length === 1,
            measured: `length ${norm}; a ${short(a)}; b ${short(b)}`,
            wanted: "length 50; a 3; b 0, 4, for a = (30), b = (0, 40) and a limit of 5",
        }),
    },
    {
        task: "clip",
        name: "below the limit, and 0",
        visible: true,
        uses: ["clipGradients"],
        inputs: () => ({ limit: 6 }),
        probe: ({ clipGradients }, { tf }, { limit }) => {
            const below = clipGradients({ a: tf.tensor1d([3, -4]) }, limit);
            const nothing = clipGradients({ a: tf.zeros([2]) }, limit);
            return [
                below.norm,
                ...below.clipped.a.dataSync(),
                nothing.norm,
                ...nothing.clipped.a.dataSync(),
            ];
        },
        returns: numbers,
        judge: (found) => ({
            passed: found.length === 6 && farthest(found, [5, 3, -4, 0, 0, 0]) < 1e-5,
            measured: `length and numbers ${found.slice(0, 3).join(", ")}; of zeros ${found.slice(3).join(", ")}`,
            wanted: "5, 3, -4 (as they came); of zeros 0, 0, 0",
        }),
    },
    {
        task: "clip",
        name: "huge gradients",
        visible: true,
        hint: "These are finite numbers, but their squares are not, in float32. Sum the squares in plain numbers.",
        uses: ["clipGradients"],
        inputs: () => ({ limit: 5 }),
        shows: () => "a = (3e30, 4e30), limit = 5",
        probe: ({ clipGradients }, { tf }, { limit }) => [
            ...clipGradients({ a: tf.tensor1d([3e30, 4e30]) }, limit).clipped.a.dataSync(),
        ],
        returns: numbers,
        judge: (found) => ({
            passed: found.length === 2 && farthest(found, [3, 4]) < 1e-4,
            measured: `a ${short(found)}`,
            wanted: "a 3, 4, since the length 5e30 is a finite number",
        }),
    },
    {
        task: "spectral",
        name: "one round",
        visible: true,
        uses: ["spectralWeights"],
        inputs: () => ({ weights: Float32Array.of(4, 0, 0, 3, 0, 0), u: Float32Array.of(0.6, 0.8) }),
        probe: ({ spectralWeights }, { tf }, { weights, u }) => tf.tidy(() => {
            const state = tf.variable(tf.tensor2d(u, [1, 2]), false);
            const result = spectralWeights(tf.tensor2d(weights, [3, 2]), state);
            const answer = { values: [...result.dataSync()], u: [...state.dataSync()] };
            state.dispose();
            return answer;
        }),
        returns: zod_1.z.object({ values: numbers, u: numbers }),
        judge: ({ values, u }) => ({
            passed: values.length === 6 &&
                farthest(values, [1.131371, 0, 0, 0.848528, 0, 0]) < 1e-3 &&
                u.length === 2 &&
                farthest(u, [0.8, 0.6]) < 1e-3,
            measured: `weights ${short(values)}; u ${short(u)}`,
            wanted: "weights 1.131, 0, 0, 0.8485, 0, 0; u 0.8, 0.6, for the rows (4, 0), (0, 3), (0, 0) and u = (0.6, 0.8): " +
                "σ is 5/√2 after one round",
        }),
    },
    {
        task: "spectral",
        name: "the gradient of the sum of the result",
        visible: true,
        hint: "σ depends on the weights, so the gradient passes through it as well: compute it from the weights, and detach the two directions alone.",
        uses: ["spectralWeights"],
        inputs: () => ({ weights: Float32Array.of(4, 0, 0, 3, 0, 0), u: Float32Array.of(0.6, 0.8) }),
        probe: ({ spectralWeights }, { tf }, { weights, u }) => tf.tidy(() => {
            const state = tf.variable(tf.tensor2d(u, [1, 2]), false);
            const total = (w) => tf.sum(spectralWeights(w, state));
            const gradient = [
                ...tf
                    .grad(total)(tf.tensor2d(weights, [3, 2]))
                    .dataSync(),
            ];
            state.dispose();
            return gradient;
        }),
        returns: numbers,
        judge: (found) => ({
            passed: found.length === 6 &&
                farthest(found, [-0.033941, 0.045255, -0.033941, 0.045255, 0.282843, 0.282843]) < 1e-3,
            measured: short(found),
            wanted: "-0.03394, 0.04525, -0.03394, 0.04525, 0.2828, 0.2828",
        }),
    },
    {
        task: "trust",
        name: "a right gradient and a wrong one",
        visible: true,
        uses: ["slopeAlong"],
        inputs: () => ({ start: Float32Array.of(1, 2, 3, -1, -2, 0.5), seed: 1 }),
        probe: ({ slopeAlong }, { tf, seeded }, { start, seed }) => {
            const variable = tf.variable(tf.tensor2d(start, [2, 3]));
            const loss = () => tf.tidy(() => tf.sum(tf.square(variable)).asScalar());
            const right = tf.mul(variable, 2);
            const answers = [right, tf.mul(right, 1.5)].map((gradient) => {
                const { measured, claimed } = slopeAlong(loss, variable, gradient, 0.01, seeded(seed));
                return [measured, claimed];
            });
            variable.dispose();
            return answers;
        },
        returns: zod_1.z.array(numbers.length(2)).length(2),
        judge: ([right, wrong]) => {
            const along = -2.10869;
            return {
                passed: [right[0], right[1], wrong[0], wrong[1] / 1.5].every((each) => Math.abs(each - along) < 2e-3 * Math.abs(along) + 2e-3),
                measured: `right gradient: measured ${right[0].toFixed(3)}, claimed ${right[1].toFixed(3)}; one that is half too long: ${wrong[0].toFixed(3)}, ${wrong[1].toFixed(3)}`,
                wanted: `${along.toFixed(3)}, ${along.toFixed(3)}; ${along.toFixed(3)}, ${(1.5 * along).toFixed(3)}`,
            };
        },
    },
    {
        task: "penalty",
        name: "a linear critic",
        visible: true,
        hint: "The length is the root of the sum of squares over all axes but the first; the penalty is the mean of (length - 1)².",
        uses: ["slopePenalty"],
        inputs: (random) => ({ real: random.normals(8 * 2), fake: random.normals(8 * 2) }),
        probe: ({ slopePenalty }, { tf, seeded }, { real, fake }) => tf.tidy(() => {
            const critic = (x) => tf.matMul(x, tf.tensor2d([[3], [4]]));
            return slopePenalty(critic, tf.tensor2d(real, [8, 2]), tf.tensor2d(fake, [8, 2]), seeded(1)).penalty.dataSync()[0];
        }),
        returns: number,
        judge: (found) => ({
            passed: Math.abs(found - 16) < 1e-3,
            measured: found.toFixed(4),
            wanted: "16 = (5 - 1)² for the critic 3 x₁ + 4 x₂, whose slope has length 5",
        }),
    },
    {
        task: "penalty",
        name: "each example has its own slope",
        visible: true,
        hint: "Every example has one slope and one length; the mean is taken last, over the examples.",
        uses: ["slopePenalty"],
        inputs: () => ({
            points: [
                [0, 2],
                [6, 8],
                [3, 0],
            ],
        }),
        probe: ({ slopePenalty }, { tf, seeded }, { points }) => tf.tidy(() => {
            const critic = (x) => tf.mul(tf.sum(tf.square(x), 1, true), 0.5);
            const x = tf.tensor2d(points);
            const { penalty, norms } = slopePenalty(critic, x, x, seeded(1));
            return [penalty.dataSync()[0], ...norms.dataSync()];
        }),
        returns: numbers.min(1),
        judge: (found) => ({
            passed: found.length === 4 && farthest(found, [86 / 3, 2, 10, 3]) < 1e-4,
            measured: `penalty ${found[0].toFixed(4)}, lengths ${found.slice(1).join(", ")}`,
            wanted: "28.6667 = (1² + 9² + 2²) / 3, lengths 2, 10, 3",
        }),
    },
    {
        task: "penalty",
        name: "the gradient by the weights of a linear critic",
        visible: true,
        hint: "Training needs the penalty's gradient by the weights. What was read out to plain numbers, or detached, has none.",
        uses: ["slopePenalty"],
        inputs: () => ({
            points: [
                [1, 2],
                [0, 1],
            ],
        }),
        shows: () => "the critic w₁ x₁ + w₂ x₂ at w = (3, 4), real = fake = [[1, 2], [0, 1]]",
        probe: ({ slopePenalty }, { tf, seeded }, { points }) => tf.tidy(() => {
            const x = tf.tensor2d(points);
            const penalty = (w) => {
                const critic = (at) => tf.matMul(at, tf.reshape(w, [2, 1]));
                return tf.sum(slopePenalty(critic, x, x, seeded(1)).penalty);
            };
            return [
                ...tf
                    .grad(penalty)(tf.tensor1d([3, 4]))
                    .dataSync(),
            ];
        }),
        returns: numbers,
        judge: (found) => ({
            passed: found.length === 2 && farthest(found, [4.8, 6.4]) < 1e-3,
            measured: short(found),
            wanted: "4.8, 6.4 = 2 (5 - 1) w / 5",
        }),
    },
    {
        task: "make-it-work",
        name: "clouds on a plane",
        visible: true,
        uses: ["workingRecipe"],
        inputs: (random) => hiddenClouds(random),
        probe: ({ workingRecipe }) => workingRecipe(),
        returns: workRecipe,
        judge: (recipe, inputs, library) => workVerdict(recipe, inputs, library),
    }
];
