import { classOf } from "./objects";

/** A public function as the library itself knows it. */
interface Plain {
  readonly name: string;
  readonly fn: unknown;
  /** It may be an activation: the library compares these with each other. */
  readonly isCompared: boolean;
}

const plain = new WeakMap<object, Plain>();

/** Notes what stands behind a checked function, and the name of both. */
export function rememberPlain(checked: object, behind: Plain & { readonly fn: object }): void {
  plain.set(checked, behind);
  plain.set(behind.fn, behind);
}

/** The name under which a function is exported, or undefined. */
export function exportName(value: unknown): string | undefined {
  return typeof value === "function" ? plain.get(value)?.name : undefined;
}

/**
 * An argument as the library knows it: of an activation the plain function. The same for those that are options, or in
 * a list. All other functions stay as they were given, for the library may hand them on: whoever gets one back gets it
 * with its checks, and is heard when calling it.
 */
export function withoutChecks(value: unknown, depth = 2): unknown {
  if (typeof value === "function") return plainOf(value);
  if (depth === 0 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.some((each: unknown) => typeof each === "function" && plainOf(each) !== each)
      ? value.map((each) => withoutChecks(each, 0))
      : value;
  }
  if (classOf(value) !== undefined) return value;
  const changed = Object.entries(value)
    .map(([name, each]) => [name, each, withoutChecks(each, depth - 1)] as const)
    .filter(([, before, after]) => after !== before);
  if (changed.length === 0) return value;
  return { ...value, ...Object.fromEntries(changed.map(([name, , after]) => [name, after])) };
}

function plainOf(value: object): unknown {
  const behind = plain.get(value);
  return behind?.isCompared === true ? behind.fn : value;
}
