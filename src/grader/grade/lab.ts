/** A lab as the grader needs it: what was released, and the checks with their hidden ones. */
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";
import { z } from "zod";
import { hashJson } from "../../course/hash";
import type { Check, ReleaseManifest } from "../contract";
import type { LabPlace } from "../lab/places";

export interface GradedLab {
  readonly manifest: ReleaseManifest;
  readonly checks: readonly Check[];
  /** Of the manifest and the checks: a report is as good as the lab it was made with. */
  readonly hash: string;
}

const checkShape = z.object({
  task: z.string(),
  name: z.string().min(1),
  visible: z.boolean(),
  uses: z.array(z.string()),
  inputs: z.function(),
  probe: z.function(),
  returns: z.custom<z.ZodType>((value) => value instanceof z.ZodType, "wanted a zod schema"),
  judge: z.function(),
  seconds: z.number().positive().optional(),
});

/**
 * The lab at a place, as it was built.
 * @throws Error it was not built
 * @throws what `gradedLab` throws
 */
export function readLab(place: LabPlace): GradedLab {
  const manifest = path.join(place.solutions, "manifest.json");
  if (!fs.existsSync(manifest)) {
    throw new Error(
      `${place.name} was not built: there is no ${manifest}. Run: npx clinic lab build ${place.name}`,
    );
  }
  const text = fs.readFileSync(manifest, "utf8");
  return gradedLab(
    JSON.parse(text) as ReleaseManifest,
    path.join(place.solutions, "checks.ts"),
    place.name,
  );
}

/**
 * @param checksFile its list of checks, in TypeScript; none where a lab has only quizzes and texts
 * @throws SyntaxError the file of checks is no TypeScript
 * @throws TypeError a check that is not one: the message names it and what is wrong
 * @throws RangeError a check of a task that is not there, two of one name, a task without any
 */
export function gradedLab(
  manifest: ReleaseManifest,
  checksFile: string,
  name = manifest.lab,
): GradedLab {
  const source = fs.existsSync(checksFile) ? fs.readFileSync(checksFile, "utf8") : "";
  const checks = source === "" ? [] : loadChecks(source, checksFile);
  const where = `The checks of ${name}`;
  const known = manifest.tasks.filter(({ kind }) => kind === "code" || kind === "open");
  const seen = new Set<string>();
  for (const { task, name: check } of checks) {
    if (!known.some(({ id }) => id === task)) {
      const wanted = known.map(({ id }) => id).join(", ");
      throw new RangeError(
        `${where}: "${check}" belongs to "${task}", wanted a task to check: ${wanted}`,
      );
    }
    const key = `${task}: ${check}`;
    if (seen.has(key)) throw new RangeError(`${where}: two are called "${key}"; rename one`);
    seen.add(key);
  }
  const bare = known.find(({ id }) => !checks.some(({ task }) => task === id));
  if (bare) throw new RangeError(`${where}: none belongs to the task "${bare.id}"; write one`);
  return { manifest, checks, hash: hashJson([manifest, source]) };
}

function loadChecks(source: string, file: string): Check[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only a clone has it, and only a clone grades
  const ts = require("typescript") as typeof import("typescript");
  const { outputText, diagnostics } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    reportDiagnostics: true,
  });
  const wrong = diagnostics?.at(0);
  if (wrong) {
    const line = source.slice(0, wrong.start).split("\n").length;
    const says = ts.flattenDiagnosticMessageText(wrong.messageText, " ");
    throw new SyntaxError(`${file}, line ${line}: ${says}`);
  }
  const exported: { checks?: unknown } = {};
  const load = vm.compileFunction(outputText, ["exports", "require"], { filename: file }) as (
    exports: object,
    require: NodeJS.Require,
  ) => void;
  load(exported, createRequire(file));
  if (!Array.isArray(exported.checks)) {
    throw new TypeError(`${file}: wanted a list, export const checks: Check[] = [ … ];`);
  }
  return exported.checks.map((check, index) => readCheck(check, `${file}, check ${index + 1}`));
}

function readCheck(check: unknown, where: string): Check {
  const read = checkShape.safeParse(check);
  if (!read.success) {
    const { path: at, message } = read.error.issues[0];
    throw new TypeError(`${where}: ${at.join(".") || "the check"}: ${message}`);
  }
  const { name, probe } = check as Check;
  try {
    new vm.Script(`(${probe.toString()})`);
  } catch {
    throw new TypeError(
      `${where} ("${name}"): its probe is sent as text, and must be written as probe: (student, library, inputs) => …`,
    );
  }
  return check as Check;
}
