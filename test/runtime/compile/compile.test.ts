import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../../src/random";
import { compile, UntraceableError } from "../../../src/runtime/compile";
import { startEngine } from "../../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

type Tensors = Record<string, tf.Tensor>;

describe("a compiled step", () => {
  it("gives scalars as numbers and other tensors as arrays", async () => {
    const step = await compile(({ x }) => ({ sum: tf.sum<tf.Scalar>(x), double: tf.mul(x, 2) }), {
      inputs: { x: [2, 2] },
    });
    const { sum, double } = await step.run({ x: tf.tensor2d([1, 2, 3, 4], [2, 2]) });
    expect(sum).toBe(10);
    expect(double).toEqual(Float32Array.of(2, 4, 6, 8));
    expect(step.report.kernels).toBe(2);
    await step.dispose();
  });

  it("takes plain arrays and numbers, of any type", async () => {
    const step = await compile(
      ({ x, at, rate }) => ({ y: tf.mul(tf.gather(x, tf.cast(at, "int32")), rate) }),
      { inputs: { x: [3], at: { shape: [2], dtype: "int32" }, rate: [] } },
    );
    const batch = { x: Float32Array.of(1, 2, 3), at: Int32Array.of(2, 0) };
    expect((await step.run({ ...batch, rate: 10 })).y).toEqual(Float32Array.of(30, 10));
    expect((await step.run({ ...batch, rate: 2 })).y).toEqual(Float32Array.of(6, 2));
  });

  it.each([
    [{}, "wanted the inputs x, found (none)"],
    [{ x: [1, 2], y: 1 }, "wanted the inputs x, found x, y"],
    [{ x: Float32Array.of(1) }, "wanted 2 numbers of float32, found 1 in a Float32Array"],
    [{ x: Int32Array.of(1, 2) }, "wanted 2 numbers of float32, found 2 in a Int32Array"],
  ])("refuses the batch %j", async (batch, message) => {
    const step = await compile(({ x }) => ({ y: tf.neg(x) }), { inputs: { x: [2] } });
    await expect(step.run(batch as never)).rejects.toThrow(message);
    await expect(step.run(batch as never)).rejects.toThrow(TypeError);
  });

  it("refuses a tensor of another shape", async () => {
    const step = await compile(({ x }) => ({ y: tf.neg(x) }), { inputs: { x: [2] } });
    await expect(step.run({ x: tf.zeros([2, 1]) })).rejects.toThrow(
      "step.run x: wanted float32 of shape (2), found float32 of shape (2, 1)",
    );
  });

  it("does not change what it is compiled from", async () => {
    const w = tf.variable(tf.scalar(3));
    await compile(() => {
      w.assign(tf.add(w, 1));
      return { w: tf.mul(w, 1) };
    });
    expect(w.dataSync()[0]).toBe(3);
  });

  it("keeps constants from outside, large and small", async () => {
    const large = seeded(1).normal([100, 100]);
    const step = await compile(() => ({ sum: tf.sum<tf.Scalar>(tf.mul(large, tf.scalar(2))) }));
    const wanted = tf.sum(large).dataSync()[0] * 2;
    large.dispose();
    expect((await step.run()).sum).toBeCloseTo(wanted, 3);
  });

  it("leaves out what nothing depends on", async () => {
    const step = await compile(
      ({ x }) => {
        tf.exp(tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D));
        return { y: tf.neg(x) };
      },
      { inputs: { x: [2, 2] } },
    );
    expect(step.report.kernels).toBe(3);
    expect(step.report.nodes).toBe(2); // Neg, and the output's own
  });
});

