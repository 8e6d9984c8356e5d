import path from "node:path";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { pngFile, softPicture } from "./picture-files";
import { at, pngs, read, told, write } from "./picture-folder";

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
    expect(at.warnings).toEqual([]);
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
    expect(at.warnings.length).toBe(wanted.leftOut.length); // one line for one thing
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
    expect(at.warnings).toEqual([]);
  });

  it("says in one line what else was left out, why and how many, and in the data set all of it", async () => {
    write({ ...pngs("cats/a.png"), "notes.txt": "no picture" });
    for (let i = 0; i < 7; i++) write({ [`${i}.gif`]: gif });
    const { leftOut } = await read();
    expect(at.warnings).toEqual([
      "fromFolder FOLDER: left out 7 (GIF, which is not read here: save as PNG, JPEG or WebP): " +
        "0.gif, 1.gif, 2.gif, 3.gif, 4.gif and 2 more; 1 (no picture): notes.txt",
    ]);
    expect(leftOut.length).toBe(8);
    expect(leftOut[6].path).toBe("6.gif");
  });

  it("asks when pictures lie loose and in folders", async () => {
    write(pngs(...Array.from({ length: 10 }, (_, i) => `${i}.png`), "cats/x.png"));
    await expect(read()).rejects.toThrow(
      `${at.folder} has 10 loose pictures and also pictures in folders: cats (1). If each folder is a class`,
    );
    expect(told(await read({ classes: "none" })).captions!.length).toBe(11);
    const folders = await read({ classes: "folders" });
    expect([folders.count, folders.classNames]).toEqual([1, ["cats"]]);
    expect(folders.leftOut.length).toBe(10);
    expect(at.warnings[0]).toContain("left out 10 (lies beside the class folders): 0.png, 1.png");
  });

  it("asks when pictures lie only deeper down", async () => {
    write(pngs("train/cats/x.png", "train/dogs/y.png", "test/cats/z.png"));
    await expect(read()).rejects.toThrow(
      /has no pictures in test, train, only in folders deeper down: test\/cats \(1\), train\/cats \(1\), train\/dogs \(1\)/,
    );
    await expect(read()).rejects.toThrow(`fromFolder("${at.folder}/test", …)`);
    const inner = await read({}, path.join(at.folder, "train"));
    expect([inner.name, inner.classNames]).toEqual(["train", ["cats", "dogs"]]);
    expect((await read({ classes: "folders" })).classNames).toEqual(["test", "train"]);
    expect((await read({ classes: "none" })).captions).toEqual(["z", "x", "y"]);
  });
});

it("fromFolder says when the pictures cannot fit in memory", async () => {
  write(pngs("a.png", "b.png"));
  await expect(read({ size: 200_000, channels: 3 })).rejects.toThrow(
    "fromFolder size: 2 pictures of 200000 x 200000 x 3 numbers take 960 GB of memory, more than there is",
  );
});
