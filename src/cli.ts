/**
 * The `clinic` command. Each subcommand loads only what it needs, so that `--help` answers at once.
 */
import { Command } from "commander";
import fs from "node:fs";
import path from "node:path";
import { addData } from "./cli/data";
import { addDoctor } from "./cli/doctor";
import { addEngine } from "./cli/engine";
import { addGrade } from "./cli/grade";
import { addLab } from "./cli/lab";
import { addBuild, addPull } from "./cli/notebooks";
import { addProve, addRun } from "./cli/run";
import { addStudy } from "./cli/study";
import { explain } from "./course/explain";
import { ROOT } from "./course/paths";

/** Read the arguments (without node and script), do what they say, and set the process's exit code. */
export async function main(args: string[]): Promise<void> {
  const program = new Command("clinic")
    .description("GAN Clinic: run, build and open a course on how GAN training goes wrong")
    .version(
      (JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string })
        .version,
    )
    .showHelpAfterError("(clinic --help lists the commands)");
  addRun(program);
  addProve(program);
  addBuild(program);
  addPull(program);
  addStudy(program);
  addLab(program);
  addGrade(program);
  addEngine(program);
  addData(program);
  addDoctor(program);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    process.stderr.write(`\n${explain(error)}\n`);
    process.exitCode = 1;
  }
}
