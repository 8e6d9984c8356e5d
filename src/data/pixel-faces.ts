import { seeded, type Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import { classLabels, finiteDataset, type FiniteDataset } from "./finite";
import {
  draw,
  faceColours,
  faceParts,
  faceSide,
  hairColours,
  paper,
  visiblePixels,
  type FaceGroup,
  type FacePart,
} from "./pixel-face-parts";

/** How often each trait occurs, when nothing is said; as in the package that the design is from. */
const usual = { long: 21 / 45, glasses: 0.2, hat: 0.05, sad: 10 / 23, beard: 0.05 };

/** What a drawn face has or has not. */
export type FaceTrait = "long" | "glasses" | "hat" | "sad" | "beard";

const traits = Object.keys(usual) as FaceTrait[];
const colourNames = Object.keys(hairColours);

/** What is told of a drawn face, in the order of its numbers: five traits, then six colours of hair. */
export const faceAttributes: readonly string[] = [...traits, ...colourNames];

/** Options of {@link pixelFaces}. */
export interface PixelFaceOptions {
  /** How many faces; 2,000. */
  readonly count?: number;
  /** Decides which; 1. Another one gives other faces of the same kind. */
  readonly seed?: number;
  /**
   * The share of the faces that have a trait, 0 to 1, each independent of the others. Left out: long hair 47 %, glasses
   * 20 %, a hat 5 %, a sad mouth 43 %, a beard 5 %.
   */
  readonly shares?: Readonly<Partial<Record<FaceTrait, number>>>;
  /**
   * Combinations that no face may have, each as some of "long", "short", "glasses", "hat", "sad", "happy", "beard",
   * "black", "brown", "blond", "red", "green", "blue": `[["long", "blue"]]` draws no face with long blue hair.
   */
  readonly without?: readonly (readonly string[])[];
}

/** Drawn faces, with what they show. */
export interface PixelFaces extends FiniteDataset {
  readonly labels: NonNullable<FiniteDataset["labels"]>;
  readonly classNames: readonly string[];
  readonly captions: readonly string[];
  /** What the numbers of {@link PixelFaces.attributes} say: long, glasses, hat, sad, beard, then six colours of hair. */
  readonly attributeNames: readonly string[];
  /** 1 for what a face has, 0 for what it has not. */
  readonly attributes: Uint8Array; // (count, 11)
  /** What the faces of each class have, also of a class without a face: 1 and 0 as in `attributes`. */
  readonly combinations: Uint8Array; // (classes, 11)
}

/**
 * Faces of 16 x 16 pixels, in colour, on white: pictures whose truth is known. Each is put together of drawn parts, and
 * says which: `attributes` in numbers, `captions` in words ("long blue hair, glasses, happy"). A class is a combination
 * of traits and hair colour; traits whose share is 0 or 1 do not count, for all faces are alike in them. `classNames` are
 * the captions of all classes, also of those that `without` leaves out: text-to-image trains on some and is asked for others.
 *
 * Skin, eyes, clothes, shapes and earrings vary too, and are not told. Hair shows in four pixels at least, also under a
 * hat, so that its colour can be seen. The design is DiceBear's "Pixel Art" (CC0 1.0), in six hair colours of our choice;
 * it comes with the library. Beards are drawn at nine tenths of the hair's colour, a little darker than in the original.
 *
 * @throws RangeError for fewer than one face, a seed that is not a whole number from 0, a share outside of 0 to 1, a word
 *   that is not known, or combinations that leave (almost) no face
 * @example
 * ```ts
 * import { pixelFaces } from "gan-clinic";
 * const data = pixelFaces({ count: 50, shares: { hat: 0.5, beard: 0 }, without: [["long", "blue"]] });
 * assert.deepEqual([data.count, ...data.shape, data.classes], [50, 768, 2 ** 4 * 6]);
 * assert.match(data.captions[0], /^(long|short) \w+ hair(, glasses)?(, hat)?, (sad|happy)$/);
 * assert.ok(!data.captions.some((caption) => caption.startsWith("long blue")));
 * ```
 */
export function pixelFaces({
  count = 2000,
  seed = 1,
  shares = {},
  without = [],
}: PixelFaceOptions = {}): PixelFaces {
  expectInteger(count, "pixelFaces count", { atLeast: 1 });
  expectInteger(seed, "pixelFaces seed", { atLeast: 0 });
  const all = { ...usual, ...shares };
  for (const trait of traits) {
    expectNumber(all[trait], `pixelFaces shares.${trait}`, { atLeast: 0, atMost: 1 });
  }
  const isLeftOut = leavingOut(without);
  const varying = traits.filter((trait) => all[trait] > 0 && all[trait] < 1);
  const constant = traits.filter((trait) => all[trait] === 1);
  const combinations = everyCombination(varying, constant);
  const classNames = combinations.map((combination) => captionOf(combination, varying));
  const examples = new Float32Array(count * faceSide ** 2 * 3);
  const drawn: number[] = [];
  const random = seeded(seed).stream("pixelFaces");
  for (let tries = 0; drawn.length < count; tries++) {
    if (tries > 100 * count + 1000) {
      throw new RangeError(
        `pixelFaces without: wanted combinations that leave at least a hundredth of the faces, found ${drawn.length} faces in ` +
          `${tries} tries; leave out less`,
      );
    }
    const own = random.stream(`${tries}`);
    const label = drawnClass(all, varying, own.stream("traits"));
    if (isLeftOut(combinations[label])) continue;
    const face = faceOf(combinations[label], own.stream("parts"));
    examples.set(face, drawn.length * face.length);
    drawn.push(label);
  }
  const labels = classLabels(combinations.length, drawn);
  const attributes = Uint8Array.from(drawn.flatMap((label) => combinations[label]));
  return {
    ...finiteDataset({
      name: "pixel faces",
      shape: [faceSide ** 2 * 3],
      examples,
      labels,
      classNames,
      captions: drawn.map((label) => classNames[label]),
      picture: { height: faceSide, width: faceSide, channels: 3 },
      range: [-1, 1],
    }),
    labels,
    classNames,
    captions: drawn.map((label) => classNames[label]),
    attributeNames: faceAttributes,
    attributes,
    combinations: Uint8Array.from(combinations.flat()),
  };
}

/** The attributes of every class: its number is the colour's, plus 6 times the traits as binary digits. */
function everyCombination(varying: readonly FaceTrait[], constant: readonly FaceTrait[]) {
  return Array.from({ length: 2 ** varying.length * colourNames.length }, (_, label) => {
    const [bits, colour] = [Math.floor(label / colourNames.length), label % colourNames.length];
    const has = (trait: FaceTrait) => (bits >> varying.indexOf(trait)) % 2 === 1;
    return [
      ...traits.map((trait) =>
        Number(constant.includes(trait) || (varying.includes(trait) && has(trait))),
      ),
      ...colourNames.map((_name, k) => Number(k === colour)),
    ];
  });
}

function captionOf(combination: readonly number[], varying: readonly FaceTrait[]): string {
  const has = (trait: FaceTrait) => combination[traits.indexOf(trait)] === 1;
  const told = (trait: FaceTrait) => varying.includes(trait);
  const colour = colourNames[combination.indexOf(1, traits.length) - traits.length];
  const length = told("long") ? `${has("long") ? "long" : "short"} ` : "";
  const things = (["glasses", "hat", "beard"] as const).filter((each) => told(each) && has(each));
  const mood = told("sad") ? [has("sad") ? "sad" : "happy"] : [];
  return [`${length}${colour} hair`, ...things, ...mood].join(", ");
}

/** Tells what no face may have. */
function leavingOut(
  without: readonly (readonly string[])[],
): (combination: readonly number[]) => boolean {
  const opposites: Readonly<Record<string, string>> = { short: "long", happy: "sad" };
  const wanted = without.map((words) =>
    words.map((word) => {
      const place = faceAttributes.indexOf(opposites[word] ?? word);
      if (place < 0) {
        const known = [...faceAttributes, ...Object.keys(opposites)].join(", ");
        throw new RangeError(`pixelFaces without: wanted words of ${known}, found "${word}"`);
      }
      return { place, value: Number(!(word in opposites)) };
    }),
  );
  return (combination) =>
    wanted.some((words) => words.every(({ place, value }) => combination[place] === value));
}

function drawnClass(
  shares: Readonly<Record<FaceTrait, number>>,
  varying: readonly FaceTrait[],
  random: Random,
): number {
  const [colour, ...chances] = random.uniforms(1 + varying.length);
  const bits = varying.reduce((sum, trait, i) => sum + Number(chances[i] < shares[trait]) * 2 ** i, 0); // prettier-ignore
  return bits * colourNames.length + Math.floor(colour * colourNames.length);
}

/** Hair of fewer pixels would not show its colour. */
const fewestHairPixels = 4;
const earrings = 0.1; // as in the package

/** A face with these attributes, from -1 to 1; all else is drawn. */
function faceOf(combination: readonly number[], random: Random): Float32Array {
  const has = (trait: FaceTrait) => combination[traits.indexOf(trait)] === 1;
  const chances = random.uniforms(20);
  let next = 0;
  const one = <T>(from: readonly T[]): T => from[Math.floor(chances[next++] * from.length)];
  const hair = hairColours[colourNames[combination.indexOf(1, traits.length) - traits.length]];
  const hat = has("hat") ? one(faceParts("hat")) : undefined;
  const style = one(showing(has("long") ? "long" : "short", hat));
  const picture = paper();
  const part = (group: FaceGroup, colour: readonly (typeof hair)[]) => {
    draw(picture, one(faceParts(group)), one(colour));
  };
  part("skin", faceColours.skin);
  if (chances[next++] < earrings) part("earrings", faceColours.earrings);
  part("clothes", faceColours.clothes);
  part("eyes", faceColours.eyes);
  if (has("glasses")) part("glasses", faceColours.glasses);
  if (has("beard")) part("beard", [hair]);
  part(has("sad") ? "sad" : "happy", faceColours.mouth);
  draw(picture, style, hair);
  if (hat) draw(picture, hat, one(faceColours.hat));
  return picture.map((value) => Math.min(255, Math.round(value)) / 127.5 - 1);
}

/** The hair styles that show under a hat. */
function showing(group: "long" | "short", hat: FacePart | undefined): readonly FacePart[] {
  return faceParts(group).filter((style) => visiblePixels(style, hat) >= fewestHairPixels);
}
