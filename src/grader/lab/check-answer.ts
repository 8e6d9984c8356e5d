/** What `check` shows: a table in HTML for the notebook, and the same as lines of text for everywhere else. */
import type { MimeBundle } from "../../index";
import { escapeHtml } from "../../text";
import type { Outcome } from "../contract";

export interface CheckRow {
  readonly name: string;
  readonly passed: boolean;
  readonly outcome: Outcome;
  readonly inputs?: string;
  readonly measured?: string;
  readonly wanted?: string;
  readonly message?: string;
  readonly hint?: string;
}

export interface CheckAnswer {
  readonly title: string;
  /** Left out where there is nothing to pass. */
  readonly passed?: boolean;
  readonly rows: readonly CheckRow[];
  readonly notes: readonly string[];
}

/** Signs say the same as the colours, which colour-blind readers can tell apart (Okabe and Ito 2008: blue, vermilion). */
const COLOURS = { right: "#0072b2", wrong: "#d55e00" };
const mark = (passed: boolean): string => (passed ? "✔" : "✘");

export function answerForms(answer: CheckAnswer): MimeBundle {
  return { "text/html": htmlAnswer(answer), "text/plain": plainAnswer(answer) };
}

export function plainAnswer({ title, passed, rows, notes }: CheckAnswer): string {
  return [
    passed === undefined ? title : `${mark(passed)} ${title}`,
    ...rows.flatMap(plainRow),
    ...notes.map((note) => `  ${note}`),
  ].join("\n");
}

function plainRow({
  name,
  passed,
  outcome,
  inputs,
  measured,
  wanted,
  message,
}: CheckRow): string[] {
  const found = measured === undefined ? "" : `measured ${measured}, wanted ${String(wanted)}`;
  const says = [found || outcome, message].filter(Boolean).join(". ");
  return [
    `  ${mark(passed)} ${name}: ${says}`,
    ...(passed || inputs === undefined ? [] : [`    Given: ${inputs}`]),
  ];
}

function htmlAnswer({ title, passed, rows, notes }: CheckAnswer): string {
  const colour = passed === undefined ? "inherit" : passed ? COLOURS.right : COLOURS.wrong;
  const sign = passed === undefined ? "" : `${mark(passed)} `;
  const head = `<div style="border-left:4px solid ${colour};padding-left:.6em"><b>${sign}${escapeHtml(title)}</b>`;
  const isMeasured = rows.some(({ measured }) => measured !== undefined);
  const heads = ["", "check", "given", ...(isMeasured ? ["measured", "wanted"] : [""])];
  const columns = heads.map((text) => `<th scope="col" ${LEFT}>${text}</th>`).join("");
  const body = rows.map((row) => htmlRow(row, isMeasured)).join("");
  const table =
    rows.length === 0
      ? ""
      : `<table><thead><tr>${columns}</tr></thead><tbody>${body}</tbody></table>`;
  return `${head}${table}${notes.map((note) => `<div>${escapeHtml(note)}</div>`).join("")}</div>`;
}

const LEFT = 'style="text-align:left;vertical-align:top"';
const cell = (text: string, columns = 1): string =>
  `<td ${LEFT}${columns > 1 ? ` colspan="${columns}"` : ""}>${text}</td>`;

function htmlRow(row: CheckRow, isMeasured: boolean): string {
  const { name, passed, outcome, inputs = "", measured, wanted, message } = row;
  const sign = `<b style="color:${passed ? COLOURS.right : COLOURS.wrong}">${mark(passed)}</b>`;
  const said = escapeHtml(
    [measured === undefined ? outcome : "", message].filter(Boolean).join(". "),
  );
  const results =
    measured === undefined
      ? cell(said, isMeasured ? 2 : 1)
      : cell(passed ? escapeHtml(measured) : `<b>${escapeHtml(measured)}</b>`) +
        cell([escapeHtml(String(wanted)), said].filter(Boolean).join("<br>"));
  return `<tr>${cell(sign)}<th scope="row" ${LEFT}>${escapeHtml(name)}</th>${cell(escapeHtml(inputs))}${results}</tr>`;
}
