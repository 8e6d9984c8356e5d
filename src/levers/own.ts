import * as tf from "@tensorflow/tfjs";
import { lever } from "./lever";
import type { Json } from "../json";

/** What {@link own} hands over besides the inputs. */
export interface OwnTools {
  /** TensorFlow.js. */
  readonly tf: typeof tf;
}

/**
 * Something that you wrote yourself, with the numbers that it depends on beside it: a schedule, a rate, a loss. So it can be
 * compared (by its source and its inputs), kept, and made again in another process. There it sees its inputs, `tf`, and
 * what JavaScript has, and nothing of the notebook around it.
 *
 * @param make makes it of its inputs
 * @param inputs plain data; none when left out
 * @returns what `make` gives
 * @throws TypeError when `make` gives neither an object nor a function
 * @example
 * ```ts
 * import { leverOf, own } from "gan-clinic";
 * const falling = own(({ half }) => (step: number) => 0.5 ** (step / half), { half: 100 });
 * assert.equal(falling(200), 0.25);
 * assert.deepEqual(leverOf(falling)?.parameters.inputs, { half: 100 });
 * ```
 */
export function own<I extends Readonly<Record<string, Json>>, T extends object>(
  make: (inputs: I, tools: OwnTools) => T,
  inputs: I = {} as I,
): T {
  const made: unknown = make(inputs, { tf });
  if ((typeof made !== "object" && typeof made !== "function") || made === null) {
    throw new TypeError(
      `own make: wanted a function that gives one or an object, found ${String(made)}`,
    );
  }
  return lever("own", "own", { source: String(make), inputs }, made as T);
}

let trusted = false;

/** From now on, sources that come as data are run. For a process that gets them from the one that started it. */
export function trustSources(): void {
  trusted = true;
}

/**
 * Makes again what {@link own} has made.
 *
 * @param path the place in a recipe, for messages
 * @throws Error where sources that come as data are not run; TypeError for a source that cannot be, or needs more than it sees
 */
export function ownAgain(
  source: string,
  inputs: Readonly<Record<string, Json>>,
  path: string,
): object {
  if (!trusted) {
    throw new Error(
      `recipe ${path}: wanted a value, found the source of a program, which is not run from data alone; write it with own(…)`,
    );
  }
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it comes as text, from the process that started this one
    const make = new Function(`return (${source});`) as () => Parameters<typeof own>[0];
    return own(make(), inputs);
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    throw new TypeError(
      `recipe ${path}: ${message}. In another process an own value sees its inputs, tf and what JavaScript has: ` +
        "hand over the rest by inputs",
      { cause: error },
    );
  }
}
