import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { allKinds, kindOf, rows } from "./workloads";

beforeAll(async () => {
  await startEngine("cpu");
});

describe.each(allKinds)("$kind", (kind) => {
  it("takes steps with finite losses, changes its variables and leaves no tensor behind", () => {
    const random = seeded(1);
    const workload = kind.make(random, kind.tiny);
    const before = workload.variables.map((variable) => variable.dataSync<"float32">().slice());
    const inputs = workload.batch(random.stream("data"));
    for (const [name, shape] of Object.entries(workload.inputs)) {
      expect(inputs[name].shape).toEqual(shape);
      expect(inputs[name].dtype).toBe("float32");
    }
    const step = () => {
      const losses = workload.fn(inputs);
      const values = Object.values(losses).map((loss) => loss.dataSync()[0]);
      tf.dispose(losses);
      return values;
    };
    const first = step(); // makes the optimisers' slots
    const count = tf.memory().numTensors;
    const second = step();
    expect(tf.memory().numTensors).toBe(count);
    for (const loss of [...first, ...second]) expect(Math.abs(loss)).toBeLessThan(100);
    const unchanged = workload.variables.filter((variable, i) => {
      const after = variable.dataSync<"float32">();
      expect(after.every(Number.isFinite), variable.name).toBe(true);
      return after.every((number, j) => number === before[i][j]);
    });
    // a critic's last bias is in both means of WGAN's loss, with opposite signs
    expect(unchanged.map(({ name }) => name)).toEqual(
      kind.kind === "wgan-gp" ? [expect.stringMatching(/discriminator\/3\/biases/)] : [],
    );
    tf.dispose([...workload.variables, ...Object.values(inputs)]);
    for (const optimizer of workload.optimizers) optimizer.dispose();
  });
});

it("every row of the benchmark names a kind and its sizes", () => {
  for (const { kind, sizes } of rows) {
    expect(Object.keys(sizes).sort()).toEqual(Object.keys(kindOf(kind).sizes).sort());
  }
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  expect(() => kindOf("nothing")).toThrow(/wanted one of mlp, .*found "nothing"/);
});
