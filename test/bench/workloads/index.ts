import { dcgan28, dcgan32 } from "./dcgan";
import { mlpGan } from "./mlp";
import { r1Conv } from "./r1-conv";
import { diffAugment } from "./small/augment";
import { conditional } from "./small/conditional";
import { consensus, draws, minibatchDiscrimination, unrolled } from "./small/game";
import { imageKinds } from "./small/image-parts";
import { averaged, updateKinds } from "./small/updates";
import { styleBlock } from "./style";
import { wganGp } from "./wgan-gp";
import type { Kind, Sizes } from "./workload";

export type { Inputs, Kind, Losses, Sizes, Workload } from "./workload";

/** What the benchmark times; torch_bench.py has the same kinds. */
export const timedKinds: readonly Kind[] = [mlpGan, wganGp, r1Conv, dcgan28, dcgan32, styleBlock];

/** What only has to be right: every part of the course that a compiled step may meet. */
export const smallKinds: readonly Kind[] = [
  consensus,
  unrolled,
  minibatchDiscrimination,
  draws,
  ...updateKinds,
  averaged,
  ...imageKinds,
  diffAugment,
  conditional,
];

export const allKinds: readonly Kind[] = [...timedKinds, ...smallKinds];

/** A row of the benchmark: a kind in one size. */
export interface Row {
  readonly name: string;
  readonly kind: string;
  readonly sizes: Sizes;
}

/** The benchmark's rows. Names say the kind, then the batch, then the width or the channels. */
export const rows: readonly Row[] = [
  { name: "mlp-512-128", kind: "mlp", sizes: { batch: 512, width: 128 } },
  { name: "mlp-128-64", kind: "mlp", sizes: { batch: 128, width: 64 } },
  { name: "wgan-gp-256-128", kind: "wgan-gp", sizes: { batch: 256, width: 128 } },
  { name: "r1-conv-64-16", kind: "r1-conv", sizes: { batch: 64, channels: 16 } },
  { name: "dcgan-28-64-32", kind: "dcgan-28", sizes: { batch: 64, channels: 32 } },
  { name: "dcgan-28-64-64", kind: "dcgan-28", sizes: { batch: 64, channels: 64 } },
  { name: "dcgan-32-64-32", kind: "dcgan-32", sizes: { batch: 64, channels: 32 } },
  { name: "style-16-32", kind: "style", sizes: { batch: 16, channels: 32, size: 32 } },
];

/**
 * @throws RangeError for an unknown kind
 */
export function kindOf(name: string): Kind {
  const found = allKinds.find(({ kind }) => kind === name);
  if (found) return found;
  const known = allKinds.map(({ kind }) => kind).join(", ");
  throw new RangeError(`Workload kind: wanted one of ${known}, found "${name}"`);
}
