/** A check's inputs on one line, for a reader: numbers with few digits, long lists cut. */

/** Characters of one value, and of all. */
const ROOM = 70;
const ALL = 160;

/** Inputs are a record, a list, or one value. */
export function shortInputs(inputs: unknown): string {
  const isRecord = typeof inputs === "object" && inputs !== null && !isList(inputs);
  const text = isRecord
    ? Object.entries(inputs)
        .map(([name, value]) => `${name} = ${short(value)}`)
        .join(", ")
    : short(inputs);
  return text.length > ALL ? `${text.slice(0, ALL - 1)}…` : text;
}

type List = ArrayLike<unknown>;

function isList(value: unknown): value is List {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function short(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(3)));
  if (typeof value === "string") return JSON.stringify(value);
  if (isList(value)) return shortList(value);
  if (typeof value !== "object" || value === null) return String(value);
  const parts = Object.entries(value).map(([name, each]) => `${name}: ${short(each)}`);
  return `{${parts.join(", ")}}`;
}

/** As many of the first ones as there is room for, and how many there are. */
function shortList(list: List): string {
  const parts: string[] = [];
  let room = ROOM;
  for (let i = 0; i < list.length; i++) {
    const text = short(list[i]);
    room -= text.length + 2;
    if (room < 0 && parts.length > 0) return `[${parts.join(", ")}, … ${list.length} in all]`;
    parts.push(text);
  }
  return `[${parts.join(", ")}]`;
}
