/** Six trivial tasks, in TypeScript for the course's grader and in Python for nbgrader. */
export interface BenchTask {
  readonly id: string;
  readonly says: string;
  /** What comes before the solution: the function's head. */
  readonly typescript: { readonly head: string; readonly body: string; readonly wrong: string };
  readonly python: { readonly head: string; readonly body: string };
  /** Of the function: a visible and a hidden case. JSON is a literal in both languages. */
  readonly cases: readonly { readonly given: readonly unknown[]; readonly wanted: unknown }[];
}

/** `value` is what a solution's body computes; a student calls it as they like. */
export const VALUE = "value";

export const benchTasks: readonly BenchTask[] = [
  {
    id: "double",
    says: "Double a number.",
    typescript: { head: "function double(x: number): number {", body: "2 * x", wrong: "x + 2" },
    python: { head: "def double(x):", body: "2 * x" },
    cases: [
      { given: [21], wanted: 42 },
      { given: [-1.5], wanted: -3 },
    ],
  },
  {
    id: "mean",
    says: "Give the mean of a list.",
    typescript: {
      head: "function mean(x: number[]): number {",
      body: "x.reduce((a, b) => a + b, 0) / x.length",
      wrong: "x.reduce((a, b) => a + b, 0)",
    },
    python: { head: "def mean(x):", body: "sum(x) / len(x)" },
    cases: [
      { given: [[1, 2, 6]], wanted: 3 },
      { given: [[-4, 5]], wanted: 0.5 },
    ],
  },
  {
    id: "largest",
    says: "Give the largest number of a list.",
    typescript: {
      head: "function largest(x: number[]): number {",
      body: "Math.max(...x)",
      wrong: "x[x.length - 1]",
    },
    python: { head: "def largest(x):", body: "max(x)" },
    cases: [
      { given: [[3, 9, 2]], wanted: 9 },
      { given: [[-3, -9]], wanted: -3 },
    ],
  },
  {
    id: "backwards",
    says: "Give a text backwards.",
    typescript: {
      head: "function backwards(x: string): string {",
      body: 'x.split("").reverse().join("")',
      wrong: "x.toUpperCase()",
    },
    python: { head: "def backwards(x):", body: "x[::-1]" },
    cases: [
      { given: ["gan"], wanted: "nag" },
      { given: ["collapse"], wanted: "espalloc" },
    ],
  },
  {
    id: "evens",
    says: "Give the even numbers of a list.",
    typescript: {
      head: "function evens(x: number[]): number[] {",
      body: "x.filter((each) => each % 2 === 0)",
      wrong: "x.filter((each) => each % 2 === 1)",
    },
    python: { head: "def evens(x):", body: "[each for each in x if each % 2 == 0]" },
    cases: [
      { given: [[1, 2, 3, 4]], wanted: [2, 4] },
      { given: [[7, 8, 0]], wanted: [8, 0] },
    ],
  },
  {
    id: "dot",
    says: "Give the inner product of two lists.",
    typescript: {
      head: "function dot(x: number[], y: number[]): number {",
      body: "x.reduce((sum, each, i) => sum + each * y[i], 0)",
      wrong: "x.reduce((sum, each) => sum + each, 0)",
    },
    python: { head: "def dot(x, y):", body: "sum(a * b for a, b in zip(x, y))" },
    cases: [
      {
        given: [
          [1, 2],
          [3, 4],
        ],
        wanted: 11,
      },
      {
        given: [
          [0, 5],
          [9, -2],
        ],
        wanted: -10,
      },
    ],
  },
];
