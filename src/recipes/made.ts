import type { Dataset } from "../data/dataset";
import type { Network } from "../networks/network";
import { seeded, type Random } from "../random";
import type { Both, TrainingOptions } from "../training/options";
import type { Rate } from "../training/rates";
import { formOptions, formParts } from "./forms";
import { make } from "./make";
import type { RecipeOptions } from "./parts";
import type { Place } from "./tables/maker";

export type { RecipeOptions };

/**
 * Options with everything made that stands in them as data; the others stay as they are. First weights are drawn from the
 * streams "generator" and "discriminator" of the seed.
 *
 * @throws TypeError for a form that no maker has, and as the makers do; no network is left behind then
 */
export async function madeOptions(
  options: TrainingOptions | RecipeOptions,
): Promise<TrainingOptions> {
  if (!hasForms(options)) return options as TrainingOptions;
  const { seed, random, packing, latentSize } = options;
  const root = random ?? (typeof seed === "number" ? seeded(seed) : undefined);
  const common = {
    ...(packing !== undefined && { packing }),
    ...(latentSize !== undefined && { latentSize }),
  };
  const given: Readonly<Record<string, unknown>> = { ...options };
  const made: Record<string, unknown> = { ...options };
  const place = (name: string): Place => ({ path: name, name, ...common });
  made.learningRate = await madeRates(options.learningRate);
  for (const name of ["data", "heldOut"] as const) {
    if (options[name] !== undefined) made[name] = await make("data", options[name], place(name));
  }
  const players: Network[] = [];
  try {
    for (const name of ["generator", "discriminator"] as const) {
      const at = { ...place(name), ...drawsOf(root, name), data: made.data as Dataset };
      const network = (await make("network", options[name], at)) as Network;
      if (network !== options[name]) players.push(network);
      made[name] = network;
    }
    const at = {
      data: made.data as Dataset,
      players: made as unknown as Place["players"] & object,
    };
    for (const [name, kind] of Object.entries(formOptions)) {
      const value = given[name];
      if (value === undefined || kind === "data" || kind === "network") continue;
      if (name !== "terms") made[name] = await make(kind, value, { ...place(name), ...at });
      else {
        const terms: unknown[] = [];
        for (const [i, term] of (value as unknown[]).entries()) {
          terms.push(await make("term", term, { ...place(`terms[${i}]`), ...at }));
        }
        made.terms = terms.flat(); // some makers give a term for each player
      }
    }
    return made as unknown as TrainingOptions;
  } catch (error) {
    for (const network of players) network.dispose();
    throw error;
  }
}

function hasForms({
  learningRate,
  terms = [],
  ...options
}: TrainingOptions | RecipeOptions): boolean {
  const rates: unknown[] =
    typeof learningRate === "number" ? ["one for both"] : Object.values(learningRate);
  const given: Readonly<Record<string, unknown>> = { ...options };
  const named = Object.keys(formOptions).map((name) => given[name]);
  return [...rates, ...terms, ...named].some((value) => formParts(value) !== undefined);
}

/** A number counts for both players. */
async function madeRates(rates: RecipeOptions["learningRate"]): Promise<Both<Rate>> {
  const both = typeof rates === "number" ? { generator: rates, discriminator: rates } : rates;
  const { generator, discriminator } = both;
  const at = (player: string) => ({ path: `learningRate.${player}`, name: player });
  return {
    generator: (await make("rate", generator, at("generator"))) as Rate,
    discriminator: (await make("rate", discriminator, at("discriminator"))) as Rate,
  };
}

function drawsOf(root: Random | undefined, name: string): Pick<Place, "random"> {
  return root ? { random: root.stream(name) } : {};
}
