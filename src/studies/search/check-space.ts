import { foundText } from "../../arguments/found";
import { isPlain } from "../../recipes/forms";
import { recipe, type Recipe } from "../../recipes/recipe";
import type { RecipeParts } from "../../recipes/parts";
import { expectInteger } from "../../shape";
import { expectRanges, hasRange, rangeOf, withEnds } from "./ranges";
import { pointOf, type Space } from "./space";

/**
 * Checks a space: every value of a list, and both ends of a range, with the first value of every other path.
 *
 * @throws TypeError or RangeError that begins with the place, `space loss[1]`; then what was wanted and found
 */
export function checkSpace(base: Recipe | RecipeParts, space: Space): void {
  const start = recipe(base);
  if (!isPlain(space) || Object.keys(space).length === 0) {
    throw new TypeError(
      `space: wanted a record of paths, each with a list or a range, found ${foundText(space)}`,
    );
  }
  const ends = Object.entries(space).map(([path, choice]) => [path, endsOf(path, choice)] as const);
  const first = Object.fromEntries(ends.map(([path, [end]]) => [path, end.value]));
  for (const [path, all] of ends) {
    for (const { place, value } of all) {
      try {
        start.with(pointOf({ ...first, [path]: value }).change);
      } catch (error) {
        if (error instanceof Error) {
          error.message = `space ${place}: ${error.message.replace(/^recipe /, "")}`;
        }
        throw error;
      }
    }
  }
}

/** A value that a path can have, and where in the space it stands. */
interface Placed {
  readonly place: string;
  readonly value: unknown;
}

/** Each value of a list and, where ranges stand, that with their lower and with their upper ends. */
function endsOf(path: string, choice: Space[string]): Placed[] {
  const isList = Array.isArray(choice);
  if (!isList && !rangeOf(choice)) {
    throw new TypeError(
      `space ${path}: wanted a list, { uniform: [low, high] } or { logUniform: [low, high] }, found ${foundText(choice)}`,
    );
  }
  const values: readonly unknown[] = isList ? choice : [choice];
  expectInteger(values.length, `space ${path} values`, { atLeast: 1 });
  return values.flatMap((value, i) => {
    const place = isList ? `${path}[${i}]` : path;
    expectRanges(value, place);
    if (!hasRange(value)) return [{ place, value }];
    return [0, 1].map((share) => ({ place, value: withEnds(value, share) }));
  });
}
