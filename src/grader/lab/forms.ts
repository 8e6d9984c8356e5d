/** Forms of records that students hand in: each message says what was wanted and what was found. */
import { z } from "zod";

/** What of it is found in a message. */
function shown(found: unknown): string {
  if (found === undefined) return "nothing";
  if (typeof found === "function") return "a function";
  if (typeof found === "string") return JSON.stringify(found.slice(0, 60));
  if (found === null || typeof found === "number") return String(found);
  if (typeof found !== "object") return `a ${typeof found}`;
  if (Array.isArray(found)) return `a list of ${found.length}`;
  if (ArrayBuffer.isView(found)) return `a ${kindOf(found)} of ${(found as Uint8Array).length}`;
  return kindOf(found) === "Object" ? "a record" : `a ${kindOf(found)}`;
}

/** "Float32Array" */
function kindOf(found: object): string {
  return Object.prototype.toString.call(found).slice(8, -1);
}

const wanting = (wanted: string) => (issue: { input?: unknown }) =>
  `wanted ${wanted}, found ${shown(issue.input)}`;

/** A number of this range, its ends included. */
export const between = (low: number, high: number) =>
  z.custom<number>((x) => typeof x === "number" && x >= low && x <= high, {
    error: wanting(`a number from ${low} to ${high}`),
  });

/** A whole number of this range, its ends included. */
export const whole = (low: number, high: number) =>
  z.custom<number>((x) => Number.isInteger(x) && Number(x) >= low && Number(x) <= high, {
    error: wanting(`a whole number from ${low} to ${high}`),
  });

/** One of these names. */
export const oneOf = <Name extends string>(...names: Name[]) =>
  z.custom<Name>((x) => names.some((name) => name === x), {
    error: wanting(`one of ${names.map((name) => `"${name}"`).join(", ")}`),
  });

/** A list of so many. */
export const listOf = <Item extends z.ZodType>(item: Item, least: number, most: number) =>
  z
    .custom<unknown[]>((x) => Array.isArray(x) && x.length >= least && x.length <= most, {
      error: wanting(`a list of ${least} to ${most}`),
    })
    .pipe(z.array(item));

/** A plain record of exactly these fields. */
export const record = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .custom<object>((x) => typeof x === "object" && x !== null && kindOf(x) === "Object", {
      error: wanting(`a plain record { ${Object.keys(shape).join(", ")} }`),
    })
    .pipe(
      z.strictObject(shape, {
        error: (issue) =>
          issue.code === "unrecognized_keys"
            ? `wanted only ${Object.keys(shape).join(", ")}, found ${issue.keys.join(", ")} too`
            : undefined,
      }),
    );
