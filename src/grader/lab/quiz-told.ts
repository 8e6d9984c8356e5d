/**
 * Words that a quiz answers with, sealed with the answer that they belong to: nobody reads them before giving it. As
 * with the hashes of quiz-hash.ts, whoever wants can try the answers one after another.
 */
import { createCipheriv, createDecipheriv, scryptSync } from "node:crypto";
import { z } from "zod";

const told = z.object({ right: z.boolean(), text: z.string() });

/** Whether an answer is right, and what is said of it. */
export type Told = z.infer<typeof told>;

const BLOCK = 512; // so that the length tells nothing

/** Equal words, salts and answers give equal texts. */
export function sealTold(
  salt: string,
  id: string,
  letters: readonly string[],
  words: Told,
): string {
  const plain = Buffer.from(JSON.stringify(words));
  const padded = Buffer.alloc(Math.ceil(plain.length / BLOCK) * BLOCK, " ");
  plain.copy(padded);
  const cipher = createCipheriv("aes-256-gcm", keyOf(salt, id, letters), IV);
  return Buffer.concat([cipher.update(padded), cipher.final(), cipher.getAuthTag()]).toString(
    "base64",
  );
}

/** Undefined where the words belong to another answer, or are damaged. */
export function openTold(
  salt: string,
  id: string,
  letters: readonly string[],
  sealed: string,
): Told | undefined {
  try {
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv("aes-256-gcm", keyOf(salt, id, letters), IV);
    decipher.setAuthTag(bytes.subarray(-TAG));
    const plain = Buffer.concat([decipher.update(bytes.subarray(0, -TAG)), decipher.final()]);
    return told.parse(JSON.parse(plain.toString()));
  } catch {
    return undefined;
  }
}

const TAG = 16;
const IV = Buffer.alloc(12); // each key seals one text

function keyOf(salt: string, id: string, letters: readonly string[]): Buffer {
  const answer = [...letters].sort().join(",");
  return scryptSync(answer, `${salt}/${id}/told`, 32, { N: 2 ** 12, r: 8, p: 1 });
}
