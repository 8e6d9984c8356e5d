import { lever } from "../levers/lever";
import { expectInteger } from "../shape";
import { fetchPackage, readCached, type DataPackage } from "./cache";
import { finiteDataset, type FiniteDataset } from "./finite";
import { cutSquare, decodePng, pixelsOf, type DecodedPicture } from "./png";
import { resizePicture } from "./resample";

export const emojiSource: DataPackage = {
  name: "emoji-datasource-twitter",
  version: "16.0.0",
  integrity:
    "sha512-7F+uCuHH+7Qnrc15P5tnbvKkg9E6tlzi4MnT2uW1RlN4pLYTza6cP/dstIfSDMtpjFLWuZewWg8jBbuL2eyELQ==",
  files: [
    {
      path: "emoji.json",
      sha256: "1d602e65be88772bf8cc368ce16b855d719eeddbafe128d471b80203f494d29f",
      bytes: 1_313_457,
    },
    {
      path: "img/twitter/sheets-clean/32.png",
      sha256: "2767ef2e87cbfb6cc12ac46596c339549afaf0ae8771cf51100c8853f6bde632",
      bytes: 4_901_480,
    },
  ],
};

const sheetSide = 32; // pixels of a picture on the sheet, which has one more around each

/** What emoji.json says of a picture, as far as it is used. */
interface EmojiEntry {
  readonly name: string;
  readonly category: string;
  readonly sheet_x: number;
  readonly sheet_y: number;
  readonly has_img_twitter: boolean;
  readonly obsoleted_by?: string;
}

export const emojiCategories = [
  "Activities",
  "Animals & Nature",
  "Flags",
  "Food & Drink",
  "Objects",
  "People & Body",
  "Smileys & Emotion",
  "Symbols",
  "Travel & Places",
] as const;

/** One of the nine groups that Unicode sorts emoji into, such as "Animals & Nature". */
export type EmojiCategory = (typeof emojiCategories)[number];

/** Options of {@link emoji}. */
export interface EmojiOptions {
  /** Pixels along a side, 4 to 32; 32, as drawn; smaller ones by area. */
  readonly size?: number;
  /** Only these groups; all nine when left out. */
  readonly categories?: readonly EmojiCategory[];
}

/**
 * About 1,870 emoji in colour, on white, each with its English name as caption ("grinning face") and its
 * category as class: pictures with words, for text-to-image. The artwork is Twitter's Twemoji (CC BY 4.0),
 * without skin tones. The first use fetches 62 MB through npm and keeps 6 MB in the cache folder.
 *
 * @throws RangeError for a size out of range or a category that is not there
 * @throws Error that says what to do, when the pictures cannot be fetched or are damaged
 * @example
 * ```ts
 * import { emoji } from "gan-clinic";
 * await assert.rejects(emoji({ size: 33 }), /emoji size: wanted a whole number/);
 * // const animals = await emoji({ size: 16, categories: ["Animals & Nature"] });
 * // animals.captions![0]; // "seedling"
 * ```
 */
export async function emoji({
  size = sheetSide,
  categories = emojiCategories,
}: EmojiOptions = {}): Promise<FiniteDataset> {
  expectInteger(size, "emoji size", { atLeast: 4, atMost: sheetSide });
  const unknown = categories.find((category) => !emojiCategories.includes(category));
  if (unknown !== undefined || categories.length === 0) {
    const found = unknown ?? "none";
    throw new RangeError(
      `emoji categories: wanted some of ${emojiCategories.join(", ")}, found ${found}`,
    );
  }
  await fetchPackage(emojiSource);
  const [list, sheet] = emojiSource.files;
  const text = Buffer.from(await readCached(emojiSource, list)).toString();
  const wanted = (JSON.parse(text) as EmojiEntry[]).filter(
    ({ category, has_img_twitter, obsoleted_by }) =>
      has_img_twitter &&
      obsoleted_by === undefined &&
      categories.includes(category as EmojiCategory),
  );
  const pixels = decodePng(await readCached(emojiSource, sheet), sheet.path);
  const area = size * size * 3;
  const examples = new Float32Array(wanted.length * area);
  wanted.forEach((entry, i) => {
    examples.set(emojiPixels(pixels, entry, size), i * area);
  });
  const classNames = [...categories].sort();
  return lever(
    "data",
    "emoji",
    { size, categories },
    finiteDataset({
      name: "emoji",
      shape: [area],
      examples,
      labels: Uint8Array.from(wanted, ({ category }) =>
        classNames.indexOf(category as EmojiCategory),
      ),
      classNames,
      captions: wanted.map(({ name }) => name.toLowerCase()),
      picture: { height: size, width: size, channels: 3 },
      range: [-1, 1],
    }),
  );
}

function emojiPixels(
  sheet: DecodedPicture,
  { sheet_x, sheet_y }: EmojiEntry,
  size: number,
): Float32Array {
  const pitch = sheetSide + 2;
  const own = cutSquare(sheet, sheet_x * pitch + 1, sheet_y * pitch + 1, sheetSide);
  const picture = { pixels: pixelsOf(own, 3), height: sheetSide, width: sheetSide, channels: 3 };
  return resizePicture(picture, { height: size, width: size }).pixels;
}
