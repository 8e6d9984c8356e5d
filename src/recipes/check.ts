import { argumentError } from "../arguments/check";
import { foundText } from "../arguments/found";
import type { Kind, Members } from "../arguments/kinds";
import { nearestName, partsOf } from "../arguments/names";
import { table } from "../arguments/table";
import { leverOf } from "../levers/lever";
import { formOptions, formParts, isPlain, runOptions } from "./forms";
import { rowFor } from "./make";
import { isOwnData, ownText } from "./own";
import { kindNames } from "./tables";
import { kindInside, type FormKind } from "./tables/maker";
import { parametersOf } from "./signatures";

// A recipe is checked against the table of all public functions (src/arguments), whose kinds are zod schemas: so a
// parameter is checked in a recipe as it is in a call, and the messages are the same.

const options = table.types.TrainingOptions.members;

/** The names that a recipe may have. */
export const partNames: readonly string[] = Object.keys(options)
  .map((marked) => partsOf(marked).name)
  .filter((name) => !runOptions.includes(name));

const required = ["data", "generator", "discriminator", "loss", "learningRate", "steps"];

/**
 * Checks all parts of a recipe.
 *
 * @throws TypeError or RangeError for the first that is wrong: its path, what was wanted, what was found
 */
export function checkParts(parts: Readonly<Record<string, unknown>>): void {
  expectNames(parts, partNames, "");
  const missing = required.find((name) => parts[name] === undefined);
  if (missing) throw new TypeError(`recipe ${missing}: wanted ${wantedAt(missing)}, found nothing`);
  for (const [name, value] of Object.entries(parts)) {
    const kind = formOptions[name] as FormKind | undefined;
    if (name === "learningRate") checkRates(value);
    else if (name === "terms") checkList("term", value, name, optionKind(name));
    else if (kind) checkValue(kind, value, name, optionKind(name));
    else expectKind(value, optionKind(name), name);
  }
}

/**
 * Checks data that stand outside of a recipe, such as what a measure compares with.
 *
 * @throws TypeError or RangeError that begins with what they are for
 */
export function checkData(value: unknown, what: string): void {
  try {
    checkValue("data", value, what, optionKind("data"));
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replace(/^recipe /, "");
    throw error;
  }
}

function wantedAt(name: string): string {
  const kind = formOptions[name] as FormKind | undefined;
  return kind
    ? kindNames[kind]
    : name === "steps"
      ? "a number of steps"
      : "a number, or one for each player";
}

function optionKind(name: string): Kind {
  return options[name] ?? options[`${name}?`];
}

function checkRates(value: unknown): void {
  const rates = isPlain(value) ? value : { generator: value, discriminator: value };
  expectNames(rates, ["generator", "discriminator"], "learningRate");
  for (const player of ["generator", "discriminator"]) {
    const path = isPlain(value) ? `learningRate.${player}` : "learningRate";
    checkValue("rate", rates[player], path, optionKind("instanceNoise"));
  }
}

function checkList(kind: FormKind, value: unknown, path: string, own: Kind): void {
  if (!Array.isArray(value)) {
    throw new TypeError(`recipe ${path}: wanted a list, found ${foundText(value)}`);
  }
  const each = typeof own === "object" && "list" in own ? own.list : own;
  value.forEach((one, i) => {
    checkValue(kind, one, `${path}[${i}]`, each);
  });
}

/** A form; a value that the library made; or somebody's own, which must be of the kind that a call takes there. */
function checkValue(kind: FormKind, value: unknown, path: string, own: Kind): void {
  if (isOwnData(value)) throw new TypeError(ownText({ path, name: value.own }));
  const form = formParts(value);
  if (!form) {
    const found = leverOf(value)?.kind;
    const fits =
      found === kind || (kind === "step" && (found === "layer" || found === "activation"));
    if (!found || !fits) expectKind(value, own, path);
    return;
  }
  if (form.name === "own") {
    expectNames(form.parameters, ["source", "inputs"], `${path}.own`);
    expectKind(form.parameters.source, "string", `${path}.own.source`);
    expectKind(form.parameters.inputs, "object", `${path}.own.inputs`);
    return;
  }
  const row = rowFor(kind, form.name, path);
  const members = parametersOf(form.name, row);
  const at = `${path}.${form.name}`;
  expectNames(
    form.parameters,
    Object.keys(members).map((marked) => partsOf(marked).name),
    at,
  );
  for (const [marked, each] of Object.entries(members)) {
    const { name, optional } = partsOf(marked);
    const given = form.parameters[name];
    if (given === undefined && optional) continue;
    const inside = kindInside(name, given);
    const where = `${at}.${name}`;
    if (!inside || given === undefined) expectKind(given, each, where);
    else if (Array.isArray(given)) checkList(inside, given, where, each);
    else checkValue(inside, given, where, each);
  }
}

function expectNames(
  record: Readonly<Record<string, unknown>>,
  names: readonly string[],
  path: string,
): void {
  const strange = Object.keys(record).find((name) => !names.includes(name));
  if (strange === undefined) return;
  const place = path === "" ? strange : `${path}.${strange}`;
  if (path === "" && runOptions.includes(strange)) {
    throw new TypeError(
      `recipe ${place}: belongs to one training, not to a recipe; write trainGan({ ...recipe, ${strange}: … })`,
    );
  }
  const near = nearestName(strange, names);
  const hint = near ? `; did you mean "${near}"?` : `. Known are ${names.join(", ")}`;
  throw new TypeError(`recipe ${place}: wanted a known name, found "${strange}"${hint}`);
}

function expectKind(value: unknown, kind: Kind, path: string): void {
  const members: Members = { [path]: kind };
  const error = argumentError("recipe", { calls: [members] }, [value]);
  if (error) throw error;
}
