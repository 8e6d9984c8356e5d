// JSON has no NaN, Infinity and -0: it writes null, null and 0. Here each of them is a record of its own, so
// that numbers come back as they were. (Every other number does so by itself: JSON writes as many digits as
// tell it from its neighbours.)

const key = "number";
const names = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

/** JSON in which every number comes back exactly. */
export function toExactJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== "number" || (Number.isFinite(part) && !Object.is(part, -0))) return part;
    return { [key]: Object.is(part, -0) ? "-0" : String(part) };
  });
}

/**
 * What {@link toExactJson} has written. A null, which plain JSON writes for what is not finite, is NaN.
 *
 * @throws SyntaxError when it is no JSON
 */
export function fromExactJson(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => {
    if (part === null) return NaN;
    if (typeof part !== "object" || Array.isArray(part)) return part;
    const { [key]: name, ...others } = part as Record<string, unknown>;
    const isOne = typeof name === "string" && names.has(name) && Object.keys(others).length === 0;
    return isOne ? names.get(name) : part;
  });
}
