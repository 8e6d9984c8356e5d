import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import { beforeAll, describe, expect, it } from "vitest";
import { captioned, type JsonObject } from "../../src/plots/chart";
import { gallery } from "./gallery";

let validate: ValidateFunction;

beforeAll(() => {
  const file = require.resolve("vega-lite/build/vega-lite-schema.json");
  const schema = JSON.parse(readFileSync(file, "utf8")) as object;
  // The schema names formats ("uri", "color-hex") that ajv does not know by itself.
  validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
}, 120_000);

/** The same specification with a slider as the schema knows it: without attributes of its element, and without a clock. */
function withPlainSlider(spec: JsonObject): unknown {
  const attributes = ["data-lm-suppress-shortcuts", "style"];
  const plain = (key: string, value: unknown): unknown =>
    attributes.includes(key) || (key === "on" && Array.isArray(value))
      ? undefined
      : value === "Range"
        ? "range"
        : value;
  return JSON.parse(JSON.stringify(spec, plain));
}

describe.each(Object.keys(gallery))("%s", (name) => {
  const chart = gallery[name]();
  const spec = withPlainSlider(chart.spec);

  it("is valid Vega-Lite 5.6.1", () => {
    expect(validate(spec), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  });

  it("is valid with a caption", () => {
    const { spec: captionedSpec } = captioned(chart, "Seed 1 of 3");
    expect(validate(withPlainSlider(captionedSpec))).toBe(true);
  });

  it("is plain JSON with the page as its background, a title and a description", () => {
    expect(JSON.parse(JSON.stringify(chart.spec))).toEqual(chart.spec);
    expect(chart.spec).toMatchObject({ background: "transparent", description: chart.alt });
    expect(JSON.stringify(chart.spec.title)).toMatch(/"text":\["/);
  });
});

it("refuses what is not Vega-Lite", () => {
  expect(validate({ ...gallery.bars().spec, colour: "red" })).toBe(false);
});
