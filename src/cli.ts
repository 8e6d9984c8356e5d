/**
 * The `clinic` command. Each subcommand loads only what it needs, so that `--help` answers at once.
 */
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import fs from "node:fs";
import path from "node:path";
import { DEFAULT_OUT, ROOT, selectLessons } from "./course/paths";
import type { Finding } from "./course/doctor/finding";
import type { RunCommandOptions } from "./course/run-command";
import type { GradeCommandOptions } from "./grader/grade/command";
import type { LabBuildOptions } from "./grader/lab/command";
import type { LabCheckOptions } from "./grader/gate/command";
import { explain } from "./course/explain";

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
  addBuild(program);
  addPull(program);
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

function addRun(program: Command): void {
  program
    .command("run")
    .description("execute the course's notebooks and check their claims")
    .argument("[notebooks...]", "numbers (00), names or files; all when left out")
    .addOption(
      new Option("--budget <name>", "full proves the claims, smoke is quick")
        .choices(["full", "smoke"])
        .default("full"),
    )
    .option("--out <folder>", "where executed notebooks and the results table go", DEFAULT_OUT)
    .option("--first-seed <n>", "do the claims hold with other seeds?", whole("--first-seed"), 1)
    .option("--fresh", "execute everything, also what has not changed")
    .addOption(
      new Option("--host <name>", "embedded needs no Python; local is jupyter_server in .venv")
        .choices(["embedded", "local"])
        .default("embedded"),
    )
    .option("--server <url>", "execute on a running Jupyter server instead")
    .option("--token <token>", "that server's token (or as ?token= in its address)")
    .addOption(
      new Option("--engine <name>", "compute with this engine").choices([
        "gpu",
        "native",
        "wasm",
        "cpu",
      ]),
    )
    .addOption(
      new Option("--compiled <engine>", "run compiled training steps here; off: none").choices([
        "cpu",
        "webgpu",
        "cuda",
        "web",
        "off",
      ]),
    )
    .option("--parallel <n>", "notebooks side by side", whole("--parallel"), 1)
    .option(
      "--cell-timeout <seconds>",
      "longest time for one cell",
      positive("--cell-timeout"),
      600,
    )
    .option(
      "--notebook-timeout <seconds>",
      "longest time for one notebook",
      positive("--notebook-timeout"),
    )
    .option("--update", "also put the executed notebooks into notebooks/ (for authors)")
    .action(async (wishes: string[], options: RunCommandOptions) => {
      const { runCommand } = await import("./course/run-command.js");
      process.exitCode = await runCommand(wishes, options);
    });
}

function whole(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value > 0) return value;
    throw new InvalidArgumentError(`${option} wants a whole number above 0.`);
  };
}

function positive(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (value > 0 && Number.isFinite(value)) return value;
    throw new InvalidArgumentError(`${option} wants a number above 0.`);
  };
}

function isoDate(text: string): string {
  if (/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(text) && !isNaN(Date.parse(text)))
    return text;
  throw new InvalidArgumentError("--due wants a date such as 2026-12-01 or 2026-12-01T18:00:00Z.");
}

function addBuild(program: Command): void {
  program
    .command("build")
    .description("build the library and bring notebooks/ up to notebooks/source/")
    .argument("[notebooks...]", "numbers, names; all when left out")
    .option("--check", "change nothing; fail when a notebook is not up to its source")
    .option("--force", "overwrite notebooks that were edited by hand")
    .action(async (wishes: string[], options: { check?: boolean; force?: boolean }) => {
      const { buildLesson } = await import("./course/build.js");
      for (const lesson of selectLessons(wishes)) {
        const state = await buildLesson(lesson, options);
        console.log(`${lesson.name}: ${BUILD_STATES[state]}`);
        if (state === "stale" || (state === "edited" && options.check)) process.exitCode = 1;
      }
      if (wishes.length > 0) return;
      const { buildFrontPage } = await import("./course/front-page.js");
      const isStale = await buildFrontPage(options.check === true);
      console.log(
        `index: ${isStale ? BUILD_STATES[options.check ? "stale" : "built"] : BUILD_STATES.current}`,
      );
      if (isStale && options.check) process.exitCode = 1;
    });
}

const BUILD_STATES = {
  current: "up to its source",
  built: "built, without outputs; to fill them in: npx clinic run --update",
  stale: "not up to its source; run: npx clinic build",
  edited:
    "edited by hand, left alone; to keep the edits: npx clinic pull; to drop them: npx clinic build --force",
};

function addPull(program: Command): void {
  program
    .command("pull")
    .description("turn notebooks edited by hand back into their source")
    .argument("[notebooks...]", "numbers, names; all when left out")
    .option("--force", "overwrite a source that has changed too")
    .action(async (wishes: string[], options: { force?: boolean }) => {
      const { pullLesson } = await import("./course/build.js");
      for (const lesson of selectLessons(wishes)) {
        const state = await pullLesson(lesson, options);
        console.log(
          `${lesson.name}: ${state === "pulled" ? `source written to ${path.relative(ROOT, lesson.source)}` : "not edited, nothing to do"}`,
        );
      }
    });
}

