/** Whatever lies in a folder: each file is in the data set, or named among what was left out. */
import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { pngFile } from "./picture-files";
import { at, read } from "./picture-folder";

const contents = {
  "picture.png": pngFile(),
  "picture.JPG": pngFile(),
  picture: pngFile(),
  "cut.png": pngFile().subarray(0, 60),
  "empty.webp": Buffer.alloc(0),
  "moving.gif": Buffer.from("GIF89a"),
  "notes.txt": Buffer.from("no picture"),
  ".hidden.png": pngFile(),
  "._mac.png": Buffer.from("0005160700020000", "hex"),
  "Thumbs.db": Buffer.from("x"),
};
const isPicture = (file: string) => /(^|\/)\d+picture/.test(file);

const folders = ["", "a", "b", "a/c", "b/c/d", ".h", "__MACOSX", "x.png"];
const file = fc.record({
  folder: fc.constantFrom(...folders),
  name: fc.constantFrom(...(Object.keys(contents) as (keyof typeof contents)[])),
});

it.each(["none", "folders", undefined] as const)("classes: %s", async (classes) => {
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 12 }), async (list) => {
      const root = fs.mkdtempSync(path.join(at.folder, "tree-"));
      const paths = list.map(({ folder, name }, i) => {
        // a number makes each name its own; those that are known by their name keep it
        const own = /^[._T]/.test(name) ? name : `${i}${name}`;
        const where = folder === "" ? own : `${folder}/${own}`;
        fs.mkdirSync(path.dirname(path.join(root, where)), { recursive: true });
        fs.writeFileSync(path.join(root, where), contents[name]);
        return where;
      });
      const options = { damaged: "leaveOut", ...(classes && { classes }) } as const;
      const data = await read(options, root).catch((error: unknown) => error as Error);
      if (data instanceof Error) {
        expect(data.message).toMatch(
          /found none|no pictures in|loose pictures? and also|wanted folders with pictures|No picture is left/,
        );
        return;
      }
      const named = data.leftOut.map((one) => one.path);
      const isNamed = (one: string) => named.some((p) => one === p || one.startsWith(`${p}/`));
      const rest = paths.filter((one) => !isNamed(one));
      expect(rest.filter((one) => !isPicture(one))).toEqual([]);
      expect([...data.captions!].sort()).toEqual(rest.map((one) => path.parse(one).name).sort());
      data.captions!.forEach((caption, i) => {
        const [own] = rest.filter((one) => path.parse(one).name === caption);
        if (data.labels) expect(own.split("/")[0]).toBe(data.classNames![data.labels[i]]);
      });
      expect(named.every((one) => fs.existsSync(path.join(root, one)))).toBe(true);
    }),
  );
});
