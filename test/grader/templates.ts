/** The course as an instructor's clone has it, with the sample lab, in a folder that a test may use up. */
import fs from "node:fs";
import path from "node:path";
import { ROOT } from "../../src/course/paths";
import { FIXTURES } from "./lab/fixture";

/** What a lab's templates lie in. */
export const TEMPLATES = path.join(ROOT, "solutions");

/** Its command is this clone's, told to look for labs there: a copy of all packages would take long. */
const COMMAND = `import { parseArgs } from "node:util";
import grade from ${JSON.stringify(path.join(ROOT, "dist", "grader", "grade", "command.js"))};
const text = { type: "string" };
const options = { lab: text, out: text, require: text, wall: text, github: { type: "boolean" } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
process.exitCode = await grade.gradeCommand(positionals.slice(1), values, process.cwd());
`;

export function copyCourse(folder: string): void {
  fs.mkdirSync(path.join(folder, "src"), { recursive: true });
  fs.writeFileSync(path.join(folder, "src", "clinic.mjs"), COMMAND);
  const manifest = { name: "gan-clinic", version: "0.0.0", bin: { clinic: "src/clinic.mjs" } };
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"), "junction");
  fs.cpSync(FIXTURES, folder, { recursive: true });
  for (const part of ["github", "gradescope"]) {
    fs.cpSync(path.join(TEMPLATES, part), path.join(folder, "solutions", part), {
      recursive: true,
    });
  }
}
