import * as tf from "@tensorflow/tfjs";
import { classOf, isDisposed, isInstance } from "./objects";
import { exportName } from "./plain";
import { firstOf, withArticle } from "./words";

/** What was found, as it stands after the word "found". */
export function foundText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string")
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function")
    return `the function ${exportName(value) ?? value.name}`.trimEnd();
  if (typeof value === "symbol") return "a symbol";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return `${value as number}`;
  if (value instanceof tf.Tensor) {
    return `a ${value.isDisposed ? "disposed " : ""}tensor of shape (${(value.shape as number[]).join(", ")})`;
  }
  if (Array.isArray(value)) return arrayText(value);
  const name = classOf(value);
  if (ArrayBuffer.isView(value))
    return `${withArticle(name!)} of ${(value as Uint8Array).length} numbers`;
  if (isInstance(value, "Promise")) return "a promise";
  if (isDisposed(value)) return "one that is disposed";
  if (name !== undefined) return withArticle(name);
  const names = Object.keys(value);
  return names.length === 0 ? "{}" : `{ ${firstOf(names, 4)} }`;
}

function arrayText(value: readonly unknown[]): string {
  const short =
    value.length <= 4 &&
    value.every((each) => typeof each !== "object" && typeof each !== "function");
  return short ? `[${value.map(foundText).join(", ")}]` : `a list of ${value.length}`;
}
