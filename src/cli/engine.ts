/** `clinic engine`: what computes. */
import { Argument, type Command } from "commander";
import path from "node:path";
import { ROOT } from "../course/paths";
import { tell } from "./tell";

export function addEngine(program: Command): void {
  const engine = program
    .command("engine")
    .description("list what can compute here; add or build an engine")
    .action(async () => {
      const { engineLines } = await import("../course/doctor.js");
      console.log(await engineLines());
    });
  engine
    .command("add")
    .description("install TensorFlow's own engine as it is published")
    .addArgument(new Argument("<name>", "which").choices(["tensorflow", "tensorflow-gpu"]))
    .action(async (name: string) => {
      const { ADDABLE, addEngine: add } = await import("../course/engine/add.js");
      console.log(`In ${path.relative(ROOT, add(ADDABLE[name], tell))}. It is used from now on.`);
    });
  engine
    .command("build")
    .description("make TensorFlow's own engine here, from a current TensorFlow (Linux)")
    .option("--cuda", "with NVIDIA's CUDA")
    .action(async ({ cuda }: { cuda?: boolean }) => {
      const { buildEngine } = await import("../course/engine/build.js");
      const folder = buildEngine(cuda === true, tell);
      console.log(`In ${path.relative(ROOT, folder)}. It is used from now on.`);
    });
}
