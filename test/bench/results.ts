/** `test/bench/RESULTS.md`: what was measured last, and the README's small table, which is taken from it. */
import fs from "node:fs";
import path from "node:path";
import { writeWhole } from "../../src/files";
import { ROOT } from "../../src/course/paths";
import { withPart } from "../../src/course/marked-part";
import { benchFolder } from "./places";
import { markdownTable } from "./table";

const FILES = {
  results: path.join(benchFolder, "RESULTS.md"),
  readme: path.join(ROOT, "README.md"),
};

/** What a command of the benchmark measures, by the name of its part of the page. */
export type Part = "speed" | "live" | "stop";

/** Workloads that the README shows, in words. */
const shown: Readonly<Record<string, string>> = {
  "mlp-512-128": "points in the plane, batch 512, width 128",
  "wgan-gp-256-128": "WGAN-GP on such points, batch 256, width 128",
  "dcgan-28-64-32": "DCGAN, 28x28, batch 64, 32 channels",
  "style-16-32": "a StyleGAN block, 32x32, batch 16, 32 channels",
};
/** Columns of the table of ratios, and what the README calls them. */
const against: Readonly<Record<string, string>> = {
  "compiled / PyTorch, 2 threads": "by PyTorch",
  "… / torch.compile": "by torch.compile",
  "… / eager wasm": "by plain TensorFlow.js",
};

/** The cells of the first table in a text, its head first. */
function firstTable(text: string): string[][] {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.startsWith("| ratio |"));
  const to = lines.findIndex((line, i) => i > from && !line.startsWith("|"));
  const rows = from < 0 ? [] : lines.slice(from, to < 0 ? undefined : to);
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/**
 * The README's table: a few rows and columns of the page's table of ratios, medians only.
 *
 * @throws RangeError a row or a column is missing: not all was measured
 */
export function smallTable(results: string): string {
  const [head = [], , ...rows] = firstTable(results);
  const at = Object.keys(against).map((column) => {
    const index = head.indexOf(column);
    if (index < 0) throw new RangeError(`wanted a column "${column}", found ${head.join(", ")}`);
    return index;
  });
  const body = Object.entries(shown).map(([name, words]) => {
    const row = rows.find(([first]) => first === name);
    if (!row)
      throw new RangeError(`wanted a row "${name}", found ${rows.map(([n]) => n).join(", ")}`);
    return [words, ...at.map((index) => row[index].split(" ")[0])];
  });
  return markdownTable(["time of a step", ...Object.values(against)], body);
}

/**
 * Puts a part in its place on the page, with its day; with the speed, the README's table too.
 *
 * @throws RangeError not all was measured that the README shows; then nothing is written
 */
export function writePart(part: Part, text: string, files = FILES, day = today()): void {
  const page = fs.readFileSync(files.results, "utf8");
  const results = withPart(page, part, `Measured on ${day}.\n\n${text}`);
  const readme = fs.readFileSync(files.readme, "utf8");
  const small = withPart(readme, "speed", smallTable(results));
  writeWhole(files.results, results);
  if (small !== readme) writeWhole(files.readme, small);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
