import { inspect } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/runtime/inspect";

describe("a tensor that is printed", () => {
  it("shows its shape, its type and its values", () => {
    const tensor = tf.tensor2d([
      [1, 2],
      [3, 4.5],
    ]);
    const lines = inspect(tensor).split("\n");
    expect(lines[0]).toBe("Tensor (2, 2) float32");
    expect(lines.slice(1).join("").replace(/\s+/g, "")).toBe("[[1,2],[3,4.5]]");
    tensor.dispose();
    expect(inspect(tensor)).toBe("Tensor (2, 2) float32, disposed: its values are gone");
  });

  it("shows a number, and a tensor inside a record", () => {
    expect(inspect(tf.scalar(3, "int32"))).toMatch(/^Tensor \(\) int32\n\s*3$/);
    expect(inspect({ mean: tf.scalar(1) })).toContain("Tensor () float32");
  });
});
