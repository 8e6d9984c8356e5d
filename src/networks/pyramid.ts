// Height and width that a square picture of each size starts from, to double once or more.
const starts = { 8: 4, 14: 7, 16: 4, 28: 7, 32: 4, 64: 4 } as const;

/** Height and width of square pictures: 8, 14, 16, 28, 32 or 64. They halve down to 4 or 7. */
export type PictureSize = keyof typeof starts;

/** How a square picture grows. */
export interface Pyramid {
  /** Height and width of the smallest. */
  readonly start: number;
  /** How many times it doubles. */
  readonly levels: number;
}

/** @throws RangeError for another size */
export function pyramidOf(size: PictureSize, name: string): Pyramid {
  if (!Object.hasOwn(starts, size)) {
    const sizes = Object.keys(starts).join(", ");
    throw new RangeError(`${name} size: wanted one of ${sizes}, found ${String(size)}`);
  }
  return { start: starts[size], levels: Math.log2(size / starts[size]) };
}
