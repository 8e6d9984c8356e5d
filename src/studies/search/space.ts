import { mergedParts } from "../../recipes/merge";
import type { Recipe, RecipeChange } from "../../recipes/recipe";
import { textOf } from "../../recipes/text";
import type { Random } from "../../random";
import { expectInteger } from "../../shape";
import { drawnWithin, hasRange, type Range } from "./ranges";

/**
 * A space of recipes: by the path of a part (`batchSize`, `"learningRate.generator"`, `"discriminator.mlp.hidden"`), a list
 * of what it can be, or a range that it is drawn from. What stands in a list is data as a recipe has it; a range may stand
 * within it, `terms: [[], [{ r1Term: { weight: logUniform(0.1, 10) } }]]`. It is plain data throughout, so a file can hold
 * it. `null` leaves a part out. Of two paths that meet, the later one counts.
 */
export type Space = Readonly<Record<string, readonly unknown[] | Range>>;

/** What was chosen for each path of a space. */
export type Setting = Readonly<Record<string, unknown>>;

/** A recipe of a space: what was chosen, and what that changes of the base. */
export interface SpacePoint {
  /** What was chosen, by path. */
  readonly setting: Setting;
  /** As `recipe.with` takes it. */
  readonly change: RecipeChange;
}

/**
 * All recipes of a space whose parts are lists; the last path changes fastest. They are named by what was chosen.
 *
 * @throws TypeError for a range, which has no end; RangeError for two that are the same recipe, or an empty list
 */
export function gridPoints(base: Recipe, space: Space): Map<string, SpacePoint> {
  const choices = Object.entries(space).map(([path, choice]): [string, readonly unknown[]] => {
    if (Array.isArray(choice) && !hasRange(choice)) return [path, choice];
    throw new TypeError(
      `space ${path}: wanted a list of values for a grid, found the range ${textOf(choice)}; list some of its values, or draw recipes`,
    );
  });
  let settings: Setting[] = [{}];
  for (const [path, values] of choices) {
    settings = settings.flatMap((each) => values.map((value) => ({ ...each, [path]: value })));
  }
  const points = new Map(settings.map((setting) => [settingText(setting), pointOf(setting)]));
  const found = new Set([...points.values()].map(({ change }) => recipeText(base, change)));
  if (found.size === settings.length) return points;
  throw new RangeError(
    `space: wanted a grid of different recipes, found ${settings.length} of which ${found.size} differ; leave out what is there twice`,
  );
}

/** How often, for each recipe that is wanted, one is drawn before there are taken to be no more. */
const TRIES = 100;

/**
 * So many different recipes, drawn at random (Bergstra and Bengio 2012): each path by a stream of its own, so that another
 * path changes nothing of the others. They are named by what was chosen.
 *
 * @throws RangeError for a space that has not so many
 */
export function randomPoints(
  base: Recipe,
  space: Space,
  count: number,
  random: Random,
): Map<string, SpacePoint> {
  expectInteger(count, "search trials", { atLeast: 1 });
  const points = new Map<string, SpacePoint>();
  const found = new Set<string>();
  for (let i = 1; points.size < count; i++) {
    if (i > TRIES * count) {
      throw new RangeError(
        `search trials: wanted ${count} different recipes of the space, found only ${points.size}; ask for fewer, or for "grid"`,
      );
    }
    const stream = random.stream(`recipe ${i}`);
    const entries = Object.entries(space).map(([path, choice]) => {
      return [path, drawn(choice, stream.stream(path))] as const;
    });
    const point = pointOf(Object.fromEntries(entries));
    const text = recipeText(base, point.change);
    if (found.has(text)) continue;
    found.add(text);
    points.set(settingText(point.setting), point);
  }
  return points;
}

/** One of a choice's values. */
function drawn(choice: Space[string], random: Random): unknown {
  if (!Array.isArray(choice)) return drawnWithin(choice, random);
  return drawnWithin(choice[random.integers(1, choice.length)[0]], random);
}

/** What was chosen, and the change that it stands for. */
export function pointOf(setting: Setting): SpacePoint {
  let change: Readonly<Record<string, unknown>> = {};
  for (const [path, value] of Object.entries(setting)) {
    if (value === null) {
      change = { ...change, [path]: undefined };
      continue;
    }
    const nested = path
      .split(".")
      .reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
    change = mergedParts(change, nested as object);
  }
  return { setting, change };
}

function settingText(setting: Setting): string {
  return Object.entries(setting)
    .map(([path, value]) => `${path} ${choiceText(value)}`)
    .join(", ");
}

/** A value as a person writes it: a name without its quotes. */
export function choiceText(value: unknown): string {
  if (value === null) return "left out";
  return typeof value === "string" ? value : textOf(value);
}

/** What tells one recipe from another. */
function recipeText(base: Recipe, change: RecipeChange): string {
  return JSON.stringify(base.with(change));
}
