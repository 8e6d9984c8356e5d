import type { Kind, Members } from "./kinds";
import { namesOf, partsOf } from "./names";
import { table } from "./table";
import { alternatives, firstOf, withArticle } from "./words";

const simple: Readonly<Record<string, string>> = {
  any: "a value",
  number: "a number",
  measured: "a number",
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
  if ("record" in kind)
    return `a record${kind.record === "any" ? "" : `, each ${wantedText(kind.record)}`}`;
  if ("instance" in kind)
    return withArticle(kind.instance === "Random" ? "Random such as seeded(1)" : kind.instance);
  if ("either" in kind) return alternatives(kind.either.filter(isTold).map(wantedText));
  if ("form" in kind)
    return alternatives(kind.form.slice(0, 2).map((name) => JSON.stringify(name)));
  if ("members" in kind) return membersText(kind.members);
  const { members, such } = table.types[kind.type];
  if (!such) return membersText(members);
  const makers = such.slice(0, 2).map((each) => each.replace("()", "(…)"));
  return `${withArticle(kind.type)} such as ${alternatives(makers)}`;
}

/** Whether a message names it among others. */
function isTold(kind: Kind): boolean {
  return typeof kind === "string" || !("form" in kind);
}

function listText(each: Kind): string {
  if (each === "any") return "a list";
  if (each === "measured") return "a list of numbers";
  if (each === "number" || each === "string" || each === "tensor") return `a list of ${each}s`;
  return `a list, each ${wantedText(each)}`;
}

function membersText(members: Members): string {
  const required = Object.entries(members).filter(([name]) => !partsOf(name).optional);
  if (required.length === 0) return `a record with some of { ${firstOf(namesOf(members), 6)} }`;
  const texts = new Set(required.map(([, kind]) => wantedText(kind)));
  const each = texts.size === 1 && required.length > 1 ? `, each ${[...texts][0]}` : "";
  return `{ ${firstOf(
    required.map(([name]) => name),
    8,
  )} }${each}`;
}
