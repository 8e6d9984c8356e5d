/** What holds of a lab's files, seen without running anything. */
import fs from "node:fs";
import path from "node:path";
import { buildLab } from "../lab/build";
import { leaks } from "../lab/leaks";
import type { LabPlace } from "../lab/places";
import type { GateRow } from "./row";

/** Is everything that is made from the lab's source up to it, byte for byte? */
export async function filesRow(place: LabPlace): Promise<GateRow> {
  const execute = (): never => {
    throw new Error("A lab that is checked is not executed");
  };
  const { stale } = await buildLab(place, { check: true, execute });
  return {
    name: "generated files",
    passed: stale.length === 0,
    says: stale.length === 0 ? "up to their source" : "not up to their source",
    details: stale.length === 0 ? [] : [...stale.map((file) => relative(place, file)), REBUILD],
  };
}

const REBUILD = "Run: npx clinic lab build";

/** Does a line of the solution stand in what lies in `labs/`, whoever put it there? */
export function leaksRow(place: LabPlace): GateRow {
  const source = fs.readFileSync(place.source, "utf8");
  const files = filesBelow(place.labs);
  const found = files.flatMap((file) =>
    leaks(source, contentOf(file)).map(
      ({ line, text }) =>
        `${relative(place, file)} holds line ${line} of ${relative(place, place.source)}: ${text.trim()}`,
    ),
  );
  const folder = relative(place, place.labs);
  const says =
    found.length === 0
      ? `no line of the solution in the ${files.length} files of ${folder}`
      : `${found.length} lines of the solution in ${folder}`;
  return { name: "no leaks", passed: found.length === 0, says, details: found };
}

function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** A notebook's texts are inside its JSON; all else is text. */
function contentOf(file: string): unknown {
  const text = fs.readFileSync(file, "utf8");
  if (!/\.(ipynb|json)$/.test(file)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function relative({ root }: LabPlace, file: string): string {
  return path.relative(root, file);
}
