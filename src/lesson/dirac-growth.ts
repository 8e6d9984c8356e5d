/**
 * The larger modulus of the two roots μ of μ² - (1 + β + hλ) μ + β = 0, for a complex λ: half of |z ± √(z² - 4β)| with
 * z = 1 + β + hλ. Of the root's two parts, the larger one is computed first, and the other one from it, so that no digits
 * are lost.
 */
const sizeFor = (name: string, real: string, imaginary: string): Record<string, string> => ({
  [`${name}Real`]: `1 + momentum + step * (${real})`,
  [`${name}Imaginary`]: `step * (${imaginary})`,
  [`${name}Square`]: `pow(${name}Real, 2) - pow(${name}Imaginary, 2) - 4 * momentum`,
  [`${name}Cross`]: `2 * ${name}Real * ${name}Imaginary`,
  [`${name}Large`]: `sqrt((hypot(${name}Square, ${name}Cross) + abs(${name}Square)) / 2)`,
  [`${name}Small`]: `${name}Large > 0 ? ${name}Cross / (2 * ${name}Large) : 0`,
  [`${name}RootReal`]: `${name}Square < 0 ? ${name}Small : ${name}Large`,
  [`${name}RootImaginary`]: `${name}Square < 0 ? ${name}Large : ${name}Small`,
  [name]:
    `max(hypot(${name}Real + ${name}RootReal, ${name}Imaginary + ${name}RootImaginary), ` +
    `hypot(${name}Real - ${name}RootReal, ${name}Imaginary - ${name}RootImaginary)) / 2`,
});

/**
 * How fast the Dirac-GAN leaves its solution, as formulas for `explore`: the factor by which the distance to the solution
 * grows in a step, near it. Below 1 the game comes to rest. `atOnce` is that of both players moving at once, `inTurn` that
 * of the discriminator moving first and the generator then. (Mescheder et al. 2018, https://arxiv.org/abs/1801.04406;
 * momentum as in Gidel et al. 2019, https://arxiv.org/abs/1807.04740, section 4.)
 *
 * The formulas know `weight` (γ, the weight of R1, 0 or above), `momentum` (β, above -1 and below 1) and `step` (the step
 * size h, above 0). The loss is the usual one, saturating or not: both have the slope 1/2 at the solution.
 *
 * Generator θ and discriminator ψ are pushed by ψ/2 and by -θ/2 - γψ. A heavy ball adds β times its last move:
 *
 *     ψ(k+1) - (1 + β) ψ(k) + β ψ(k-1) = h (-θ(k)/2 - γ ψ(k))
 *     θ(k+1) - (1 + β) θ(k) + β θ(k-1) = h ψ(k)/2, or h ψ(k+1)/2 in turn
 *
 * What grows as μ^k solves both, with q = μ² - (1 + β) μ + β, when q² + hγ μ q + (h/2)² μ² = 0, or with μ³ in turn. The
 * left side is the characteristic polynomial of the step's Jacobian, a 4x4 matrix on θ, ψ and their speeds; the growth is
 * its largest root by modulus.
 *
 * **At once** it falls apart into q = hλ μ for the two eigenvalues λ = -γ/2 ± √(γ²/4 - 1/4) of the game: quadratics.
 *
 * **In turn** it is the quartic μ⁴ + c3 μ³ + c2 μ² + c1 μ + c0, a product of two real quadratics (Ferrari, Descartes). With
 * μ = y - c3/4 it is y⁴ + p y² + r y + s = (y² + u y + v) (y² - u y + w), where u² is the greatest root of
 *
 *     U³ + 2p U² + (p² - 4s) U - r² = 0.
 *
 * The roots of μ² + b μ + c have the modulus √c where they are complex; of real ones (|b| + √(b² - 4c)) / 2 is the larger.
 *
 * @example
 * ```ts
 * import { diracGrowth, explore } from "gan-clinic";
 * const slider = (title: string, from: number, to: number, value: number) => ({ title, from, to, value, step: 0.01 });
 * const chart = explore({
 *   title: "More R1, slower growth",
 *   alt: "The growth falls below 1 as R1's weight rises.",
 *   sliders: { momentum: slider("momentum", 0, 0.9, 0.9), step: slider("step size", 0.01, 1, 0.2) },
 *   x: { name: "weight", title: "weight of R1", domain: [0.1, 10], scale: "log" },
 *   y: { title: "growth per step", domain: [0.8, 1.3] },
 *   where: diracGrowth,
 *   lines: [{ name: "in turn", formula: "inTurn" }],
 * });
 * assert.match(JSON.stringify(chart.spec), /inTurn/);
 * ```
 */
