/**
 * The colours of Okabe and Ito (2008), told apart by people with any common colour blindness. Their
 * orange, sky blue and yellow are too light for thin lines on white (contrast 2.3 and less); dark
 * brown and indigo stand in. Colour never stands alone: points differ in shape, lines in dashes,
 * bars in fill.
 */
export const palette = {
  real: "#0072B2",
  generated: "#D55E00",
  discriminator: "#009E73",
} as const;

/** Colours for further series, in the order of use. */
const more: readonly string[] = [
  "#0072B2", // blue
  "#D55E00", // vermillion
  "#009E73", // bluish green
  "#CC79A7", // reddish purple
  "#6B4A00", // brown
  "#4B0082", // indigo
  "#000000", // black
];

/** The most series that one chart can hold. */
export const maxSeries = more.length;

/** A dash pattern for each series, in the order of use. The first is solid. */
export const dashes: readonly (readonly number[])[] = [
  [1, 0],
  [8, 3],
  [2, 2],
  [10, 3, 2, 3],
  [4, 4],
  [12, 4],
  [2, 5],
];

const byFirstWord: Readonly<Record<string, string>> = {
  real: palette.real,
  generated: palette.generated,
  generator: palette.generated,
  discriminator: palette.discriminator,
  critic: palette.discriminator,
};

/**
 * One colour for each name. Names that begin with a word of this course ("real", "generated",
 * "generator", "discriminator", "critic") always get the same colour; the others share the rest.
 *
 * @throws RangeError if there are more names than colours.
 */
export function coloursFor(names: readonly string[]): string[] {
  if (names.length > maxSeries) {
    throw new RangeError(
      `Chart has ${names.length} series; wanted at most ${maxSeries}; draw two charts`,
    );
  }
  const wanted = names.map((name) => byFirstWord[name.toLowerCase().split(/[\s,:]/)[0]]);
  const first = wanted.map((colour, i) => (wanted.indexOf(colour) === i ? colour : undefined));
  const free = more.filter((colour) => !first.includes(colour));
  return first.map((colour) => colour ?? free.shift()!);
}

/** The same colour, mixed with twice as much white. */
export function pale(colour: string): string {
  const mix = (at: number) => Math.round((Number(`0x${colour.slice(at, at + 2)}`) + 2 * 255) / 3);
  return `#${[1, 3, 5].map((at) => mix(at).toString(16).padStart(2, "0")).join("")}`;
}
