import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { PNG } from "pngjs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fromFolder, type FolderDataset, type FolderOptions } from "../../src/data/folder";
import { removeFolder } from "../remove-folder";
import { pngFile, softPicture } from "./picture-files";

let folder: string;
let warnings: string[];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-pictures-"));
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((line: string) => {
    warnings.push(line.replaceAll(folder, "FOLDER"));
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  removeFolder(folder);
});

/** Writes files by name; a name that ends in "/" makes an empty folder. */
function write(files: Readonly<Record<string, Uint8Array | string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(name.endsWith("/") ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith("/")) fs.writeFileSync(file, content);
  }
}
function link(target: string, name: string): void {
  // "junction" needs no special right on Windows
  fs.symlinkSync(path.join(folder, target), path.join(folder, name), "junction");
}
/** As many pictures, with these names. */
const pngs = (...names: string[]) => Object.fromEntries(names.map((name) => [name, pngFile()]));
const read = (options: Partial<FolderOptions> = {}, from = folder) =>
  fromFolder(from, { size: 1, channels: 1, ...options });
const told = ({ captions, classNames, labels, leftOut }: FolderDataset) => ({
  captions,
  ...(classNames && { classNames, labels: [...labels!] }),
  leftOut: leftOut.map((one) => one.path),
});
const mac = Buffer.from("0005160700020000", "hex"); // what macOS writes beside each file elsewhere
const gif = "GIF89a";

function solid(width: number, height: number, rgba: readonly number[]): Buffer {
  const png = new PNG({ width, height });
  for (let i = 0; i < png.data.length; i++) png.data[i] = rgba[i % 4];
  return PNG.sync.write(png);
}

describe("fromFolder reads", () => {
  it("pictures by name, as colours or grey, white where transparent", async () => {
    write({ "b.PNG": solid(3, 5, [255, 0, 0, 255]), "a.png": solid(4, 2, [0, 0, 0, 0]) });
    const colours = await read({ size: 2, channels: 3 });
    expect([colours.count, colours.shape, colours.captions]).toEqual([2, [12], ["a", "b"]]);
    expect([...colours.examples.slice(0, 3)]).toEqual([1, 1, 1]);
    expect([...colours.examples.slice(12, 15)]).toEqual([1, -1, -1]);
    const { examples, picture } = await read();
    expect(examples[0]).toBeCloseTo(1, 5);
    expect(examples[1]).toBeCloseTo(2 * 0.299 - 1, 5);
    expect(picture).toEqual({ height: 1, width: 1, channels: 1 });
    expect(warnings).toEqual([]);
  });

  it("the square in the middle", async () => {
    const png = new PNG({ width: 4, height: 2 });
    for (let i = 0; i < 8; i++) {
      png.data.fill(i % 4 === 0 || i % 4 === 3 ? 255 : 0, 4 * i, 4 * i + 3);
      png.data[4 * i + 3] = 255;
    }
    write({ "wide.png": PNG.sync.write(png) });
    expect([...(await read()).examples]).toEqual([-1]); // no white side
  });

  it("PNG, JPEG and WebP of several sizes, whatever they are called", async () => {
    write({
      "1.png": await softPicture(30, 20).jpeg().toBuffer(),
      "2.JPG": await softPicture(20, 30).webp().toBuffer(),
      "3.webp": pngFile(),
      "4.jpeg": await softPicture(8, 8).jpeg({ progressive: true }).toBuffer(),
      noEnding: pngFile(),
    });
    const data = await read({ size: 2, channels: 3 });
    expect(told(data)).toEqual({ captions: ["1", "2", "3", "4", "noEnding"], leftOut: [] });
    expect(data.examples.length).toBe(5 * 12);
    for (const blue of [2, 14, 38]) {
      expect(data.examples[blue]).toBeCloseTo(100 / 127.5 - 1, 1);
    }
  });

  it("names outside of ASCII, in one form however the system keeps them", async () => {
    write(pngs("cafe\u0301/e\u0301.png", "日本/猫.png"));
    expect(told(await read())).toEqual({
      classNames: ["caf\u00e9", "日本"],
      captions: ["\u00e9", "猫"],
      labels: [0, 1],
      leftOut: [],
    });
  });

  it("more than 256 classes", async () => {
    write(pngs(...Array.from({ length: 300 }, (_, k) => `c${k}/a.png`)));
    const { classes, labels, classNames } = await read();
    expect([classes, labels![299], classNames![299]]).toEqual([300, 299, "c299"]);
  });
});

