/** A table of text as spreadsheets save it: with commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252. */
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { messageOf } from "../message";

export type Row = Partial<Record<string, string>>;

/**
 * Rows by the names in the first line.
 * @throws Error not a table: with the parser's reason
 */
export function readTable(bytes: Uint8Array): Row[] {
  const text = decoded(bytes);
  try {
    return parse(text, {
      columns: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      delimiter: delimiterOf(text),
    });
  } catch (error) {
    throw new Error(`found no table: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * With a byte-order mark, by which Excel knows that it is UTF-8. What a spreadsheet would take for a formula is written
 * with a "'" before it; `plain` takes that away.
 */
export function formatTable(rows: readonly (readonly (string | number)[])[]): string {
  return stringify(
    [...rows].map((row) => [...row]),
    { escape_formulas: true, bom: true },
  );
}

// csv-stringify puts it before what a spreadsheet would take for a formula
export const plain = (text: string): string =>
  text.replace(/^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/, "");

/** Excel's "CSV" is in the system's own characters, its "CSV UTF-8" is not, and its "Unicode text" is UTF-16. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The one that stands most often in the first line. */
function delimiterOf(text: string): string {
  const [first] = text.split(/\r?\n|\r/, 1);
  const count = (sign: string): number => first.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
