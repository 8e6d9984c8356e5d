import { expectInteger } from "../shape";

/** What texts are held against. */
export interface TextShareOptions {
  /** What is wrong with a text, such as a grammar's `faultsOf`; nothing for a right one. */
  readonly faultsOf: (text: string) => readonly string[];
  /** The texts that a writer has learned from; none when left out. */
  readonly training?: readonly string[];
}

/** Counts of a writer's texts. */
export interface TextShares {
  /** Texts looked at. */
  readonly count: number;
  /** Share of the texts that have no fault, 0 to 1. */
  readonly valid: number;
  /** Different texts, for each text looked at: 1 when no two are alike. */
  readonly distinct: number;
  /** Different texts without a fault, for each text looked at: a writer's right and new words. At most `valid`. */
  readonly distinctValid: number;
  /** Share of the texts that stand word by word in the training texts, 0 to 1. */
  readonly copies: number;
  /** By kind, the share of the texts that have this fault. A kind that no text has is missing. */
  readonly faults: Readonly<Record<string, number>>;
}

/**
 * What a writer's texts are worth, counted exactly: how many are right, how many are right and different, which faults they
 * have, and how many it has copied. Read them together: one right sentence, written for ever, is all `valid`; words drawn
 * blindly are all `distinct`. `distinct` and `distinctValid` depend on how many texts are looked at, so compare writers by as
 * many each.
 *
 * @param texts at least one
 * @throws RangeError for no text
 * @example
 * ```ts
 * import { distantAgreement, textShares } from "gan-clinic";
 * const right = "the cats near the dog see a hen";
 * const { faultsOf } = distantAgreement();
 * const texts = [right, right, "the cats near the dog sees a hen", "hen hen"];
 * const shares = textShares(texts, { faultsOf, training: [right] });
 * assert.equal(shares.valid, 2 / 4);
 * assert.equal(shares.distinctValid, 1 / 4);
 * assert.equal(shares.copies, 2 / 4);
 * assert.deepEqual(shares.faults, { verb: 1 / 4, structure: 1 / 4 });
 * ```
 */
export function textShares(
  texts: readonly string[],
  { faultsOf, training = [] }: TextShareOptions,
): TextShares {
  const count = expectInteger(texts.length, "textShares texts", { atLeast: 1 });
  const known = new Set(training);
  const right = new Set<string>();
  const found: Record<string, number> = {};
  let valid = 0;
  for (const text of texts) {
    const faults = faultsOf(text);
    if (faults.length === 0) {
      valid++;
      right.add(text);
    }
    for (const fault of new Set(faults)) found[fault] = (found[fault] ?? 0) + 1;
  }
  return {
    count,
    valid: valid / count,
    distinct: new Set(texts).size / count,
    distinctValid: right.size / count,
    copies: texts.filter((text) => known.has(text)).length / count,
    faults: Object.fromEntries(
      Object.entries(found).map(([fault, times]) => [fault, times / count]),
    ),
  };
}
