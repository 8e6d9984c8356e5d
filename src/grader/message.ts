/** An error's name and message, at most 2000 characters. */
export function messageOf(error: unknown): string {
  try {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return text.slice(0, 2000);
  } catch {
    return "An error that cannot be shown";
  }
}
