/** Code as a row of tokens in which names, numbers, texts, comments and layout do not count. */
import { File, Region, TokenizedFile } from "@dodona/dolos-core";
import jsTokens from "js-tokens";

/** More of a submission is not compared: an honest one has about a thousand. */
const MOST_TOKENS = 5000;

const KEYWORDS = new Set(
  (
    "async await break case catch class const continue default delete do else enum export extends finally for " +
    "function if import in instanceof interface let new of return static super switch this throw try type typeof " +
    "var void while yield true false null undefined"
  ).split(" "),
);

export function tokenize(name: string, code: string): TokenizedFile {
  const tokens: string[] = [];
  const places: Region[] = [];
  let [row, column] = [0, 0];
  for (const { type, value } of jsTokens(code)) {
    const lines = value.split(/\r\n?|[\n\u2028\u2029]/);
    const from = [row, column] as const;
    row += lines.length - 1;
    column = (lines.length === 1 ? column : 0) + lines.at(-1)!.length;
    const token = plainToken(type, value, tokens.at(-1));
    if (token === undefined) continue;
    tokens.push(token);
    places.push(new Region(...from, row, column));
    if (tokens.length === MOST_TOKENS) break;
  }
  return new TokenizedFile(new File(name, code), tokens, places);
}

function plainToken(type: string, value: string, before: string | undefined): string | undefined {
  if (/Comment$|^WhiteSpace$|^LineTerminator/.test(type)) return undefined;
  if (type === "Punctuator") return value;
  // after a dot stands what a library calls something: that says more than a student's own names
  if (type === "IdentifierName") return KEYWORDS.has(value) || before === "." ? value : "name";
  return type;
}
