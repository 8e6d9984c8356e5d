import path from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { graphOf, src, strongParts } from "./import-graph";

const graph = graphOf();

it("finds the imports, those of types alone too", () => {
  expect(graph.get("training/game.ts")).toContain("losses/index.ts");
  expect(graph.get("training/trainer.ts")).toContain("training/plan.ts");
  expect(graph.size).toBeGreaterThan(400);
});

it("finds circles, however long", () => {
  const edges = { a: ["b"], b: ["c", "e"], c: ["a"], d: ["d"], e: ["f"], f: ["e"], g: ["a", "d"] };
  const found = strongParts(new Map(Object.entries(edges))).map((part) => part.sort());
  expect(found.sort()).toEqual([["a", "b", "c"], ["d"], ["e", "f"]]);
});

// The library as a whole is handed to seeds' processes, as a type too: everything else stands on parts of it.
const handsOver = "evidence/run-seeds.ts";

it("no file of src imports itself, through however many others", () => {
  const kept = [...graph].map(([from, to]): [string, readonly string[]] => [
    from,
    from === handsOver ? to.filter((file) => file !== "index.ts") : to,
  ]);
  expect(strongParts(new Map(kept))).toEqual([]);
});

it("the files of the training and of compiled steps are at most 250 lines long", () => {
  const long = [...graph.keys()]
    .filter((file) => /^(training|runtime\/compile)\//.test(file))
    .filter((file) => ts.sys.readFile(path.join(src, file))!.split("\n").length > 251);
  expect(long).toEqual([]);
});

it("the step is told in at most 80 lines", () => {
  const text = ts.sys.readFile(path.join(src, "training", "step.ts"))!;
  expect(text.split("\n").length).toBeLessThan(81);
});
