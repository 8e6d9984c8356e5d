import fs from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { expect, it } from "vitest";

const src = path.join(__dirname, "..", "..", "src");

// Each may import itself and those on the lines above it.
const order = [
  ["json"],
  ["levers"],
  ["arguments"],
  ["cell", "files", "philox", "random", "shape", "statistics", "text"],
  ["runtime"],
  ["data"],
  ["layers"],
  ["networks"],
  ["losses", "penalties"],
  ["training", "recipes"],
  ["metrics"],
  ["diagnosis"],
  ["plots"],
  ["evidence"],
  ["studies"],
  ["lesson"],
];
const library = order.flat();
const place = (part: string) => order.findIndex((line) => line.includes(part));
const partOf = (file: string) => path.relative(src, file).split(path.sep)[0].replace(/\.ts$/, "");

/** Every import from one file to another of this project, as [from, to] paths without extension. */
const imports = fs
  .readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => {
    const text = fs.readFileSync(path.join(src, file), "utf8");
    const targets = text.matchAll(/(?:from|import|require\()\s*"(\.[^"]*)"/g);
    const folder = path.dirname(path.join(src, file));
    return [...targets].map(([, target]) => [path.join(src, file), path.resolve(folder, target)]);
  });

const shown = (found: string[][]) =>
  found.map(([from, to]) => `${path.relative(src, from)} imports ${path.relative(src, to)}`);

it("finds the imports", () => {
  expect(shown(imports)).toContain("training/game.ts imports losses");
});

// These two hand the whole library over to another process; everything else stands on parts of it.
const mayImportIndex = ["evidence/run-seeds.ts", "evidence/seed-worker.ts"];
const takesTheWhole = ([from, to]: string[]) =>
  ["entry", "index"].includes(partOf(to)) &&
  mayImportIndex.includes(path.relative(src, from).replaceAll("\\", "/"));

it("the library imports nothing of the course, the grader or the command", () => {
  const outside = imports.filter(
    ([from, to]) =>
      library.includes(partOf(from)) && place(partOf(to)) < 0 && !takesTheWhole([from, to]),
  );
  expect(shown(outside)).toEqual([]);
});

it("imports in the library point only backwards along data, layers, networks, … plots", () => {
  const forward = imports.filter(
    ([from, to]) => place(partOf(from)) >= 0 && place(partOf(to)) > place(partOf(from)),
  );
  expect(shown(forward)).toEqual([]);
});

// What the grader shares with the course: formats and names of files, findings, making folders, and the runner of notebooks.
const shared = [
  "convert",
  "count-progress",
  "doctor/finding",
  "explain",
  "file-kind",
  "format-notebook",
  "hash",
  "names",
  "normalise",
  "notebook",
  "notebook-size",
  "open-folder",
  "open-host",
  "paths",
  "percent",
  "progress",
  "run/runner",
].map((part) => path.join(src, "course", part));

it("the course imports nothing of the grader, and the grader only the course's formats, progress and runner", () => {
  const back = imports.filter(([from, to]) => partOf(from) === "course" && partOf(to) === "grader");
  const inside = imports.filter(
    ([from, to]) => partOf(from) === "grader" && partOf(to) === "course" && !shared.includes(to),
  );
  expect(shown([...back, ...inside])).toEqual([]);
});

it("a folder's table of contents is for those outside the folder", () => {
  const inside = imports.filter(
    ([from, to]) =>
      library.includes(partOf(from)) &&
      [path.join(src, partOf(from)), path.join(src, partOf(from), "index")].includes(to),
  );
  expect(shown(inside)).toEqual([]);
});

it("every package that is imported is declared", () => {
  const { dependencies, devDependencies } = JSON.parse(
    fs.readFileSync(path.join(src, "..", "package.json"), "utf8"),
  ) as Record<"dependencies" | "devDependencies", object>;
  const declared = new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
  const used = fs
    .readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .flatMap((file) => {
      const text = fs.readFileSync(path.join(src, file), "utf8").replace(/^ *(\*|\/\/).*$/gm, "");
      return [
        ...text.matchAll(/(?:from|import|import\(|require\()\s*"((?:@[^"/]+\/)?[a-z][^"/]*)/g),
      ];
    })
    .map(([, name]) => name);
  expect(used).toContain("@tensorflow/tfjs");
  const missing = used.filter((name) => !isBuiltin(name) && !declared.has(name));
  expect([...new Set(missing)]).toEqual([]);
});
