import type { TrainingPlan } from "./plan";

/**
 * What decides the numbers of a training, as texts by name. The count of steps is not in it: a training can
 * be carried on for longer. A function is told by its source text.
 */
export function configurationOf(plan: TrainingPlan): Record<string, string> {
  const { data, generator, discriminator, loss, random, terms } = plan;
  const shapes = (network: TrainingPlan["generator"]) =>
    network.summary().map(({ shape, parameters }) => [shape, parameters]);
  const parts: Record<string, unknown> = {
    data: [data.name, data.shape],
    generator: shapes(generator),
    discriminator: shapes(discriminator),
    loss: loss.name,
    random: random.state,
    terms: terms.map(({ name, player, weight, every }) => [name, player, weight, every]),
  };
  for (const name of [
    "batchSize",
    "latentSize",
    "learningRate",
    "optimizer",
    "beta1",
    "beta2",
    "discriminatorSteps",
    "generatorSteps",
    "schedule",
    "instanceNoise",
    "augment",
    "augmentStrength",
    "adversarialWeight",
    "packing",
    "clip",
    "weightClip",
    "topK",
    "unrolling",
    "accumulate",
    "average",
    "snapshotEvery",
    "snapshotSize",
  ] as const) {
    parts[name] = plan[name];
  }
  return Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, textOf(value)]));
}

/** The names whose texts differ, or that only one of the two has. */
export function differingKeys(
  a: Readonly<Partial<Record<string, string>>>,
  b: Readonly<Partial<Record<string, string>>>,
): string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => a[name] !== b[name]);
}

function textOf(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === "function" ? String(part) : part,
  ) as string | undefined;
  return text ?? "none";
}
