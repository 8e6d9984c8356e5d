import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { checkData, dataLines, getData } from "../../src/course/data-command";
import { packageFolder } from "../../src/data/cache";
import { catalogue } from "../../src/data/catalogue";
import * as library from "../../src/index";
import { removeFolder } from "../remove-folder";

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-data-"));
  vi.stubEnv("CLINIC_CACHE", home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  removeFolder(home);
});

const entry = (name: string) => catalogue.find((one) => one.name === name)!;
const line = (name: string) =>
  dataLines()
    .split("\n")
    .find((one) => one.startsWith(`${name} `));

/** Files of the right size, with zeros in them. */
function pretend(name: string): string {
  const source = entry(name).source!;
  const folder = packageFolder(source);
  for (const file of source.files) {
    fs.mkdirSync(path.dirname(path.join(folder, file.path)), { recursive: true });
    fs.writeFileSync(path.join(folder, file.path), "");
    fs.truncateSync(path.join(folder, file.path), file.bytes);
  }
  return folder;
}

it("the catalogue names functions of the library, and their sizes", () => {
  for (const { name } of catalogue) expect(library).toHaveProperty(name, expect.any(Function));
  expect(entry("faces").count).toBe(library.faces().count);
  expect(entry("digits8").count).toBe(library.digits8().count);
  expect(entry("sentences").count).toBe(library.sentences({ unit: "words" }).lines.length);
});

it("lists what is where, with its licence", () => {
  expect(line("ring")).toMatch(/endless +2 numbers +made when drawn +MIT/);
  expect(line("faces")).toMatch(/100 +25 x 25, grey +in the library +BSD 3-clause/);
  expect(line("mnist")).toMatch(/70,000 +28 x 28, grey +to fetch, 11 MB +CC BY-SA 3.0/);
  pretend("drums");
  expect(line("drums")).toMatch(/81 +2048 numbers +in the cache +CC0/);
});

it("gets nothing that is here already, and says which names there are", async () => {
  const folder = pretend("drums");
  const told: string[] = [];
  expect(await getData("drums", (text) => told.push(text))).toBe(`drums: in ${folder}`);
  expect(await getData("faces", (text) => told.push(text))).toMatch(/nothing to fetch/);
  expect(told).toEqual([]);
  await expect(getData("cats", () => undefined)).rejects.toThrow(RangeError);
  await expect(getData("cats", () => undefined)).rejects.toThrow(
    'There is no data set "cats". To fetch: mnist, fashionMnist, emoji, drums, all',
  );
});

it("checks what is here and fetches nothing", async () => {
  const { lines, isWhole } = await checkData();
  expect(isWhole).toBe(true);
  expect(lines).toContain("✔ faces: in the library, whole");
  expect(lines).toContain("✔ mnist: not fetched");
  expect(fs.readdirSync(home)).toEqual([]);
});

it("finds a damaged file and says what to delete", async () => {
  const folder = pretend("drums");
  const { lines, isWhole } = await checkData();
  expect(isWhole).toBe(false);
  const found = lines.find((text) => text.includes("drums"))!;
  const { path: file, bytes, sha256 } = entry("drums").source!.files[0];
  const zeros = createHash("sha256").update(Buffer.alloc(bytes)).digest("hex");
  expect(found).toMatch(/^✘ drums: /);
  expect(found).toContain(`${path.join(folder, file)} is wrong, wanted ${sha256}, found ${zeros}`);
  expect(found).toContain("Delete that folder");
});
