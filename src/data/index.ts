// Points in the plane, whose truth is known.
export type { Dataset, LabelledBatch, PictureShape } from "./dataset";
export { grid, ring, type GridOptions, type Mixture, type RingOptions } from "./mixture";
export {
  spiral,
  swissRoll,
  twoMoons,
  type PlanarDataset,
  type SpiralOptions,
  type SwissRollOptions,
  type TwoMoonsOptions,
} from "./planar";
export { onPlane, type PlaneDataset } from "./plane";

// Pictures, those that come with the library first.
export { digits8, faces } from "./shipped";
export { parseIdx, type IdxArray } from "./idx";
export { mnist, mnistIsCached, preloadMnist } from "./mnist";
export type { Mnist, MnistOptions } from "./grey28";
export { fashionMnist } from "./fashion";
export { stackedMnist, type StackedDataset, type StackedOptions } from "./stacked";
export { emoji, type EmojiCategory, type EmojiOptions } from "./emoji";
export { pixelFaces, type FaceTrait, type PixelFaceOptions, type PixelFaces } from "./pixel-faces";
export { fromFolder, type FolderDataset, type FolderOptions } from "./folder";
export type { LeftOut } from "./folder-walk";
export {
  cropPicture,
  flipPicture,
  mapPictures,
  normalisePixels,
  type CropArea,
  type Picture,
} from "./picture";
export { resizePicture, rotatePicture, type ResizeOptions, type RotateOptions } from "./resample";

// Sounds and text.
export { sounds, type SoundDataset, type SoundKind, type SoundOptions } from "./sounds";
export { drums, type DrumOptions } from "./drums";
export { resampleSound } from "./resample-sound";
export { soundsFromFolder, type SoundFolderOptions } from "./sound-folder";
export { decodeWav, encodeWav, type RecordedSound } from "./wav";
export { excessPower, spectrum, type Spectrum, type SpectrumOptions } from "./spectrum";
export { spectrogram, type Spectrogram, type SpectrogramOptions } from "./spectrogram";
export { textDataset, type TextDataset, type TextOptions } from "./text";
export {
  bagOfWords,
  type BagOfWords,
  type BagOfWordsOptions,
  type ConditionTable,
  type TextVector,
} from "./bag-of-words";
export { sentences, type SentenceDataset, type SentenceOptions } from "./sentences";
export { distantAgreement, type AgreementFault, type DistantAgreement } from "./distant-agreement";
export { nGrams, type NGramOptions, type NGrams } from "./n-grams";
export { textShares, type TextShareOptions, type TextShares } from "./text-shares";

// Sets that lie in memory; parts of them, and how batches are drawn.
export { finiteDataset, type ClassLabels, type FiniteDataset, type FiniteFields } from "./finite";
export { kFold } from "./folds";
export { balanced, longTail, split, subset, type Split, type SplitSizes } from "./sampling";
export { corrupted, type CorruptedDataset, type CorruptOptions, type Fault } from "./corrupt";
export { cleaned, dataReport, type DataReport, type ReportInput } from "./report";
export type { DataFacts } from "./facts";
export type { FarNumber } from "./far-out";
export type { OutOfReach } from "./out-of-reach";
export type { DataFinding } from "./report-types";
export type { ClassBalance, Flagged, LabelDoubts } from "./report-checks";
