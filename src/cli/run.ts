/** `clinic run`: the course, executed. */
import { Option, type Command } from "commander";
import { DEFAULT_OUT } from "../course/paths";
import type { RunCommandOptions } from "../course/run-command";
import { positive, whole } from "./values";

export function addRun(program: Command): void {
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
      const { runCommand } = await import("../course/run-command.js");
      process.exitCode = await runCommand(wishes, options);
    });
}
