const named: Readonly<Partial<Record<string, string>>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * Text as it is, for a place in HTML.
 *
 * @param characters those that mean something there. Between tags that are & < and >, in an attribute quotes as well,
 *   in Markdown all signs
 */
export function escapeHtml(text: string, characters = /[&<>"']/g): string {
  return text.replace(characters, (one) => named[one] ?? `&#${one.charCodeAt(0)};`);
}

/** The first of some names, and how many more there are: "a, b and 3 more". */
export function listed(names: readonly string[], most: number): string {
  const rest = names.length > most ? ` and ${names.length - most} more` : "";
  return names.slice(0, most).join(", ") + rest;
}

/** For `JSON.stringify`: every object with its keys in one order. */
export function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
