import { leverOf } from "../levers/lever";
import { isPlain } from "./forms";

// What somebody wrote by hand is welcome in a recipe, but only data can be kept in a file or sent to another process.

/** A part of a recipe that is no data. */
export interface OwnPart {
  readonly path: string;
  /** What it is: its own name, or that of what made it. */
  readonly name: string;
}

/** The parts that are no data: functions and objects of somebody's own, networks with weights, examples in memory. */
export function ownParts(value: unknown, path = ""): OwnPart[] {
  const at = (name: string | number) =>
    typeof name === "number" ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`;
  if (leverOf(value)?.kind === "own") return []; // its source and its inputs are data
  if (typeof value === "function") return [{ path, name: value.name }];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each, i) => ownParts(each, at(i)));
  const isRecipe = path === "";
  if (!isRecipe && (!isPlain(value) || leverOf(value) || hasFunctions(value))) {
    const { name } = value as { name?: unknown };
    return [{ path, name: leverOf(value)?.name ?? (typeof name === "string" ? name : "") }];
  }
  return Object.entries(value).flatMap(([name, each]) => ownParts(each, at(name)));
}

/** Whether a record is an object with methods. A function that was written with `own` is data, and none. */
export function hasFunctions(value: object): boolean {
  return Object.values(value).some(
    (each) => typeof each === "function" && leverOf(each as object)?.kind !== "own",
  );
}

/** Whether data tells of something that somebody wrote by hand. */
export function isOwnData(value: unknown): value is { readonly own: string } {
  return isPlain(value) && typeof value.own === "string" && "source" in value;
}

/** Why something of one's own can not be made again. */
export function ownText({ path, name }: OwnPart): string {
  return (
    `recipe ${path}: ${name === "" ? "a function" : `"${name}"`} is not made by the library, or holds numbers that ` +
    "are no part of a recipe: it cannot be made again from data, nor follow to another process"
  );
}

/**
 * Checks that a recipe is data, at every depth, so that it can be kept and sent.
 *
 * @throws TypeError that names the first part that is not
 */
export function expectData(parts: object): void {
  const [own] = ownParts({ ...parts });
  if ((own as OwnPart | undefined) === undefined) return;
  throw new TypeError(`${ownText(own)}. Train in this process, or give a maker of the library`);
}
