import type { Random } from "../random";
import { expectInteger, expectNumber } from "../shape";

/** Values by the name of each setting: what a search chooses among. */
export type Space = Readonly<Record<string, readonly (number | string | boolean)[]>>;
/** One value for each name. */
export type Setting<S extends Space> = { readonly [Name in keyof S]: S[Name][number] };

/**
 * All combinations of a space: the last name changes fastest.
 *
 * @throws RangeError for a name without values
 * @example
 * ```ts
 * import { gridOf } from "gan-clinic";
 * const settings = gridOf({ learningRate: [1e-3, 1e-4], beta1: [0, 0.5] });
 * assert.deepEqual(settings[1], { learningRate: 1e-3, beta1: 0.5 });
 * assert.equal(settings.length, 4);
 * ```
 */
export function gridOf<S extends Space>(space: S): Setting<S>[] {
  let settings: Record<string, unknown>[] = [{}];
  for (const [name, values] of Object.entries(space)) {
    expectInteger(values.length, `gridOf ${name} values`, { atLeast: 1 });
    settings = settings.flatMap((setting) =>
      values.map((value) => ({ ...setting, [name]: value })),
    );
  }
  return settings as Setting<S>[];
}

/**
 * Random settings (Bergstra and Bengio 2012): with as many runs as a grid, each name gets as many different
 * values as there are runs, so a name that does not matter wastes nothing.
 *
 * @param make draws one setting
 * @throws RangeError for a count below 1
 * @example
 * ```ts
 * import { logUniform, randomSettings, seeded } from "gan-clinic";
 * const settings = randomSettings(5, seeded(1), (random) => ({ rate: logUniform(random, 1e-4, 1e-2) }));
 * assert.ok(settings.every(({ rate }) => rate >= 1e-4 && rate <= 1e-2));
 * ```
 */
export function randomSettings<T>(count: number, random: Random, make: (random: Random) => T): T[] {
  expectInteger(count, "randomSettings count", { atLeast: 1 });
  return Array.from({ length: count }, (_, i) => make(random.stream(`setting ${i + 1}`)));
}

/**
 * A number whose logarithm is uniform: as many between .001 and .01 as between .01 and .1. For rates.
 *
 * @throws RangeError unless 0 < low < high
 * @example
 * ```ts
 * import { logUniform, seeded } from "gan-clinic";
 * const random = seeded(1);
 * const small = Array.from({ length: 400 }, () => logUniform(random, 0.001, 0.1)).filter((x) => x < 0.01);
 * assert.ok(Math.abs(small.length - 200) < 50);
 * ```
 */
export function logUniform(random: Random, low: number, high: number): number {
  expectNumber(low, "logUniform low", { above: 0 });
  expectNumber(high, "logUniform high", { above: low });
  return Math.exp(random.uniforms(1, Math.log(low), Math.log(high))[0]);
}
