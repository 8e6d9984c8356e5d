import type { Both, TrainingOptions } from "../training/options";
import type { Rate } from "../training/rates";
import type { Term } from "../training/term";
import type {
  AugmentForm,
  DataForm,
  LossForm,
  NetworkForm,
  OptimizerForm,
  OwnForm,
  RateForm,
  TermForm,
} from "./forms";

/** The options that decide a training's numbers, and that data can hold. */
type Plain =
  | "steps"
  | "batchSize"
  | "latentSize"
  | "beta1"
  | "beta2"
  | "discriminatorSteps"
  | "generatorSteps"
  | "adversarialWeight"
  | "packing"
  | "clip"
  | "weightClip"
  | "unrolling"
  | "accumulate"
  | "average"
  | "snapshotEvery"
  | "snapshotSize"
  | "compiled"
  | "unchecked";

/** The parts of a recipe: options of `trainGan`, each as data or as the value itself. */
export interface RecipeParts extends Pick<TrainingOptions, Plain> {
  /** What the real examples are drawn from. */
  readonly data: TrainingOptions["data"] | DataForm;
  /** Makes fakes; its sizes follow from the data. */
  readonly generator: TrainingOptions["generator"] | NetworkForm;
  /** Scores examples; its sizes follow from the data. */
  readonly discriminator: TrainingOptions["discriminator"] | NetworkForm;
  /** What the two minimise. */
  readonly loss: TrainingOptions["loss"] | LossForm;
  /** Learning rates, or one for both players. */
  readonly learningRate: number | Both<Rate | RateForm>;
  /** What is added to the losses. */
  readonly terms?: readonly (Term | TermForm)[];
  /** Makes the players' optimisers. */
  readonly optimizer?: TrainingOptions["optimizer"] | OptimizerForm;
  /** Standard deviation of noise on all that the discriminator sees. */
  readonly instanceNoise?: Rate | RateForm;
  /** Random changes of all that the discriminator sees. */
  readonly augment?: TrainingOptions["augment"] | AugmentForm;
  /** How strongly `augment` changes examples. */
  readonly augmentStrength?: TrainingOptions["augmentStrength"] | RateForm;
  /** The share of the fakes that the generator learns from. */
  readonly topK?: Rate | RateForm;
  /** How many updates each player makes in a step. */
  readonly schedule?: TrainingOptions["schedule"] | OwnForm;
  /** Held-out examples, for the monitors. */
  readonly heldOut?: TrainingOptions["heldOut"] | DataForm;
}

/** Options of `trainGan` of which some stand as data. */
export type RecipeOptions = Omit<TrainingOptions, keyof RecipeParts> & RecipeParts;
