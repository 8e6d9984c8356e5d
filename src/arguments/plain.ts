import { classOf } from "./objects";

/** A public function as the library itself knows it, which compares some with each other. */
interface Plain {
  readonly name: string;
  readonly fn: unknown;
}

const plain = new WeakMap<object, Plain>();

/** Notes what stands behind a checked function, and the name of both. */
export function rememberPlain(checked: object, name: string, fn: object): void {
  plain.set(checked, { name, fn });
  plain.set(fn, { name, fn });
}

/** The name under which a function is exported, or undefined. */
export function exportName(value: unknown): string | undefined {
  return typeof value === "function" ? plain.get(value)?.name : undefined;
}

/**
 * An argument as the library knows it: of a public function the plain one. The same for those that are options, or
 * in a list, such as the activations of a network.
 */
export function withoutChecks(value: unknown, depth = 2): unknown {
  if (typeof value === "function") return plain.get(value)?.fn ?? value;
  if (depth === 0 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.some((each) => exportName(each))
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
