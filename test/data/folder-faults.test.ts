import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { pngFile } from "./picture-files";
import { at, link, pngs, read, told, write } from "./picture-folder";

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
    const data = await read({ classes: "folders" }, path.join(at.folder, "in"));
    expect(data.classNames).toEqual(["cats", "dogs"]);
    expect(data.captions).toEqual(["x", "1"]);
    expect(told(data).leftOut).toEqual(["dogs/back/a"]);
  });
});

it.skipIf(process.platform === "win32")(
  "fromFolder opens no pipe, which would wait forever",
  async () => {
    write(pngs("a.png"));
    execFileSync("mkfifo", [path.join(at.folder, "b.png")]);
    expect((await read()).leftOut).toEqual([{ path: "b.png", reason: "no ordinary file" }]);
  },
);

describe("fromFolder refuses", () => {
  it("a folder without a picture, naming what lies there", async () => {
    await expect(read()).rejects.toThrow(
      `fromFolder: wanted PNG, JPEG or WebP pictures in ${at.folder}, found none`,
    );
    write({ "a.gif": "GIF89a", "notes.txt": "x" });
    await expect(read()).rejects.toThrow(/left out: 1 \(GIF, which .*\): a\.gif; 1 \(no picture\)/);
    await expect(read({ classes: "folders" })).rejects.toThrow("found none");
  });

  it("folders that are not there, and files in their place", async () => {
    await expect(read({}, path.join(at.folder, "none"))).rejects.toThrow(/none cannot be read/);
    write({ "a.png": pngFile() });
    await expect(read({}, path.join(at.folder, "a.png"))).rejects.toThrow("it is no folder");
    await expect(read({ classes: "folders" })).rejects.toThrow("found 1 loose picture");
  });

  it("wrong options, before it looks", async () => {
    const nowhere = path.join(at.folder, "none");
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
    await expect(read()).rejects.toThrow(`fromFolder ${at.folder}: cannot read 1 (`);
    await expect(read()).rejects.toThrow(fault);
    await expect(read()).rejects.toThrow(`cats/${name}. Mend or remove what is named`);
  });

  it("all damaged files at once, or leaves them out and says so", async () => {
    const cut = pngFile().subarray(0, 60);
    write({ ...pngs("cats/1.png", "dogs/1.png"), "cats/0.png": cut, "birds/0.png": cut });
    write({ "ants/page.png": "<html>" });
    await expect(read()).rejects.toThrow(/found a web page.*\): ants\/page\.png/);
    fs.rmSync(path.join(at.folder, "ants"), { recursive: true });
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
    expect(at.warnings.length).toBe(1);
    fs.rmSync(path.join(at.folder, "cats/1.png"));
    fs.rmSync(path.join(at.folder, "dogs"), { recursive: true });
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
      fs.chmodSync(path.join(at.folder, "dogs/c.png"), 0);
      await expect(read()).rejects.toThrow("1 (reading it is not allowed, EACCES): dogs/c.png");
      fs.chmodSync(path.join(at.folder, "dogs"), 0);
      await expect(read()).rejects.toThrow("1 (reading it is not allowed, EACCES): dogs");
      fs.chmodSync(path.join(at.folder, "dogs"), 0o755);
    },
  );
});
