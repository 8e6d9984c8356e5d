import { corrupted, type CorruptOptions } from "../../data/corrupt";
import type { Dataset } from "../../data/dataset";
import { drums } from "../../data/drums";
import { emoji, emojiCategories } from "../../data/emoji";
import { fashionMnist } from "../../data/fashion";
import type { FiniteDataset, FiniteFields } from "../../data/finite";
import { foldOf, type FoldPlace } from "../../data/folds";
import { fromFolder, type FolderOptions } from "../../data/folder";
import { grid, ring } from "../../data/mixture";
import { mnist } from "../../data/mnist";
import { spiral, swissRoll, twoMoons } from "../../data/planar";
import { onPlane } from "../../data/plane";
import { cleaned, dataReport } from "../../data/report";
import { balanced, split, subset, type Split, type SplitSizes } from "../../data/sampling";
import { sentences } from "../../data/sentences";
import { digits8, faces } from "../../data/shipped";
import { soundKinds, sounds } from "../../data/sounds";
import { stackedMnist, type StackedOptions } from "../../data/stacked";
import { textDataset } from "../../data/text";
import { contentOf } from "../../levers/plain";
import { maker, streamOf, type Place, type StreamParameters } from "./maker";

export interface Of<T> {
  readonly data: T;
}

/** The hash of all examples, where a recipe says what they were. */
export interface Content {
  readonly content?: { readonly content: string };
}

const content = { "content?": { members: { content: "string" }, unknown: "refuse" } } as const;
const ofGrey = { split: "train", size: 28 };

/** The data sets of the library. */
export const dataMakers = {
  ring: maker(ring, { defaults: { modes: 8, radius: 1, std: 0.01 } }),
  grid: maker(grid, { defaults: { side: 5, spacing: 2, std: 0.05 } }),
  swissRoll: maker(swissRoll, { defaults: { noise: 0.25, scale: 7.5 } }),
  twoMoons: maker(twoMoons, { defaults: { noise: 0.1 } }),
  spiral: maker(spiral, { defaults: { arms: 2, noise: 0.1 } }),
  onPlane: maker(
    (
      { data, dimensions, ...stream }: Of<Dataset> & StreamParameters & { dimensions: number },
      at,
    ) => onPlane(data, dimensions, streamOf(stream, at)),
  ),
  digits8: maker(() => digits8()),
  faces: maker(() => faces()),
  mnist: maker(mnist, { defaults: ofGrey }),
  fashionMnist: maker(fashionMnist, { defaults: ofGrey }),
  stackedMnist: maker(
    ({ data, ...options }: Of<FiniteDataset> & StackedOptions) => stackedMnist(data, options),
    { defaults: { channels: 3 } },
  ),
  emoji: maker(emoji, { defaults: { size: 32, categories: emojiCategories } }),
  drums: maker(drums, { defaults: { length: 2048, rate: 8192 } }),
  sounds: maker(sounds, { defaults: { length: 1024, rate: 8192, kinds: soundKinds } }),
  textDataset: maker(textDataset, { defaults: { name: "text" } }),
  sentences: maker(sentences),
  fromFolder: maker(
    async ({ folder, content, ...options }: FolderOptions & Content & { folder: string }, at) =>
      withContent(await fromFolder(folder, options), content, at),
    { defaults: { damaged: "refuse" }, parameters: content },
  ),
  finiteDataset: maker<Omit<FiniteFields, "examples">>(refuseExamples, {
    parameters: {
      examples: "any",
      "labels?": "any",
    },
  }),
  subset: maker(({ data, n, ...stream }: Of<Dataset> & StreamParameters & { n: number }, at) =>
    subset(data, n, streamOf(stream, at)),
  ),
  split: maker(
    (
      {
        data,
        train,
        heldOut,
        part = "train",
        ...stream
      }: Of<FiniteDataset> & StreamParameters & SplitSizes & { part?: keyof Split },
      at,
    ) => split(data, { train, heldOut }, streamOf(stream, at))[part],
    { defaults: { part: "train" }, parameters: { "part?": { values: ["train", "heldOut"] } } },
  ),
  kFold: maker(
    ({ data, k, fold, part, ...stream }: Of<FiniteDataset> & StreamParameters & FoldPlace, at) =>
      foldOf(data, { k, fold, part }, streamOf(stream, at)),
    { parameters: { fold: "number", part: { values: ["train", "heldOut"] } } },
  ),
  balanced: maker(({ data }: Of<FiniteDataset>) => balanced(data)),
  corrupted: maker(
    ({ data, seed, random, ...options }: Of<Dataset> & StreamParameters & CorruptOptions, at) =>
      corrupted(data, options, streamOf({ seed, random }, at)),
  ),
  cleaned: maker(
    ({ data, content }: Of<FiniteDataset> & Content, at) =>
      withContent(cleaned(data, dataReport(data)), content, at),
    { parameters: content, without: ["report"] },
  ),
};

function withContent<T extends FiniteDataset>(data: T, wanted: Content["content"], at: Place): T {
  const found = contentOf(data.examples);
  if (wanted === undefined || wanted.content === found) return data;
  throw new Error(
    `${at.path}: wanted examples whose numbers have the SHA-256 ${wanted.content}, found ${found}: they have changed ` +
      "since the recipe was made. Bring them back, or leave content out",
  );
}

function refuseExamples({ name }: { readonly name: string }, { path }: Place): never {
  throw new TypeError(
    `${path}: the examples of "${name}" lie in memory only, and cannot be made again from a recipe; give the data ` +
      "set itself, or keep pictures in a folder (fromFolder)",
  );
}
