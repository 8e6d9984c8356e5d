import * as gan from "../../src/index";

// Notebook 03's two experiments as studies: a strong discriminator on the ring, remedies on digits.

const signal = gan.generatorSignal();
const firstSignal = gan.generatorSignal({ part: "first twentieth" });
const updates = gan.historyMean({ column: "discriminatorUpdates", part: "all" });
const slope = gan.monitorAtEnd({ column: "meanSlope" });
const game = { signal, firstSignal, accuracy: gan.discriminatorAccuracy(), updates, slope };

const ring = gan.recipe({
  data: { onPlane: { data: { ring: { modes: 8, std: 0.05 } }, dimensions: 64, seed: 0 } },
  generator: { mlp: { inputs: 8, hidden: [64, 64], init: "xavierUniform" } },
  discriminator: { mlp: { hidden: [64, 64], activation: "leakyRelu", init: "xavierUniform" } },
  loss: "minimax",
  learningRate: { generator: 5e-4, discriminator: 1e-3 },
  ...{ discriminatorSteps: 2, batchSize: 32, steps: 800 },
});
const dSteps = (discriminatorSteps: number) => ({ discriminatorSteps });
const dRate = (discriminator: number) => ({ learningRate: { discriminator } });
const r1 = (weight: number) => ({ terms: [gan.r1Term({ weight })] });
const weak = { loss: "nonSaturating", ...dSteps(1) };
const doses = (of: (n: number) => [string, object]) => Object.fromEntries([2, 5, 10].map(of));
export const ringArms = {
  ...doses((n) => [`${n} D steps`, dSteps(n)]),
  ...doses((n) => [`R1, ${n} D steps`, { ...dSteps(n), ...r1(1) }]),
  "D rate x 30": dRate(3e-2),
  "D too large": { discriminator: { mlp: { hidden: [192, 192, 192] } } },
  "too weak": { ...weak, ...dRate(5e-5) },
};
const seen = { ...game, quality: gan.energyTo(), commonest: gan.modesOf({ report: "commonest" }) };
export const ringStudy = { base: ring, arms: ringArms, seeds: 5, measure: seen };

const rests = (look: number) => (_: number, history: gan.History) => {
  const isSure = (history.discriminatorAccuracy.at(-1) ?? 0) > 0.8;
  const justTrained = look === 0 || history.discriminatorUpdates.slice(-look).some((n) => n > 0);
  return { discriminator: isSure && justTrained ? 0 : isSure ? 1 : 5, generator: 1 };
};
const digits = ring.with({
  data: { mnist: { size: 14, limit: 10_000 } },
  generator: { mlp: { inputs: 32, hidden: [128, 128], output: "tanh", init: "fanInUniform" } },
  discriminator: { mlp: { hidden: [128, 128], init: "fanInUniform" } },
  ...{ discriminatorSteps: 5, steps: 400 },
});
export const digitArms = {
  "plain: 5 D steps": {},
  untrained: { steps: 1 },
  "non-saturating loss": { loss: "nonSaturating" },
  "D rate / 10": dRate(1e-4),
  "1 D step": dSteps(1),
  "5 G steps, 1 D step": { ...dSteps(1), generatorSteps: 5, steps: 80 },
  "labels 0.9": { loss: { withLabels: { loss: "minimax", real: 0.9 } } },
  "dropout 0.5 in D": { discriminator: { mlp: { dropout: 0.5 } } },
  "noise 1 to 0": { instanceNoise: { linearRate: { from: 1, to: 0, steps: 320 } } },
  "D rests above 80 %": { schedule: rests(3) },
  "D rests, never looks": { schedule: rests(0) },
  R1: r1(10),
  "weak: D rate / 100": { ...weak, ...dRate(1e-5) },
  "weak: 2 units": { ...weak, discriminator: { mlp: { hidden: [2, 2] } } },
};
const testDigits = { mnist: { split: "test", size: 14, limit: 5000 } };
const quality = gan.frechetTo({ real: testDigits, features: "mnist-14" });
const commonest = gan.classesOf({ classifier: "mnist-14", report: "commonest" });
const onDigits = { ...game, quality, commonest };
export const digitStudy = { base: digits, arms: digitArms, seeds: 5, measure: onDigits };
