/** A folder for the pictures of a test, made before each and removed after it; warnings are kept, not shown. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, vi } from "vitest";
import { fromFolder, type FolderDataset, type FolderOptions } from "../../src/data/folder";
import { removeFolder } from "../remove-folder";
import { pngFile } from "./picture-files";

export const at = { folder: "", warnings: [] as string[] };
beforeEach(() => {
  at.folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-pictures-"));
  at.warnings = [];
  vi.spyOn(console, "warn").mockImplementation((line: string) => {
    at.warnings.push(line.replaceAll(at.folder, "FOLDER"));
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  removeFolder(at.folder);
});

/** Writes files by name; a name that ends in "/" makes an empty folder. */
export function write(files: Readonly<Record<string, Uint8Array | string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(at.folder, name);
    fs.mkdirSync(name.endsWith("/") ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith("/")) fs.writeFileSync(file, content);
  }
}

/** A link to a folder. */
export function link(target: string, name: string): void {
  // "junction" needs no special right on Windows
  fs.symlinkSync(path.join(at.folder, target), path.join(at.folder, name), "junction");
}

/** As many pictures, with these names. */
export const pngs = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, pngFile()]));

export const read = (options: Partial<FolderOptions> = {}, from = at.folder) =>
  fromFolder(from, { size: 1, channels: 1, ...options });

/** What is read, as what, and what is not. */
export const told = ({ captions, classNames, labels, leftOut }: FolderDataset) => ({
  captions,
  ...(classNames && { classNames, labels: [...labels!] }),
  leftOut: leftOut.map((one) => one.path),
});
