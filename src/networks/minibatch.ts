import type { Layer } from "../layers/layer";
import { minibatchDiscrimination, minibatchStddev } from "../layers/minibatch";
import type { Random } from "../random";

/** How a discriminator compares the examples of a batch, so that it sees when they are too alike. */
export type Minibatch =
  | {
      /** {@link minibatchDiscrimination} … */
      readonly kind: "discrimination";
      /** How many numbers are added to an example's features. */
      readonly kernels: number;
      /** Dimensions of the space in which each kernel measures distance. */
      readonly dims: number;
    }
  | {
      /** … or {@link minibatchStddev}. */
      readonly kind: "stddev";
    };

/** The layer of flat features (batch, size), and how many features it gives. */
export function minibatchLayer(
  minibatch: Minibatch | undefined,
  options: { readonly name: string; readonly inputs: number; readonly random: Random },
): { readonly layers: readonly Layer[]; readonly outputs: number } {
  const { name, inputs } = options;
  if (minibatch === undefined) return { layers: [], outputs: inputs };
  if (minibatch.kind === "stddev")
    return { layers: [minibatchStddev({ name })], outputs: inputs + 1 };
  const { kernels, dims } = minibatch;
  const layer = minibatchDiscrimination({ ...options, kernels, dims });
  return { layers: [layer], outputs: inputs + kernels };
}
