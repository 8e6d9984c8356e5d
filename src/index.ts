// The table of contents, in reading order; each folder has its own.
export * as tf from "@tensorflow/tfjs";
export { Random, seeded, type RandomState } from "./random";
export { expectInteger, expectNumber, expectShape, type Bounds } from "./shape";

export * from "./runtime"; // which engine computes, exact gradients, compiled steps
export * from "./data";
export * from "./layers";
export * from "./networks";
export * from "./losses";
export * from "./penalties";
export * from "./training";
export * from "./levers";
export * from "./recipes"; // trainings as data
export * from "./metrics";
export * from "./diagnosis";
export * from "./plots";
export * from "./evidence"; // seeds and the claims that rest on them
export * from "./studies"; // recipes, named changes of them, seeds, measures
export * from "./lesson"; // trainings to diagnose, guesses before a result