function addLab(program: Command): void {
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
      const tell = (line: string): void => void process.stderr.write(`${line}\n`);
      if (options.installKernel) {
        const { installKernel } = await import("./course/lab/lab.js");
        console.log(installKernel(options.jupyter, options.force === true));
      } else if (options.setup) {
        const { makeVenv } = await import("./course/lab/venv.js");
        makeVenv(tell);
        console.log(
          "JupyterLab and the TypeScript kernel are in .venv. Open the course with: npm run lab",
        );
      } else {
        const { startLab } = await import("./course/lab/lab.js");
        process.exitCode = await startLab({ ...options, tell });
      }
    });
  addLabAuthoring(lab);
}

function addLabAuthoring(lab: Command): void {
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  lab
    .command("build")
    .description("make what students get, and the executed solution, from solutions/")
    .argument("[labs...]", "numbers (01) or names; all when left out")
    .option("--check", "change nothing; fail when something is not up to its source")
    .option("--fresh", "execute the solutions again, also where nothing changed")
    .option("--overwrite", "replace students' notebooks in labs/ that were worked in")
    .action(async (wishes: string[], options: LabBuildOptions) => {
      const { labBuildCommand } = await import("./grader/lab/command.js");
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
      const { labCheckCommand } = await import("./grader/gate/command.js");
      process.exitCode = await labCheckCommand(wishes, options);
    });
  lab
    .command("release")
    .description("copy what students get: the course with its labs, without solutions")
    .argument("<folder>", "a new folder outside of the course")
    .argument("[labs...]", "numbers (01) or names; all when left out")
    .action(async (folder: string, wishes: string[]) => {
      const { labReleaseCommand } = await import("./grader/lab/command.js");
      labReleaseCommand(folder, wishes);
    });
  lab
    .command("new")
    .description("begin a lab: a small one that works, to be changed")
    .argument("<name>", "two digits and words, as in 04-instability")
    .action(async (name: string) => {
      const { labNewCommand } = await import("./grader/lab/command.js");
      await labNewCommand(name);
    });
}

function addGrade(program: Command): void {
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
    .addOption(new Option("--isolation <wall>", "use exactly this wall").choices(walls))
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
      const { gradeCommand } = await import("./grader/grade/command.js");
      process.exitCode = await gradeCommand(paths, options);
    });
}

interface LabArguments {
  port?: number;
  browser: boolean;
  setup?: boolean;
  installKernel?: boolean;
  jupyter: string;
  force?: boolean;
}

function addEngine(program: Command): void {
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const engine = program
    .command("engine")
    .description("list what can compute here; add or build an engine")
    .action(async () => {
      const { engineLines } = await import("./course/doctor.js");
      console.log(await engineLines());
    });
  engine
    .command("add")
    .description("install TensorFlow's own engine as it is published")
    .addArgument(new Argument("<name>", "which").choices(["tensorflow", "tensorflow-gpu"]))
    .action(async (name: string) => {
      const { ADDABLE, addEngine: add } = await import("./course/engine/add.js");
      console.log(`In ${path.relative(ROOT, add(ADDABLE[name], tell))}. It is used from now on.`);
    });
  engine
    .command("build")
    .description("make TensorFlow's own engine here, from a current TensorFlow (Linux)")
    .option("--cuda", "with NVIDIA's CUDA")
    .action(async ({ cuda }: { cuda?: boolean }) => {
      const { buildEngine } = await import("./course/engine/build.js");
      const folder = buildEngine(cuda === true, tell);
      console.log(`In ${path.relative(ROOT, folder)}. It is used from now on.`);
    });
}

function addData(program: Command): void {
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const data = program.command("data").description("list, fetch and check the data sets");
  data
    .command("list", { isDefault: true })
    .description("name, size, licence, and whether it is here")
    .action(async () => {
      const { dataLines } = await import("./course/data-command.js");
      console.log(dataLines());
    });
  data
    .command("get")
    .description("fetch a data set now, for a class that will have no network")
    .argument("<name>", "which (clinic data list), or all")
    .action(async (name: string) => {
      const { getData } = await import("./course/data-command.js");
      console.log(await getData(name, tell));
    });
  data
    .command("check")
    .description("compare every file with its checksum")
    .action(async () => {
      const { checkData } = await import("./course/data-command.js");
      const { lines, isWhole } = await checkData();
      console.log(lines.join("\n"));
      process.exitCode = isWhole ? 0 : 1;
    });
}

/** Where there are labs to be graded by: students have none. */
async function gradingFindings(): Promise<Finding[]> {
  const { listLabs } = await import("./grader/lab/places.js");
  if (listLabs().length === 0) return [];
  const { findWall } = await import("./grader/sandbox/finding.js");
  const { sandboxProgram } = await import("./grader/sandbox/sandbox.js");
  return [findWall(sandboxProgram({ libraryRoot: ROOT }))];
}

function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("say what is here, what is missing, and the command that mends it")
    .action(async () => {
      const { examine, formatFindings, verdict } = await import("./course/doctor.js");
      const findings = [...(await examine()), ...(await gradingFindings())];
      console.log(`${formatFindings(findings)}\n\n${verdict(findings)}`);
      process.exitCode = findings.some(({ state }) => state === "missing") ? 1 : 0;
    });
}
