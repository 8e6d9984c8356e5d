import type { Network } from "../networks/network";
import { withStandIns } from "../runtime/stand-in";
import type { WeightAverage } from "./average";

/**
 * A network with the averages in the place of its weights, in all that it does: of a StyleGAN generator `styles` and
 * `synthesise` too, of a discriminator `features`. (`average.apply` is its `apply` alone.) Truncation, style mixing and
 * path lengths in W so work on the average. The averages are the ones that still move while a training goes on.
 *
 * Its states, such as the moments of batch norm, are those of the network: they are not averaged. It owns nothing:
 * `dispose` frees nothing.
 *
 * @param network whose weights are averaged, or one that shares all of them, such as `styleMixing` of it
 * @param average as `averageOf` or a training run gives it
 * @throws TypeError for the average of another network
 * @example
 * ```ts
 * import { averagedNetwork, averageOf, seeded, styleganGenerator } from "gan-clinic";
 * const generator = styleganGenerator({
 *   name: "generator", size: 8, width: 4, latentSize: 4, random: seeded(1),
 * });
 * const averaged = averagedNetwork(generator, averageOf(generator, 0.99));
 * const style = averaged.styles(seeded(2).normal([1, 4])); // of the averaged mapping
 * assert.deepEqual(averaged.synthesise([style, style, style]).shape, [1, 8 * 8 * 3]);
 * ```
 */
export function averagedNetwork<N extends Network>(network: N, average: WeightAverage): N {
  const { variables } = network;
  const averages = average.variables;
  const own = average.network.variables;
  if (own.length !== variables.length || own.some((variable, i) => variable !== variables[i])) {
    throw new TypeError(
      `averagedNetwork average: wanted the average of "${network.name}", found that of ` +
        `"${average.network.name}", whose weights are others`,
    );
  }
  const methods = Object.entries(network).flatMap(([name, method]: [string, unknown]) => {
    if (typeof method !== "function") return [];
    const averaged = (...args: unknown[]): unknown =>
      withStandIns(variables, averages, () => method.apply(network, args) as unknown);
    return [[name, averaged] as const];
  });
  return {
    ...network,
    ...Object.fromEntries(methods),
    variables: averages,
    dispose: () => undefined,
  };
}
