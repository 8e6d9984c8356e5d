/** Something that has to be freed. */
export interface Disposable {
  dispose(): void;
}

/** Takes note of a part, and gives it back. */
export type Own = <Part extends Disposable>(part: Part) => Part;

/**
 * Makes something of several parts: when one of them throws, those that are made already are disposed.
 *
 * @param make gives each part that is to be freed to `own`, which gives it back
 */
export function allOrNone<T>(make: (own: Own) => T): T {
  const parts: Disposable[] = [];
  try {
    return make((part) => {
      parts.push(part);
      return part;
    });
  } catch (error) {
    for (const part of parts) part.dispose();
    throw error;
  }
}
