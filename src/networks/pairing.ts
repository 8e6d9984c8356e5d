import { shapeText } from "../shape";
import { sizeOf } from "./build";
import { isUnboundedCritic, penalisesSlope } from "./critic-bound";
import type { Pairing } from "./pair";

export type { Pairing } from "./pair";

/** Something about a pairing that is wrong, or with "warning" that seldom is meant. */
export interface PairingFinding {
  /** "error" for what fails or trains badly, "warning" for what seldom is meant. */
  readonly severity: "error" | "warning";
  /** What does not fit, with the values found. */
  readonly problem: string;
  /** What comes of it. */
  readonly why: string;
  /** What to do. */
  readonly remedy: string;
}

type Check = (pairing: Pairing) => PairingFinding | false;

/**
 * Looks for what does not go together: networks, data, loss and penalty. All of these train without an
 * exception and end in a bad generator, or fail late in a step.
 *
 * @returns the findings, errors first; none when all is well
 * @example
 * ```ts
 * import { checkPairing, mlp, ring, seeded, sigmoid, tanh } from "gan-clinic";
 * const random = seeded(1);
 * const generator = mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, output: tanh, random });
 * const discriminator = mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, output: sigmoid, random });
 * const [scores, range] = checkPairing({ generator, discriminator, data: ring() });
 * assert.match(scores.problem, /the discriminator's scores are bounded: 0 to 1/);
 * assert.match(range.remedy, /linear/);
 * ```
 */
export function checkPairing(pairing: Pairing): PairingFinding[] {
  const findings = checks.flatMap((check) => check(pairing) || []);
  const of = (severity: string) => findings.filter((finding) => finding.severity === severity);
  return [...of("error"), ...of("warning")];
}

/**
 * {@link checkPairing} for a program: nothing happens when all is well, or there are warnings only.
 *
 * @throws TypeError with all errors
 * @example
 * ```ts
 * import { expectPairing, mlp, seeded } from "gan-clinic";
 * const random = seeded(1);
 * const generator = mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, random });
 * const discriminator = mlp({ name: "d", inputs: 3, hidden: [8], outputs: 1, random });
 * assert.throws(() => expectPairing({ generator, discriminator }), /takes 3 numbers.*gives 2/);
 * ```
 */
export function expectPairing(pairing: Pairing): void {
  const errors = checkPairing(pairing).filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const texts = errors.map(({ problem, why, remedy }) => `${problem}. ${why}. ${remedy}`);
  throw new TypeError(`These do not go together:\n${texts.map((text) => `- ${text}`).join("\n")}`);
}

const error = (problem: string, why: string, remedy: string): PairingFinding => ({
  severity: "error",
  problem,
  why,
  remedy,
});

const warning = (problem: string, why: string, remedy: string): PairingFinding => ({
  severity: "warning",
  problem,
  why,
  remedy,
});

const mixing: Check = (pairing) => {
  const { name, traits } = pairing.discriminator;
  const mixes = traits?.mixesBatch;
  if (!penalisesSlope(pairing) || mixes === undefined) return false;
  const problem = `${name}: ${mixes} and a penalty on the slope`;
  const why =
    `By ${mixes} the score of an example depends on the others of its batch. The penalty takes the gradient of ` +
    "all scores together for the slope of each by itself, which it then is not";
  return mixes.endsWith("batch norm")
    ? error(problem, why, 'Use norm: "layer", "spectral" or "none" in the discriminator')
    : warning(problem, why, "The mixing is weak and often borne; to be exact, leave it out");
};

const boundedScores: Check = ({ discriminator: { name, traits }, loss }) => {
  const range = traits?.outputRange;
  if (range === undefined || loss?.boundedScores) return false;
  return error(
    `${name}: the discriminator's scores are bounded: ${rangeText(range)}`,
    `The loss${loss ? ` "${loss.name}"` : ""} takes scores without bounds and has its own sigmoid where it needs ` +
      "one: two of them in a row, and its gradient vanishes, or it can not fall below a floor",
    "Make the last layer linear",
  );
};