describe("fromFolder: what a folder means", () => {
  const cases: Record<string, [files: string[], wanted: ReturnType<typeof told>]> = {
    "loose pictures": [["b.png", "a.png"], { captions: ["a", "b"], leftOut: [] }],
    "2 before 10": [["10.png", "2.png", "1.png"], { captions: ["1", "2", "10"], leftOut: [] }],
    "folders are classes": [
      ["dogs/1.png", "cats/1.png", "cats/2.png"],
      { captions: ["1", "2", "1"], classNames: ["cats", "dogs"], labels: [0, 0, 1], leftOut: [] },
    ],
    "classes 1, 2, 10": [
      ["10/a.png", "2/a.png", "1/a.png"],
      {
        captions: ["a", "a", "a"],
        classNames: ["1", "2", "10"],
        labels: [0, 1, 2],
        leftOut: [],
      },
    ],
    "deeper folders belong to their class": [
      ["cats/x.png", "cats/more/deep/x2.png", "dogs/y.png"],
      { captions: ["x", "x2", "y"], classNames: ["cats", "dogs"], labels: [0, 0, 1], leftOut: [] },
    ],
    "an empty folder is no class": [
      ["birds/", "cats/x.png", "dogs/y.png"],
      { captions: ["x", "y"], classNames: ["cats", "dogs"], labels: [0, 1], leftOut: ["birds"] },
    ],
    "loose pictures beside an empty folder": [["a.png", "done/"], { captions: ["a"], leftOut: [] }],
    "a folder called like a picture": [["b.png", "a.png/"], { captions: ["b"], leftOut: [] }],
    "a class called like a picture": [
      ["a.png/1.png", "b.png/1.png"],
      { captions: ["1", "1"], classNames: ["a.png", "b.png"], labels: [0, 1], leftOut: [] },
    ],
    "a single class": [
      ["images/1.png", "images/2.png"],
      { captions: ["1", "2"], classNames: ["images"], labels: [0, 0], leftOut: [] },
    ],
    "hidden pictures": [["a.png", ".b.png"], { captions: ["a"], leftOut: [".b.png"] }],
    "a hidden folder": [
      ["cats/a.png", ".old/b.png"],
      { captions: ["a"], classNames: ["cats"], labels: [0], leftOut: [".old"] },
    ],
  };
  it.each(Object.entries(cases))("%s", async (_, [files, wanted]) => {
    write(pngs(...files));
    expect(told(await read())).toEqual(wanted);
    expect(warnings.length).toBe(wanted.leftOut.length); // one line for one thing
  });

  it("what systems and programs leave there stops nothing and is no news", async () => {
    write({
      ...pngs("a.png", "b.png", ".ipynb_checkpoints/a-checkpoint.png"),
      "._a.png": mac,
      "__MACOSX/._a.png": mac,
      ".DS_Store": "x",
      "Thumbs.db": "x",
      "desktop.ini": "x",
    });
    const data = await read();
    expect(data.captions).toEqual(["a", "b"]);
    expect(data.leftOut.map((one) => one.path).sort()).toEqual(
      ["._a.png", ".DS_Store", ".ipynb_checkpoints", "__MACOSX", "desktop.ini", "Thumbs.db"].sort(),
    );
    expect(warnings).toEqual([]);
  });

  it("says in one line what else was left out, why and how many, and in the data set all of it", async () => {
    const gifs = Array.from({ length: 7 }, (_, i) => [`${i}.gif`, gif]);
    write({ ...pngs("cats/a.png"), "notes.txt": "no picture", ...Object.fromEntries(gifs) });
    const { leftOut } = await read();
    expect(warnings).toEqual([
      "fromFolder FOLDER: left out 7 (GIF, which is not read here: save as PNG, JPEG or WebP): " +
        "0.gif, 1.gif, 2.gif, 3.gif, 4.gif and 2 more; 1 (no picture): notes.txt",
    ]);
    expect(leftOut.length).toBe(8);
    expect(leftOut[6].path).toBe("6.gif");
  });

  it("asks when pictures lie loose and in folders", async () => {
    write(pngs(...Array.from({ length: 10 }, (_, i) => `${i}.png`), "cats/x.png"));
    await expect(read()).rejects.toThrow(
      `${folder} has 10 loose pictures and also pictures in folders: cats (1). If each folder is a class`,
    );
    expect(told(await read({ classes: "none" })).captions!.length).toBe(11);
    const folders = await read({ classes: "folders" });
    expect([folders.count, folders.classNames]).toEqual([1, ["cats"]]);
    expect(folders.leftOut.length).toBe(10);
    expect(warnings[0]).toContain("left out 10 (lies beside the class folders): 0.png, 1.png");
  });

  it("asks when pictures lie only deeper down", async () => {
    write(pngs("train/cats/x.png", "train/dogs/y.png", "test/cats/z.png"));
    await expect(read()).rejects.toThrow(
      /has no pictures in test, train, only in folders deeper down: test\/cats \(1\), train\/cats \(1\), train\/dogs \(1\)/,
    );
    await expect(read()).rejects.toThrow(`fromFolder("${folder}/test", …)`);
    const inner = await read({}, path.join(folder, "train"));
    expect([inner.name, inner.classNames]).toEqual(["train", ["cats", "dogs"]]);
    expect((await read({ classes: "folders" })).classNames).toEqual(["test", "train"]);
    expect((await read({ classes: "none" })).captions).toEqual(["z", "x", "y"]);
  });
});

