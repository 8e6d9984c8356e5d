// What a network is, putting layers together, the plain one.
export type { Network, NetworkTraits, SummaryRow } from "./network";
export { sequential, type SequentialOptions } from "./sequential";
export { residual, type ResidualOptions, type Step } from "./block";
export { summaryText } from "./summary";
export type { Minibatch, Norm, PictureSize } from "./parts";
export { mlp, type MlpOptions } from "./mlp";

// For pictures.
export { dcganGenerator, type DcganGeneratorOptions } from "./dcgan-generator";
export { dcganDiscriminator, type DcganDiscriminatorOptions } from "./dcgan-discriminator";
export { dcganCritic, type DcganCriticOptions } from "./dcgan-critic";
export {
  captionGenerator,
  type CaptionGenerator,
  type CaptionGeneratorOptions,
} from "./caption-generator";
export { captionDiscriminator, type CaptionDiscriminatorOptions } from "./caption-discriminator";
export { snganGenerator, type SnganGeneratorOptions } from "./sngan-generator";
export { snganDiscriminator, type SnganDiscriminatorOptions } from "./sngan-discriminator";
export {
  bigganDiscriminator,
  bigganGenerator,
  type BigganDiscriminatorOptions,
  type BigganGeneratorOptions,
} from "./biggan";
export {
  styleganGenerator,
  type StyleganGenerator,
  type StyleganGeneratorOptions,
} from "./stylegan-generator";
export type { LatentSpace } from "./latent-space";
export {
  mixedStyles,
  styleMixing,
  type MixedStylesOptions,
  type StyleMixingOptions,
} from "./style-mixing";
export {
  meanStyle,
  truncatedGenerator,
  truncatedLatent,
  truncatedStyles,
  type MeanStyleOptions,
  type TruncatedLatentOptions,
} from "./truncation";
export { styleganDiscriminator, type StyleganDiscriminatorOptions } from "./stylegan-discriminator";
export { cycleganGenerator, type CycleganGeneratorOptions } from "./cyclegan";
export { patchDiscriminator, type PatchDiscriminatorOptions } from "./patch-discriminator";

// For text and sound.
export {
  textDiscriminator,
  textGenerator,
  type TextDiscriminatorOptions,
  type TextGeneratorOptions,
} from "./text";
export {
  waveganDiscriminator,
  waveganGenerator,
  type SoundLength,
  type WaveganDiscriminatorOptions,
  type WaveganGeneratorOptions,
} from "./wavegan";
export { withoutDraws } from "./without-draws";

// Which two go together.
export { labelBlind, type LabelBlindOptions } from "./label-blind";
export { featureCount } from "./feature-count";
export { checkPairing, expectPairing, type Pairing, type PairingFinding } from "./pairing";

// Generators that come with the library.
export { pretrainedFile, pretrainedNames } from "./pretrained-file";
