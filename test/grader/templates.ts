/** The course as an instructor's clone has it, with the sample lab, in a folder that a test may use up. */
import fs from "node:fs";
import path from "node:path";
import { ROOT } from "../../src/course/paths";
import { FIXTURES } from "./lab/fixture";

/** What a lab's templates lie in. */
export const TEMPLATES = path.join(ROOT, "solutions");

export function copyCourse(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const part of [
    "src",
    "dist",
    ".config",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
  ]) {
    fs.cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
  }
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"), "junction");
  fs.cpSync(FIXTURES, folder, { recursive: true });
  for (const part of ["github", "gradescope"]) {
    fs.cpSync(path.join(TEMPLATES, part), path.join(folder, "solutions", part), {
      recursive: true,
    });
  }
}
