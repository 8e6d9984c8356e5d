import { beforeAll, describe, expect, it } from "vitest";
import { draw, faceParts, paper, visiblePixels } from "../../src/data/pixel-face-parts";
import { pixelFaces } from "../../src/data/pixel-faces";
import { dataReport, startEngine } from "../../src/index";

beforeAll(() => startEngine("wasm"));

const area = 16 * 16 * 3;

describe("pixelFaces", () => {
  it("draws each trait as often as its share says, independent of the others", () => {
    const shares = { long: 0.5, glasses: 0.25, hat: 0.5, sad: 0.5, beard: 0.1 };
    const { count, attributes } = pixelFaces({ count: 2000, seed: 3, shares });
    const share = (...places: number[]) =>
      Array.from({ length: count }, (_, i) => i).filter((i) =>
        places.every((place) => attributes[11 * i + place] === 1),
      ).length / count;
    const near = (p: number) => 4.5 * Math.sqrt((p * (1 - p)) / count);
    Object.values(shares).forEach((p, place) => {
      expect(Math.abs(share(place) - p)).toBeLessThan(near(p));
    });
    expect(Math.abs(share(0, 1) - 0.125)).toBeLessThan(near(0.125)); // long, with glasses
    for (let colour = 5; colour < 11; colour++) {
      expect(Math.abs(share(colour) - 1 / 6)).toBeLessThan(near(1 / 6));
    }
  });

  it("says in labels, words and numbers the same", () => {
    const data = pixelFaces({ count: 200, seed: 5, shares: { hat: 0.5, beard: 0.5 } });
    data.captions.forEach((caption, i) => {
      const label = data.labels[i];
      expect(caption).toBe(data.classNames[label]);
      const own = data.attributes.subarray(11 * i, 11 * i + 11);
      expect([...own]).toEqual([...data.combinations.subarray(11 * label, 11 * label + 11)]);
      const words = data.attributeNames.filter((_, k) => own[k] === 1);
      for (const word of words) expect(caption).toContain(word);
      expect(caption.includes("short")).toBe(own[0] === 0);
      expect(caption.includes("happy")).toBe(own[3] === 0);
      expect(own.subarray(5).reduce((sum, value) => sum + value)).toBe(1);
    });
    expect(new Set(data.classNames).size).toBe(2 ** 5 * 6);
  });

  it("tells only what varies", () => {
    const bald = pixelFaces({ count: 30, shares: { long: 0, glasses: 1, hat: 0, sad: 0.5, beard: 0 } });
    expect(bald.classes).toBe(2 * 6);
    expect(bald.captions[0]).toMatch(/^(black|brown|blond|red|green|blue) hair, (sad|happy)$/);
    expect(bald.attributes.filter((_, i) => i % 11 === 1)).toEqual(new Uint8Array(30).fill(1));
  }); // prettier-ignore

  it("leaves out what it is told to, and keeps its number", () => {
    const without = [["long", "blue"], ["short", "hat"], ["happy", "green"]];
    const { captions, classNames } = pixelFaces({ count: 400, shares: { hat: 0.5 }, without });
    expect(captions.filter((text) => /^long blue|^short.*hat|green.*happy/.test(text))).toEqual([]);
    expect(classNames.some((text) => text.startsWith("long blue"))).toBe(true);
  }); // prettier-ignore

  it("is another set with another seed, the same with the same, and begins alike when it is longer", () => {
    const [first, again, longer, other] = [
      { count: 20 },
      { count: 20 },
      { count: 30 },
      { count: 20, seed: 2 },
    ].map((options) => pixelFaces(options).examples);
    expect(again).toEqual(first);
    expect(longer.subarray(0, 20 * area)).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it("repeats no picture in 1,000; a report finds rare captions, and takes one-pixel drawing for noise", () => {
    const data = pixelFaces({ count: 1000 });
    const texts = Array.from({ length: 1000 }, (_, i) =>
      data.examples.subarray(area * i, area * (i + 1)).join(),
    );
    expect(new Set(texts).size).toBe(1000);
    expect(dataReport(data).findings.map(({ fault }) => fault)).toEqual(["balance", "noise"]);
  });

  it("says what is wrong with its options", () => {
    expect(() => pixelFaces({ count: 0 })).toThrow(RangeError);
    expect(() => pixelFaces({ shares: { hat: 1.5 } })).toThrow(/pixelFaces shares.hat: wanted/);
    expect(() => pixelFaces({ without: [["long", "purple"]] })).toThrow(/found "purple"/);
    expect(() => pixelFaces({ count: 5, without: [["sad"], ["happy"]] })).toThrow(
      /leave at least a hundredth of the faces, found 0 faces/,
    );
  });
});

describe("a part", () => {
  it("covers, adds and takes its own colour", () => {
    const part = { cover: new Uint8Array(256), light: new Uint8Array(256), own: new Uint8Array(256) };
    part.cover.set([255, 51]); // wholly; a fifth
    part.own.set([255, 0]);
    part.light.set([0, 0]);
    const picture = paper();
    draw(picture, part, [10, 20, 30]);
    expect([...picture.subarray(0, 9)]).toEqual([10, 20, 30, 204, 204, 204, 255, 255, 255]);
    expect(visiblePixels(part)).toBe(2);
    expect(visiblePixels(part, { ...part, cover: part.cover.map((value) => Number(value === 51)) })).toBe(1);
  }); // prettier-ignore

  it("never gives more light than it covers, and hair is there under every hat", () => {
    for (const group of ["skin", "eyes", "glasses", "long", "short", "hat"] as const) {
      for (const { cover, light, own } of faceParts(group)) {
        expect(cover.every((value, i) => light[i] + own[i] <= value + 1)).toBe(true);
      }
    }
    for (const hat of faceParts("hat")) {
      const showing = faceParts("short").filter((style) => visiblePixels(style, hat) >= 4);
      expect(showing.length).toBeGreaterThan(0);
    }
  });
});
