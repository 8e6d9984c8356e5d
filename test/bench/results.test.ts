import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { removeFolder } from "../remove-folder";
import { smallTable, writePart } from "./results";

const table = `| ratio | compiled / PyTorch, 2 threads | … / torch.compile | … / eager wasm |
| --- | ---: | ---: | ---: |
| mlp-512-128 | 0.8 [0.7–0.9] | 0.4 [0.4–0.4] | 0.16 [0.1–0.2] |
| wgan-gp-256-128 | 0.5 [0.5–0.6] | – | 0.15 [0.1–0.2] |
| dcgan-28-64-32 | 0.9 [0.8–1] | 0.7 [0.7–0.8] | 0.14 [0.1–0.2] |
| style-16-32 | 1.2 [1–1.4] | 1.1 [1–1.2] | 0.13 [0.1–0.2] |`;

it("the README's table has the medians of a few rows, and wants them all", () => {
  expect(smallTable(`x\n\n${table}\n\ny`).split("\n").slice(2)).toEqual([
    "| points in the plane, batch 512, width 128 | 0.8 | 0.4 | 0.16 |",
    "| WGAN-GP on such points, batch 256, width 128 | 0.5 | – | 0.15 |",
    "| DCGAN, 28x28, batch 64, 32 channels | 0.9 | 0.7 | 0.14 |",
    "| a StyleGAN block, 32x32, batch 16, 32 channels | 1.2 | 1.1 | 0.13 |",
  ]);
  expect(() => smallTable("")).toThrow('wanted a column "compiled / PyTorch');
  expect(() => smallTable(table.replace(/\n[^\n]*$/, ""))).toThrow('wanted a row "style-16-32"');
});

it("a part is put in its place with its day; what lacks a row of the README is not written", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-bench-"));
  const files = {
    results: path.join(folder, "RESULTS.md"),
    readme: path.join(folder, "README.md"),
  };
  const read = () => [files.results, files.readme].map((file) => fs.readFileSync(file, "utf8"));
  fs.writeFileSync(
    files.results,
    "<!-- speed -->\n<!-- /speed -->\n<!-- live -->\n<!-- /live -->\n",
  );
  fs.writeFileSync(files.readme, "<!-- speed -->\n<!-- /speed -->\n");
  writePart("speed", table, files, "2026-12-01");
  expect(read()[0]).toContain("Measured on 2026-12-01.\n\n| ratio |");
  expect(read()[1]).toContain("| DCGAN, 28x28, batch 64, 32 channels | 0.9 | 0.7 | 0.14 |");
  writePart("live", "1 %", files, "2026-12-02");
  expect(read()[0]).toMatch(/0\.13[^]*Measured on 2026-12-02\.\n\n1 %/);
  const before = read();
  expect(() => { writePart("speed", "| ratio |\n", files); }).toThrow(RangeError); // prettier-ignore
  expect(read()).toEqual(before);
  removeFolder(folder);
});
