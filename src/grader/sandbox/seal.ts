/**
 * Seals messages between the grader and a sandbox, so that code which reads or writes the pipes beside the runner finds
 * nothing that it understands and can put in nothing that is believed. The key is handed over before a submission's
 * code runs, and lies in no object that this code can reach.
 */
import { createCipheriv, createDecipheriv, type CipherGCM, type DecipherGCM } from "node:crypto";
import { frameBytes, oneFrame, type Frame } from "./frames";

export interface Seal {
  readonly close: (frame: Frame) => Frame;
  /** @throws Error it was not sealed by the other end, or not in its turn */
  readonly open: (frame: Frame) => Frame;
}

export const sealKeyBytes = 32;
const algorithm = "aes-256-gcm";
const tagBytes = 16;

// Taken before a submission can change them.
const concat = Buffer.concat.bind(Buffer);
const alloc = Buffer.alloc.bind(Buffer);
const { apply } = Reflect;
const method = (maker: { prototype: unknown }, name: string) =>
  (maker.prototype as Record<string, (...given: unknown[]) => unknown>)[name];
const sample = [alloc(sealKeyBytes), alloc(12)] as const;
const parts = {
  cipher: createCipheriv(algorithm, ...sample).constructor as unknown as { prototype: unknown },
  decipher: createDecipheriv(algorithm, ...sample).constructor as unknown as { prototype: unknown },
};
const encrypt = method(parts.cipher, "update");
const encryptEnd = method(parts.cipher, "final");
const tagOf = method(parts.cipher, "getAuthTag");
const decrypt = method(parts.decipher, "update");
const decryptEnd = method(parts.decipher, "final");
const setTag = method(parts.decipher, "setAuthTag");

/** @param side each end counts its own messages, so that none can be sent twice or turned around */
export function openSeal(key: Uint8Array, side: "grader" | "sandbox"): Seal {
  const own = side === "grader" ? 0 : 1;
  let sent = 0;
  let taken = 0;

  return {
    close(frame) {
      const cipher: CipherGCM = createCipheriv(algorithm, key, turn(own, sent++));
      const body = apply(encrypt, cipher, [frameBytes(frame)]) as Buffer;
      apply(encryptEnd, cipher, []);
      return { text: "", bytes: concat([body, apply(tagOf, cipher, []) as Buffer]) };
    },
    open({ bytes }) {
      const decipher: DecipherGCM = createDecipheriv(algorithm, key, turn(1 - own, taken));
      const at = Math.max(0, bytes.length - tagBytes);
      apply(setTag, decipher, [bytes.subarray(at)]);
      const body = apply(decrypt, decipher, [bytes.subarray(0, at)]) as Buffer;
      apply(decryptEnd, decipher, []);
      taken += 1;
      return oneFrame(body);
    },
  };
}

/** The number that no two messages have in common. */
function turn(side: number, count: number): Buffer {
  const iv = alloc(12);
  iv[0] = side;
  for (let i = 0, rest = count; i < 6; i++, rest = Math.floor(rest / 256)) iv[1 + i] = rest % 256;
  return iv;
}
