/** Names of earlier cells, in the places that tslab by itself gets wrong. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openKernel, type OpenKernel } from "./session";

describe("a name of an earlier cell", () => {
  let kernel: OpenKernel;
  beforeAll(async () => {
    kernel = await openKernel();
    const { reply, text } = await kernel.run(`const a = 7; const one = { a: 5 };
interface Row { a: number }
const rows: Row[] = [{ a: 5 }];`);
    expect(reply, text).toBe("ok");
  });
  afterAll(() => kernel.close());

  it.each([
    ["const { a: first } = one; first", "5"],
    ["const { a: second } = await Promise.resolve(one); second", "5"],
    ["const { a: third = 1, ...others } = one; third", "5"],
    ["for (const { a: each } of rows) console.log(each);", "5"],
    ["const given = (({ a: inner }: Row) => inner)(rows[0]); given", "5"],
    ["const held = { a, one }; held.a", "7"],
  ])("%s", async (code, wanted) => {
    const { reply, text } = await kernel.run(code);
    if (reply !== "ok") await sleep(500); // tslab refuses cells that come right after one that failed
    expect(reply, text).toBe("ok");
    expect(text.trim()).toBe(wanted);
  });
});
