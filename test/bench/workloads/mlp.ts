import { alternate, learned, mlpPlayers, points } from "./parts";
import type { Kind } from "./workload";

/** The GAN of the course's first notebook: dense networks on points of the plane. */
export const mlpGan: Kind<{ batch: number; width: number }> = {
  kind: "mlp",
  sizes: { batch: 512, width: 128 },
  tiny: { batch: 8, width: 8 },
  make(random, { batch, width }) {
    const players = mlpPlayers(random, width);
    return {
      ...points(batch),
      variables: learned(players),
      optimizers: players.optimizers,
      fn: ({ real }) => alternate(players, real, () => random.normal([batch, 2])),
    };
  },
};
