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
  work?: boolean;
  update?: string | true;
  reset?: string;
  cell?: string;
  stop?: boolean;
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
    .option(
      "--update [what]",
      "take the newer versions that lie beside your copies: of all, or of 03 or lab-01",
    )
    .option(
      "--reset <what>",
      "put your copy of a notebook or a lab (03, lab-01) back to its first state",
    )
    .option("--cell <id>", "with --reset: this cell of it only")
    .option("--stop", "end the JupyterLab that runs")
    .option("--setup", "make .venv and your copy of the course, and stop there")
    .option("--work", "make your copy of the course or bring it up to the course, and stop there")
    .option("--install-kernel", "register the TypeScript kernel in the Jupyter you already have")
    .option("--jupyter <command>", "that Jupyter's command", "jupyter")
    .option("--force", "replace a kernel of the same name")
    .action(async (options: LabArguments) => {
      if (options.cell !== undefined && options.reset === undefined) {
        throw new RangeError(
          "--cell goes with --reset, as in: clinic lab --reset 03 --cell 1a2b3c4d5e6f",
        );
      }
      if (options.reset !== undefined || options.update !== undefined || options.work) {
        await changeWork(options);
      } else if (options.stop) {
        const { stopLab } = await import("../course/lab/lab.js");
        console.log(await stopLab());
      } else if (options.installKernel) {
        const { installKernel } = await import("../course/lab/lab.js");
        console.log(installKernel(options.jupyter, options.force === true));
        await changeWork({ work: true });
      } else if (options.setup) {
        const { makeVenv } = await import("../course/lab/venv.js");
        makeVenv(tell);
        await changeWork({ work: true });
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

/** What a learner does with their copies beside opening them. */
async function changeWork({
  reset,
  cell,
  update,
}: Pick<LabArguments, "reset" | "cell" | "update" | "work">): Promise<void> {
  const { makeWork, resetCommand, updateCommand } = await import("../course/work/command.js");
  if (reset !== undefined) resetCommand(reset, cell, tell);
  else if (update !== undefined) updateCommand(update === true ? undefined : update, tell);
  else makeWork(tell);
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
