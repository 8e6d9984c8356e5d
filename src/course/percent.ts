/**
 * The percent format: a notebook as a TypeScript file that an editor type-checks and git can diff.
 *
 *     // ---
 *     // title: Your first GAN
 *     // ---
 *
 *     // %% [markdown]
 *     // Text, one comment per line.
 *
 *     // %% tags=["raises-exception"]
 *     code
 *
 *     // %% folded
 *     code that JupyterLab shows as one line, until it is asked for
 *
 * `parsePercent` and `formatPercent` undo each other: a notebook edited by hand in JupyterLab goes back
 * into its source without losing a line (`clinic pull`).
 */
import { parse as parseYaml, stringify as stringifyYaml } from "yaml";

/** One cell. `metadata` is what stands behind the marker, for instance `{ tags: ["skip-execution"] }`. */
export interface SourceCell {
  kind: "code" | "markdown" | "raw";
  metadata: Record<string, unknown>;
  text: string;
}

/** A notebook's source: its front matter (title, minutes, …) and its cells in order. */
export interface NotebookSource {
  header: Record<string, unknown>;
  cells: SourceCell[];
}

const MARKER = /^\/\/ %%(?: \[(markdown|raw)\])?(?<metadata>(?: .*)?)$/;

/**
 * Read percent-format text. A byte-order mark, CRLF and blank lines around cells do not count.
 * @throws SyntaxError text before the first cell, a marker that is not understood, markdown that is not a comment
 */
export function parsePercent(content: string, name = "The notebook source"): NotebookSource {
  const lines = content
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .split("\n");
  const { header, next } = parseHeader(lines, name);
  const cells: SourceCell[] = [];
  let body: string[] = [];
  let start = next;
  let open: Omit<SourceCell, "text"> | undefined;
  const close = (): void => {
    if (open) cells.push({ ...open, text: cellText(open.kind, body, name, start) });
    else if (body.some((line) => line.trim() !== "")) {
      throw new SyntaxError(
        `${name}, line ${start + 1}: text before the first cell. Put a "// %%" line above it`,
      );
    }
  };
  for (let at = next; at < lines.length; at++) {
    if (!lines[at].startsWith("// %%")) {
      body.push(lines[at]);
      continue;
    }
    close();
    open = parseMarker(lines[at], name, at);
    body = [];
    start = at + 1;
  }
  close();
  return { header, cells };
}

function parseHeader(
  lines: string[],
  name: string,
): { header: Record<string, unknown>; next: number } {
  const first = lines.findIndex((line) => line.trim() !== "");
  if (lines[first] !== "// ---") return { header: {}, next: 0 };
  const last = lines.indexOf("// ---", first + 1);
  if (last < 0) throw new SyntaxError(`${name}: the header opened by "// ---" is never closed`);
  const yaml = lines.slice(first + 1, last).map((line) => line.replace(/^\/\/ ?/, ""));
  const header: unknown = parseYaml(yaml.join("\n"));
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    throw new SyntaxError(`${name}: the header must be "key: value" lines`);
  }
  return { header: header as Record<string, unknown>, next: last + 1 };
}

function parseMarker(line: string, name: string, at: number): Omit<SourceCell, "text"> {
  const match = MARKER.exec(line);
  if (!match) {
    throw new SyntaxError(
      `${name}, line ${at + 1}: "${line}" is not a cell marker. ` +
        'Wanted "// %%", "// %% [markdown]" or "// %% [raw]", with key=JSON behind it',
    );
  }
  const kind = ((match[1] as string | undefined) ?? "code") as SourceCell["kind"];
  return { kind, metadata: parseMetadata(match.groups?.metadata ?? "", name, at) };
}

/** What JupyterLab reads of a cell whose code is folded. */
const FOLDED = { source_hidden: true };

/** `folded tags=["a", "b"] id="x"`: a word, and keys whose values are JSON. */
function parseMetadata(text: string, name: string, at: number): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  let rest = text.trim();
  if (/^folded(?=\s|$)/.test(rest)) {
    found.jupyter = FOLDED;
    rest = rest.slice("folded".length).trim();
  }
  while (rest !== "") {
    const key = /^([\w.-]+)=/.exec(rest);
    const value = key && longestJson(rest.slice(key[0].length));
    if (!value) {
      throw new SyntaxError(
        `${name}, line ${at + 1}: "${rest}" is not key=JSON; for instance tags=["skip-execution"]`,
      );
    }
    found[key[1]] = value.parsed;
    rest = rest.slice(key[0].length + value.length).trim();
  }
  return found;
}

/** The JSON value at the start of the text: up to the end, or up to a space before the next key. */
function longestJson(text: string): { parsed: unknown; length: number } | undefined {
  const ends = [...text.matchAll(/ (?=[\w.-]+=)/g)].map((match) => match.index);
  for (const length of [...ends, text.length]) {
    try {
      return { parsed: JSON.parse(text.slice(0, length)) as unknown, length };
    } catch {
      // not yet the end of the value
    }
  }
  return undefined;
}

function cellText(kind: SourceCell["kind"], body: string[], name: string, start: number): string {
  const lines = trimBlank(body);
  if (kind === "code") return lines.join("\n");
  const offset = body.indexOf(lines[0] ?? "");
  const plain = lines.map((line, index) => {
    if (!line.startsWith("//")) {
      throw new SyntaxError(
        `${name}, line ${start + offset + index + 1}: a ${kind} cell is comments, each line starting with "// "`,
      );
    }
    return line.replace(/^\/\/ ?/, "");
  });
  return trimBlank(plain).join("\n");
}

function trimBlank(lines: string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first < 0) return [];
  let last = lines.length;
  while (lines[last - 1].trim() === "") last--;
  return lines.slice(first, last);
}

/**
 * Write percent-format text: the inverse of `parsePercent`.
 * @throws SyntaxError a code cell with a line that itself looks like a cell marker
 */
export function formatPercent(source: NotebookSource): string {
  const parts = source.cells.map(formatCell);
  if (Object.keys(source.header).length > 0) {
    const yaml = stringifyYaml(source.header, { lineWidth: 0 }).trimEnd().split("\n");
    parts.unshift(["// ---", ...yaml.map((line) => `// ${line}`), "// ---"].join("\n"));
  }
  return `${parts.join("\n\n")}\n`;
}

const isFolded = (key: string, json: string): boolean =>
  key === "jupyter" && json === JSON.stringify(FOLDED);

function formatCell(cell: SourceCell, index: number): string {
  const kind = cell.kind === "code" ? "" : ` [${cell.kind}]`;
  const metadata = Object.entries(cell.metadata)
    .map(([key, value]) => [key, JSON.stringify(value)])
    .map(([key, json]) => (isFolded(key, json) ? " folded" : ` ${key}=${json}`));
  metadata.sort((a, b) => Number(b === " folded") - Number(a === " folded")); // the word comes first
  const marker = `// %%${kind}${metadata.join("")}`;
  const lines = trimBlank(cell.text.split("\n"));
  const written =
    cell.kind === "code" ? lines : lines.map((line) => (line === "" ? "//" : `// ${line}`));
  const clash = written.findIndex((line) => line.startsWith("// %%"));
  if (clash >= 0) {
    throw new SyntaxError(
      `Cell ${index + 1} has the line "${lines[clash]}", which the percent format would read as a new cell. ` +
        "Change that line",
    );
  }
  return [marker, ...written].join("\n");
}
