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
  expect(page).toContain("Verdicts: energy distance to real examples");
  const again = await clinic("study", file, "--budget", "smoke", "--out", out);
  expect(again.text).not.toContain("runs in"); // nothing was trained
  expect(fs.readFileSync(path.join(out, "results.json"), "utf8")).toBe(results);
});

it("clinic study searches a space: the trials, the rounds, the winner on fresh seeds", async () => {
  const example = path.join(ROOT, "notebooks", "studies", "learning-rates.yaml");
  const own = path.join(folder, "search.yaml");
  const name = `${path.basename(folder)} 学習率`;
  fs.writeFileSync(own, fs.readFileSync(example, "utf8").replace(/^study: .*/m, `study: ${name}`));
  const out = path.join(folder, "search");
  const first = await clinic("study", own, "--budget", "smoke", "--out", out);
  expect(first.text).toContain("place in rounds 1 to 3");
  expect(first.text).toContain("the winner on fresh seeds");
  expect(first.code).toBe(0);
  const results = fs.readFileSync(path.join(out, "results.json"), "utf8");
  const { trials, rounds, confirmed } = JSON.parse(results) as {
    trials: object[];
    rounds: { steps: number; order: string[] }[];
    confirmed: { seeds: number[]; verdicts: object[] };
  };
  expect([trials.length, confirmed.seeds, confirmed.verdicts.length]).toEqual([9, [3, 4], 1]);
  expect(rounds.map(({ steps, order }) => [steps, order.length])).toEqual([[1, 9], [2, 3], [4, 1]]); // prettier-ignore
  const page = fs.readFileSync(path.join(out, "report.html"), "utf8");
  expect(page.match(/<table>/g)).toHaveLength(4); // trials, confirmation, comparison, verdicts
  const again = await clinic("study", own, "--budget", "smoke", "--out", out);
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
