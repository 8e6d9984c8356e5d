/** What a cell's code says that keeps it from running as it seems to. */
import type { Flag } from "../contract";

const RESERVED = /\b(?:const|let|var|function|class|import|enum)\s+(exports|require|module)\b/;

export function codeFlags(text: string, cell: string | undefined): Flag[] {
  const flags: Flag[] = [];
  const add = (kind: string, detail: string): void => {
    flags.push({ kind, ...(cell !== undefined && { cell }), detail });
  };
  const tag = unrunTag(text);
  if (tag !== undefined) {
    add(
      "cell not run",
      `A comment at its start has @${tag}: in a notebook it runs nothing. It was run here.`,
    );
  }
  if (/\/[/*]\s*@ts-nocheck\b/.test(text)) add("types not checked", "It has @ts-nocheck in it.");
  const reserved = RESERVED.exec(text);
  if (reserved) add("reserved name", `It declares ${reserved[1]}, which the kernel needs itself.`);
  return flags;
}

/**
 * The tag of a comment before a cell's code for which the kernel takes it for a module of its own, or for the
 * browser. Only what stands before the first token counts, as in the kernel.
 */
export function unrunTag(text: string): "module" | "browser" | undefined {
  let at = text.startsWith("#!") ? endOfLine(text, 0) : 0;
  const space = /\s*/y;
  for (;;) {
    space.lastIndex = at;
    space.test(text);
    at = space.lastIndex;
    if (text.startsWith("//", at)) at = endOfLine(text, at);
    else if (text.startsWith("/*", at)) {
      const close = text.indexOf("*/", at + 2);
      const end = close < 0 ? text.length : close + 2;
      const comment = text.slice(at, end);
      const tag = comment.startsWith("/**") && /@(module|browser)\b/.exec(comment);
      if (tag) return tag[1] as "module" | "browser";
      at = end;
    } else return undefined;
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
