import { functions, parseExpression } from "vega-expression";
import { foundText } from "../arguments/found";
import { nearestName } from "../arguments/names";

/** A formula of a chart, and the names that stand in it. */
export interface Formula {
  readonly text: string;
  readonly names: ReadonlySet<string>;
}

/** A node of a parsed expression: what it is, and the nodes inside of it. */
interface Part {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Of Vega's functions, those of numbers that give the same result each time. */
const calls: readonly string[] = [
  ...[
    "abs",
    "acos",
    "asin",
    "atan",
    "atan2",
    "ceil",
    "clamp",
    "cos",
    "exp",
    "floor",
    "hypot",
    "if",
  ],
  ...["log", "max", "min", "pow", "round", "sin", "sqrt", "tan"],
].filter((name) => name in functions(() => ""));
const constants: readonly string[] = [
  "E",
  "LN10",
  "LN2",
  "LOG10E",
  "LOG2E",
  "PI",
  "SQRT1_2",
  "SQRT2",
];
const reserved: readonly string[] = [
  ...["datum", "event", "item", "group", "parent", "width", "height", "padding", "autosize"],
  ...["background", "cursor", "this", "null", "true", "false", "NaN"],
];

/**
 * Refuse what a formula could not name: not a word, or one that means something else there.
 *
 * @param place what the messages call it
 */
export function expectName(name: string, place: string): void {
  if (
    /^[A-Za-z](\w*[A-Za-z\d])?$/.test(name) &&
    ![...calls, ...constants, ...reserved].includes(name)
  )
    return;
  throw new RangeError(
    `${place}: wanted a word of letters, digits and _ between them that Vega does not use itself, found ${foundText(name)}`,
  );
}

/**
 * Read a formula of numbers: a Vega expression of numbers, names, + - * / %, comparisons, && || !, a ? b : c, and Vega's
 * functions of numbers.
 *
 * @param known the names that it may use
 * @throws RangeError where it is no expression, or holds something else
 */
export function formulaOf(text: string, known: readonly string[], place: string): Formula {
  const names = new Set<string>();
  const refuse = (found: string, advice: string): never => {
    throw new RangeError(
      `${place}: wanted a formula of ${known.join(", ")}, found ${found}${advice}`,
    );
  };
  const nameIn = (found: string, all: readonly string[], kind: string): void => {
    if (all.includes(found)) return;
    const near = nearestName(found, all);
    const hint = near === undefined ? `. Known are ${all.join(", ")}` : `; did you mean "${near}"?`;
    refuse(`the ${kind} "${found}", which is not known${hint}`, "");
  };
  const visit = (part: Part): void => {
    const { type } = part;
    if (type === "Identifier") {
      const name = part.name as string;
      nameIn(name, [...known, ...constants], "name");
      if (known.includes(name)) names.add(name);
    } else if (type === "CallExpression") {
      const callee = part.callee as Part;
      nameIn((callee.name ?? callee.type) as string, calls, "function");
      (part.arguments as Part[]).forEach(visit);
    } else if (type === "Literal") {
      if (typeof part.value !== "number")
        refuse(foundText(part.value), "; write numbers and names");
    } else if (allowed.includes(type)) {
      inside.forEach((key) => {
        if (part[key] !== undefined) visit(part[key] as Part);
      });
    } else refuse(`"${text}" with a ${type}`, "; write numbers, names, operators and functions");
  };
  visit(parsed(text, refuse));
  return { text, names };
}

const allowed = [
  "BinaryExpression",
  "ConditionalExpression",
  "LogicalExpression",
  "UnaryExpression",
];
const inside = ["left", "right", "argument", "test", "consequent", "alternate"];

function parsed(text: string, refuse: (found: string, advice: string) => never): Part {
  try {
    return parseExpression(text) as unknown as Part;
  } catch (error) {
    return refuse(foundText(text), `, where Vega says: ${(error as Error).message}`);
  }
}

/** The formula with some of its names read from the row of data. (It holds no text and no member that is called so.) */
export function readFromRow({ text }: Formula, names: readonly string[]): string {
  if (names.length === 0) return text;
  return text.replace(new RegExp(`\\b(?:${names.join("|")})\\b`, "g"), (name) => `datum.${name}`);
}
