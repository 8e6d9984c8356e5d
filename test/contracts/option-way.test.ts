import { describe, expect, it } from "vitest";
import { optionWays } from "./option-way";

// How far somebody goes who follows one option of `trainGan` through the library: see `option-way.ts` for what is counted.
// What is trained (the game's two players and its loss, and its randomness) goes everywhere; how it is trained does not.

const ways = optionWays();
const everywhere = ["generator", "discriminator", "loss", "random"];

it("finds where options are read", () => {
  const of = (option: string) => ways.find((way) => way.option === option)!;
  expect(of("topK").read).toContain("training/levers/top-k.ts");
  expect(of("signal").read).toEqual(["training/interruption.ts"]);
  expect(of("stopWhen")).toMatchObject({ files: ["training/trainer.ts"], returns: 0 });
  expect(of("discriminator").files.length).toBeGreaterThan(10);
  expect(ways.length).toBeGreaterThan(35);
});

describe.each(ways.filter(({ option }) => !everywhere.includes(option)))("$option", (way) => {
  it("is read somewhere on the way from trainGan", () => {
    expect(way.files.filter((file) => way.read.includes(file))).not.toEqual([]);
  });

  it("is followed through at most ten files, with at most four returns", () => {
    expect(way.files.length, way.files.join(" ")).toBeLessThanOrEqual(10);
    expect(way.returns, way.files.join(" ")).toBeLessThanOrEqual(4);
  });

  it("is read in a folder of levers by its own file, or by one that needs it", () => {
    const inLevers = way.read.filter((file) => file.startsWith("training/levers/"));
    expect(inLevers.length).toBeLessThanOrEqual(2);
  });
});
