import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { writeWhole } from "../src/files";
import { removeFolder } from "./remove-folder";

let folder = "";
let file = "";
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-files-"));
  file = path.join(folder, "file");
});
afterEach(() => {
  vi.restoreAllMocks();
  removeFolder(folder);
});

it("writes the parts one after the other in the place of what was there", () => {
  fs.writeFileSync(file, "old, and longer");
  writeWhole(file, "a", Buffer.from("b"), "ü");
  expect(fs.readFileSync(file, "utf8")).toBe("abü");
  expect(fs.readdirSync(folder)).toEqual(["file"]);
});

it("what was there stays when the disk is full, and nothing is left beside it", () => {
  fs.writeFileSync(file, "old");
  const write = vi.spyOn(fs, "writeSync").mockImplementation(() => {
    throw Object.assign(new Error("full"), { code: "ENOSPC", path: "some other" });
  });
  expect(() => {
    writeWhole(file, "new");
  }).toThrow(expect.objectContaining({ code: "ENOSPC", path: file }) as Error);
  expect(write).toHaveBeenCalled();
  expect(fs.readFileSync(file, "utf8")).toBe("old");
  expect(fs.readdirSync(folder)).toEqual(["file"]);
});

it("the bytes are on the disk before the name is", () => {
  const order: string[] = [];
  const [fsync, rename] = [fs.fsyncSync, fs.renameSync];
  vi.spyOn(fs, "fsyncSync").mockImplementation((handle) => {
    order.push(`flushed ${fs.fstatSync(handle).size}`);
    fsync(handle);
  });
  vi.spyOn(fs, "renameSync").mockImplementation((from, to) => {
    order.push("renamed");
    rename(from, to);
  });
  writeWhole(file, "12345");
  expect(order).toEqual(["flushed 5", "renamed"]);
});

it.skipIf(process.platform === "win32")("a link stays, and what it leads to is written", () => {
  fs.writeFileSync(file, "old");
  const link = path.join(folder, "link");
  fs.symlinkSync(file, link);
  writeWhole(link, "new");
  expect(fs.readlinkSync(link)).toBe(file);
  expect(fs.readFileSync(file, "utf8")).toBe("new");
});
