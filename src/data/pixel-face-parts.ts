import { decodePng } from "./png";
import { readAsset, type Asset } from "./shipped";

/** The parts of the drawn faces; assets/README.md says where they are from. */
export const pixelFacesAsset: Asset = {
  file: "pixel-faces.png",
  sha256: "2d3009efd38b0d25f4fbcf785021b476dd7941cf68863c048898526d9bfcae8c",
};

export const faceSide = 16;
const area = faceSide * faceSide;
const columns = 12;

/** How many tiles there are of each group, in the order of the sheet. */
const groups = {
  skin: 1,
  earrings: 4,
  clothes: 23,
  eyes: 12,
  glasses: 14,
  beard: 8,
  happy: 13,
  sad: 10,
  long: 21,
  short: 24,
  hat: 10,
} as const;

/** A group of parts, such as all hats. */
export type FaceGroup = keyof typeof groups;

/** A part of a face: of each pixel what it covers, what it adds, and how much of its own colour. */
export interface FacePart {
  readonly cover: Uint8Array; // (16 * 16), 0 to 255
  readonly light: Uint8Array; // (16 * 16), 0 to 255
  readonly own: Uint8Array; // (16 * 16), 0 to 255
}

/** A colour: red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

const colours = (text: string): readonly Colour[] =>
  text.split(" ").map((hex) => {
    const number = Number.parseInt(hex, 16);
    return [number >> 16, (number >> 8) & 255, number & 255];
  });

/** The colours of each part that is not told in words. */
export const faceColours = {
  skin: colours("ffdbac f5cfa0 eac393 e0b687 cb9e6e b68655 a26d3d 8d5524"),
  earrings: colours("daa520 ffd700 fafad2 d3d3d3 a9a9a9"),
  clothes: colours(
    "5bc0de 428bca 03396c 88d8b0 44c585 00b159 ff6f69 d11141 ae0001 ffeead ffd969 ffc425",
  ),
  eyes: colours("76778b 697b94 647b90 5b7c8b 588387 876658"),
  glasses: colours("4b4b4b 323232 191919 43677d 5f705c a04b5d"),
  mouth: colours("d29985 c98276 e35d6a de0f0d"),
  hat: colours("2e1e05 2663a3 989789 3d8a6b cc6192 614f8a a62116"),
} as const;

/** Hair, in colours that can be told apart, by their words. */
export const hairColours: Readonly<Record<string, Colour>> = {
  black: colours("28150a")[0],
  brown: colours("83623b")[0],
  blond: colours("f0c95a")[0],
  red: colours("bd1700")[0],
  green: colours("91cb15")[0],
  blue: colours("009bbd")[0],
};

let sheet: ReadonlyMap<FaceGroup, readonly FacePart[]> | undefined;

/** The parts of a group, read at the first use. */
export function faceParts(group: FaceGroup): readonly FacePart[] {
  sheet ??= readSheet();
  return sheet.get(group)!;
}

function readSheet(): ReadonlyMap<FaceGroup, readonly FacePart[]> {
  const { rgba, width } = decodePng(readAsset(pixelFacesAsset), pixelFacesAsset.file);
  const channel = (tile: number, offset: number) =>
    Uint8Array.from({ length: area }, (_, i) => {
      const x = (tile % columns) * faceSide + (i % faceSide);
      const y = Math.floor(tile / columns) * faceSide + Math.floor(i / faceSide);
      return rgba[4 * (y * width + x) + offset];
    });
  let next = 0;
  return new Map(
    (Object.keys(groups) as FaceGroup[]).map((group) => {
      const parts = Array.from({ length: groups[group] }, () => {
        const tile = next++;
        return { cover: channel(tile, 0), light: channel(tile, 1), own: channel(tile, 2) };
      });
      return [group, parts];
    }),
  );
}

/** White paper to draw on: red, green and blue of each pixel, 0 to 255. */
export function paper(): Float32Array {
  return new Float32Array(3 * area).fill(255); // (16 * 16 * 3)
}

/** Puts a part over what is drawn already. */
export function draw(
  picture: Float32Array, // (16 * 16 * 3), 0 to 255
  { cover, light, own }: FacePart,
  colour: Colour,
): void {
  for (let i = 0; i < area; i++) {
    if (cover[i] === 0) continue;
    for (let channel = 0; channel < 3; channel++) {
      const at = 3 * i + channel;
      const added = light[i] + (colour[channel] * own[i]) / 255;
      picture[at] = (picture[at] * (255 - cover[i])) / 255 + added;
    }
  }
}

/**
 * How many pixels of a part show under another one.
 *
 * @param over what lies over it; nothing when left out
 */
export function visiblePixels(part: FacePart, over?: FacePart): number {
  return part.cover.filter((cover, i) => cover > 0 && !(over && over.cover[i] > 0)).length;
}
