import * as tf from "@tensorflow/tfjs";
import { foundText } from "../arguments/found";
import { isInstance } from "../arguments/objects";

/**
 * Checks that a value means the same in another process: no tensor, whose numbers stay with their engine, no function
 * and no promise in it, at any depth.
 *
 * @param seen what was looked at already, for a value may hold itself
 * @throws TypeError that says where it is, and what to send in its place
 */
export function expectSendable(value: unknown, what: string, seen = new Set()): void {
  if (value instanceof tf.Tensor) {
    throw unsendable(value, what, "give its numbers (dataSync) and its shape");
  }
  if (typeof value === "function") {
    throw unsendable(
      value,
      what,
      "make what it belongs to in the experiment, from the library that it is handed",
    );
  }
  if (typeof value === "symbol") throw unsendable(value, what, "give a text");
  if (isInstance(value, "Promise")) throw unsendable(value, what, "wait for it with await");
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || seen.has(value))
    return;
  seen.add(value);
  for (const [name, each] of Object.entries(value)) {
    expectSendable(each, Array.isArray(value) ? `${what}[${name}]` : `${what}.${name}`, seen);
  }
}

function unsendable(value: unknown, what: string, advice: string): TypeError {
  return new TypeError(
    `${what}: wanted numbers, texts, arrays, typed arrays and records of these, found ${foundText(value)}; ${advice}`,
  );
}
