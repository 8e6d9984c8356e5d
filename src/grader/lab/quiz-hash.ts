/**
 * Answers of quizzes as salted, slow hashes (scrypt, RFC 7914), so that a notebook can say "right" without
 * holding the answer.
 *
 * This keeps answers from being read. It can not keep them from being tried: four choices are four tries, five
 * of a multiple choice 31, each a twentieth of a second. What a quiz counts is the instructor's to decide.
 */
import { scryptSync } from "node:crypto";

/** The hash of an answer; the order of its letters does not count. */
export function hashAnswer(salt: string, id: string, letters: readonly string[]): string {
  const answer = [...letters].sort().join(",");
  const cost = { N: 2 ** 14, r: 8, p: 1, maxmem: 2 ** 26 };
  return scryptSync(answer, `${salt}/${id}`, 32, cost).toString("hex");
}
