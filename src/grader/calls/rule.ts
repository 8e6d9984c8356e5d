/** What the code of a task may call, and what of its calls it may not. */
import fs from "node:fs";
import path from "node:path";
import type { Calls, LabTask } from "../contract";
import { FROM_TEXT, isOpen, LIBRARY } from "./entered";

type Rule = Pick<LabTask, "calls" | "not">;

let known: ReadonlyMap<string, string> | undefined;

/** Each export of the library, and the file from which it comes: "packed" → "training/levers/packing". */
export function exportsOfLibrary(): ReadonlyMap<string, string> {
  known ??= new Map(exportsOf("index"));
  return known;
}

/** What a contents page passes on, and the file of each; pages that it passes on are followed. */
function exportsOf(page: string): [name: string, file: string][] {
  const [built, source] = [".d.ts", ".ts"].map((end) => path.join(LIBRARY, `${page}${end}`));
  const text = fs.readFileSync(fs.existsSync(built) ? built : source, "utf8");
  const lines = text.matchAll(/^export (?:\*|\{([^}]*)\}) from "(\.\/[^"]+)"/gm);
  return [...lines].flatMap(([, list = "", from]) => {
    const file = path.posix.join(path.posix.dirname(page), from);
    const isFolder = fs.existsSync(path.join(LIBRARY, file)); // a file has an ending
    const inside = isFolder ? exportsOf(`${file}/index`) : [];
    if (list === "") return inside; // all of it
    const names = list.split(",").map((name) => name.trim());
    return names
      .filter((name) => /^\w+$/.test(name)) // without `type …`
      .map((name): [string, string] => inside.find(([own]) => own === name) ?? [name, file]);
  });
}

/** What may be called, in words for who solves the task; undefined where nothing is said. */
export function ruleText({ calls, not = [] }: Rule): string | undefined {
  if (!calls) return undefined;
  const except = not.length === 0 ? "" : ` but ${not.map(quoted).join(", ")}`;
  const own = calls.length === 0 ? "nothing" : `only ${calls.map(quoted).join(", ")}`;
  return (
    `all operations of \`tf\`${except}, random numbers and charts; ` +
    `of the rest of \`gan-clinic\` ${own}`
  );
}

const quoted = (name: string): string => `\`${name}\``;

/** Of what was called, what the task does not allow, in words. */
export function forbiddenCalls({ calls, not = [] }: Rule, called: Calls): string[] {
  const found = not.filter((name) => called.operations.includes(`${name.split(".").at(-1)!}_`));
  if (!calls) return found;
  const all = exportsOfLibrary();
  const names = called.names.filter((name) => {
    return !calls.includes(name) && !isOpen(all.get(name) ?? "");
  });
  const open = calls.map((name) => all.get(name) ?? name);
  const isAllowed = (part: string): boolean =>
    open.some((each) => part === each || part.startsWith(`${each}/`));
  const parts = called.parts
    .filter((part) => !isAllowed(part))
    .map((part) => ownNames(part, names));
  const layers = called.operations.includes("tf.layers") ? ["tf.layers"] : [];
  const made = called.operations.includes(FROM_TEXT) ? ["code made of a text by eval"] : [];
  return [...names, ...parts.filter((each) => each !== undefined), ...found, ...layers, ...made];
}

/** What a part of the library exports, in words; undefined where one of these is named already. */
function ownNames(part: string, named: readonly string[]): string | undefined {
  const own = [...exportsOfLibrary()]
    .filter(([, from]) => from === part || part.startsWith(`${from}/`))
    .map(([name]) => name);
  if (own.some((name) => named.includes(name))) return undefined;
  if (own.length === 0) return `what lies in ${part}`;
  return `what comes of ${own.slice(0, 4).join(" or ")}`;
}

/** Why an answer does not count. */
export function forbiddenText(rule: Rule, found: readonly string[]): string {
  const may = (ruleText(rule) ?? `all but ${rule.not?.join(", ") ?? ""}`).replaceAll("`", "");
  return `It calls ${found.join(", ")}, so it does not count. It may call ${may}`;
}
