import * as tf from "@tensorflow/tfjs";
import type * as Zod from "zod";
import type { Kind, Members, Unknown } from "./kinds";
import { namesOf, nearestName, partsOf } from "./names";
import { isDisposed, isInstance } from "./objects";
import { exportName } from "./plain";
import { table } from "./table";
import { wantedText } from "./wanted";

type Schema = Zod.ZodType;

/** Of a longer list, so many are looked at: it is the function that walks through all. */
const looked = 1000;

let zod: typeof Zod | undefined;

/** Loaded at the first check, not with the library, which it would make slower to load by a seventh. */
function z(): typeof Zod {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
  return (zod ??= require("zod") as typeof Zod);
}

const made = new WeakMap<object, Schema>();

/** The schema of a kind. What it says is what was wanted. */
export function schemaOf(kind: Kind): Schema {
  if (typeof kind === "string") return simpleSchema(kind);
  const known = made.get(kind);
  if (known) return known;
  const schema = compoundSchema(kind);
  made.set(kind, schema);
  return schema;
}

const tests: Readonly<Record<string, (value: unknown) => boolean>> = {
  number: (value) => typeof value === "number" && !Number.isNaN(value),
  measured: isNumber,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  object: isRecord,
  tensor: (value) => value instanceof tf.Tensor && !value.isDisposed,
  variable: (value) => value instanceof tf.Variable && !value.isDisposed,
  numbers: (value) =>
    ArrayBuffer.isView(value) || (Array.isArray(value) && value.slice(0, looked).every(isNumber)),
};

/** An object with members of its own: not one of the language's or of TensorFlow.js that has its contents inside. */
function isRecord(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const isOther = ArrayBuffer.isView(value) || value instanceof tf.Tensor;
  return !isOther && !["Promise", "Optimizer"].some((name) => isInstance(value, name));
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

const simple = new Map<string, Schema>();

function simpleSchema(kind: string): Schema {
  const known = simple.get(kind);
  if (known) return known;
  const schema = kind === "any" ? z().any() : tested(kind as Kind, tests[kind]);
  simple.set(kind, schema);
  return schema;
}

function tested(kind: Kind, test: (value: unknown) => boolean): Schema {
  return z().custom(test, { error: wantedText(kind) });
}

function compoundSchema(kind: Exclude<Kind, string>): Schema {
  if ("function" in kind) {
    const makers = new Set(kind.makers);
    return tested(
      kind,
      (value) => typeof value === "function" && !makers.has(exportName(value) ?? ""),
    );
  }
  if ("values" in kind) return tested(kind, (value) => (kind.values as unknown[]).includes(value));
  if ("instance" in kind) return tested(kind, (value) => isInstance(value, kind.instance));
  if ("form" in kind) return tested(kind, (value) => isForm(value, kind.form));
  const error = wantedText(kind);
  if ("list" in kind) return listSchema(kind);
  if ("tuple" in kind) return z().tuple(kind.tuple.map(schemaOf) as [Schema], { error });
  if ("record" in kind)
    return tested("object", tests.object).pipe(
      z().record(z().string(), schemaOf(kind.record), { error }),
    );
  if ("either" in kind) return z().union(kind.either.map(schemaOf), { error });
  if ("members" in kind) return recordSchema(kind, kind.members, kind.unknown);
  const { members, unknown, such } = table.types[kind.type];
  return z().lazy(() => recordSchema(kind, members, unknown, such !== undefined));
}

function isForm(value: unknown, names: readonly string[]): boolean {
  if (typeof value === "string") return names.includes(value);
  if (!isRecord(value)) return false;
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && names.includes(name);
}

function listSchema(kind: { readonly list: Kind }): Schema {
  const list = tested(kind, Array.isArray);
  if (kind.list === "any") return list;
  const each = schemaOf(kind.list === "number" ? "measured" : kind.list);
  return list.check(({ value, issues }) => {
    (value as unknown[]).slice(0, looked).forEach((one, place) => {
      const { error } = each.safeParse(one);
      const found = error?.issues ?? [];
      issues.push(...found.map((issue) => ({ ...issue, path: [place, ...issue.path] }) as never));
    });
  });
}

function recordSchema(kind: Kind, members: Members, unknown: Unknown, isThing = false): Schema {
  const shape = Object.fromEntries(
    Object.entries(members).map(([marked, member]) => {
      const { name, optional } = partsOf(marked);
      return [name, optional ? schemaOf(member).optional() : schemaOf(member)];
    }),
  );
  const error = wantedText(kind);
  const names = namesOf(members);
  const record = z().custom<object>(
    (value) => isRecord(value) && (!isThing || (isLike(value, members) && !isDisposed(value))),
    { error },
  );
  if (unknown === "ignore") return record.pipe(z().object(shape, { error }));
  return record
    .check(({ value, issues }) => {
      const strange = strangeNames(value, names, unknown);
      if (strange.length === 0) return;
      issues.push({
        code: "unrecognized_keys",
        keys: strange,
        input: value,
        params: { names },
      } as never);
    })
    .pipe(z().object(shape, { error }));
}

/** Whether a record has half of what a thing must have: then its fault is in a part, else it is another thing. */
function isLike(value: object, members: Members): boolean {
  const wanted = Object.keys(members).filter((marked) => !partsOf(marked).optional);
  return wanted.filter((name) => name in value).length >= wanted.length / 2;
}

/** The names in a record that are not known, or of these only the ones that must be slips of the pen. */
function strangeNames(value: object, names: readonly string[], unknown: Unknown): string[] {
  const found = Object.entries(value).filter(([, each]) => each !== undefined);
  const strange = found.map(([name]) => name).filter((name) => !names.includes(name));
  if (unknown === "refuse") return strange;
  const open = names.filter((name) => !(name in value));
  return strange.filter((name) => nearestName(name, open) !== undefined);
}
