import type { Kind, Members } from "../arguments/kinds";
import { partsOf } from "../arguments/names";
import { table } from "../arguments/table";
import type { Maker } from "./tables/maker";

const sources = ["dataset", "digits"];
const state: Kind = { members: { key: { list: "number" }, position: "number" }, unknown: "refuse" };
const known = new Map<string, Members>();

/**
 * The parameters of a maker as a recipe writes them: those of the exported function, with its options spread out, and a
 * seed in the place of a stream.
 */
export function parametersOf(name: string, row: Maker<never>): Members {
  const found = known.get(name);
  if (found) return found;
  const members: Record<string, Kind> = {};
  const signature = (table.functions as Partial<typeof table.functions>)[name];
  const calls = row.without === "all" ? [] : (signature?.calls ?? []);
  for (const [marked, kind] of Object.entries(calls[0] ?? {})) {
    const record = recordOf(marked, kind);
    if (record) Object.assign(members, record);
    else if (kind !== "tensor") members[marked] = kind;
  }
  const parameters: Record<string, Kind> = {};
  for (const [marked, kind] of Object.entries({ ...members, ...row.parameters })) {
    const { name: own, optional } = partsOf(marked);
    if (row.without.includes(own)) continue;
    if (own === "random") Object.assign(parameters, { "seed?": "number", "random?": state });
    else if (sources.includes(own)) parameters.data = kind;
    else parameters[optional || row.following.includes(own) ? `${own}?` : own] = kind;
  }
  known.set(name, parameters);
  return parameters;
}

/** The members of a record of options; a data set, a network or a loss is a parameter by itself. */
function recordOf(marked: string, kind: Kind): Members | undefined {
  if (typeof kind === "string") return undefined;
  if ("members" in kind) return kind.members;
  if (!("type" in kind)) return undefined;
  const { members, unknown } = table.types[kind.type];
  return unknown === "refuse" || marked === "fields" ? members : undefined;
}
