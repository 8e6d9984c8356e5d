import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { describe, expect, it } from "vitest";
import { hoverLayer, withoutHover } from "../../src/plots/hover";
import { renderSvg } from "../../src/plots/render";
import { gallery } from "./gallery";

/** Everything that a chart draws, and what each thing says when the mouse is on it. */
async function tooltipsOf(name: string): Promise<Record<string, unknown>[]> {
  const compiled = compile(gallery[name]().spec as unknown as TopLevelSpec).spec;
  const view = new View(parse(compiled), { renderer: "none" });
  await view.runAsync();
  const found: Record<string, unknown>[] = [];
  const visit = (item: { items?: unknown[]; tooltip?: unknown }): void => {
    if (typeof item.tooltip === "object" && item.tooltip !== null)
      found.push(item.tooltip as Record<string, unknown>);
    for (const inner of item.items ?? []) visit(inner as typeof item);
  };
  const { root } = view.scenegraph() as unknown as { root: Parameters<typeof visit>[0] };
  visit(root);
  view.finalize();
  return found;
}

describe("the mouse on a chart", () => {
  it("reads the values off a curve", async () => {
    const said = await tooltipsOf("curves");
    expect(said).toContainEqual({
      " ": "discriminator",
      "training step": expect.stringMatching(/^200$/) as string,
      "loss (nats)": expect.stringMatching(/^0\.1$/) as string,
    });
  });

  it("reads the values off bars", async () => {
    const said = await tooltipsOf("bars");
    expect(said.some((values) => JSON.stringify(values).includes("0.6"))).toBe(true);
  });
});

it("drops the layers for the mouse from a picture, and nothing else", async () => {
  const line = { mark: "line" };
  const spec = {
    layer: [line, hoverLayer({}, [])],
    vconcat: [{ layer: [hoverLayer({}, []), line] }],
  };
  expect(withoutHover(spec)).toEqual({ layer: [line], vconcat: [{ layer: [line] }] });
  expect(await renderSvg(gallery.curves())).not.toContain('opacity="0"');
});
