/** The most pixels of a picture: the largest that telephones take, and what 1 GB of memory holds. */
const mostPixels = 200e6;

/** @throws SyntaxError for a picture without a pixel, or one that is too large to unpack */
export function expectFits(width: number, height: number): void {
  if (width < 1 || height < 1) {
    throw new SyntaxError(`its header is damaged: it claims ${width} x ${height} pixels`);
  }
  if (width * height > mostPixels) {
    throw new SyntaxError(
      `it claims ${width} x ${height} pixels; wanted at most ${mostPixels / 1e6} million: make it smaller`,
    );
  }
}
