/** How errors read in the course's kernel. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openKernel, type OpenKernel } from "./session";

describe("an error in a cell", () => {
  let kernel: OpenKernel;
  beforeAll(async () => {
    kernel = await openKernel();
  });
  afterAll(() => kernel.close());

  /** What a failing cell prints, by lines. */
  async function printed(code: string): Promise<string[]> {
    await sleep(500); // tslab refuses cells that come right after one that failed
    const { reply, text } = await kernel.run(code);
    expect(reply, text).toBe("error");
    return text.trimEnd().split("\n");
  }

  it("in a fresh kernel says that nothing above has run", async () => {
    const lines = await printed("const data = ring(); const g = mlp(data);");
    expect(lines.slice(0, 3)).toEqual([
      "Line 1: Cannot find name 'ring'.",
      "  const data = ring(); const g = mlp(data);",
      "               ^^^^",
    ]);
    expect(lines.at(-1)).toMatch(/^Nothing above this cell has run in this kernel/);
    expect(lines).toHaveLength(5);
  });

  it("of the library is told with the learner's frames alone, in the cells' own lines", async () => {
    await sleep(500);
    const { reply, text } = await kernel.run(`import { mlp, seeded } from "gan-clinic";
interface Size { hidden: number[] }
function network({ hidden }: Size) {
  return mlp({ name: "g", inputs: 2, hidden, outputs: 2, random: seeded(1) });
}`);
    expect(reply, text).toBe("ok");
    const [message, ...frames] = await printed(`type None = undefined;
const later = async () => {
  await null;
  return network({ hidden: [-1] });
};
await later();`);
    expect(message).toMatch(/^RangeError: .*wanted a whole number at least 1, found -1$/);
    expect(frames.map((line) => line.replace(/\d+\]/, "N]"))).toEqual([
      '  cell [N], line 4:  return mlp({ name: "g", inputs: 2, hidden, outputs: 2, random: seeded(1) });',
      "  cell [N], line 4:  return network({ hidden: [-1] });",
      "  cell [N], line 6:  await later();",
    ]);
    const [first, second] = frames.map((line) => Number(/\[(\d+)\]/.exec(line)![1]));
    expect(second).toBe(first + 1); // as JupyterLab counts them
  });

  it("keeps its cause, and what is no error stays as it was thrown", async () => {
    expect(await printed("throw new Error('outer', { cause: new TypeError('inner') });")).toEqual([
      "Error: outer",
      expect.stringMatching(/^ {2}cell \[\d+\], line 1: {2}throw new Error/),
      "caused by TypeError: inner",
      expect.stringMatching(/^ {2}cell \[\d+\], line 1: {2}throw new Error/),
    ]);
    expect(await printed("throw 'a text';")).toEqual(["a text"]);
  });

  it("is none where a tensor is a cell's last line: its values are shown", async () => {
    await sleep(500);
    const { text } = await kernel.run("network({ hidden: [4] }).variables[0].shape;");
    expect(text).toContain("[ 2, 4 ]");
    expect((await kernel.run("network({ hidden: [4] }).variables[1]")).text).toContain("0");
  });
});
