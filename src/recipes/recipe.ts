import { dataOf, formOf, leverOf } from "../levers/lever";
import type { Json } from "../json";
import type { TrainingOptions } from "../training/options";
import { checkParts } from "./check";
import { isPlain } from "./forms";
import { madeOptions } from "./made";
import { mergedParts } from "./merge";
import type { RecipeOptions, RecipeParts } from "./parts";
import { partsText } from "./text";

/** What may be changed of a recipe: any of its parts, at any depth. */
export type RecipeChange = { readonly [N in keyof RecipeParts]?: unknown };

/** A recipe: its parts, which are frozen, and what can be done with them. */
export type Recipe = RecipeParts & RecipeMethods;

/** What a recipe can do. */
export interface RecipeMethods {
  /**
   * The recipe with some parts changed. Records merge; lists are replaced; a lever of another name takes the place of the one
   * before, one of the same name changes only the parameters that it gives. `undefined` takes a part out.
   */
  with(change: RecipeChange): Recipe;
  /** Everything made: the options of `trainGan` with this seed, and with whatever else belongs to the run. */
  options(run: Omit<RecipeOptions, keyof RecipeParts>): Promise<TrainingOptions>;
  /** Only what differs from the defaults. */
  toString(): string;
  /** All parts as plain data. What is somebody's own stands there by its name and source. */
  toJSON(): Readonly<Record<string, Json>>;
}

/**
 * The record that decides a training's numbers, but for its seed: what is trained on, both networks, the loss, rates, steps,
 * terms. Each part may stand as data: the name of one of the library's makers, or a record of the name and what the maker is
 * given. Sizes of networks, and their names, follow from the data. What the library has made is turned into data; what you
 * wrote yourself stays as it is.
 *
 * `trainGan({ ...recipe, seed })` trains it. `String(recipe)` shows what differs from the defaults, and
 * `JSON.stringify(recipe)` gives text of which `recipe(JSON.parse(text))` makes it again.
 *
 * @throws TypeError for a part that is wrong, or missing, or not known: its path, what was wanted, what was found
 * @example
 * ```ts
 * import { recipe } from "gan-clinic";
 * const start = recipe({
 *   data: { ring: { std: 0.05 } },
 *   generator: { mlp: { inputs: 8, hidden: [16] } },
 *   discriminator: { mlp: { hidden: [16], activation: "leakyRelu" } },
 *   loss: "minimax",
 *   learningRate: 1e-3,
 *   steps: 100,
 * });
 * const gentle = start.with({ terms: [{ r1Term: { weight: 1 } }], data: { ring: { modes: 5 } } });
 * assert.deepEqual(gentle.data, { ring: { std: 0.05, modes: 5 } });
 * assert.deepEqual(recipe(JSON.parse(JSON.stringify(gentle))), gentle);
 * assert.throws(() => start.with({ loss: "hing" }), /recipe loss: .* did you mean "hinge"/);
 * ```
 */
export function recipe(parts: RecipeParts): Recipe {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined);
  checkParts(Object.fromEntries(given));
  const made = Object.create(methods) as Record<string, unknown>;
  for (const [name, value] of given) made[name] = asData(value);
  return deepFrozen(made) as unknown as Recipe;
}

const methods: RecipeMethods & { constructor: unknown } = {
  constructor: Object,
  with(this: Recipe, change) {
    return recipe(mergedParts(this, change) as unknown as RecipeParts);
  },
  options(this: Recipe, run) {
    return madeOptions({ ...this, ...run });
  },
  toString(this: Recipe) {
    return partsText(this);
  },
  toJSON(this: Recipe) {
    return Object.fromEntries(Object.entries(this).map(([name, value]) => [name, dataOf(value)]));
  },
};

/** What the library made as data, at every depth; a network with its weights, and what lies in memory only, as it is. */
function asData(value: unknown): unknown {
  const found = leverOf(value);
  if (found) {
    if (found.kind === "network" || found.kind === "own") return value;
    const form = formOf(found);
    return JSON.stringify(form).includes('{"finiteDataset":') ? value : form;
  }
  if (Array.isArray(value)) return value.map(asData);
  if (!isPlain(value) || Object.values(value).some((each) => typeof each === "function" && !leverOf(each))) return value; // prettier-ignore
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, asData(each)]));
}

/** Freezes plain data; what is somebody's own stays as it is. */
function deepFrozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value) || isPlain(value) || Object.getPrototypeOf(value) === methods) {
    const isOwn = !Array.isArray(value) && Object.values(value).some((each) => typeof each === "function"); // prettier-ignore
    if (isOwn && Object.getPrototypeOf(value) !== methods) return value;
    for (const each of Object.values(value)) deepFrozen(each);
    Object.freeze(value);
  }
  return value;
}
