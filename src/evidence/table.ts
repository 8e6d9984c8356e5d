/** A small table in two forms: HTML for the notebook, aligned text for everywhere else. */
import { showBundle } from "../plots/display";
import { escapeHtml } from "../text";

/** One cell; a text may have several lines. */
export interface TableCell {
  readonly text: string;
  /** It names its row. */
  readonly head?: boolean;
  readonly strong?: boolean;
  /** What stands for the text where HTML is shown; nothing in it is escaped. */
  readonly html?: string;
}

export interface Table {
  readonly title?: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
  /** What its signs mean. */
  readonly legend?: string;
}

const LEFT = 'style="text-align:left"';

/** Readable in JupyterLab's light and dark themes, on GitHub, and by a screen reader. */
export function htmlTable({ title, heads, rows, legend }: Table): string {
  const head = heads.map((text) => `<th scope="col" ${LEFT}>${escaped(text)}</th>`).join("");
  const caption = title === undefined ? "" : `<caption ${LEFT}><b>${escaped(title)}</b></caption>`;
  const body = rows.map((row) => `<tr>${row.map(htmlCell).join("")}</tr>`).join("");
  return (
    `<table>${caption}<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>` +
    (legend === undefined ? "" : `<p>${escaped(legend)}</p>`)
  );
}

function htmlCell({ text, head, strong, html }: TableCell): string {
  if (html !== undefined) return `<td ${LEFT}>${html}</td>`;
  const lines = text.split("\n").map(escaped).join("<br>");
  if (head) return `<th scope="row" ${LEFT}>${lines}</th>`;
  return `<td ${LEFT}>${strong ? `<b>${lines}</b>` : lines}</td>`;
}

/** Columns padded to one width. */
export function textTable({ title, heads, rows, legend }: Table): string {
  const lines = [heads, ...rows.map((row) => row.map(({ text }) => text.replace(/\n/g, "; ")))];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const padded = lines.map((line) =>
    line
      .map((text, column) => text.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
  return [title, ...padded, legend].filter((line) => line !== undefined).join("\n");
}

const escaped = (text: string) => escapeHtml(text, /[&<>]/g); // none of it stands in an attribute

/** Shows a table in both forms. */
export function showTable(table: Table): void {
  showBundle({ "text/html": htmlTable(table), "text/plain": textTable(table) });
}
