/** `clinic study`: an experiment from a file. */
import { Option, type Command } from "commander";
import type { StudyCommandOptions } from "./study-command";
import { budgets } from "../evidence/budget";
import { whole } from "./values";

export function addStudy(program: Command): void {
  program
    .command("study")
    .description("run an experiment that a file describes: a recipe, arms, seeds, measures")
    .argument("<file>", "YAML or JSON; notebooks/studies has one")
    .addOption(
      new Option("--budget <name>", "full proves; quick is small but true; smoke is for tests")
        .choices(budgets)
        .default("full"),
    )
    .option("--out <folder>", "where results.json, the page and the pictures go")
    .option("--first-seed <n>", "does it hold with other seeds?", whole("--first-seed"), 1)
    .option("--processes <n>", "runs side by side; one a core when left out", whole("--processes"))
    .option("--fresh", "train everything, also what is kept of an earlier run")
    .action(async (file: string, options: StudyCommandOptions) => {
      const { studyCommand } = await import("./study-command.js");
      process.exitCode = await studyCommand(file, options);
    });
}
