/** What `clinic lab new` writes: a small lab that is complete and works, to be changed into one's own. */

/** A lab's first files: path in `solutions/NN-name` → text. */
export function skeleton(name: string): ReadonlyMap<string, string> {
  return new Map([
    ["lab.ts", LAB.replaceAll("NAME", name)],
    ["checks.ts", CHECKS],
    ["wrong/one.ts", WRONG],
  ]);
}

const LAB = `// ---
// title: A lab of your own
// lab: NAME
// minutes: 20
// tasks:
//   - id: standardise
//     title: Mean 0, deviation 1
//     points: 3
//     says: Write a function that gives every column of a matrix the mean 0 and the standard deviation 1.
//     hint: Subtract the mean of each column, then divide by the root of the mean square of what is left.
//     kind: code
//     calls: []
//   - id: why
//     title: Why at all?
//     points: 1
//     says: Say what goes wrong without it.
//     hint: Think of a discriminator that sees one feature in thousands and another in thousandths.
//     kind: quiz
//   - id: limits
//     title: When not to
//     points: 2
//     says: Name a case in which standardising loses something, in two sentences.
//     hint: What if the size itself tells real from fake?
//     kind: text
// ---

// %% [markdown]
// # A lab of your own
//
// Text that students read. Say what they will have at the end.

// %%
import { startEngine, tf } from "gan-clinic";
import { check, quiz } from "gan-clinic/dist/lab";

await startEngine();

// %% [markdown] task="standardise"
// ## 1 · Mean 0, deviation 1
//
// \`standardise(x)\` takes a matrix with one sample a row and gives every column the mean 0 and the standard
// deviation 1.

// %% task="standardise"
function standardise(x: tf.Tensor2D): tf.Tensor2D {
  // BEGIN SOLUTION
  const centred = tf.sub(x, tf.mean(x, 0));
  const deviation = tf.sqrt(tf.mean(tf.square(centred), 0));
  return tf.div(centred, deviation);
  // END SOLUTION
}

// %% [markdown] task="why"
// What does a discriminator learn first from columns of very different sizes?
//
// - [x] What the largest column tells
//   > Its weights get the largest gradients, so they move first.
// - [ ] What the smallest column tells
//   > Its gradients are as small as its numbers.
// - [ ] All columns alike
//   > That is what standardising is for.

// %% [markdown]
// ## 3 · When not to
//
// Name a case in which standardising loses something.

// %% [markdown] task="limits"
// Where real and fake differ in size alone, standardising each batch by itself hides the difference: the
// discriminator can no longer see it.
`;

const CHECKS = `/** What is checked, and how. A probe runs beside the student's code and returns values; a judge decides. */
import { z } from "zod";
import type { Check } from "gan-clinic/dist/grader/contract";
import { defineCheck } from "gan-clinic/dist/grader/lab/define-check";

const columns = z.array(z.array(z.number()));

/** The largest distance of any number from what is wanted. */
function farthest(numbers: readonly number[], wanted: number): number {
  return Math.max(...numbers.map((each) => Math.abs(each - wanted)));
}

export const checks: Check[] = [
  defineCheck({
    task: "standardise",
    name: "means",
    visible: true,
    uses: ["standardise"],
    inputs: (random) => ({ numbers: random.normals(40, 3, 5) }),
    probe: ({ standardise }, { tf }, { numbers }) =>
      tf.tidy(() => tf.mean(standardise(tf.tensor2d(numbers, [10, 4])), 0).arraySync()),
    returns: z.array(z.number()),
    judge: (means) => ({
      passed: means.length === 4 && farthest(means, 0) < 1e-5,
      measured: \`means \${means.map((each) => each.toFixed(3)).join(", ")}\`,
      wanted: "0 in each of 4 columns, to 5 decimals",
    }),
  }),
  defineCheck({
    task: "standardise",
    name: "deviations",
    visible: false,
    uses: ["standardise"],
    inputs: (random) => ({ numbers: random.normals(60, 1, 8) }),
    probe: ({ standardise }, { tf }, { numbers }) =>
      tf.tidy(() => standardise(tf.tensor2d(numbers, [20, 3])).arraySync()),
    returns: columns,
    judge: (rows, _inputs, { tf }) => {
      const { variance } = tf.moments(tf.tensor2d(rows), 0);
      const found = tf.sqrt(variance).dataSync();
      return {
        passed: farthest([...found], 1) < 1e-4,
        measured: \`deviations \${[...found].map((each) => each.toFixed(4)).join(", ")}\`,
        wanted: "1 in each column, to 4 decimals",
      };
    },
  }),
];
`;

const WRONG = `// ---
// says: divides by the variance, not by its root
// loses: [standardise]
// ---

// %% task="standardise"
import { tf } from "gan-clinic";

function standardise(x: tf.Tensor2D): tf.Tensor2D {
  const { mean, variance } = tf.moments(x, 0, true);
  return tf.div(tf.sub(x, mean), variance);
}
`;
