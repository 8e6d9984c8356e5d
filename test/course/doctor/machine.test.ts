import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  dataCache,
  disk,
  memory,
  PLACES,
  readMemory,
  writable,
} from "../../../src/course/doctor/machine";
import { removeFolder } from "../../remove-folder";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-doctor-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.chmodSync(folder, 0o700);
  removeFolder(folder);
});

describe("writable", () => {
  const place = (at: string) => ({ topic: "results", folder: at, remedy: "choose another" });

  it("finds a folder, and one that could be made, and leaves nothing in them", () => {
    expect(writable(place(folder))).toMatchObject({ state: "ok" });
    expect(writable(place(path.join(folder, "a", "b")))).toMatchObject({ state: "ok" });
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it("says when a file is where the folder should be", () => {
    const file = path.join(folder, "file");
    fs.writeFileSync(file, "");
    const text = `${file} cannot be written by you (ENOTDIR)`;
    const wanted = { topic: "results", state: "missing", text, remedy: "choose another" };
    expect(writable(place(file))).toEqual(wanted);
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "says when the user may not (root may)",
    () => {
      fs.chmodSync(folder, 0o500);
      expect(writable(place(folder))).toMatchObject({ state: "missing" });
    },
  );
});

describe("what may not be written", () => {
  const refuse = (code: string): void => {
    vi.spyOn(fs, "mkdtempSync").mockImplementation(() => {
      throw Object.assign(new Error(code), { code });
    });
  };

  it("is no fault in a cache of data that a class shares, when the data are there", () => {
    refuse("EROFS");
    const found = dataCache(true, folder);
    expect(found).toMatchObject({ state: "note" });
    expect(found.text).toMatch(/cannot be written by you \(EROFS\); what lies in it can be read/);
    expect(dataCache(false, folder)).toMatchObject({ state: "missing" });
  });

  it("has a remedy that helps: rights cannot be had on a read-only disk", () => {
    const course = PLACES.find(({ topic }) => topic === "course folder")!;
    refuse("EROFS");
    expect(writable(course).remedy).toMatch(/read-only here: copy the course/);
    refuse("EACCES");
    expect(writable(course).remedy).toMatch(/^make it yours/);
  });
});

describe("disk", () => {
  const free = (bytes: number): void => {
    vi.spyOn(fs, "statfsSync").mockReturnValue({ bavail: bytes / 4096, bsize: 4096 } as never);
  };

  it("looks at the disk of a folder that is not there yet", () => {
    expect(disk("disk", path.join(folder, "a", "b")).text).toMatch(/^[\d.]+ GB free for /);
  });

  it.each([
    [50e9, "ok"],
    [0.4e9, "note"],
    [0.01e9, "missing"],
  ])("%d bytes free: %s", (bytes, state) => {
    free(bytes);
    const found = disk("disk", folder);
    expect(found.state).toBe(state);
    if (state !== "ok") expect(found.remedy).toMatch(/free some space/);
  });
});

describe("memory", () => {
  const GIB = 1024 ** 3;
  const whole = { available: 6 * GIB, total: 8 * GIB, limit: undefined, cores: 2 };

  it("is enough", () => {
    expect(memory(whole)).toMatchObject({ state: "ok", text: "6.0 GiB free of 8.0, 2 cores" });
  });

  it("is taken by other programs", () => {
    const found = memory({ ...whole, available: GIB });
    expect(found).toMatchObject({ state: "note", text: "1.0 GiB free of 8.0, 2 cores" });
    expect(found.remedy).toMatch(/close other programs/);
  });

  it("is narrow in a container, however much the machine has", () => {
    const found = memory({ ...whole, available: 0.8 * GIB, limit: GIB });
    expect(found.text).toBe("0.8 GiB free of the 1.0 allowed here, 2 cores");
    expect(found.remedy).toMatch(/where the limit is set[\s\S]*quick budget: npm run course/);
  });

  it("is read with the limit of a container in it", () => {
    vi.spyOn(os, "totalmem").mockReturnValue(64 * GIB);
    vi.spyOn(process, "constrainedMemory").mockReturnValue(2 * GIB);
    const read = readMemory();
    expect(read.limit).toBe(2 * GIB);
    expect(read.available).toBeLessThanOrEqual(2 * GIB);
  });

  it.each([0, 2 ** 63])("a limit of %d is none", (limit) => {
    vi.spyOn(process, "constrainedMemory").mockReturnValue(limit);
    expect(readMemory().limit).toBeUndefined();
  });
});
