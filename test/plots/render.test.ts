import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { chartFrom } from "../../src/plots/chart";
import { curves } from "../../src/plots/curves";
import { fontFiles, textWidth } from "../../src/plots/font";
import { withoutOutsideLayers } from "../../src/plots/layers";
import { renderPng, renderSvg } from "../../src/plots/render";
import { gallery } from "./gallery";

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const read = (png: Uint8Array): Picture => PNG.sync.read(Buffer.from(png));

function colours({ data }: Picture): number {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  return new Set(pixels).size;
}

/** First and last column that has a dark pixel. */
function inkColumns({ width, data }: Picture): [number, number] {
  const columns: number[] = [];
  for (let i = 0; i < data.length / 4; i++) if (data[4 * i] < 128) columns.push(i % width);
  return [columns.reduce((a, b) => Math.min(a, b)), columns.reduce((a, b) => Math.max(a, b))];
}

const textChart = (text: string) =>
  chartFrom(
    {
      width: 300,
      height: 40,
      view: { stroke: null },
      data: { values: [{ text }] },
      mark: { type: "text", fontSize: 20, align: "left", x: 0 },
      encoding: { text: { field: "text" } },
    },
    "A text.",
  );

describe("renderPng", () => {
  it.each(Object.keys(gallery))("really draws %s", async (name) => {
    const picture = read(await renderPng(gallery[name](), { scale: 1 }));
    expect(picture.width).toBeGreaterThan(150);
    expect(picture.width).toBeLessThan(750);
    expect(picture.height).toBeGreaterThan(75);
    expect(colours(picture)).toBeGreaterThan(20);
  });

  it("gives the same bytes twice", async () => {
    const chart = gallery.bars();
    expect(Buffer.compare(await renderPng(chart), await renderPng(chart))).toBe(0);
  });

  it("scales", async () => {
    const [one, three] = [
      await renderPng(gallery.bars(), { scale: 1 }),
      await renderPng(gallery.bars(), { scale: 3 }),
    ];
    expect(read(three).width).toBe(3 * read(one).width);
  });

  it.each([0, -1, NaN])("refuses the scale %s", async (scale) => {
    await expect(renderPng(gallery.bars(), { scale })).rejects.toThrow(
      new RangeError(`scale is ${scale}; wanted a number above 0`),
    );
  });

  it("draws text with the bundled font, as wide as that font says", async () => {
    const text = "HNNNNNH"; // H and N stand upright and almost fill their width
    const [first, last] = inkColumns(read(await renderPng(textChart(text), { scale: 1 })));
    const wanted = 20 * textWidth(fontFiles().regular)(text);
    expect(last - first).toBeGreaterThan(wanted - 6);
    expect(last - first).toBeLessThan(wanted + 1);
  });

  it("leaves room for a long title", async () => {
    const title =
      "Wwwwwww wwwwwww wwwwwww wwwwwww wwwwwww wwwwwww wwwwwww wwwwwww wwwwwww wwwwwww wwwwwww";
    const chart = curves({
      title,
      alt: "A.",
      x: [0],
      series: [{ name: "a", values: [1] }],
      yTitle: "v",
    });
    const picture = read(await renderPng(chart, { scale: 1 }));
    expect(inkColumns(picture)[1]).toBeLessThan(picture.width - 3);
  });
});

describe("renderSvg", () => {
  it("refuses what Vega-Lite warns of", async () => {
    const chart = chartFrom({ mark: "point", encoding: { colour: { field: "a" } } }, "A.");
    await expect(renderSvg(chart)).rejects.toThrow(/^Chart cannot be drawn as it is: /);
  });

  it("refuses what Vega warns of", async () => {
    const x = { field: "missing", type: "quantitative" };
    const chart = chartFrom({ data: { values: [{ a: 1 }] }, mark: "point", encoding: { x } }, "A.");
    await expect(renderSvg(chart)).rejects.toThrow(/Infinite extent for field "missing"/);
  });

  it.each(["secrets.json", "https://example.org/data.json", "file:///etc/hosts"])(
    "does not read %s",
    async (url) => {
      const chart = chartFrom({ data: { url }, mark: "point" }, "A.");
      await expect(renderSvg(chart)).rejects.toThrow(
        `Chart asks for ${url}; a chart must carry its data`,
      );
    },
  );
});

describe("layers outside the picture", () => {
  it("do not end the process", async () => {
    const at = (value: number) => ({
      field: "v",
      type: "quantitative",
      scale: { domain: [0, value] },
    });
    const chart = chartFrom(
      {
        data: { values: [{ v: 1e6 }, { v: 2e6 }] },
        layer: [
          { mark: { type: "point", opacity: 0.5, clip: true }, encoding: { x: at(1), y: at(1) } },
          { mark: { type: "line", clip: true }, encoding: { x: at(1), y: at(1) } },
        ],
      },
      "Nothing is inside.",
    );
    expect(read(await renderPng(chart)).width).toBeGreaterThan(100);
  });

  it("become opacity of paint", () => {
    const svg = '<g opacity="0.5"><path d="M0,0" fill="red" fill-opacity="0.5" opacity="0.5"/></g>';
    expect(withoutOutsideLayers(svg)).toBe(
      '<g opacity="0.5"><path d="M0,0" fill="red" fill-opacity="0.25" stroke-opacity="0.5"/></g>',
    );
  });

  it("leave full opacity out", () => {
    expect(withoutOutsideLayers('<text opacity="1">a</text>')).toBe("<text>a</text>");
  });
});

describe("textWidth", () => {
  it.each([
    ["regular", "i", 569],
    ["regular", "M", 1767],
    ["bold", "M", 2038],
    ["regular", "−", 1716],
  ] as const)("knows the advance of %s %s", (weight, text, units) => {
    expect(textWidth(fontFiles()[weight])(text)).toBeCloseTo(units / 2048, 10);
  });

  it("adds characters up and takes one it lacks as the box", () => {
    const width = textWidth(fontFiles().regular);
    expect(width("iM")).toBeCloseTo((569 + 1767) / 2048, 10);
    expect(width("\u{10ffff}")).toBeCloseTo(1229 / 2048, 10);
  });
});
