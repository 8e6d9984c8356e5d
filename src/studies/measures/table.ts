import { nearestName } from "../../arguments/names";
import { foundText } from "../../arguments/found";
import { formParts } from "../../recipes/forms";
import { classesOf } from "./classes";
import { discriminatorAccuracy, generatorSignal, historyMean, monitorAtEnd } from "./history";
import type { Measure } from "./measure";
import { energyTo, frechetTo, modesOf } from "./samples";

/** The library's measures by their names: these can be told to another process, and stand in a file. */
export const measures = {
  energyTo,
  frechetTo,
  modesOf,
  classesOf,
  generatorSignal,
  discriminatorAccuracy,
  historyMean,
  monitorAtEnd,
};

/**
 * A measure of its data form: `"generatorSignal"`, `{ energyTo: { samples: 500 } }`.
 *
 * @param path of the form, for messages
 * @throws TypeError for a name that no measure has
 */
export function measureFrom(form: unknown, path: string): Measure {
  const parts = formParts(form);
  if (!parts) {
    throw new TypeError(
      `${path}: wanted a measure, its name or { name: { … } }, found ${foundText(form)}`,
    );
  }
  const { name, parameters } = parts;
  const names = Object.keys(measures);
  if (!Object.hasOwn(measures, name)) {
    const near = nearestName(name, names);
    const hint = near ? `; did you mean "${near}"?` : `. There are ${names.join(", ")}`;
    throw new TypeError(`${path}: wanted a measure, found "${name}"${hint}`);
  }
  const make = measures[name as keyof typeof measures] as (options: object) => Measure;
  return make(parameters);
}
