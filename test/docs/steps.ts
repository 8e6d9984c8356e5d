/** The contributor's page, taken apart: its sections, their steps, and the blocks in these. */
import fs from "node:fs";
import path from "node:path";

/** What a block of a step says: a command, a new file, or lines for a file that is there. */
export type Block =
  | { readonly kind: "command"; readonly command: string }
  | { readonly kind: "file"; readonly file: string; readonly text: string }
  | {
      readonly kind: "lines";
      readonly file: string;
      readonly below: string;
      readonly text: string;
    };

export interface Section {
  readonly title: string;
  readonly steps: readonly (readonly Block[])[];
}

/** The page's sections that have steps. */
export function sectionsOf(page: string): Section[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title] = section.split("\n");
      const steps = section.split(/^\d\. /m).slice(1);
      return { title, steps: steps.map(blocksOf) };
    })
    .filter(({ steps }) => steps.length > 0);
}

function blocksOf(step: string): Block[] {
  const fenced = step.matchAll(/^ {3}(`{3,})(\w+)\n([\s\S]*?)\n {3}\1$/gm);
  return [...fenced].flatMap(([, , language, indented]): Block[] => {
    const text = indented.replace(/^ {3}/gm, "");
    if (language === "sh") {
      return text.split("\n").map((command) => ({ kind: "command", command }));
    }
    const [first, ...rest] = text.split("\n");
    const [, file, below] = /^\/\/ ([^,]+?)(?:, below: (.*))?$/.exec(first)!;
    const lines = `${rest.join("\n")}\n`;
    return [
      below ? { kind: "lines", file, below, text: lines } : { kind: "file", file, text: lines },
    ];
  });
}

/**
 * A text with lines put below the one line that begins so.
 * @throws Error no line begins so, or several
 */
export function insertBelow(text: string, below: string, added: string): string {
  const lines = text.split("\n");
  const at = lines.flatMap((line, i) => (line.startsWith(below) ? [i] : []));
  if (at.length !== 1) throw new Error(`${at.length} lines begin with "${below}"; wanted one`);
  const to = at[0] + 1;
  return [...lines.slice(0, to), ...added.replace(/\n$/, "").split("\n"), ...lines.slice(to)].join(
    "\n",
  );
}

/** Do what a block says of files, in a copy of the repository. */
export function write(block: Exclude<Block, { kind: "command" }>, root: string): void {
  const file = path.join(root, block.file);
  const text =
    block.kind === "file"
      ? block.text
      : insertBelow(fs.readFileSync(file, "utf8"), block.below, block.text);
  fs.writeFileSync(file, text);
}
