// resvg draws an element on a layer of its own if it has an opacity below 1 or is clipped. A layer
// that lies wholly outside the picture ends the process, with no exception to catch
// (github.com/thx/resvg-js/issues/287: mended in resvg 0.35, but resvg-js 2.6.2 has 0.34). So:

/** An SVG text that looks the same, in which no layer can lie outside the picture. */
export function withoutOutsideLayers(svg: string): string {
  return svg
    .replace(/<(?:path|line|text|rect)\b[^>]* opacity="[^"]*"[^>]*>/g, opacityOfPaint)
    .replace(/<g\b[^>]* clip-path="[^"]*"[^>]*>/g, (group) => group + anchor);
}

// Opacity of the paint instead of the element needs no layer. It also draws many times faster.
function opacityOfPaint(tag: string): string {
  const opacity = Number(/ opacity="([^"]*)"/.exec(tag)![1]);
  const bare = tag.replace(/ opacity="[^"]*"/, "");
  return ["fill-opacity", "stroke-opacity"].reduce((text, name) => {
    const own = new RegExp(` ${name}="([^"]*)"`).exec(text);
    const value = opacity * Number(own?.[1] ?? 1);
    const without = own ? text.replace(own[0], "") : text;
    return value === 1 ? without : without.replace(/\/?>$/, (end) => ` ${name}="${value}"${end}`);
  }, bare);
}

// Vega clips at the rectangle of a view, whose corner (0, 0) is inside the picture. An unseen mark
// there keeps the layer of a clipped group inside too.
const anchor = '<path d="M0,0h1v1h-1Z" fill="white" fill-opacity="0"/>';