export const diracGrowth: Readonly<Record<string, string>> = {
  gap: "(weight * weight - 1) / 4",
  apart: "gap > 0 ? sqrt(gap) : 0",
  turning: "gap < 0 ? sqrt(-gap) : 0", // of the other λ, -turning, which gives the same modulus
  ...sizeFor("slower", "-weight / 2 + apart", "turning"),
  ...sizeFor("faster", "-weight / 2 - apart", "turning"),
  atOnce: "max(slower, faster)",

  c3: "-2 * (1 + momentum) + step * weight + pow(step / 2, 2)",
  c2: "pow(1 + momentum, 2) + 2 * momentum - step * weight * (1 + momentum)",
  c1: "-2 * momentum * (1 + momentum) + step * weight * momentum",
  c0: "momentum * momentum",
  shift: "c3 / 4",
  p: "c2 - 6 * shift * shift",
  r: "c1 - 2 * c2 * shift + 8 * pow(shift, 3)",
  s: "c0 - c1 * shift + c2 * shift * shift - 3 * pow(shift, 4)",

  // U + 2p/3 = x is the greatest root of x³ - 3a x - 2b = 0: by Cardano, or by Viète where all three are real
  a: "(p * p + 12 * s) / 9",
  b: "(2 * pow(p, 3) - 72 * p * s + 27 * r * r) / 54",
  beside: "b * b - pow(a, 3)",
  cube: "b + (b < 0 ? -1 : 1) * sqrt(max(beside, 0))",
  side: "(cube < 0 ? -1 : 1) * pow(abs(cube), 1 / 3)",
  cardano: "side === 0 ? 0 : side + a / side",
  viete: "a > 0 ? 2 * sqrt(a) * cos(acos(clamp(b / pow(a, 1.5), -1, 1)) / 3) : 0",
  rough: "max((beside > 0 ? cardano : viete) - 2 * p / 3, 0)",
  // a step of Newton's, for the digits that these sums have lost; at a double root they are not needed
  rise: "(3 * rough + 4 * p) * rough + p * p - 4 * s",
  miss: "((rough + 2 * p) * rough + p * p - 4 * s) * rough - r * r",
  square: "abs(miss) < 1e-5 * abs(rise) * rough ? rough - miss / rise : rough",
  // where u is 0, w - v is not r / u
  isFlat: "square <= 1e-14 * (abs(p) + sqrt(abs(s)))",
  u: "isFlat ? 0 : sqrt(square)",
  ratio: "isFlat ? sqrt(max(p * p - 4 * s, 0)) : r / u",

  // the quadratics, μ = y - shift undone
  b1: "2 * shift + u",
  b2: "2 * shift - u",
  d1: "(p + u * u - ratio) / 2 + u * shift + shift * shift",
  d2: "(p + u * u + ratio) / 2 - u * shift + shift * shift",
  gap1: "b1 * b1 - 4 * d1",
  gap2: "b2 * b2 - 4 * d2",
  size1: "gap1 < 0 ? sqrt(d1) : (abs(b1) + sqrt(gap1)) / 2",
  size2: "gap2 < 0 ? sqrt(d2) : (abs(b2) + sqrt(gap2)) / 2",
  inTurn: "max(size1, size2)",
};
