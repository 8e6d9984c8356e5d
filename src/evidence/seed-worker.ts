import * as library from "../entry";
import { serveTasks } from "./pool";
import type { RemoteExperiment, SeedTask } from "./run-seeds";

// The other end of runSeeds: one process, one task after the other.

serveTasks(async (task) => {
  const { source, context, inputs } = task as SeedTask;
  await library.startEngine();
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the experiment comes as text
  const make = new Function(`return (${source});`) as () => RemoteExperiment<unknown, unknown>;
  return make()(context, library, inputs);
});
