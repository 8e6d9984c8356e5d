import type { Json } from "../json";
import { serveTasks } from "../evidence/pool";
import { trustSources } from "../levers/own";
import { recipe, type Recipe } from "../recipes/recipe";
import { startEngine, type EngineName } from "../runtime/engine";
import type { PlacedOrder } from "./orders";
import { trainRun, type RunNews } from "./train";

// The other end of runStudy: one process, one run after the other.

/** A run to be done in another process. */
export interface RunTask extends Omit<PlacedOrder, "recipe"> {
  /** The recipe as plain data. */
  readonly recipe: Json;
  /** Computes; the same as in the process that asks. */
  readonly engine: EngineName;
  /** Whether snapshots are told as they are taken. */
  readonly watched: boolean;
}

trustSources(); // they come from the process that started this one

serveTasks(async (task, tell) => {
  const { engine, watched, ...order } = task as RunTask;
  await startEngine(engine);
  const told = ({ share, snapshot }: RunNews) => {
    if (share !== undefined || watched) tell({ share, snapshot });
  };
  const made = recipe(order.recipe as unknown as Recipe);
  const trained = await trainRun({ ...order, recipe: made }, told);
  if (!trained) throw new Error("it was stopped"); // by a Ctrl-C that whoever asked has had too
  return trained;
});
