/** How the last replication came out, as the README says it: counted from the register of seeds. */
import type { SeedRegister } from "./seed-register";

/** Claims on fresh sets of seeds, at full budget. */
export interface LastReplication {
  held: number;
  /** claims by sets: each claim counts once in each set */
  of: number;
  sets: number;
  from: number;
  to: number;
  /** of the last set, where it is known */
  day?: string;
  /** the notebooks that were tried; undefined for all of them */
  notebooks?: string[];
}

type Use = SeedRegister["used"][number];

/**
 * Of each notebook, the sets that were run with the library of its newest one. Where some notebooks have none, and the last
 * entry that counts all of them together has more than twice as many claims, that one. Undefined: no claim was ever tried
 * on fresh seeds.
 *
 * @param names of the course's notebooks
 */
export function lastReplication(
  { used }: SeedRegister,
  names: readonly string[],
): LastReplication | undefined {
  const tried = used.filter(({ what, budget }) => what === "replication" && budget !== "quick");
  const own = names.flatMap((name) => {
    const sets = tried.filter(({ notebooks }) => notebooks?.[name]?.of !== undefined);
    return sets
      .filter(({ library }) => library === sets.at(-1)?.library)
      .map((use) => ({ name, use, ...use.notebooks?.[name] }));
  });
  const all = tried.filter(({ of }) => of !== undefined).at(-1);
  const sum = counted(own);
  const done = [...new Set(own.map(({ name }) => name))];
  const isPart = done.length < names.length;
  const isLittle = isPart && sum.of < (all?.of ?? 0) / 2;
  if (own.length === 0 || isLittle) return all && { ...counted([all]), ...rangeOf([all]) };
  return { ...sum, ...rangeOf(own.map(({ use }) => use)), ...(isPart && { notebooks: done }) };
}

function counted(counts: readonly { held?: number; of?: number }[]): { held: number; of: number } {
  const sum = (numbers: (number | undefined)[]): number =>
    numbers.reduce((whole: number, each) => whole + (each ?? 0), 0);
  return { held: sum(counts.map(({ held }) => held)), of: sum(counts.map(({ of }) => of)) };
}

function rangeOf(uses: readonly Use[]): Pick<LastReplication, "sets" | "from" | "to" | "day"> {
  const day = uses
    .flatMap((use) => use.day ?? [])
    .sort()
    .at(-1);
  return {
    sets: new Set(uses.map(({ from }) => from)).size,
    from: Math.min(...uses.map(({ from }) => from)),
    to: Math.max(...uses.map(({ to }) => to)),
    ...(day !== undefined && { day }),
  };
}

/**
 * As a sentence.
 *
 * @example "The last time, on seeds 301 to 400, 275 of 283 claims held."
 */
export function replicationText(last: LastReplication | undefined): string {
  if (last === undefined) return "No claim has been tried on fresh seeds yet.";
  const { held, of, sets, from, to, day, notebooks } = last;
  const seeds = `${sets > 1 ? `${sets} sets of ` : ""}seeds ${from} to ${to}`;
  const where = notebooks
    ? ` of notebooks ${notebooks.map((name) => name.slice(0, 2)).join(", ")}`
    : "";
  const what = sets > 1 ? "trials of a claim" : "claims";
  return `The last time${where}, on ${seeds}${day ? ` (${day})` : ""}, **${held} of ${of}** ${what} held.`;
}
