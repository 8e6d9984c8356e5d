/**
 * Text that students or their code have made, as it may stand in a report. Terminal sequences are taken out; other
 * characters that cannot be seen, or that turn the direction of writing, are named instead.
 */
import { stripVTControlCharacters } from "node:util";
import { listed } from "../../text";
import type { SubmissionReport } from "../contract";

/** Longest text of one field. */
const LONGEST = 2000;

const UNSEEN =
  // eslint-disable-next-line no-control-regex -- these are what is to be found
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|\p{Surrogate}/gu;

/** Of several lines. */
export function cleanText(text: string, longest = LONGEST): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return stripVTControlCharacters(cut).replace(/\r\n?/g, "\n").replace(UNSEEN, named);
}

/** In one line, without blanks around it. */
export function cleanLine(text: string, longest = 300): string {
  const line = cleanText(text)
    .split("\n")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join(" ⏎ ")
    .replaceAll("\t", " ");
  const all = Array.from(line);
  return all.length > longest ? `${all.slice(0, longest).join("")}…` : line;
}

/** The first of some names, and how many more there are. */
export function cleanNames(names: readonly string[], longest = 60): string {
  return listed(
    names.map((name) => cleanLine(name, longest)),
    8,
  );
}

function named(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code); // its picture
  return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
}

/**
 * For what is printed in the log of a GitHub workflow: "::command::" at the start of a line, or "##[command]"
 * anywhere in it, would be obeyed.
 */
export function withoutCommands(text: string): string {
  return text.replace(/^(\s*):(?=:)/gm, "$1: ").replace(/##(?=\[)/g, "# #");
}

/** All texts of a report cleaned: every format begins by this. */
export function cleanReport(report: SubmissionReport): SubmissionReport {
  return {
    ...report,
    submission: cleanLine(report.submission),
    lab: cleanLine(report.lab),
    ...(report.error !== undefined && { error: cleanText(report.error) }),
    flags: report.flags.map(({ kind, cell, detail }) => ({
      kind: cleanLine(kind),
      ...(cell !== undefined && { cell: cleanLine(cell) }),
      detail: cleanText(detail),
    })),
    tasks: report.tasks.map((task) => ({
      ...task,
      title: cleanLine(task.title),
      ...(task.hint !== undefined && { hint: cleanText(task.hint) }),
      checks: task.checks.map(({ check, measured, wanted, message, ...rest }) => ({
        check: cleanLine(check),
        ...rest,
        ...(measured !== undefined && { measured: cleanText(measured) }),
        ...(wanted !== undefined && { wanted: cleanText(wanted) }),
        ...(message !== undefined && { message: cleanText(message) }),
      })),
    })),
  };
}
