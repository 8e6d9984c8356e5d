import { isDeepStrictEqual } from "node:util";
import { foundText } from "../arguments/found";
import { dataOf } from "../levers/lever";
import { optionDefaults } from "../training/options";
import { formOptions, formParts, isPlain } from "./forms";
import { hasFunctions } from "./own";
import { rowsOf } from "./tables";
import { kindInside, type FormKind } from "./tables/maker";

/** What says as much as an option that is left out. */
const leftOut: Readonly<Record<string, unknown>> = {
  ...optionDefaults,
  unchecked: false,
  adversarialWeight: 1,
  topK: 1,
};

/** Parts of a recipe as one would write them, without what is as it is by default. */
export function partsText(parts: object): string {
  const lines = Object.entries(parts)
    .map(([name, value]) => [name, shortOption(name, value)] as const)
    .filter(([name, value]) => !isDeepStrictEqual(value, leftOut[name]))
    .map(([name, value]) => `  ${name}: ${textOf(value)},\n`);
  return `recipe({\n${lines.join("")}})`;
}

function shortOption(name: string, value: unknown): unknown {
  const kind = formOptions[name] as FormKind | undefined;
  if (name === "learningRate" && isPlain(value)) {
    const { generator, discriminator } = value;
    const each = {
      generator: shortForm("rate", generator),
      discriminator: shortForm("rate", discriminator),
    };
    return isDeepStrictEqual(each.generator, each.discriminator) ? each.generator : each;
  }
  if (!kind) return value;
  return Array.isArray(value) ? value.map((one) => shortForm(kind, one)) : shortForm(kind, value);
}

/** A form without the parameters that are as they are by default: its name alone when none is left. */
export function shortForm(kind: FormKind, value: unknown): unknown {
  const form = formParts(value);
  const row = form && rowsOf(kind)[form.name];
  if (!row) return value;
  const kept = Object.entries(form.parameters)
    .map(([name, each]) => {
      const inside = kindInside(name, each);
      if (!inside) return [name, each] as const;
      return [
        name,
        Array.isArray(each) ? each.map((one) => shortForm(inside, one)) : shortForm(inside, each),
      ] as const;
    })
    .filter(
      ([name, each]) =>
        row.following.includes(name) || !isDeepStrictEqual(each, row.defaults[name]),
    );
  return kept.length === 0 ? form.name : { [form.name]: Object.fromEntries(kept) };
}

/** Data as it stands in a program. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`;
  if (typeof value === "function") return `own ${value.name || "function"}`;
  if (isPlain(value)) {
    if (hasFunctions(value)) {
      return `own ${typeof value.name === "string" ? JSON.stringify(value.name) : foundText(value)}`;
    }
    const entries = Object.entries(value).map(
      ([name, each]) => `${nameText(name)}: ${textOf(each)}`,
    );
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return JSON.stringify(dataOf(value));
}

function nameText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
