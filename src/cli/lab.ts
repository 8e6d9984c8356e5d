/** `clinic lab`: the course in JupyterLab, and what authors and instructors do with labs. */
import type { Command } from "commander";
import type { LabCheckOptions } from "../grader/gate/command";
import type { LabBuildOptions } from "../grader/lab/command";
import { tell } from "./tell";
import { whole } from "./values";

interface LabArguments {
  port?: number;
  browser: boolean;
  setup?: boolean;
  installKernel?: boolean;
  jupyter: string;
  force?: boolean;
}

export function addLab(program: Command): void {
  const lab = program
    .command("lab")
    .description("open the course in its own JupyterLab (made in .venv at first use)")
    .option("--port <n>", "this port; a free one when left out", whole("--port"))
    .option("--no-browser", "only print the address")
    .option("--setup", "make .venv and stop there")
    .option("--install-kernel", "register the TypeScript kernel in the Jupyter you already have")
    .option("--jupyter <command>", "that Jupyter's command", "jupyter")
    .option("--force", "replace a kernel of the same name")
    .action(async (options: LabArguments) => {
      if (options.installKernel) {
        const { installKernel } = await import("../course/lab/lab.js");
        console.log(installKernel(options.jupyter, options.force === true));
      } else if (options.setup) {
        const { makeVenv } = await import("../course/lab/venv.js");
        makeVenv(tell);
        console.log(
          "JupyterLab and the TypeScript kernel are in .venv. Open the course with: npm run lab",
        );
      } else {
        const { startLab } = await import("../course/lab/lab.js");
        process.exitCode = await startLab({ ...options, tell });
      }
    });
  addLabAuthoring(lab);
}

function addLabAuthoring(lab: Command): void {
  lab
    .command("build")
    .description("make what students get, and the executed solution, from solutions/")
    .argument("[labs...]", "numbers (01) or names; all when left out")
    .option("--check", "change nothing; fail when something is not up to its source")
    .option("--fresh", "execute the solutions again, also where nothing changed")
    .option("--overwrite", "replace students' notebooks in labs/ that were worked in")
    .action(async (wishes: string[], options: LabBuildOptions) => {
      const { labBuildCommand } = await import("../grader/lab/command.js");
      process.exitCode = await labBuildCommand(wishes, options, tell);
    });
  lab
    .command("check")
    .description("the gate: solution, stub, wrong answers and mutants must get what they should")
    .argument("[labs...]", "numbers (01) or names; all when left out")
    .option("--runs <n>", "how often each answer is graded", whole("--runs"), 20)
    .option("--mutants <n>", "the most mutants of a solution", whole("--mutants"), 60)
    .option("--workers <n>", "submissions side by side", whole("--workers"))
    .action(async (wishes: string[], options: LabCheckOptions) => {
      const { labCheckCommand } = await import("../grader/gate/command.js");
      process.exitCode = await labCheckCommand(wishes, options);
    });
  lab
    .command("release")
    .description("copy what students get: the course with its labs, without solutions")
    .argument("<folder>", "a new folder outside of the course")
    .argument("[labs...]", "numbers (01) or names; all when left out")
    .action(async (folder: string, wishes: string[]) => {
      const { labReleaseCommand } = await import("../grader/lab/command.js");
      labReleaseCommand(folder, wishes);
    });
  lab
    .command("new")
    .description("begin a lab: a small one that works, to be changed")
    .argument("<name>", "two digits and words, as in 04-instability")
    .action(async (name: string) => {
      const { labNewCommand } = await import("../grader/lab/command.js");
      labNewCommand(name);
    });
}
