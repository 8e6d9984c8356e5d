import { ring } from "../../../src/data/mixture";
import { twoMoons } from "../../../src/data/planar";
import { longTail } from "../../../src/data/sampling";
import { relu, sigmoid, tanh } from "../../../src/layers/activations";
import { orthogonal } from "../../../src/layers/init";
import { hinge, leastSquares } from "../../../src/losses";
import { r1Term } from "../../../src/training/terms/slopes";
import { inSpace, wideRing } from "../data";
import { both, type SetUp } from "../set-up";

const hidden = [32, 32];
const r1 = [r1Term({ weight: 0.1 })];
const tail = (modes: number, std = 0.1, times = 100) =>
  ring({ modes, std, masses: longTail(modes, times) });

const net = { hidden, init: orthogonal(0.8), activation: relu };
const rare = {
  pitfall: "mode dropping",
  generator: net,
  discriminator: net,
  loss: leastSquares,
  beta1: 0,
  rate: both(3e-3),
  steps: 300,
  snapshotSize: 5,
} as const;
const unreachable = {
  pitfall: "unreachable data",
  discriminator: { hidden },
  rate: both(2e-3),
  steps: 80,
  snapshotSize: 5,
  batchSize: 32,
  unchecked: true,
} as const;
const mixing = {
  pitfall: "batch norm",
  generator: { hidden, norm: "batch" },
  discriminator: { hidden },
  rate: both(2e-3),
  steps: 200,
  snapshotSize: 5,
} as const;
const healthy = {
  pitfall: "healthy",
  generator: { hidden },
  discriminator: { hidden: [48, 48] },
  rate: both(8e-3),
  terms: r1,
  steps: 350,
  snapshotSize: 5,
} as const;

/** Seeds by which the bounds were set, … */
export const laterTuningSeeds = [11, 12, 13, 14, 15];
/**
 * … and those that only test. Seeds 131 to 135 were looked at with other set-ups of rare modes, three of which swung as
 * well: runs of two faults, which are of neither class.
 */
export const laterHeldOutSeeds = [141, 142, 143, 144, 145];

/**
 * What notebooks 06, 07 and 09 teach and one run can show: rare modes that are dropped, data that the generator's last
 * activation cannot make, and a generator whose samples depend on their batch; and healthy ones that are like them.
 */
export const dataAndNetworkSetUps: readonly SetUp[] = [
  { ...rare, name: "rare modes, ring", counted: tail(8) },
  { ...rare, name: "rare modes, narrow ring", counted: tail(8, 0.08) },
  { ...rare, name: "rare modes, wider ring", counted: tail(8, 0.12) },
  { ...rare, name: "rare modes, ring of seven", counted: tail(7) },
  { ...unreachable, name: "sigmoid", mixture: wideRing, generator: { hidden, output: sigmoid } },
  {
    ...unreachable,
    name: "tanh, ring of radius 2",
    mixture: ring({ radius: 2, std: 0.15 }),
    generator: { hidden, output: tanh },
    terms: r1,
  },
  {
    ...unreachable,
    name: "ReLU, two moons",
    data: twoMoons(),
    generator: { hidden, output: relu },
  },
  {
    ...unreachable,
    name: "tanh, data of hundreds",
    mixture: ring({ radius: 250, std: 30 }),
    generator: { hidden, output: tanh },
  },
  { ...mixing, name: "batches of 2", mixture: wideRing, batchSize: 2 },
  { ...mixing, name: "batches of 3, R1", mixture: wideRing, batchSize: 3, terms: r1 },
  { ...mixing, name: "batches of 4", mixture: ring({ std: 0.15, modes: 6 }), batchSize: 4 },
  { ...mixing, name: "batches of 4, 8-D", ...inSpace(wideRing, 8), batchSize: 4 },
  { ...healthy, name: "long tail of wide modes", counted: tail(8, 0.2, 20) },
  { ...healthy, name: "long tail of six, no momentum", counted: tail(6, 0.25, 10), beta1: 0 },
  {
    ...healthy,
    name: "tanh, small ring",
    mixture: ring({ std: 0.12, radius: 0.7 }),
    generator: { hidden, output: tanh },
    unchecked: true,
  },
  {
    ...healthy,
    name: "batch norm, batches of 64",
    mixture: ring({ std: 0.2 }),
    generator: { hidden, norm: "batch" },
    rate: both(5e-3),
  },
  { ...healthy, name: "six modes, small nets", mixture: ring({ modes: 6, std: 0.2 }) },
  {
    ...healthy,
    name: "five modes, hinge",
    mixture: ring({ modes: 5, std: 0.2 }),
    loss: hinge,
    beta1: 0,
    rate: both(5e-3),
  },
];
