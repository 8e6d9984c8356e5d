/** Pages of which a part is made and the rest written by hand. */

/**
 * A text with something else between two markers, `<!-- name -->` and `<!-- /name -->`.
 * @throws SyntaxError the markers are not there, or in the wrong order
 */
export function withPart(text: string, name: string, part: string): string {
  const [first, last] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const begin = text.indexOf(first);
  const end = text.indexOf(last);
  if (begin < 0 || end < begin) {
    throw new SyntaxError(`The page needs the lines "${first}" and "${last}", in this order`);
  }
  return `${text.slice(0, begin + first.length)}\n\n${part}\n\n${text.slice(end)}`;
}
