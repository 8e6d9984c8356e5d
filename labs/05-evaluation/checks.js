// Made from the lab's checks by `clinic lab build`: edits are lost.
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.checks = void 0;
const zod_1 = require("zod");
const anyRows = zod_1.z.array(zod_1.z.array(zod_1.z.number()));
function normalRows(random, n, d, std = 1) {
    const flat = random.normals(n * d, 0, std);
    return Array.from({ length: n }, (_, i) => Array.from(flat.subarray(i * d, (i + 1) * d)));
}
function furthest(found, wanted) {
    if (found.length !== wanted.length)
        return Infinity;
    return wanted.reduce((most, row, i) => {
        if (found[i].length !== row.length)
            return Infinity;
        return row.reduce((most2, each, j) => {
            const apart = Math.abs(each - found[i][j]);
            return apart <= most2 ? most2 : Number.isNaN(apart) ? Infinity : apart;
        }, most);
    }, 0);
}
function near(found, wanted, scale = 1) {
    return Math.abs(found - wanted) <= 1e-6 * (Math.abs(wanted) + scale);
}
const short = (value) => String(Number(value.toPrecision(6)));
const truths = new WeakMap();
const TRAINING = 150;
const practiceKind = {
    noise: [0.6, 0.85],
    dropped: [2, 4],
    copied: [0.5, 1],
    few: [100, 30],
    many: [1000, 300],
};
function examCase(random, kind) {
    const d = 15 + random.integers(1, 4)[0];
    const groups = 6 + random.integers(1, 2)[0];
    const centres = Array.from({ length: groups }, () => random.normals(d, 0, 2));
    const mixing = Array.from({ length: d }, () => random.normals(d, 0, 1 / Math.sqrt(d)));
    const offset = random.normals(d, 0, 3);
    const scale = Math.exp(random.uniforms(1, -1, 1)[0]);
    const examples = (count, from, noise) => {
        const out = new Float64Array(count * d);
        for (let i = 0; i < count; i++) {
            const centre = centres[from[random.integers(1, from.length)[0]]];
            const [inner, outer] = [random.normals(d), random.normals(d)];
            for (let j = 0; j < d; j++) {
                let sum = offset[j] + noise * outer[j];
                for (let k = 0; k < d; k++)
                    sum += mixing[j][k] * (centre[k] + inner[k]);
                out[i * d + j] = scale * sum;
            }
        }
        return out;
    };
    const every = centres.map((_, group) => group);
    const order = [...random.shuffle(groups)];
    const train = examples(TRAINING, every, 0);
    const copies = (count, share) => {
        const out = examples(count, every, 0);
        for (let i = 0; i < count; i++) {
            if (random.uniforms(1)[0] >= share)
                continue;
            const from = random.integers(1, TRAINING)[0];
            const moved = random.normals(d);
            for (let j = 0; j < d; j++)
                out[i * d + j] = train[from * d + j] + 0.05 * scale * moved[j];
        }
        return out;
    };
    const counts = [kind.few, kind.many].flatMap(([least, more]) => [...random.integers(5, more)].map((count) => least + count));
    const sizes = [...random.shuffle(10)].map((at) => counts[at]);
    const made = [
        { fault: "none", dose: 0, rows: examples(sizes[0], every, 0) },
        { fault: "none", dose: 0, rows: examples(sizes[1], every, 0) },
        { fault: "none", dose: 0, rows: examples(sizes[2], every, 0) },
        { fault: "noise", dose: 1, rows: examples(sizes[3], every, kind.noise[0]) },
        { fault: "noise", dose: 1, rows: examples(sizes[4], every, kind.noise[0]) },
        { fault: "noise", dose: 2, rows: examples(sizes[5], every, kind.noise[1]) },
        { fault: "dropped", dose: 1, rows: examples(sizes[6], order.slice(kind.dropped[0]), 0) },
        { fault: "dropped", dose: 2, rows: examples(sizes[7], order.slice(kind.dropped[1]), 0) },
        { fault: "copied", dose: 1, rows: copies(sizes[8], kind.copied[0]) },
        { fault: "copied", dose: 2, rows: copies(sizes[9], kind.copied[1]) },
    ];
    const mixed = [...random.shuffle(made.length)].map((at) => made[at]);
    return {
        exam: {
            d,
            train: Float32Array.from(train),
            test: Float32Array.from(examples(600, every, 0)),
            generators: mixed.map(({ rows }) => Float32Array.from(rows)),
        },
        truth: mixed.map(({ fault, dose, rows }) => ({ fault, dose, size: rows.length / d })),
    };
}
function examOf(random, count, kind) {
    const drawn = Array.from({ length: count }, (_, at) => examCase(random.stream(`case ${at}`), kind));
    const [seed] = random.stream("seed").integers(1, 2 ** 31);
    const inputs = { cases: drawn.map(({ exam }) => exam), seed };
    truths.set(inputs, drawn.map(({ truth }) => truth));
    return inputs;
}
const answerForm = zod_1.z.array(zod_1.z.object({ faults: zod_1.z.array(zod_1.z.string()), order: zod_1.z.array(zod_1.z.number().int()) }));
function isBetter(a, b) {
    if (a.fault === "copied")
        return false;
    if (b.fault === "copied")
        return true;
    if (a.fault === "none")
        return b.fault !== "none";
    return a.fault === b.fault && a.dose < b.dose;
}
function isMisleading(better, worse) {
    return worse.fault === "noise" && better.fault !== "dropped" && 2 * better.size < worse.size;
}
function examScore(answers, truth) {
    const right = { faults: 0, honest: 0, misled: 0, copies: 0 };
    const all = { faults: 0, honest: 0, misled: 0, copies: 0 };
    truth.forEach((own, at) => {
        const { faults, order } = answers[at] ?? { faults: [], order: [] };
        const places = own.map((_, g) => order.indexOf(g));
        const isWhole = order.length === own.length && places.every((place) => place >= 0);
        own.forEach((a, i) => {
            all.faults++;
            if (faults.length === own.length && faults[i] === a.fault)
                right.faults++;
            own.forEach((b, j) => {
                if (!isBetter(a, b))
                    return;
                const kinds = [b.fault === "copied" ? "copies" : "honest"];
                if (isMisleading(a, b))
                    kinds.push("misled");
                for (const kind of kinds) {
                    all[kind]++;
                    if (isWhole && places[i] < places[j])
                        right[kind]++;
                }
            });
        });
    });
    const share = (kind) => (all[kind] > 0 ? right[kind] / all[kind] : 1);
    return {
        faults: share("faults"),
        honest: share("honest"),
        misled: share("misled"),
        copies: share("copies"),
    };
}
function examText({ faults, honest, misled, copies }) {
    return (`${percent(faults)} of the faults, ${percent(honest)} of the pairs without copies, ` +
        `${percent(misled)} where fewer examples mislead, ${percent(copies)} of the pairs with copies`);
}
const percent = (share) => `${(100 * share).toFixed(0)} %`;
exports.checks = [
    {
        task: "moments",
        name: "four corners of a rectangle",
        visible: true,
        hint: "Sums of products of what is left after the mean was taken off, divided by one less than the number of rows.",
        uses: ["moments"],
        inputs: (random) => {
            const [x, y] = random.integers(2, 20);
            return { x, y, rows: [[x, y], [x + 2, y], [x, y + 4], [x + 2, y + 4]] };
        },
        probe: ({ moments }, _library, { rows }) => moments(rows),
        returns: zod_1.z.object({ mean: zod_1.z.array(zod_1.z.number()), covariance: anyRows }),
        judge: ({ mean, covariance }, { x, y }) => ({
            passed: furthest([mean], [[x + 1, y + 2]]) < 1e-9 &&
                furthest(covariance, [[4 / 3, 0], [0, 16 / 3]]) < 1e-9,
            measured: `mean ${JSON.stringify(mean)}, covariance ${JSON.stringify(covariance)}`,
            wanted: `mean [${x + 1},${y + 2}], covariance [[4/3,0],[0,16/3]]`,
        }),
    },
    {
        task: "moments",
        name: "the same corners, far from 0",
        visible: true,
        hint: "Near 100,000,000 the mean of the products and the product of the means agree in all their digits: take the mean off every row first.",
        uses: ["moments"],
        inputs: () => {
            const far = 1e8;
            return { rows: [[far, far], [far + 2, far], [far, far + 4], [far + 2, far + 4]] };
        },
        shows: () => "the corners of a rectangle of 2 × 4, the first one at (1e8, 1e8)",
        probe: ({ moments }, _library, { rows }) => moments(rows),
        returns: zod_1.z.object({ mean: zod_1.z.array(zod_1.z.number()), covariance: anyRows }),
        judge: ({ covariance }) => ({
            passed: furthest(covariance, [[4 / 3, 0], [0, 16 / 3]]) < 1e-6,
            measured: `covariance ${JSON.stringify(covariance)}`,
            wanted: "covariance [[4/3,0],[0,16/3]], as near to 0",
        }),
    },
    {
        task: "frechet",
        name: "the root, times itself",
        visible: true,
        hint: "Each eigenvector times itself (all pairs of its numbers), weighted by the root of its eigenvalue, and summed.",
        uses: ["matrixRoot"],
        inputs: (random) => {
            const half = normalRows(random, 4, 4);
            const matrix = half.map((a) => half.map((b) => a.reduce((sum, v, k) => sum + v * b[k], 0)));
            return { matrix };
        },
        probe: ({ matrixRoot }, _library, { matrix }) => matrixRoot(matrix),
        returns: anyRows,
        judge: (root, { matrix }) => {
            const squared = root.map((a) => matrix.map((_, j) => a.reduce((sum, v, k) => sum + v * (root[k]?.[j] ?? NaN), 0)));
            const off = furthest(squared, matrix);
            return {
                passed: off < 1e-8,
                measured: `root times root is off by ${short(off)}`,
                wanted: "the matrix itself",
            };
        },
    },
    {
        task: "frechet",
        name: "one feature",
        visible: true,
        uses: ["frechetDistance"],
        inputs: (random) => {
            const [m1, m2] = random.normals(2, 0, 3);
            const [s1, s2] = random.uniforms(2, 0.5, 3);
            return { m1, m2, s1, s2 };
        },
        probe: ({ frechetDistance }, _library, { m1, m2, s1, s2 }) => frechetDistance({ mean: [m1], covariance: [[s1 * s1]] }, { mean: [m2], covariance: [[s2 * s2]] }),
        returns: zod_1.z.number(),
        judge: (found, { m1, m2, s1, s2 }) => {
            const wanted = (m1 - m2) ** 2 + (s1 - s2) ** 2;
            return {
                passed: near(found, wanted),
                measured: short(found),
                wanted: `${short(wanted)}, which is (difference of the means)² + (difference of the standard deviations)²`,
            };
        },
    },
    {
        task: "frechet",
        name: "two ellipses that lean in different directions",
        visible: true,
        hint: "The root of a product is the product of the roots only where both lean alike. Follow the symmetric form: the root of R Σ₂ R.",
        uses: ["frechetDistance"],
        inputs: () => ({
            a: { mean: [0, 0], covariance: [[2, 1], [1, 2]] },
            b: { mean: [0, 0], covariance: [[1, 0], [0, 4]] },
        }),
        probe: ({ frechetDistance }, _library, { a, b }) => frechetDistance(a, b),
        returns: zod_1.z.number(),
        judge: (found) => ({
            passed: Math.abs(found - 0.771222) < 1e-5,
            measured: short(found),
            wanted: "0.771222, worked out by hand",
        }),
    },
    {
        task: "frechet",
        name: "the root of a singular matrix, with rounding",
        visible: true,
        hint: "An eigenvalue that should be 0 came out a little below it, and has no root: take it for 0.",
        uses: ["matrixRoot"],
        inputs: () => ({ matrix: [[1 - 1e-12, 1], [1, 1 - 1e-12]] }),
        shows: () => "matrix = [[1, 1], [1, 1]], with 1e-12 less in its diagonal: the eigenvalues are 2 and -1e-12",
        probe: ({ matrixRoot }, _library, { matrix }) => matrixRoot(matrix).flat().map((value) => (Number.isFinite(value) ? value : "NaN")),
        returns: zod_1.z.array(zod_1.z.union([zod_1.z.number(), zod_1.z.literal("NaN")])),
        judge: (found) => ({
            passed: found.length === 4 && found.every((value) => Math.abs(Number(value) - Math.SQRT1_2) < 1e-5),
            measured: found.map((value) => (value === "NaN" ? value : short(value))).join(", "),
            wanted: "0.7071 four times",
        }),
    },
    {
        task: "kid",
        name: "two zeros and two ones",
        visible: true,
        uses: ["kernelDistance"],
        inputs: () => ({ x: [[0], [0]], y: [[1], [1]] }),
        probe: ({ kernelDistance }, _library, { x, y }) => kernelDistance(x, y),
        returns: zod_1.z.number(),
        judge: (found) => ({
            passed: near(found, 7),
            measured: short(found),
            wanted: "7 = 1 + 8 − 2 · 1: the likeness of zeros is 1, of ones 8, of a zero and a one 1",
        }),
    },
    {
        task: "kid",
        name: "pairs of different rows",
        visible: true,
        hint: "A row is not paired with itself: of two rows there are two pairs, (1, 2) and (2, 1).",
        uses: ["kernelDistance"],
        inputs: () => ({ x: [[0], [1]], y: [[2], [1]] }),
        probe: ({ kernelDistance }, _library, { x, y }) => kernelDistance(x, y),
        returns: zod_1.z.number(),
        judge: (found) => ({
            passed: near(found, 9.5),
            measured: short(found),
            wanted: "9.5 = 1 + 27 − 2 · 37/4",
        }),
    },
    {
        task: "kid",
        name: "the same two rows twice",
        visible: true,
        hint: "An estimate that is right on average must be allowed to fall below 0.",
        uses: ["kernelDistance"],
        inputs: () => ({ x: [[0], [1]], y: [[0], [1]] }),
        probe: ({ kernelDistance }, _library, { x, y }) => kernelDistance(x, y),
        returns: zod_1.z.number(),
        judge: (found) => ({
            passed: near(found, -3.5),
            measured: short(found),
            wanted: "-3.5 = 1 + 1 − 2 · 11/4",
        }),
    },
    {
        task: "neighbours",
        name: "radii of four points on a line",
        visible: true,
        hint: "Leave a point out by its place in the list: another one at the same place is a neighbour, at distance 0.",
        uses: ["squaredRadii"],
        inputs: (random) => {
            const [at] = random.integers(1, 20);
            return { rows: [[at], [at + 1], [at + 3], [at + 3]] };
        },
        probe: ({ squaredRadii }, _library, { rows }) => [squaredRadii(rows, 1), squaredRadii(rows, 2)],
        returns: anyRows,
        judge: (found) => ({
            passed: furthest(found, [[1, 1, 0, 0], [9, 4, 4, 4]]) === 0,
            measured: `k = 1: ${String(found[0])}; k = 2: ${String(found[1])}`,
            wanted: "for points at 0, 1, 3 and 3: k = 1: 1,1,0,0; k = 2: 9,4,4,4",
        }),
    },
    {
        task: "neighbours",
        name: "two modes on a line, and one bad fake",
        visible: true,
        hint: "Precision asks of each fake whether a real ball holds it; recall asks of each real example whether a fake's ball does.",
        uses: ["precisionRecall"],
        inputs: () => ({
            real: [[0], [1], [2], [10], [11], [12]],
            fake: [[0], [0.5], [1], [1.5], [2], [5]],
        }),
        probe: ({ precisionRecall }, _library, { real, fake }) => precisionRecall(real, fake, 1),
        returns: zod_1.z.object({ precision: zod_1.z.number(), recall: zod_1.z.number() }),
        judge: ({ precision, recall }) => ({
            passed: near(precision, 5 / 6) && near(recall, 1 / 2),
            measured: `precision ${short(precision)}, recall ${short(recall)}`,
            wanted: "precision 5/6, since one of six fakes is far off; recall 1/2, since one mode is missing",
        }),
    },
    {
        task: "neighbours",
        name: "points at exactly the radius",
        visible: true,
        hint: "The edge belongs to the ball.",
        uses: ["precisionRecall"],
        inputs: () => ({ real: [[0], [2]], fake: [[4], [2]], k: 1 }),
        probe: ({ precisionRecall }, _library, { real, fake, k }) => precisionRecall(real, fake, k),
        returns: zod_1.z.object({ precision: zod_1.z.number(), recall: zod_1.z.number() }),
        judge: ({ precision, recall }) => ({
            passed: near(precision, 1) && near(recall, 1),
            measured: `precision ${short(precision)}, recall ${short(recall)}`,
            wanted: "precision 1 and recall 1: the fake at 4 is 2 away from the real example at 2, and so is its neighbour",
        }),
    },
    {
        task: "bias",
        name: "the number of examples, as a metric",
        visible: true,
        uses: ["distanceAtSize"],
        inputs: (random) => ({
            size: 3 + random.integers(1, 5)[0],
            real: normalRows(random, 9, 1),
            fake: normalRows(random, 20, 1),
        }),
        probe: ({ distanceAtSize }, library, { size, real, fake }) => {
            const metric = (reals, fakes) => 100 * reals.length + fakes.length;
            return distanceAtSize(metric, real, fake, size, 3, library.seeded(1));
        },
        returns: zod_1.z.number(),
        judge: (found, { size }) => ({
            passed: found === 900 + size,
            measured: `${short(Math.floor(found / 100))} real examples and ${short(found % 100)} fakes`,
            wanted: `all 9 real examples and ${size} of the fakes`,
        }),
    },
    {
        task: "bias",
        name: "distances on a line",
        visible: true,
        hint: "The straight line is over one over the size, not over the size.",
        uses: ["distanceAtInfinity"],
        inputs: (random) => {
            const [distance, slope] = [1 + random.integers(1, 9)[0], 50 + random.integers(1, 50)[0]];
            const sizes = [20, 50, 200];
            return { distance, slope, sizes, distances: sizes.map((n) => distance + slope / n) };
        },
        probe: ({ distanceAtInfinity }, _library, { sizes, distances }) => distanceAtInfinity(sizes, distances),
        returns: zod_1.z.object({ distance: zod_1.z.number(), slope: zod_1.z.number() }),
        judge: (found, { distance, slope }) => ({
            passed: near(found.distance, distance) && near(found.slope, slope),
            measured: `distance ${short(found.distance)}, slope ${short(found.slope)}`,
            wanted: `${distance} and ${slope}, since the distances are ${distance} + ${slope}/n`,
        }),
    },
    {
        task: "bias",
        name: "draws of 4 out of 5",
        visible: true,
        hint: "Each repeat shuffles all rows anew and takes the first ones of that order: none twice in a draw, and every row has its turn.",
        uses: ["distanceAtSize"],
        inputs: () => ({ fake: [[0], [1], [2], [3], [4]], size: 4, repeats: 60 }),
        probe: ({ distanceAtSize }, library, { fake, size, repeats }) => {
            const of = (metric) => distanceAtSize(metric, [[0]], fake, size, repeats, library.seeded(3));
            return [
                of((_, fakes) => new Set(fakes.map(([each]) => each)).size),
                of((_, fakes) => (fakes.some(([each]) => each === 4) ? 1 : 0)),
            ];
        },
        returns: zod_1.z.array(zod_1.z.number()).length(2),
        judge: ([distinct, last]) => ({
            passed: near(distinct, 4) && last > 0.55 && last < 1,
            measured: `${short(distinct)} different rows in a draw, the last row in ${percent(last)} of the draws`,
            wanted: "4 different rows in a draw, the last row in about 80 % of the draws",
        }),
    },
    {
        task: "paired",
        name: "three seeds",
        visible: true,
        hint: "The spread is that of the differences, and the factor is Student's t for one degree of freedom less than there are seeds.",
        uses: ["pairedInterval"],
        inputs: (random) => {
            const seeds = Array.from(random.integers(3, 50));
            return { a: seeds.map((each, s) => each + [2, 3, 4][s]), b: seeds };
        },
        probe: ({ pairedInterval }, _library, { a, b }) => pairedInterval(a, b),
        returns: zod_1.z.object({ mean: zod_1.z.number(), low: zod_1.z.number(), high: zod_1.z.number() }),
        judge: ({ mean, low, high }) => ({
            passed: near(mean, 3) && Math.abs(low - 0.5158) < 1e-3 && Math.abs(high - 5.4842) < 1e-3,
            measured: `${short(mean)} [${short(low)}, ${short(high)}]`,
            wanted: "3 [0.516, 5.484], since the differences are 2, 3 and 4",
        }),
    },
    {
        task: "paired",
        name: "seeds for a difference",
        visible: true,
        uses: ["seedsFor"],
        inputs: (random) => ({ shift: random.integers(1, 20)[0] }),
        probe: ({ seedsFor }, _library, { shift }) => {
            const differences = [2 + shift, 3 + shift, 4 + shift];
            return [seedsFor(differences, 1), seedsFor(differences, 0.5)];
        },
        returns: zod_1.z.array(zod_1.z.number()).length(2),
        judge: ([one, half]) => ({
            passed: one === 8 && half === 32,
            measured: `${short(one)} seeds for 1, ${short(half)} seeds for 0.5`,
            wanted: "8 and 32, since the differences have the standard deviation 1",
        }),
    },
    {
        task: "memorised",
        name: "copies, and fakes far off",
        visible: true,
        uses: ["memorisation"],
        inputs: () => ({
            train: [[0], [10], [20]],
            heldOut: [[2], [13]],
            copies: [[10], [10], [20.5]],
            far: [[40], [-30]],
        }),
        probe: ({ memorisation }, _library, { train, heldOut, copies, far }) => [
            memorisation(train, heldOut, copies),
            memorisation(train, heldOut, far),
            memorisation(train, heldOut, heldOut),
        ],
        returns: zod_1.z.array(zod_1.z.number()).length(3),
        judge: ([copies, far, same]) => ({
            passed: near(copies, 1) && near(far, 0) && near(same, 0.5),
            measured: `copies ${short(copies)}, far ${short(far)}, the held-out set itself ${short(same)}`,
            wanted: "1, 0 and 0.5",
        }),
    },
    {
        task: "verdict",
        name: "one case",
        visible: true,
        uses: ["judge"],
        seconds: 60,
        inputs: (random) => examOf(random, 1, practiceKind),
        probe: ({ judge }, library, { cases, seed }) => cases.map(({ d, train, test, generators }) => {
            const rows = (flat) => Array.from({ length: flat.length / d }, (_, i) => Array.from(flat.subarray(i * d, (i + 1) * d)));
            const random = library.seeded(seed);
            const { faults, order } = judge(rows(train), rows(test), generators.map(rows), random);
            return { faults, order };
        }),
        returns: answerForm,
        judge: (answers, inputs) => {
            const score = examScore(answers, truths.get(inputs));
            return {
                passed: score.faults >= 0.6 && score.honest >= 0.7 && score.copies >= 0.7,
                measured: examText(score),
                wanted: "in this one case at least 60 % of the faults and 70 % of the pairs, with and without copies; " +
                    "four other cases are graded, with 80 %, 85 %, 75 % and 85 %",
            };
        },
    }
];
