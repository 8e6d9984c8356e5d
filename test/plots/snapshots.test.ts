import { expect, it } from "vitest";
import { renderSvg } from "../../src/plots/render";
import { gallery } from "./gallery";
import { expectSnapshot, normalised } from "./snapshot";

it.each(Object.keys(gallery))("draws %s as it was accepted, without a warning", async (name) => {
  expectSnapshot(name, await renderSvg(gallery[name]()));
});

it("draws the same text twice", async () => {
  const chart = gallery.curves();
  expect(normalised(await renderSvg(chart))).toBe(normalised(await renderSvg(chart)));
});

it("normalises numbers and ids only", () => {
  const svg =
    '<g clip-path="url(#clip7)" x="1.23456"><a id="clip9"/><b id="clip7" y="-0.001"/>0.001</g>';
  expect(normalised(svg)).toBe(
    '<g clip-path="url(#id1)" x="1.23">\n<a id="id2"/>\n<b id="id1" y="0"/>0.001</g>',
  );
});
