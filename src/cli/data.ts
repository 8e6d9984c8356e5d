/** `clinic data`: the data sets. */
import type { Command } from "commander";
import { tell } from "./tell";

export function addData(program: Command): void {
  const data = program.command("data").description("list, fetch and check the data sets");
  data
    .command("list", { isDefault: true })
    .description("name, size, licence, and whether it is here")
    .action(async () => {
      const { dataLines } = await import("../course/data-command.js");
      console.log(dataLines());
    });
  data
    .command("get")
    .description("fetch a data set now, for a class that will have no network")
    .argument("<name>", "which (clinic data list), or all")
    .action(async (name: string) => {
      const { getData } = await import("../course/data-command.js");
      console.log(await getData(name, tell));
    });
  data
    .command("check")
    .description("compare every file with its checksum")
    .action(async () => {
      const { checkData } = await import("../course/data-command.js");
      const { lines, isWhole } = await checkData();
      console.log(lines.join("\n"));
      process.exitCode = isWhole ? 0 : 1;
    });
}
