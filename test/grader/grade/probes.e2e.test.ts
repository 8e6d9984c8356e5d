/**
 * The labs' own checks of gradients, against plain numbers whose gradient is claimed by what was put in the place of
 * TensorFlow.js's own: no point for them, and all points for an honest task beside them.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { formatNotebook } from "../../../src/course/format-notebook";
import { ROOT } from "../../../src/course/paths";
import { openGrader, type Grader } from "../../../src/grader/grade/grader";
import { readLab } from "../../../src/grader/grade/lab";
import { releaseLab } from "../../../src/grader/lab/files";
import { selectLabs } from "../../../src/grader/lab/places";
import { solvedSubmission } from "../../../src/grader/lab/submission";

const labs = selectLabs(["01", "02"], ROOT).map((place) => {
  const release = releaseLab(place);
  return { place, release };
});
let graders: Grader[];

beforeAll(() => {
  graders = labs.map(({ place }) => openGrader(readLab(place), { workers: 1, trusted: true }));
});
afterAll(() => Promise.all(graders.map((grader) => grader.close())));

/** The spread in plain numbers: right values, no gradient. */
const PLAIN = `function withSpread(x: tf.Tensor2D, group: number, parts: number): tf.Tensor2D {
  const rows = x.arraySync();
  const width = rows[0].length / parts;
  const out = rows.map((row, i) => {
    const own = rows.slice(Math.floor(i / group) * group, (Math.floor(i / group) + 1) * group);
    const deviations = row.map((_, j) => {
      const mean = own.reduce((sum, each) => sum + each[j], 0) / group;
      return Math.sqrt(own.reduce((sum, each) => sum + (each[j] - mean) ** 2, 0) / group + 1e-8);
    });
    const added = Array.from({ length: parts }, (_, part) =>
      deviations.slice(part * width, (part + 1) * width).reduce((a, b) => a + b, 0) / width);
    return [...row, ...added];
  });
  return tf.tensor2d(out);
}`;
const DIFFERENCES = `
const core: any = require("@tensorflow/tfjs-core");
const differences = (f: any) => (x: any) => {
  const at = Array.from(x.dataSync() as Float32Array);
  const value = (numbers: number[]) => f(core.tensor(numbers, x.shape)).dataSync()[0];
  const slopes = at.map((_, i) => {
    const moved = (by: number) => value(at.map((each, k) => (k === i ? each + by : each)));
    return (moved(0.01) - moved(-0.01)) / 0.02;
  });
  return core.tensor(slopes, x.shape);
};`;

/** The penalty read out: right values, no gradient by the critic's weights. */
const READ_OUT = `function slopePenalty(critic: (x: tf.Tensor) => tf.Tensor, real: tf.Tensor, fake: tf.Tensor, random: Random): any {
  const axes = real.shape.map((_, axis) => axis).slice(1);
  const epsilon = random.uniform([real.shape[0], ...axes.map(() => 1)]);
  const between = tf.add(fake, tf.mul(epsilon, tf.sub(real, fake)));
  const slopes = tf.grad((x: tf.Tensor) => critic(x))(between);
  const norms = tf.tensor1d(tf.sqrt(tf.sum(tf.square(slopes), axes)).dataSync());
  const numbers = [...norms.dataSync()];
  return { penalty: tf.scalar(numbers.reduce((sum, each) => sum + (each - 1) ** 2, 0) / numbers.length), norms };
}`;
/** A tensor that says of itself what it is asked for, and stands in the way of whoever derives by it. */
const PROXY = `${PLAIN.replace("function withSpread", "function reckoned")}
function withSpread(x: tf.Tensor2D, group: number, parts: number): tf.Tensor2D {
  const made = reckoned(x, group, parts);
  return new Proxy(made, {
    get(target, key) {
      const value = Reflect.get(target, key);
      if (key === "constructor") return x.constructor;
      return typeof value === "function" ? value.bind(target) : value;
    },
    has: () => true,
    getPrototypeOf: () => Object.getPrototypeOf(x),
  });
}`;

/** @param beside an honest task of the same lab */
async function grade(at: 0 | 1, task: string, beside: string, text: string) {
  const { release } = labs[at];
  const notebook = solvedSubmission(release);
  const { gradeId } = release.manifest.cells.find(
    (cell) => cell.role === "solution" && cell.task === task,
  )!;
  notebook.cells.find(({ id }) => id === gradeId)!.source = text;
  const file = Buffer.from(formatNotebook(notebook));
  const { tasks } = await graders[at].grade("x", file, 1, { tasks: [task, beside] });
  const outcome = (wanted: string) => tasks.find((each) => each.task === wanted)!;
  return { own: outcome(task), honest: outcome(beside) };
}

it.each<[string, string]>([
  ["plain numbers without a gradient", PLAIN],
  ["tf.grad replaced by numeric differences", `${PLAIN}${DIFFERENCES}\ncore.grad = differences;`],
  [
    "the same, in a way that throws nothing",
    `${PLAIN}${DIFFERENCES}\nfor (const key of ["grad", "grads", "variableGrads"]) Reflect.set(core, key, differences);\nReflect.set(core.engine(), "gradients", () => 1);`,
  ],
  ["a proxy of a tensor without a gradient", PROXY],
  ["a penalty that was read out", READ_OUT],
  [
    "the same, with numeric differences for gradients",
    `${READ_OUT}${DIFFERENCES}\nfor (const key of ["grads", "variableGrads"]) Reflect.set(core, key, differences);`,
  ],
])("%s earns nothing, the task beside it all", { timeout: 240_000 }, async (_, text) => {
  const { own, honest } = text.includes("slopePenalty")
    ? await grade(1, "penalty", "clip", text)
    : await grade(0, "stddev", "nearness", text);
  expect(own).toMatchObject({ points: 0 });
  expect(own.outcome).not.toBe("passed");
  expect(honest).toMatchObject({ outcome: "passed", points: honest.maxPoints });
});
