/** Everything that is made from a lab's source without running it. */
import fs from "node:fs";
import path from "node:path";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { formatNotebook } from "../../course/format-notebook";
import type { ReleaseManifest } from "../contract";
import { CHECKS_FILE, FEEDBACK_FILE, feedbackOf } from "./feedback-file";
import type { Lab } from "./lab";
import { leaks, type Leak } from "./leaks";
import { solutionNotebook, studentNotebook } from "./notebooks";
import { readMistakes } from "./mistakes-file";
import { parseLab } from "./parse";
import { labFile } from "../../course/names";
import type { LabPlace } from "./places";
import { labReadme } from "./readme";
import { releaseCells, releaseManifest } from "./release";
import { visibleChecks } from "./visible-checks";

/** A lab and what is made from it. */
export interface LabRelease {
  readonly lab: Lab;
  readonly manifest: ReleaseManifest;
  readonly student: INotebookContent;
  /** Without outputs. */
  readonly solution: INotebookContent;
  /** The generated files: path → text. Equal sources give equal bytes. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * @throws SyntaxError | TypeError | RangeError the source is not a lab, see `parseLab`
 * @throws RangeError a line of the solution would be handed out
 */
export function releaseLab(place: LabPlace): LabRelease {
  const source = fs.readFileSync(place.source, "utf8");
  const file = path.relative(place.root, place.source);
  const lab = parseLab(source, place.name, file);
  const cells = releaseCells(lab, file);
  const manifest = releaseManifest(lab, cells);
  const student = studentNotebook(manifest);
  const handedOut = new Map([
    [labFile(place.name), formatNotebook(student)],
    ["README.md", labReadme(lab)],
    [FEEDBACK_FILE, json(feedbackOf(manifest, lab.minutes, readMistakes(place)))],
  ]);
  const checks = path.join(place.solutions, "checks.ts");
  if (fs.existsSync(checks)) {
    const text = visibleChecks(fs.readFileSync(checks, "utf8"), path.relative(place.root, checks));
    handedOut.set(CHECKS_FILE, text);
  } else if (lab.tasks.some(({ kind }) => kind === "code" || kind === "open")) {
    throw new RangeError(
      `${file}: there is no checks.ts beside it, and the lab has tasks to check`,
    );
  }
  const [leak] = leaks(source, [student, ...handedOut.values()]) as (Leak | undefined)[];
  if (leak) {
    throw new RangeError(
      `${file}, line ${leak.line}: this line of the solution would be handed out: "${leak.text.trim()}". ` +
        "It also stands outside the solution, or in a visible check: reword one of the two",
    );
  }
  const files = new Map([...handedOut].map(([name, text]) => [path.join(place.labs, name), text]));
  files.set(path.join(place.solutions, "manifest.json"), json(manifest));
  return { lab, manifest, student, solution: solutionNotebook(lab, cells), files };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