describe("fromFolder: links", () => {
  it("linked folders are classes, and linked files pictures", async () => {
    write(pngs(".kept/cats/x.png", "dogs/y.png", "birds/z.png"));
    link(".kept/cats", "cats");
    const { classNames, count } = await read();
    expect([classNames, count]).toEqual([["birds", "cats", "dogs"], 3]);
  });

  it("a link to what is read anyhow, or back up, is not followed and is named", async () => {
    write(pngs("cats/x.png", "dogs/y.png"));
    link("cats", "again");
    link("", "cats/round");
    link("..", "dogs/up");
    const data = await read();
    expect(told(data)).toEqual({
      captions: ["x", "y"],
      classNames: ["cats", "dogs"],
      labels: [0, 1],
      leftOut: ["again", "cats/round", "dogs/up"],
    });
    expect(data.leftOut[0].reason).toBe("a link to cats, which is read itself");
  });

  it("a ring of links outside ends", async () => {
    write(pngs("in/cats/x.png", "out/a/1.png"));
    link("out/a", "in/dogs");
    link("out", "out/a/back");
    const data = await read({ classes: "folders" }, path.join(folder, "in"));
    expect(data.classNames).toEqual(["cats", "dogs"]);
    expect(data.captions).toEqual(["x", "1"]);
    expect(told(data).leftOut).toEqual(["dogs/back/a"]);
  });
});

it.skipIf(process.platform === "win32")(
  "fromFolder opens no pipe, which would wait forever",
  async () => {
    write(pngs("a.png"));
    execFileSync("mkfifo", [path.join(folder, "b.png")]);
    expect((await read()).leftOut).toEqual([{ path: "b.png", reason: "no ordinary file" }]);
  },
);

