/** Many flags of one kind, as one: a tool that rewrites a notebook changes all of its cells alike. */
import type { Flag } from "../contract";

/** Fewer of a kind are told one by one. */
const MANY = 4;
const SHOWN = 3;

const SAYS: Readonly<Partial<Record<string, string>>> = {
  "metadata changed": "Their metadata was changed; what was handed out counts.",
  "cell restored": "They were missing, and were put back as they were handed out.",
  "cell changed": "They are not to be changed; what was handed out is used.",
};

export function gatherFlags(flags: readonly Flag[]): Flag[] {
  return flags.flatMap((flag, index) => {
    const says = SAYS[flag.kind];
    const alike = flags.filter(({ kind }) => kind === flag.kind);
    if (says === undefined || alike.length < MANY) return [flag];
    if (flags.findIndex(({ kind }) => kind === flag.kind) < index) return [];
    const names = alike.slice(0, SHOWN).map(({ cell = "" }) => cell);
    const detail = `${alike.length} cells (${names.join(", ")}, …): ${says}`;
    return [{ kind: flag.kind, detail }];
  });
}
