import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import * as allLosses from "../../src/losses";
import * as allPenalties from "../../src/penalties";
import { contentsOfFolder } from "../contents";
import {
  activations,
  initializers,
  layerHelpers,
  layers,
  limits,
  losses,
  metrics,
  penalties,
  regularizers,
  terms,
} from "./tables";

const src = path.join(__dirname, "..", "..", "src");

it.each(["layers", "metrics"])("every file of src/%s has a row in a table", (folder) => {
  const rows = [...activations, ...initializers, ...layerHelpers, ...layers, ...metrics];
  const covered = new Set(rows.map((row) => row.file));
  const files = fs
    .readdirSync(path.join(src, folder))
    .filter((file) => /(?<!\.d|index)\.ts$/.test(file))
    .map((file) => `${folder}/${file}`);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !covered.has(file))).toEqual([]);
});

/** The functions and values that a folder's table of contents passes on, as "folder/file.ts name". */
const exportsOf = (folder: string) =>
  contentsOfFolder(folder)
    .filter(({ isType }) => !isType)
    .map(({ file, name }) => `${file}.ts ${name}`);

it.each([
  ["losses", allLosses, [...losses, ...terms]],
  ["penalties", allPenalties, [...penalties, ...regularizers, ...limits]],
])("everything that src/%s exports has a row in a table", (folder, all, rows) => {
  const found = exportsOf(folder);
  expect(found.map((each) => each.split(" ")[1]).sort()).toEqual(Object.keys(all).sort());
  const covered = rows.map(({ file, name }) => `${file} ${name.replace(/\(.*/, "")}`); // "r1(variant)"
  expect([...new Set(covered)].sort()).toEqual(found.sort());
});

it("every file of src/layers is checked by gradcheck, but for first weights and helpers", () => {
  const rows = [...activations, ...layers, ...initializers, ...layerHelpers];
  const known = new Set(rows.map((row) => row.file));
  const files = fs
    .readdirSync(path.join(src, "layers"))
    .filter((file) => file !== "index.ts")
    .map((file) => `layers/${file}`);
  expect(files.filter((file) => !known.has(file))).toEqual([]);
});
