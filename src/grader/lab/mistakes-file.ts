/** `solutions/NN-name/mistakes.json`: what wrong answers that say how to tell them give in the visible checks. */
import fs from "node:fs";
import path from "node:path";
import { hashJson } from "../../course/hash";
import type { Mistake } from "./mistakes";
import type { LabPlace } from "./places";

interface Measured {
  /** Of what the numbers depend on. */
  readonly made: string;
  readonly mistakes: readonly Mistake[];
}

export function mistakesFile({ solutions }: LabPlace): string {
  return path.join(solutions, "mistakes.json");
}

/** None where the file is not there. */
export function readMistakes(place: LabPlace): readonly Mistake[] {
  return read(place)?.mistakes ?? [];
}

/** The file's content. */
export function mistakesText(place: LabPlace, mistakes: readonly Mistake[]): string {
  const content: Measured = { made: madeFrom(place), mistakes };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Has something changed on which the numbers depend? */
export function areMistakesStale(place: LabPlace): boolean {
  const found = read(place);
  return found ? found.made !== madeFrom(place) : tellingFiles(place).length > 0;
}

function read(place: LabPlace): Measured | undefined {
  const file = mistakesFile(place);
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Measured) : undefined;
}

function madeFrom(place: LabPlace): string {
  const { source, solutions } = place;
  const files = [source, path.join(solutions, "checks.ts"), ...tellingFiles(place)];
  return hashJson(files.map((file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "")));
}

/** Wrong answers that say how to tell them. */
function tellingFiles({ solutions }: LabPlace): string[] {
  const folder = path.join(solutions, "wrong");
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => path.join(folder, name))
    .filter((file) => /^\/\/ tells:/m.test(fs.readFileSync(file, "utf8")));
}
