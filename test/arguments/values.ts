/** Right and wrong arguments for every kind of the table. */
import * as tf from "@tensorflow/tfjs";
import type { Kind, Members, RecordType } from "../../src/arguments/kinds";
import { partsOf } from "../../src/arguments/names";
import { table } from "../../src/arguments/table";
import { seeded } from "../../src/random";

const instances: Readonly<Record<string, () => unknown>> = {
  Random: () => seeded(1),
  Optimizer: () => tf.train.sgd(1),
  AbortSignal: () => new AbortController().signal,
  Float32Array: () => Float32Array.of(1),
  Float64Array: () => Float64Array.of(1),
  Uint8Array: () => Uint8Array.of(1),
  Int32Array: () => Int32Array.of(1),
};

/** A value of a kind, with all that may be left out left out. */
export function rightValue(kind: Kind): unknown {
  switch (kind) {
    case "any":
    case "number":
    case "measured":
      return 1;
    case "string":
      return "text";
    case "boolean":
      return true;
    case "null":
      return null;
    case "object":
      return {};
    case "tensor":
      return tf.scalar(1);
    case "variable":
      return tf.variable(tf.scalar(1));
    case "numbers":
      return [1];
  }
  if ("function" in kind) return () => undefined;
  if ("values" in kind) return kind.values[0];
  if ("list" in kind) return [rightValue(kind.list)];
  if ("tuple" in kind) return kind.tuple.map(rightValue);
  if ("record" in kind) return { name: rightValue(kind.record) };
  if ("instance" in kind) return instances[kind.instance]();
  if ("either" in kind) return rightValue(kind.either[0]);
  if ("form" in kind) return kind.form[0];
  return rightRecord(recordOf(kind)!.members);
}

/** All parameters, or members, that must be there. */
export function rightRecord(members: Members): Record<string, unknown> {
  const required = Object.entries(members).filter(([marked]) => !partsOf(marked).optional);
  return Object.fromEntries(
    required.map(([marked, kind]) => [partsOf(marked).name, rightValue(kind)]),
  );
}

/** What a kind says of a record's members, when it is one. */
export function recordOf(kind: Kind): RecordType | undefined {
  if (typeof kind === "string") return undefined;
  if ("type" in kind) return table.types[kind.type];
  return "members" in kind ? kind : undefined;
}

type Family =
  "nothing" | "null" | "string" | "number" | "boolean" | "list" | "record" | "function" | "tensor";

/** One value of every family, and one more where it matters. */
export const families: readonly (readonly [Family, unknown])[] = [
  ["nothing", undefined],
  ["null", null],
  ["string", "a text that is no option"],
  ["number", 0.12345],
  ["number", NaN],
  ["boolean", false],
  ["list", [Symbol("strange")]],
  ["record", { strange: 1 }],
  ["function", function strange() {}],
  ["tensor", tf.ones([2, 3])],
];

/** Whether a value of a family can be of a kind at all, told by the family alone. */
export function mayBe(kind: Kind, family: Family, value: unknown): boolean {
  if (kind === "any") return true;
  if (kind === "measured") return family === "number";
  if (typeof kind === "object" && "either" in kind) {
    return kind.either.some((each) => mayBe(each, family, value));
  }
  if (Number.isNaN(value)) return false;
  if (kind === "object") return family === "record";
  if (typeof kind === "string") return kind === family;
  if ("function" in kind) return family === "function";
  if ("values" in kind) return kind.values.includes(value as string);
  if ("list" in kind) return family === "list" && kind.list === "any";
  if ("tuple" in kind || "instance" in kind || "form" in kind) return false;
  if ("record" in kind) return family === "record" && mayBe(kind.record, "number", 1);
  const { members, unknown } = recordOf(kind)!;
  const open = unknown !== "refuse" && Object.keys(members).every((name) => partsOf(name).optional);
  return family === "record" && open;
}
