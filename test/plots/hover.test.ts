import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { describe, expect, it } from "vitest";
import { hoverLayer, withoutHover } from "../../src/plots/hover";
import { renderSvg } from "../../src/plots/render";
import { gallery } from "./gallery";

/** Something that a chart draws. */
interface Item {
  readonly items?: readonly Item[];
  readonly tooltip?: Record<string, unknown> | null;
  readonly opacity?: number;
}

async function viewOf(name: string): Promise<View> {
  const compiled = compile(gallery[name]().spec as unknown as TopLevelSpec).spec;
  const view = new View(parse(compiled), { renderer: "none" });
  return view.runAsync();
}

/** Everything that answers the mouse. */
function answering(view: View): Item[] {
  const { root } = view.scenegraph() as unknown as { root: Item };
  const inside = (item: Item): Item[] => [item, ...(item.items ?? []).flatMap(inside)];
  return inside(root).filter(({ tooltip }) => typeof tooltip === "object" && tooltip !== null);
}

/** What each thing in a chart says when the mouse is on it. */
async function tooltipsOf(name: string): Promise<Record<string, unknown>[]> {
  const view = await viewOf(name);
  view.finalize();
  return answering(view).map(({ tooltip }) => tooltip!);
}

describe("the mouse on a chart", () => {
  it("reads the values off a curve", async () => {
    const said = await tooltipsOf("curves");
    expect(said).toContainEqual({
      title: "discriminator",
      "training step": expect.stringMatching(/^200$/) as string,
      "loss (nats)": expect.stringMatching(/^0\.1$/) as string,
    });
  });

  it("marks the one point that it is near, not the whole line", async () => {
    const view = await viewOf("curves");
    const fields = view.signal("pointed_tuple_fields") as { field: string }[];
    const values = ["discriminator", 200, 0.1];
    expect(fields.map(({ field }) => field)).toEqual(["name", "x", "y"]);
    await view.signal("pointed_tuple", { unit: "", fields, values }).runAsync();
    const shown = answering(view).filter(({ opacity }) => opacity === 1);
    view.finalize();
    expect(shown.map(({ tooltip }) => tooltip!["training step"])).toEqual(["200"]);
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