describe("variables", () => {
  const counter = async () => {
    const count = tf.variable(tf.scalar(0));
    const step = await compile(() => {
      count.assign(tf.add(count, 1));
      return { count: tf.mul<tf.Scalar>(count, 1) };
    });
    return { count, step };
  };

  it("stay inside, and are there whenever somebody looks", async () => {
    const { count, step } = await counter();
    expect((await step.run()).count).toBe(1);
    expect((await step.run()).count).toBe(2);
    expect(count.dataSync()[0]).toBe(2);
    expect(tf.add(count, 10).dataSync()[0]).toBe(12);
    expect((await step.run()).count).toBe(3);
    expect(count.arraySync()).toBe(3);
  });

  it("can be set from outside between two steps", async () => {
    const { count, step } = await counter();
    await step.run();
    count.assign(tf.scalar(40));
    expect(count.dataSync()[0]).toBe(40);
    expect((await step.run()).count).toBe(41);
    expect(count.dataSync()[0]).toBe(41);
  });

  it("are shared by two steps", async () => {
    const { count, step } = await counter();
    const double = await compile(() => {
      count.assign(tf.mul(count, 2));
      return {};
    });
    await step.run();
    await double.run();
    await double.run();
    await step.run();
    expect(count.dataSync()[0]).toBe(5);
  });

  it("that a step only reads are read anew at each run", async () => {
    const rate = tf.variable(tf.scalar(2));
    const step = await compile(({ x }) => ({ y: tf.mul<tf.Scalar>(x, rate) }), {
      inputs: { x: [] },
    });
    expect((await step.run({ x: 3 })).y).toBe(6);
    rate.assign(tf.scalar(5));
    expect((await step.run({ x: 3 })).y).toBe(15);
  });

  it("are put back by undo, once", async () => {
    const { count, step } = await counter();
    await step.runMany([{}, {}, {}]);
    await step.runMany([{}, {}]);
    expect(count.dataSync()[0]).toBe(5);
    step.undo();
    expect(count.dataSync()[0]).toBe(3);
    expect(() => {
      step.undo();
    }).toThrow("there is no run to take back");
    expect((await step.run()).count).toBe(4);
  });

  it("that are disposed make the next run fail, by name", async () => {
    const { count, step } = await counter();
    await step.run();
    count.dispose();
    await expect(step.run()).rejects.toThrow(
      `Variable "${count.name}" of a compiled step has been`,
    );
  });

  it("and tensors do not grow in number with the steps", async () => {
    const { count, step } = await counter();
    const numbers = [];
    for (let i = 0; i < 5; i++) {
      await step.run();
      count.dataSync();
      numbers.push(tf.memory().numTensors);
    }
    expect(new Set(numbers).size).toBe(1);
  });
});

describe("several steps in one call", () => {
  const walk = async () => {
    const place = tf.variable(tf.zeros([2]));
    const rng = seeded(3);
    const step = await compile(
      ({ push }: Tensors) => {
        place.assign(tf.add(tf.mul(place, 0.9), tf.add(push, rng.normal([2]))));
        return { length: tf.sqrt(tf.sum<tf.Scalar>(tf.square(place))), place: tf.mul(place, 1) };
      },
      { inputs: { push: [2] }, rng },
    );
    return { place, step };
  };
  const pushes = Array.from({ length: 7 }, (_, i) => ({ push: Float32Array.of(i, -i) }));

  it("give bit for bit what single steps give", async () => {
    const [one, many, parts] = [await walk(), await walk(), await walk()];
    const single = [];
    for (const push of pushes) single.push(await one.step.run(push));
    expect(await many.step.runMany(pushes)).toEqual(single);
    expect([
      ...(await parts.step.runMany(pushes.slice(0, 3))),
      ...(await parts.step.runMany(pushes.slice(3, 4))),
      ...(await parts.step.runMany(pushes.slice(4))),
    ]).toEqual(single);
    expect(many.place.dataSync()).toEqual(one.place.dataSync());
  });

  it("write states that they do not read, and read states that they do not write", async () => {
    const [last, offset] = [tf.variable(tf.scalar(0)), tf.variable(tf.scalar(100))];
    const step = await compile(
      ({ x }) => {
        last.assign(tf.add(x, offset));
        return {};
      },
      { inputs: { x: [] } },
    );
    await step.runMany([{ x: 1 }, { x: 2 }]);
    expect(last.dataSync()[0]).toBe(102);
  });
});

describe("a saved state", () => {
  const make = async () => {
    const rng = seeded(4);
    const weights = [[2, 3], [3]].map((shape) => tf.variable(tf.ones(shape)));
    const optimizer = tf.train.adam(0.1);
    const step = await compile(
      () => {
        const [w, b] = weights;
        const x = rng.normal<tf.Rank.R2>([4, 2]);
        const loss = () => tf.mean<tf.Scalar>(tf.square(tf.add(tf.matMul(x, w as tf.Tensor2D), b)));
        return { loss: optimizer.minimize(loss, true, weights)! };
      },
      { rng },
    );
    return { rng, weights, optimizer, step };
  };

  it("goes on bit for bit, in a step made anew", async () => {
    const first = await make();
    for (let k = 0; k < 5; k++) await first.step.run();
    const saved = { state: await first.step.save(), rng: first.rng.state };
    const rest = await first.step.runMany([{}, {}, {}]);
    const again = await make();
    await again.step.run();
    await again.step.restore(saved.state);
    again.rng.restore(saved.rng);
    expect(again.optimizer.iterations).toBe(5);
    expect(await again.step.runMany([{}, {}, {}])).toEqual(rest);
    expect(again.weights.map((w) => w.dataSync())).toEqual(first.weights.map((w) => w.dataSync()));
  });

  it("of another step is refused", async () => {
    const { step } = await make();
    const other = tf.variable(tf.zeros([2]));
    const moving = await compile(() => {
      other.assign(tf.add(other, 1));
      return {};
    });
    await expect(step.restore(await moving.save())).rejects.toThrow(
      /restore: wanted the state of a step with .*6 in a Float32Array.*, found 2 in a Float32Array/,
    );
  });
});

