import { beforeAll, expect, it } from "vitest";
import { diracGrowth } from "../../src/lesson/dirac-growth";

type Vega = typeof import("vega");
type Matrix = readonly (readonly number[])[];

let vega: Vega;
beforeAll(async () => {
  vega = await import("vega");
}, 60_000);

interface Game {
  readonly weight: number;
  readonly momentum: number;
  readonly step: number;
}

/** What the formulas give, computed by Vega as in the chart. */
async function formulas(games: readonly Game[]): Promise<{ atOnce: number; inTurn: number }[]> {
  const names = ["weight", "momentum", "step", ...Object.keys(diracGrowth)];
  const field = new RegExp(`\\b(?:${names.join("|")})\\b`, "g");
  const transform = Object.entries(diracGrowth).map(([as, text]) => ({
    type: "formula" as const,
    as,
    expr: text.replace(field, "datum.$&"),
  }));
  const values = games.map((game) => ({ ...game }));
  const view = new vega.View(vega.parse({ data: [{ name: "games", values, transform }] }));
  await view.runAsync();
  return view.data("games") as { atOnce: number; inTurn: number }[];
}

const times = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));

/** The largest modulus of an eigenvalue, from a high power of the matrix. */
function spectralRadius(matrix: Matrix): number {
  const squarings = 46;
  let power = matrix;
  let log = 0;
  for (let i = 0; i < squarings; i++) {
    power = times(power, power);
    const largest = Math.max(...power.flat().map(Math.abs));
    power = power.map((row) => row.map((value) => value / largest));
    log = 2 * log + Math.log(largest);
  }
  return Math.exp(log / 2 ** squarings);
}

/** The step's Jacobian on (θ, ψ, speed of θ, speed of ψ), where these players move. */
function jacobian({ weight, momentum, step }: Game, movers: readonly number[]): number[][] {
  const game = [[0, 1 / 2], [-1 / 2, -weight]]; // prettier-ignore
  const matrix = [0, 1, 2, 3].map((row) => [0, 1, 2, 3].map((entry) => Number(entry === row)));
  for (const player of movers) {
    const speed = [step * game[player][0], step * game[player][1], 0, 0];
    speed[2 + player] = momentum;
    matrix[2 + player] = speed;
    matrix[player] = matrix[player].map((value, i) => value + speed[i]);
  }
  return matrix;
}

const grid = (count: number, of: (share: number) => number) =>
  Array.from({ length: count }, (_, i) => of(i / (count - 1)));

it("is the largest eigenvalue of the step's Jacobian, to 1e-9", async () => {
  const games = [0, ...grid(17, (share) => 0.031 * 1000 ** share)].flatMap((weight) =>
    grid(14, (share) => -0.9 + 1.87 * share).flatMap((momentum) =>
      [0.005, 0.033, 0.2, 0.5, 1].map((step) => ({ weight, momentum, step })),
    ),
  );
  const found = await formulas(games);
  const faults = games.flatMap((game, i) => {
    const atOnce = spectralRadius(jacobian(game, [0, 1]));
    const inTurn = spectralRadius(times(jacobian(game, [0]), jacobian(game, [1])));
    const off = Math.max(Math.abs(found[i].atOnce - atOnce), Math.abs(found[i].inTurn - inTurn));
    return off < 1e-9 ? [] : [{ ...game, off }];
  });
  expect(games.length).toBeGreaterThan(1000);
  expect(faults).toEqual([]);
});

it("is right where eigenvalues meet, and a power of the matrix has lost its digits", async () => {
  const games = [
    { weight: 1, momentum: 0, step: 0.2 }, // critical: λ is -½ twice
    { weight: 1, momentum: 0, step: 1 },
    { weight: 10, momentum: 0, step: 0.2 }, // in turn: μ² (μ² + 0.01 μ - 1)
    { weight: 0, momentum: 0, step: 0.2 }, // √(1 + h²/4) at once, 1 in turn
  ];
  const found = await formulas(games);
  expect(found[0].atOnce).toBeCloseTo(1 - 0.1, 12);
  expect(found[1].atOnce).toBeCloseTo(0.5, 12);
  expect(found[2].inTurn).toBeCloseTo(0.005 + Math.sqrt(0.005 ** 2 + 1), 7);
  expect(found[3].atOnce).toBeCloseTo(Math.sqrt(1.01), 12);
  expect(found[3].inTurn).toBeCloseTo(1, 12);
});

it("is what notebook 04 computes of its games in turn, with momentum .9", async () => {
  const at = (weight: number, step: number) => ({ weight, momentum: 0.9, step });
  const games = [at(0.3, 0.2), at(1, 0.2), at(3, 0.2), at(10, 0.2), at(0.3, 0.005)];
  const found = await formulas(games);
  expect(found.map(({ inTurn }) => inTurn.toFixed(3))).toEqual([
    ...["1.147", "1.002", "0.957", "0.951", "0.998"],
  ]);
});