const boundedSlope: Check = (pairing) =>
  isUnboundedCritic(pairing) &&
  warning(
    `${pairing.discriminator.name}: the loss "${pairing.loss!.name}" wants a critic of bounded slope, and nothing bounds it`,
    "The loss has no floor: the critic makes its scores larger for ever instead of better, and the generator's " +
      "gradient grows with them",
    "Add gradientPenaltyTerm, set weightClip, or take a critic with spectral norm; a term of your own says slope: true",
  );

const outputRange: Check = ({ generator: { name, traits }, data }) => {
  if (data === undefined) return false;
  const [made, wanted] = [traits?.outputRange, data.range];
  if (made === undefined) {
    if (wanted === undefined || data.picture === undefined) return false;
    return warning(
      `${name}: its output has no bounds, and the pictures of "${data.name}" lie in ${rangeText(wanted)}`,
      "The discriminator first learns to tell them by their range alone",
      "Put tanh after the generator's last layer",
    );
  }
  if (wanted === undefined) {
    return error(
      `${name}: its output lies in ${rangeText(made)}, and the numbers of "${data.name}" have no bounds`,
      "What lies outside can not be made, and near the ends the gradient vanishes",
      "Make the generator's last layer linear, or scale the data and say their range",
    );
  }
  if (made[0] === wanted[0] && made[1] === wanted[1]) return false;
  const outside = wanted[0] < made[0] || wanted[1] > made[1];
  return (outside ? error : warning)(
    `${name}: its output lies in ${rangeText(made)}, and the numbers of "${data.name}" in ${rangeText(wanted)}`,
    outside
      ? "What lies outside can not be made: the discriminator always can tell"
      : "The generator has to learn where the data end, and the discriminator tells by the range alone",
    "Scale the data to the generator's range: [-1, 1] for tanh, [0, 1] for sigmoid",
  );
};

const latentSize: Check = ({ generator: { name, inputs }, latentSize: size }) =>
  size !== undefined &&
  size !== inputs &&
  error(
    `${name}: takes latent vectors of ${inputs} numbers, and they have ${size}`,
    "The first layer can not take them",
    `Set latentSize to ${inputs}`,
  );

const dataShape: Check = ({ generator: { name, outputs }, data }) =>
  data !== undefined &&
  sizeOf(data.shape) !== outputs &&
  error(
    `${name}: gives ${outputs} numbers, and an example of "${data.name}" has shape ${shapeText(data.shape)}`,
    "Real and fake examples must have one shape",
    `Make a generator of ${sizeOf(data.shape)} outputs`,
  );

const packedShape: Check = ({ generator, discriminator: { name, inputs, traits }, packing }) => {
  const m = packing ?? traits?.packing ?? 1;
  if (inputs === m * generator.outputs && (traits?.packing ?? m) === m) return false;
  const takes = traits?.packing === undefined ? "" : `, ${traits.packing} examples at once`;
  return error(
    `${name}: takes ${inputs} numbers${takes}, and ${generator.name} gives ${generator.outputs}` +
      (m === 1 ? "" : `, ${m} of them packed`),
    "The discriminator must take exactly what it is given",
    `Make a discriminator for ${m} × ${generator.outputs} numbers` +
      (m === 1 ? "" : ` with packing ${m}`),
  );
};

const labels: Check = ({ generator, discriminator, data }) => {
  const [g, d] = [generator.traits?.classes, discriminator.traits?.classes];
  if (g === undefined && d === undefined) return false;
  if (g !== d) {
    return error(
      `${generator.name} takes ${classesText(g)}, and ${discriminator.name} takes ${classesText(d)}`,
      "The discriminator must judge an example with the class that it was made for, or the generator is not " +
        "taught to mind it",
      "Give both networks the same classes",
    );
  }
  const given = data?.sampleLabelled && data.classes;
  if (data === undefined || given === g) return false;
  return error(
    `${generator.name} and ${discriminator.name} take ${classesText(g)}, and "${data.name}" has ${classesText(given)}`,
    "A conditional network can not be applied without the class of each example",
    "Take data with labels, or networks without classes",
  );
};

const checks: readonly Check[] = [
  mixing,
  boundedScores,
  outputRange,
  latentSize,
  dataShape,
  packedShape,
  labels,
  boundedSlope,
];

const rangeText = ([low, high]: readonly [number, number]) => `${low} to ${high}`;

const classesText = (classes: number | undefined) =>
  classes === undefined ? "no labels" : `labels of ${classes} classes`;
