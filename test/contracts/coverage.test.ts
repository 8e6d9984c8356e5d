import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import * as allLosses from "../../src/losses";
import { activations, initializers, layers, losses, metrics } from "./tables";

const src = path.join(__dirname, "..", "..", "src");

it.each(["layers", "metrics"])("every file of src/%s has a row in a table", (folder) => {
  const rows = [...activations, ...initializers, ...layers, ...metrics];
  const covered = new Set(rows.map((row) => row.file));
  const files = fs
    .readdirSync(path.join(src, folder))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .map((file) => `${folder}/${file}`);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !covered.has(file))).toEqual([]);
});

it("every loss has a row", () => {
  const names = Object.entries(allLosses)
    .filter(([, value]) => typeof value === "object")
    .map(([name]) => name);
  expect(losses.map(({ name }) => name).sort()).toEqual(names.sort());
});