describe("fromFolder refuses", () => {
  it("a folder without a picture, naming what lies there", async () => {
    await expect(read()).rejects.toThrow(
      `fromFolder: wanted PNG, JPEG or WebP pictures in ${folder}, found none`,
    );
    write({ "a.gif": gif, "notes.txt": "x" });
    await expect(read()).rejects.toThrow(/left out: 1 \(GIF, which .*\): a\.gif; 1 \(no picture\)/);
    await expect(read({ classes: "folders" })).rejects.toThrow("found none");
  });

  it("folders that are not there, and files in their place", async () => {
    await expect(read({}, path.join(folder, "none"))).rejects.toThrow(/none cannot be read/);
    write({ "a.png": pngFile() });
    await expect(read({}, path.join(folder, "a.png"))).rejects.toThrow("it is no folder");
    await expect(read({ classes: "folders" })).rejects.toThrow("found 1 loose picture");
  });

  it("wrong options, before it looks", async () => {
    const nowhere = path.join(folder, "none");
    const failing = (options: object) => read(options, nowhere);
    await expect(failing({ channels: 2 })).rejects.toThrow(
      "fromFolder channels: wanted 1 or 3, found 2",
    );
    await expect(failing({ size: 0 })).rejects.toThrow("fromFolder size: wanted a whole number");
    await expect(failing({ classes: "yes" })).rejects.toThrow(
      "fromFolder classes: wanted folders or none, found yes",
    );
    await expect(failing({ damaged: true })).rejects.toThrow(
      "fromFolder damaged: wanted refuse or leaveOut, found true",
    );
  });

  const damaged: Record<string, [bytes: Uint8Array | string, fault: string]> = {
    "zero.png": ["", "wanted a PNG, JPEG or WebP picture, found an empty file"],
    "text.JPG": ["not a picture", "found a file that begins with the bytes 6e 6f 74 20"],
    "page.webp": ["\n<html><body>404</body></html>", "found a web page"],
    "cut.png": [pngFile().subarray(0, 60), "it is cut off: it ends after 60 bytes"],
    "black.png": [pngFile({ parts: [] }), "it is cut off"],
    "noData.png": [
      Buffer.concat([pngFile().subarray(0, 33), pngFile().subarray(-12)]),
      "it has no picture data",
    ],
    "photo.jpg": [Buffer.from("ffd8ffe000104a464946", "hex"), "a JPEG that cannot be read"],
  };
  it.each(Object.entries(damaged))("a damaged file: %s", async (name, [bytes, fault]) => {
    write({ ...pngs("cats/a.png"), [`cats/${name}`]: bytes });
    await expect(read()).rejects.toThrow(SyntaxError);
    await expect(read()).rejects.toThrow(`fromFolder ${folder}: cannot read 1 (`);
    await expect(read()).rejects.toThrow(fault);
    await expect(read()).rejects.toThrow(`cats/${name}. Mend or remove what is named`);
  });

  it("all damaged files at once, or leaves them out and says so", async () => {
    const cut = pngFile().subarray(0, 60);
    write({ ...pngs("cats/1.png", "dogs/1.png"), "cats/0.png": cut, "birds/0.png": cut });
    write({ "ants/page.png": "<html>" });
    await expect(read()).rejects.toThrow(/found a web page.*\): ants\/page\.png/);
    fs.rmSync(path.join(folder, "ants"), { recursive: true });
    await expect(read()).rejects.toThrow(
      `cannot read 2 (a PNG that cannot be read: it is cut off: it ends after 60 bytes, before its end ` +
        `mark): birds/0.png, cats/0.png. Mend or remove what is named`,
    );
    const data = await read({ damaged: "leaveOut" });
    expect(told(data)).toEqual({
      captions: ["1", "1"],
      classNames: ["cats", "dogs"], // birds has no picture left
      labels: [0, 1],
      leftOut: ["birds/0.png", "cats/0.png"],
    });
    expect(warnings.length).toBe(1);
    fs.rmSync(path.join(folder, "cats/1.png"));
    fs.rmSync(path.join(folder, "dogs"), { recursive: true });
    await expect(read({ damaged: "leaveOut" })).rejects.toThrow("No picture is left");
  });

  it("links that lead nowhere", async () => {
    write(pngs("a.png"));
    link("gone", "b.png");
    await expect(read()).rejects.toThrow(
      /1 \(nothing is there; a link that leads nowhere.*\): b\.png/,
    );
    expect(told(await read({ damaged: "leaveOut" })).leftOut).toEqual(["b.png"]);
  });

  // who may read everything, and Windows, know no such refusal
  it.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
    "files and folders that may not be read",
    async () => {
      write(pngs("cats/a.png", "dogs/b.png", "dogs/c.png"));
      fs.chmodSync(path.join(folder, "dogs/c.png"), 0);
      await expect(read()).rejects.toThrow("1 (reading it is not allowed, EACCES): dogs/c.png");
      fs.chmodSync(path.join(folder, "dogs"), 0);
      await expect(read()).rejects.toThrow("1 (reading it is not allowed, EACCES): dogs");
      fs.chmodSync(path.join(folder, "dogs"), 0o755);
    },
  );
});
