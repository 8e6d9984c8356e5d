import * as library from "../entry";
import type { RemoteExperiment, SeedAnswer, SeedTask } from "./run-seeds";

// The other end of runSeeds: one process, one task after the other.

async function answer({ source, context, inputs }: SeedTask): Promise<SeedAnswer> {
  try {
    await library.startEngine();
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the experiment comes as text
    const make = new Function(`return (${source});`) as () => RemoteExperiment<unknown, unknown>;
    return { result: await make()(context, library, inputs) };
  } catch (error) {
    const { message, name } = error instanceof Error ? error : new Error(String(error));
    return { error: message, name };
  }
}

process.on("message", (task: SeedTask) => {
  void answer(task).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit()); // whoever asked is gone
process.on("SIGINT", () => undefined); // it is for the parent to decide
