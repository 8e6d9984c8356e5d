/** `clinic run` and `clinic prove`: the course, executed. */
import { Option, type Command } from "commander";
import { DEFAULT_OUT } from "../course/paths";
import { besideEachOther } from "../course/side-by-side";
import type { RunCommandOptions } from "../course/run-command";
import { budgets, type BudgetName } from "../evidence/budget";
import { positive, whole } from "./values";

export function addRun(program: Command): void {
  const run = program
    .command("run")
    .description("execute the course's notebooks, small but true: claims are reported, not judged");
  withOptions(run, { budget: "quick", parallel: besideEachOther("quick") })
    .option("--out <folder>", "where executed notebooks and the results table go", DEFAULT_OUT)
    .option("--first-seed <n>", "the same with other seeds", whole("--first-seed"), 1)
    .addOption(new Option("--update").hideHelp()) // it says that prove does this
    .action(async (wishes: string[], options: RunCommandOptions) => {
      const { runCommand } = await import("../course/run-command.js");
      process.exitCode = await runCommand(wishes, options);
    });
}

/** The options of `clinic prove`, as the command line gives them. */
interface ProveOptions extends Omit<RunCommandOptions, "out" | "firstSeed"> {
  out?: string;
  firstSeed?: number;
  replicate?: number;
  firstSet?: number;
}

export function addProve(program: Command): void {
  const prove = program
    .command("prove")
    .description("execute the course's notebooks as they are committed, and check their claims");
  withOptions(prove, { budget: "full", parallel: besideEachOther("full") })
    .option("--out <folder>", "where executed notebooks and the results table go")
    .option("--first-seed <n>", "do the claims hold with other seeds?", whole("--first-seed"))
    .option("--update", "also put the executed notebooks into notebooks/ (for authors)")
    .option(
      "--replicate <n>",
      "on so many fresh sets of seeds; in how many does each claim hold?",
      whole("--replicate"),
    )
    .option(
      "--first-set <k>",
      "with --replicate: set k has the seeds from 100 k + 1 on (default: the first unused)",
      whole("--first-set"),
    )
    .action(async (wishes: string[], options: ProveOptions) => {
      process.exitCode = await proveOrReplicate(wishes, options);
    });
}

async function proveOrReplicate(wishes: string[], options: ProveOptions): Promise<number> {
  const { out, firstSeed, replicate, firstSet, update, ...rest } = options;
  if (replicate === undefined) {
    if (firstSet !== undefined) {
      throw new RangeError("--first-set goes with --replicate; found it alone. Add --replicate N");
    }
    const { runCommand } = await import("../course/run-command.js");
    const filled = { out: out ?? DEFAULT_OUT, firstSeed: firstSeed ?? 1, update };
    return runCommand(wishes, { ...rest, ...filled });
  }
  const other = firstSeed === undefined ? update && "--update" : "--first-seed";
  if (other) {
    throw new RangeError(
      `--replicate has seeds of its own and changes no notebook; found ${other} beside it. ` +
        "Leave one of the two out; --first-set says where the sets begin",
    );
  }
  const { replicateCommand } = await import("../course/replicate/command.js");
  return replicateCommand(wishes, { ...rest, out, sets: replicate, firstSet });
}

/** What both commands take. */
function withOptions(
  command: Command,
  defaults: { budget: BudgetName; parallel: number },
): Command {
  const about = "full proves; quick is small but true, and judges no claim; smoke is for tests";
  return command
    .argument("[notebooks...]", "numbers (00), names or files; all when left out")
    .addOption(new Option("--budget <name>", about).choices(budgets).default(defaults.budget))
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
    .option("--parallel <n>", "notebooks side by side", whole("--parallel"), defaults.parallel)
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
    );
}
