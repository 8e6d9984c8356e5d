import type { TopLevelSpec } from "vega-lite";
import type { Chart } from "./chart";
import { withoutHover } from "./hover";
import { withoutOutsideLayers } from "./layers";
import { encodePng } from "./png";
import { fontFiles, textWidth } from "./font";
import { atLastStep } from "./slider";

type Vega = typeof import("vega");

interface Engine {
  readonly vega: Vega;
  readonly compile: (typeof import("vega-lite"))["compile"];
  readonly Resvg: (typeof import("@resvg/resvg-js"))["Resvg"];
}

let loading: Promise<Engine> | undefined;

// Vega takes a third of a second to load, so only the first picture loads it.
async function load(): Promise<Engine> {
  const [vega, { compile }, { Resvg }] = await Promise.all([
    import("vega"),
    import("vega-lite"),
    import("@resvg/resvg-js"),
  ]);
  measureWith(vega);
  return { vega, compile, Resvg };
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

// Without a canvas, vega takes every character to be 0.8 of the font size wide, which is half as
// much again as it is. `textMetrics.width` is its place for a better measure.
function measureWith(vega: Vega): void {
  const files = fontFiles();
  const [regular, bold] = [textWidth(files.regular), textWidth(files.bold)];
  const { textMetrics } = vega as unknown as { textMetrics: { width: unknown } };
  textMetrics.width = ({ fontSize = 11, fontWeight }: TextItem, text: string | number | null) => {
    const measure = fontWeight === "bold" || Number(fontWeight) >= 600 ? bold : regular;
    return measure(String(text ?? "").trim()) * fontSize;
  };
}

interface StrictLogger {
  /** Throw if anything was logged. */
  readonly check: () => void;
}

// A warning is a fault in a chart: the picture is not what was meant. Faults are kept until the
// drawing is over, because vega also logs where nobody would catch what is thrown.
function strictLogger(): StrictLogger {
  const faults: unknown[] = [];
  const keep = (...parts: readonly unknown[]) => {
    faults.push(parts.map(String).join(" "));
    return logger;
  };
  const quiet = () => logger;
  const check = () => {
    if (faults.length > 0) throw new Error(`Chart cannot be drawn as it is: ${String(faults[0])}`);
  };
  const logger = { level: () => 2, error: keep, warn: keep, info: quiet, debug: quiet, check };
  return logger;
}

/**
 * Draw a chart as SVG text, without a browser. The first call loads vega.
 *
 * @throws Error if the specification is not what Vega-Lite 5.6.1 wants, or asks for a file.
 *
 * @example
 * ```ts
 * import { curves, renderSvg } from "gan-clinic";
 * const chart = curves({
 *   title: "A line",
 *   alt: "The line rises.",
 *   x: [0, 1],
 *   series: [{ name: "line", values: [1, 2] }],
 *   yTitle: "value",
 * });
 * assert.match(await renderSvg(chart), /^<svg/);
 * ```
 */
export async function renderSvg(chart: Chart): Promise<string> {
  const { vega, compile } = await (loading ??= load());
  const logger = strictLogger();
  const options = { logger } as unknown as Parameters<typeof compile>[1];
  const still = atLastStep(withoutHover(chart.spec));
  const compiled = compile(still as unknown as TopLevelSpec, options).spec;
  logger.check();
  const loader = dataUrlsOnly(vega);
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logger, loader } as never);
  try {
    const svg = await view.toSVG();
    logger.check();
    return svg;
  } finally {
    view.finalize();
  }
}

// Charts carry their data. A specification that names a file or an address is refused.
function dataUrlsOnly(vega: Vega): unknown {
  const refuse = (uri: string): Promise<never> =>
    Promise.reject(new Error(`Chart asks for ${uri}; a chart must carry its data`));
  const sanitize = (uri: string): Promise<{ href: string }> =>
    uri.startsWith("data:image/") ? Promise.resolve({ href: uri }) : refuse(uri);
  return { ...vega.loader(), load: refuse, sanitize };
}

/** Options of {@link renderPng}. */
export interface PngOptions {
  /** Pixels of the picture for one pixel of the chart; 2. */
  readonly scale?: number;
}

/**
 * Draw a chart as the bytes of a PNG file. The font comes with the package, so the bytes are the
 * same on every machine of one kind.
 *
 * @throws RangeError if `scale` is not above 0.
 * @throws Error as {@link renderSvg} does.
 *
 * @example
 * ```ts
 * import { curves, renderPng } from "gan-clinic";
 * const chart = curves({
 *   title: "A line",
 *   alt: "The line rises.",
 *   x: [0, 1],
 *   series: [{ name: "line", values: [1, 2] }],
 *   yTitle: "value",
 * });
 * const png = await renderPng(chart, { scale: 1 });
 * assert.deepEqual([...png.slice(1, 4)], [...new TextEncoder().encode("PNG")]);
 * ```
 */
export async function renderPng(chart: Chart, { scale = 2 }: PngOptions = {}): Promise<Uint8Array> {
  if (!(scale > 0)) throw new RangeError(`scale is ${scale}; wanted a number above 0`);
  const svg = withoutOutsideLayers(await renderSvg(chart));
  const { Resvg } = await (loading ??= load());
  const { regular, bold } = fontFiles();
  const family = "DejaVu Sans";
  const picture = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    background: "white",
    imageRendering: 1, // nearest neighbour: the pixels of pictures stay square
    font: {
      loadSystemFonts: false,
      fontFiles: [regular, bold],
      defaultFontFamily: family,
      sansSerifFamily: family,
    },
  });
  const { pixels, width, height } = picture.render();
  return encodePng(pixels, width, height);
}
