/**
 * What TypeScript knows of a name, as a learner reads it: in JupyterLab's tooltip (Shift+Tab) and beside its
 * list of completions. tslab prints the pieces as they come: a line break at every `{@link}`, `@throws` without
 * its word, and fences that plain text shows raw.
 */
import type { JSDocTagInfo, QuickInfo, SymbolDisplayPart } from "typescript";

/** The same help twice: JupyterLab's tooltip draws the Markdown, its list of completions shows plain text. */
export interface HelpText {
  readonly plain: string;
  readonly markdown: string;
}

const WIDTH = 90; // of a signature on one line

/** @returns undefined when there is nothing to say: TypeScript answers "any" for a name that is not there */
export function helpText(info: QuickInfo): HelpText | undefined {
  const signature = signatureOf(info.displayParts ?? []);
  if (signature === "any") return undefined;
  const text = textOf(info.documentation);
  const sections = sectionsOf(info.tags ?? []);
  const plain = [signature, withoutFences(text), ...sections.map(plainSection)];
  const markdown = ["```ts\n" + signature + "\n```", text, ...sections.map(markdownSection)];
  return { plain: joined(plain), markdown: joined(markdown) };
}

const joined = (parts: string[]): string => parts.filter((part) => part !== "").join("\n\n");

/** Without "(alias)" and the line "import name"; a long one with a line for every parameter. */
function signatureOf(parts: readonly SymbolDisplayPart[]): string {
  const last = parts.map(({ kind }) => kind).lastIndexOf("lineBreak");
  const isImport = last > 0 && /^(import|export) /.test(written(parts.slice(last + 1)));
  const own = isImport ? parts.slice(0, last) : parts;
  const line = written(own);
  return (line.length > WIDTH ? broken(own) : line).replace(/^\(alias\) /, "");
}

const written = (parts: readonly SymbolDisplayPart[]): string =>
  parts.map(({ kind, text }) => (kind === "linkText" ? ` ${text}` : text)).join("");

/** A signature with a line for each parameter of its outermost parentheses. */
function broken(parts: readonly SymbolDisplayPart[]): string {
  const name = parts.findIndex(({ kind }) =>
    /(function|method|alias|local|parameter)Name/.test(kind),
  );
  const open: string[] = [];
  let isDone = false; // the parameters come first; what is in parentheses after them is part of a type
  return parts
    .map(({ kind, text }, index) => {
      if (index <= name || isDone) return text;
      if (kind === "lineBreak") return "\n  ";
      if (/^[({[<]$/.test(text) && open.push(text) === 1 && text === "(") return "(\n  ";
      if (text === "," && open.join("") === "(") return ",\n ";
      if (/^[)}\]>]$/.test(text)) open.pop();
      isDone = text === ")" && open.length === 0;
      return isDone ? ",\n)" : text;
    })
    .join("");
}

/** A doc comment's text; `{@link name}` becomes `name`, in backticks. */
function textOf(parts: readonly SymbolDisplayPart[] | undefined): string {
  return written(parts ?? [])
    .replace(/\{@link\s+([^\s|}]+)[\s|]*([^}]*?)\s*\}/g, (_, name: string, label: string) =>
      label === "" ? `\`${name}\`` : label,
    )
    .trim();
}

/** One heading and what stands below it. */
interface Section {
  readonly heading: string;
  readonly items: readonly string[];
  readonly isCode: boolean;
}

function sectionsOf(tags: readonly JSDocTagInfo[]): Section[] {
  const named = (
    heading: string,
    names: string[],
    read = (tag: JSDocTagInfo) => textOf(tag.text),
  ) => ({
    heading,
    items: tags.filter(({ name }) => names.includes(name)).map(read),
    isCode: heading === "Example",
  });
  return [
    named("Parameters", ["param"], parameterOf),
    named("Returns", ["returns", "return"]),
    named("Throws", ["throws"], (tag) => textOf(tag.text).replace(/^\{(\w+)\}\s*/, "$1: ")),
    named("Example", ["example"]),
  ].filter(({ items }) => items.length > 0);
}

/** "samples (n, 2), row by row" becomes "`samples`: (n, 2), row by row". */
function parameterOf({ text }: JSDocTagInfo): string {
  return textOf(text).replace(/^(\S+)\s+(?:-\s+)?(?=\S)/, "`$1`: ");
}

function plainSection({ heading, items, isCode }: Section): string {
  const lines = items.map((item) => (isCode ? withoutFences(item) : item.replaceAll("\n", "\n  ")));
  return `${heading}\n${lines.map((line) => (isCode ? line : `  ${line}`)).join("\n")}`;
}

function markdownSection({ heading, items, isCode }: Section): string {
  const lines = items.map((item) => (isCode ? item : `- ${item.replaceAll("\n", "\n  ")}`));
  return `**${heading}**\n\n${lines.join("\n")}`;
}

const withoutFences = (text: string): string => text.replace(/^```.*\n?/gm, "").trimEnd();
