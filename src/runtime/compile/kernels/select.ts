import * as tf from "@tensorflow/tfjs";
import type { DType } from "../values";
import { inType } from "./casts";
import { broadcast, type KernelRow } from "./row";
import { anything } from "./types";

/** t where the condition holds, e elsewhere; of the type that holds both. */
export const select: KernelRow = {
  kernel: "Select",
  types: { ...anything, mixed: true, but: { condition: ["bool"] } },
  shape: ({ t, e }) => ({ shape: t.shape, dtype: tf.upcastType(t.dtype, e.dtype) as DType }),
  lower: ({ b, inputs: { condition, t, e }, outputs, get }) => {
    const held = [condition, t, e].map((operand) => operand.held).reduce(broadcast, []);
    const where = get(condition);
    const [yes, no] = [t, e].map((operand) => inType(b, get, operand, outputs[0].dtype));
    if (outputs[0].dtype !== "bool") return { name: b.emit("Where", [where, yes, no]), held };
    // ONNX Runtime has no Where of booleans
    const chosen = b.emit("And", [where, yes]);
    return { name: b.emit("Or", [chosen, b.emit("And", [b.emit("Not", [where]), no])]), held };
  },
};
