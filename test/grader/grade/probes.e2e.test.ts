/**
 * The labs' own checks of gradients, against plain numbers whose gradient is claimed by what was put in the place of
 * TensorFlow.js's own: no point for them, and all points for an honest task beside them.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { formatNotebook } from "../../../src/course/notebook";
import { ROOT } from "../../../src/course/paths";
import { openGrader, type Grader } from "../../../src/grader/grade/grader";
import { readLab } from "../../../src/grader/grade/lab";
import { releaseLab } from "../../../src/grader/lab/files";
import { selectLabs } from "../../../src/grader/lab/places";
import { solvedSubmission } from "../../../src/grader/lab/submission";

const [place] = selectLabs(["01"], ROOT);
const release = releaseLab(place);
let grader: Grader;

beforeAll(() => {
  grader = openGrader(readLab(place), { workers: 1, trusted: true });
});
afterAll(() => grader.close());

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

async function grade(stddev: string) {
  const notebook = solvedSubmission(release);
  const { gradeId } = release.manifest.cells.find(
    ({ role, task }) => role === "solution" && task === "stddev",
  )!;
  notebook.cells.find(({ id }) => id === gradeId)!.source = stddev;
  const file = Buffer.from(formatNotebook(notebook));
  const { tasks } = await grader.grade("x", file, 1, { tasks: ["stddev", "nearness"] });
  const outcome = (id: string) => tasks.find(({ task }) => task === id)!;
  return { stddev: outcome("stddev"), nearness: outcome("nearness") };
}

it.each([
  ["plain numbers without a gradient", PLAIN],
  ["tf.grad replaced by numeric differences", `${PLAIN}${DIFFERENCES}\ncore.grad = differences;`],
  [
    "the same, in a way that throws nothing",
    `${PLAIN}${DIFFERENCES}\nfor (const key of ["grad", "grads", "variableGrads"]) Reflect.set(core, key, differences);\nReflect.set(core.engine(), "gradients", () => 1);`,
  ],
])("%s earns nothing, the task beside it all", { timeout: 120_000 }, async (_, text) => {
  const { stddev, nearness } = await grade(text);
  expect(stddev).toMatchObject({ points: 0 });
  expect(stddev.outcome).not.toBe("passed");
  expect(nearness).toMatchObject({ outcome: "passed", points: nearness.maxPoints });
});
