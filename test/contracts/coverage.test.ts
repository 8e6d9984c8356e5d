import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import * as allLosses from "../../src/losses";
import * as allPenalties from "../../src/penalties";
import { activations, initializers, layers, losses, metrics, penalties } from "./tables";

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

it("every file of src/layers is checked by gradcheck, but for the one of first weights", () => {
  const checked = new Set([...activations, ...layers].map((row) => row.file));
  const files = fs.readdirSync(path.join(src, "layers")).map((file) => `layers/${file}`);
  expect(files.filter((file) => file !== "layers/init.ts" && !checked.has(file))).toEqual([]);
});

it("every penalty has a row", () => {
  expect(penalties.map(({ name }) => name).sort()).toEqual(Object.keys(allPenalties).sort());
});
