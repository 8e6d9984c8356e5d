import type { Dataset } from "../data/dataset";
import { checkData } from "../recipes/check";
import { make } from "../recipes/make";

/** A data set, or its data form as a recipe has it: `"digits8"`, `{ mnist: { split: "test" } }`. */
export type DataSource = Dataset | string | Readonly<Record<string, object>>;

/** The latest data sets that were made from data forms, by these: many runs are of one data set. */
const made = new Map<string, Promise<Dataset>>();

/** How many are held. */
const MOST = 4;

/**
 * A data set, or what its data form stands for; one that was made before of the same form is given again. What draws
 * from a data set changes nothing in it.
 */
export async function dataFrom(data: string | object): Promise<Dataset> {
  if (isDataset(data)) return data;
  const key = JSON.stringify(data);
  const found = made.get(key);
  if (found) return found;
  const promise = make("data", data, { path: "data", name: "data" }) as Promise<Dataset>;
  made.set(key, promise);
  promise.catch(() => made.delete(key));
  for (const oldest of [...made.keys()].slice(0, -MOST)) made.delete(oldest);
  return promise;
}

/**
 * Checks a data form, as a recipe is checked.
 *
 * @throws TypeError for a maker or a parameter that is not known, or is wrong
 */
export function expectSource(data: DataSource | undefined, what: string): void {
  if (data === undefined || isDataset(data)) return;
  checkData(data, what);
}

function isDataset(data: string | object): data is Dataset {
  return typeof data === "object" && typeof (data as Partial<Dataset>).sample === "function";
}
