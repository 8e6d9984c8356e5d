import type * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import type { Network } from "./network";

/** What is to be trained together. What is left out is not checked. */
export interface Pairing {
  /** Its outputs go into the discriminator. */
  readonly generator: Network;
  /** It judges real examples and the generator's outputs. */
  readonly discriminator: Network;
  /** Length of the latent vectors. */
  readonly latentSize?: number;
  /** The loss by name. Those of the library take scores without bounds; one that does not says so. */
  readonly loss?: {
    /** Its name in messages. */
    readonly name: string;
    /** It takes scores within bounds, such as probabilities. */
    readonly boundedScores?: true;
    /** What the discriminator minimises, in two parts. It is asked whether it has a floor. */
    readonly discriminator?: (
      realScores: tf.Tensor,
      fakeScores: tf.Tensor,
    ) => {
      /** The part by the real examples, a scalar. */
      readonly real: tf.Tensor;
      /** The part by the fakes, a scalar. */
      readonly fake: tf.Tensor;
    };
  };
  /** What the real examples are drawn from. */
  readonly data?: Omit<Dataset, "sample">;
  /** The critic's slope is penalised: gradient penalty, R1, R2. */
  readonly slopePenalty?: boolean;
  /** The terms of the training, which say by `slope` whether they penalise it. */
  readonly terms?: readonly {
    /** It penalises the critic's slope. */
    readonly slope?: boolean;
  }[];
  /** All weights of the discriminator stay between ± this. */
  readonly weightClip?: number;
  /** How many examples the discriminator gets at once; what it says itself when left out. */
  readonly packing?: number;
}
