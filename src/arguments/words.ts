/** The first of some names. */
export function firstOf(names: readonly string[], count: number): string {
  return names.length > count ? `${names.slice(0, count).join(", ")}, …` : names.join(", ");
}

/** "a, b or c". */
export function alternatives(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join() : `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`;
}

/** "a tensor", "an emoji". */
export function withArticle(noun: string): string {
  return `${/^[AEIO]/i.test(noun) ? "an" : "a"} ${noun}`;
}
