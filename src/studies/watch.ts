import type { Snapshot } from "../training/snapshot";
import { liveChart } from "../plots/live";
import { filmOf } from "./film";
import type { PlacedOrder } from "./orders";
import { dataFrom } from "./shared-data";

/** A picture of a run's samples that changes in place. */
export interface WatchedPicture {
  /** Shows this snapshot now or soon. */
  update(snapshot: Snapshot): void;
  /** Shows the last one. */
  done(): Promise<void>;
}

/** Starts such a picture of a run while it trains; of no run, or of data that have no picture, it shows nothing. */
export async function watchedPicture(order: PlacedOrder | undefined): Promise<WatchedPicture> {
  const draw = order && filmOf(await dataFrom(order.recipe.data));
  if (!draw) return { update: () => undefined, done: () => Promise.resolve() };
  const live = liveChart();
  let last: Snapshot | undefined;
  const chart = (snapshot: Snapshot) => {
    const { step } = snapshot;
    return draw([snapshot], {
      title: `"${order.arm}", seed ${order.seed}, step ${step}`,
      alt: `Samples of the arm "${order.arm}", seed ${order.seed}, after ${step} steps.`,
    });
  };
  return {
    update(snapshot) {
      if (!snapshot.samples.every(Number.isFinite)) return;
      last = snapshot;
      live.update(() => chart(snapshot));
    },
    async done() {
      if (last) await live.done(chart(last));
    },
  };
}