describe("random numbers", () => {
  const make = (seed: number) => {
    const rng = seeded(seed);
    const lasting = rng.stream("lasting");
    const fn = () => {
      const child = rng.stream("child");
      rng.normal([3]); // nothing needs these, and the stream moves on all the same
      return {
        a: rng.normal([3]),
        b: lasting.uniform([2], -1, 2),
        c: child.normal([3]),
        d: child.uniform([1]), // goes on where c ended
        e: rng.stream("a").stream("b").normal([2]),
        f: rng.normal([3]),
      };
    };
    return { rng, fn };
  };

  it("are the eager ones, step by step", async () => {
    const [eager, traced] = [make(1), make(1)];
    const step = await compile(traced.fn, { rng: traced.rng });
    for (let k = 0; k < 3; k++) {
      const wanted = Object.entries(eager.fn()).map(([name, t]) => [name, t.dataSync()]);
      expect(await step.run()).toEqual(Object.fromEntries(wanted));
    }
    expect(traced.rng.state).toEqual(eager.rng.state);
  });

  it("come from another stream when a run brings one", async () => {
    const rng = seeded(1);
    const other = seeded(9);
    const step = await compile(() => ({ a: rng.normal([3]), c: rng.stream("child").normal([3]) }), {
      rng,
    });
    expect(await step.run({}, seeded(9))).toEqual({
      a: other.normals(3),
      c: seeded(9).stream("child").normals(3),
    });
    expect(rng.state.position).toBe(0);
  });
});

describe("what cannot be compiled is refused by name", () => {
  const refused: [name: string, message: RegExp, fn: (inputs: Tensors) => void][] = [
    ["tf.randomNormal", /tf\.randomNormal inside a compiled step/, () => tf.randomNormal([2])],
    ["a seeded one", /tf\.randomUniform inside/, () => tf.randomUniform([2], 0, 1, "float32", 1)],
    ["tf.truncatedNormal", /tf\.truncatedNormal inside/, () => tf.truncatedNormal([2])],
    ["tf.dropout", /tf\.dropout inside/, ({ x }) => tf.dropout(x, 0.5)],
    ["Math.random", /Math\.random inside/, ({ x }) => tf.mul(x, Math.random())],
    ["Date.now", /Date inside/, ({ x }) => tf.mul(x, Date.now())],
    ["new Date", /Date inside/, ({ x }) => tf.mul(x, new Date().getTime())],
    ["plain numbers", /random\.integers inside/, () => seeded(1).integers(3, 2)],
    ["dataSync", /numbers are read inside a compiled step/, ({ x }) => x.dataSync()],
    [
      "a choice by value",
      /Choose with tf\.where/,
      ({ x }) => ((tf.sum(x).arraySync() as number) > 0 ? tf.neg(x) : x),
    ],
    [
      "a new variable",
      /The variable "fresh" is made inside/,
      ({ x }) => tf.variable(x, true, "fresh"),
    ],
    [
      "an unknown kernel",
      /kernel "Complex" has no row/,
      ({ x }) => tf.spectral.fft(tf.complex(x, x)),
    ],
  ];

  it.each(refused)("%s", async (_, message, fn) => {
    const { random } = Math;
    const date = Date;
    const compiling = compile(
      (inputs) => {
        fn(inputs);
        return { y: tf.neg(inputs.x) };
      },
      { inputs: { x: [2] } },
    );
    await expect(compiling).rejects.toThrow(message);
    await expect(compiling).rejects.toThrow(UntraceableError);
    expect([Math.random, Date, tf.getBackend()]).toEqual([random, date, "wasm"]);
    expect(tf.randomNormal([2]).shape).toEqual([2]);
  });

  it("an optimiser without a compiled form, whose state stays clean", async () => {
    const w = tf.variable(tf.scalar(1));
    const optimizer = tf.train.adagrad(0.1);
    const update = () => {
      optimizer.minimize(() => tf.square(w), false, [w]);
      return {};
    };
    await expect(compile(update)).rejects.toThrow("tf.train.adagrad has no compiled form");
    update();
    expect(w.dataSync()[0]).toBeCloseTo(0.9, 2);
  });
});
