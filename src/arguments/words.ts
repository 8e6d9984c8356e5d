import * as tf from "@tensorflow/tfjs";
import { shapeText } from "../shape";
import type { Kind, Members } from "./kinds";
import { namesOf, partsOf } from "./names";
import { exportName } from "./plain";
import { table } from "./table";

const simple: Readonly<Record<string, string>> = {
  any: "a value",
  number: "a number",
  string: "a string",
  boolean: "true or false",
  null: "null",
  object: "a record",
  tensor: "a tensor",
  variable: "a tf.Variable",
  numbers: "a list of numbers or a typed array",
};

/** What was wanted, as it stands after the word "wanted". */
export function wantedText(kind: Kind): string {
  if (typeof kind === "string") return simple[kind];
  if ("function" in kind) return `a function ${kind.function}`;
  if ("values" in kind) return alternatives(kind.values.map((value) => JSON.stringify(value)));
  if ("list" in kind) return listText(kind.list);
  if ("tuple" in kind) return `[${kind.tuple.map(wantedText).join(", ")}]`;
  if ("record" in kind) return `a record${kind.record === "any" ? "" : `, each ${wantedText(kind.record)}`}`;
  if ("instance" in kind) return withArticle(kind.instance === "Random" ? "Random such as seeded(1)" : kind.instance);
  if ("either" in kind) return alternatives(kind.either.map(wantedText));
  if ("members" in kind) return membersText(kind.members);
  const { members, such } = table.types[kind.type];
  if (!such) return membersText(members);
  const makers = such.slice(0, 2).map((each) => each.replace("()", "(…)"));
  return `${withArticle(kind.type)} such as ${alternatives(makers)}`;
}

function listText(each: Kind): string {
  if (each === "any") return "a list";
  if (each === "number" || each === "string" || each === "tensor") return `a list of ${each}s`;
  return `a list, each ${wantedText(each)}`;
}

function membersText(members: Members): string {
  const required = Object.entries(members).filter(([name]) => !partsOf(name).optional);
  if (required.length === 0) return `a record with some of { ${firstOf(namesOf(members), 6)} }`;
  const texts = new Set(required.map(([, kind]) => wantedText(kind)));
  const each = texts.size === 1 && required.length > 1 ? `, each ${[...texts][0]}` : "";
  return `{ ${firstOf(required.map(([name]) => name), 8)} }${each}`;
}

/** What was found, as it stands after the word "found". */
export function foundText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function") return `the function ${exportName(value) ?? value.name}`.trimEnd();
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof tf.Tensor) {
    return `a ${value.isDisposed ? "disposed " : ""}tensor of shape ${shapeText(value.shape)}`;
  }
  if (Array.isArray(value)) return arrayText(value);
  const name = classOf(value);
  if (ArrayBuffer.isView(value)) return `${withArticle(name!)} of ${(value as Uint8Array).length} numbers`;
  if (value instanceof Promise) return "a promise";
  return name === undefined ? `{ ${firstOf(Object.keys(value), 4)} }` : withArticle(name);
}

function arrayText(value: readonly unknown[]): string {
  const short = value.length <= 4 && value.every((each) => typeof each !== "object" && typeof each !== "function");
  return short ? `[${value.map(foundText).join(", ")}]` : `a list of ${value.length}`;
}

/** The name of an object's class, unless it is a plain record. */
function classOf(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null;
  const name = prototype?.constructor?.name;
  return name === "Object" || name === "" ? undefined : name;
}

/** Whether an object is of a class of that name, or of one that extends it. */
export function isInstance(value: unknown, name: string): boolean {
  for (let at: unknown = value; typeof at === "object" && at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, "constructor") && (at as { constructor: { name: string } }).constructor.name === name) {
      return true;
    }
  }
  return false;
}

function firstOf(names: readonly string[], count: number): string {
  return names.length > count ? `${names.slice(0, count).join(", ")}, …` : names.join(", ");
}

function alternatives(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join() : `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`;
}

function withArticle(noun: string): string {
  return `${/^[AEIO]/i.test(noun) ? "an" : "a"} ${noun}`;
}
