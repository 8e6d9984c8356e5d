// A step takes records of records in, and gives records of records back. In the graph each leaf has one name: the
// names on the way to it with dots between them.

/** A leaf of nested records, and the way to it. */
export interface Leaf {
  /** The names on the way, the outermost first. */
  readonly path: readonly string[];
  /** One name for one path. */
  readonly name: string;
  readonly value: unknown;
}

/** All leaves of nested records, in their order. What is not a plain record is a leaf. */
export function leavesOf(
  record: object,
  isLeaf: (value: object) => boolean = () => false,
  path: readonly string[] = [],
): Leaf[] {
  return Object.entries(record).flatMap(([key, value]: [string, unknown]): Leaf[] => {
    const here = [...path, key];
    if (isRecord(value) && !isLeaf(value)) return leavesOf(value, isLeaf, here);
    return [{ path: here, name: nameOf(here), value }];
  });
}

/**
 * The leaves of nested records by their names.
 *
 * @param wanted where leaves are: no name is put together anew while the record has these and no others
 */
export function flat(record: object, wanted: readonly Leaf[]): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const { name, path } of wanted) {
    let value: unknown = record;
    for (const step of path) value = (value as Record<string, unknown> | undefined)?.[step];
    if (value !== undefined) whole[name] = value;
  }
  if (countOf(record) === wanted.length && Object.keys(whole).length === wanted.length)
    return whole;
  return Object.fromEntries(leavesOf(record).map(({ name, value }) => [name, value]));
}

function countOf(record: object): number {
  return Object.values(record).reduce<number>(
    (sum, value) => sum + (isRecord(value) ? countOf(value) : 1),
    0,
  );
}

/** Nested records of these leaves. */
export function nested(leaves: readonly Pick<Leaf, "path" | "value">[]): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const { path, value } of leaves) {
    let place = whole;
    for (const name of path.slice(0, -1)) place = (place[name] ??= {}) as Record<string, unknown>;
    place[path.at(-1)!] = value;
  }
  return whole;
}

function isRecord(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null; // of any realm
}

/** Dots within a name are told from those between names. */
function nameOf(path: readonly string[]): string {
  return path.map((name) => name.replace(/[\\.]/g, "\\$&")).join(".");
}
