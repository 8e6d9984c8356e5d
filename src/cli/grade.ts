/** `clinic grade`: what a class handed in. */
import { Option, type Command } from "commander";
import type { GradeCommandOptions } from "../grader/grade/command";
import { isoDate, positive, whole } from "./values";

export function addGrade(program: Command): void {
  const walls = ["container", "bubblewrap", "process"];
  program
    .command("grade")
    .description("grade submissions of a lab, and write reports, a gradebook and feedback")
    .argument("<paths...>", "folders, notebooks (.ipynb) and archives (.zip, .tar.gz)")
    .requiredOption("--lab <lab>", "of which lab: its number (01) or name")
    .option("--out <folder>", "where everything is written; grades/NN-name when left out")
    .option("--workers <n>", "submissions side by side", whole("--workers"))
    .addOption(
      new Option("--require <wall>", "refuse to grade behind less than this").choices(walls),
    )
    .addOption(new Option("--wall <wall>", "use exactly this wall; process is weak").choices(walls))
    .option("--fresh", "grade everything, also what has not changed")
    .option("--due <date>", "put this date into the gradebook, as in 2026-12-01", isoDate)
    .option("--cell-timeout <seconds>", "of one cell (60)", positive("--cell-timeout"))
    .option(
      "--notebook-timeout <seconds>",
      "of one submission (900)",
      positive("--notebook-timeout"),
    )
    .option("--memory <MiB>", "of one submission (1024)", whole("--memory"))
    .option("--github", "also hand the result to the steps of a workflow that follow")
    .action(async (paths: string[], options: GradeCommandOptions) => {
      const { gradeCommand } = await import("../grader/grade/command.js");
      process.exitCode = await gradeCommand(paths, options);
    });
}
