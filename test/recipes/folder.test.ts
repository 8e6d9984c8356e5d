import { expect, it } from "vitest";
import { dataOf, formOf, leverOf } from "../../src/levers/lever";
import { fromFolder, type FolderDataset } from "../../src/data/folder";
import { make } from "../../src/recipes/make";
import { at, pngs, write } from "../data/picture-folder";

it("pictures of a folder are made again from where they lie, and their content is verified", async () => {
  write(pngs("a.png", "b.png"));
  const data = await fromFolder(at.folder, { size: 4, channels: 1 });
  const form = formOf(leverOf(data)!);
  const place = { path: "data", name: "data" };
  const again = (await make("data", form, place)) as FolderDataset;
  expect(dataOf(again)).toEqual(form);
  expect(again.examples).toEqual(data.examples);
  write(pngs("c.png"));
  await expect(make("data", form, place)).rejects.toThrow(
    /^data\.fromFolder: wanted examples whose numbers have the SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}: they have changed/,
  );
});
