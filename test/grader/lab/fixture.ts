/** The sample lab, and temporary copies of it. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { labPlace, type LabPlace } from "../../../src/grader/lab/places";

export const FIXTURES = path.join(__dirname, "..", "..", "fixtures", "labs");
export const sample = labPlace("00-sample", FIXTURES);

/** The sample's source. */
export const sampleSource = fs.readFileSync(sample.source, "utf8");

/** A copy of the sample that a test may change. */
export function copyOfSample(parent = os.tmpdir()): LabPlace {
  const root = fs.mkdtempSync(path.join(parent, "test-lab-"));
  fs.cpSync(FIXTURES, root, { recursive: true });
  return labPlace("00-sample", root);
}

/** A source with the given tasks and cells. */
export function source(
  cells: string,
  tasks = [{ id: "one", kind: "code" }],
  start = '// %%\nimport { check, quiz } from "gan-clinic/dist/lab";',
): string {
  const list = tasks.map(
    ({ id, kind }) => `//   - { id: ${id}, title: T, points: 1, says: S, hint: H, kind: ${kind} }`,
  );
  return [
    "// ---",
    "// title: X",
    "// lab: 00-x",
    "// tasks:",
    ...list,
    "// ---",
    start,
    cells,
  ].join("\n");
}
