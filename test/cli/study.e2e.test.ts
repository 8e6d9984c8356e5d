import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { removeFolder } from "../remove-folder";
import { clinic, ROOT, workFolder } from "./clinic";

let folder: string;
let file: string;
beforeAll(() => {
  folder = workFolder();
  const example = path.join(ROOT, "notebooks", "studies", "strong-discriminator.yaml");
  const text = fs.readFileSync(example, "utf8");
  file = path.join(folder, "study.yaml");
  fs.writeFileSync(file, text.replace(/^study: .*/m, `study: ${path.basename(folder)}`));
});
afterAll(() => {
  removeFolder(folder);
  const kept = path.join(ROOT, ".clinic", "studies");
  const own = path.basename(folder).toLowerCase();
  for (const each of fs.readdirSync(kept)) {
    if (each.startsWith(own)) removeFolder(path.join(kept, each));
  }
});

it("clinic study runs a file: a table, a page, pictures and results; and again from what is kept", async () => {
  const out = path.join(folder, "out");
  const first = await clinic("study", file, "--budget", "smoke", "--out", out);
  expect(first.text).toContain("energy distance to real examples; less is better");
  expect(first.text).toContain("not judged: Ten D steps are worse than two.");
  expect(first.code).toBe(0);
  expect(fs.readdirSync(out).sort()).toEqual([
    "dose-quality.png",
    "dose-signal.png",
    "film-10-d-steps.png",
    "film-r1-10-d-steps.png",
    "report.html",
    "results.json",
  ]);
  const results = fs.readFileSync(path.join(out, "results.json"), "utf8");
  const { runs, seeds, recipes } = JSON.parse(results) as {
    runs: { arm: string; measured: Record<string, number> }[];
    seeds: number[];
    recipes: Record<string, { steps: number }>;
  };
  expect([seeds, runs.length, recipes["10 D steps"].steps]).toEqual([[1, 2], 6, 4]);
  expect(Object.keys(runs[0].measured)).toEqual(["quality", "signal", "modes"]);
  const page = fs.readFileSync(path.join(out, "report.html"), "utf8");
  expect(page.match(/<svg/g)).toHaveLength(4);
  const again = await clinic("study", file, "--budget", "smoke", "--out", out);
  expect(again.text).not.toContain("runs in"); // nothing was trained
  expect(fs.readFileSync(path.join(out, "results.json"), "utf8")).toBe(results);
});

it("a bad file is one sentence", async () => {
  const bad = path.join(folder, "bad.yaml");
  fs.writeFileSync(bad, fs.readFileSync(file, "utf8").replace("loss: minimax", "loss: minmax"));
  const { code, text } = await clinic("study", bad, "--out", path.join(folder, "none"));
  expect(code).toBe(1);
  expect(text.trim()).toBe(
    `${bad}: base: loss: wanted a loss, found "minmax"; did you mean "minimax"?`,
  );
  expect(fs.existsSync(path.join(folder, "none"))).toBe(false);
  const missing = await clinic("study", path.join(folder, "gone.yaml"));
  expect([missing.code, missing.text.trim()]).toEqual([
    1,
    `${path.join(folder, "gone.yaml")} is not there`,
  ]);
});
