// A notebook's own classes such as Promise are not those of the library, so a class is told by its name.

/** The name of an object's class, unless it is a plain record. */
export function classOf(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null;
  const name = prototype?.constructor?.name;
  return name === "Object" || name === "" ? undefined : name;
}

/** Whether a network, or something else with variables, has been disposed. */
export function isDisposed(value: object): boolean {
  const { variables } = value as { variables?: unknown };
  return (
    Array.isArray(variables) &&
    variables.some((each: { isDisposed?: unknown }) => each.isDisposed === true)
  );
}

/** Whether an object is of a class of that name, or of one that extends it. */
export function isInstance(value: unknown, name: string): boolean {
  for (
    let at: unknown = value;
    typeof at === "object" && at !== null;
    at = Object.getPrototypeOf(at)
  ) {
    if (
      Object.hasOwn(at, "constructor") &&
      (at as { constructor: { name: string } }).constructor.name === name
    ) {
      return true;
    }
  }
  return false;
}
