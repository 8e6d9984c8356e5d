import { describe, expect, test } from "vitest";
import { inOwnProcess } from "../../../src/grader/lab/own-process";

describe("work in a process of its own", () => {
  test("has the library and its inputs, and nothing of this process", async () => {
    const found = await inOwnProcess(
      ({ seeded }, { count }) => ({
        drawn: seeded(1).normals(count).length,
        pid: process.pid,
      }),
      { count: 5 },
    );
    expect(found.drawn).toBe(5);
    expect(found.pid).not.toBe(process.pid);
  });

  test("what it throws is thrown here", async () => {
    const work = () => {
      throw new RangeError("no such width");
    };
    await expect(inOwnProcess(work, undefined)).rejects.toThrow("no such width");
  });

  test("a process that ends without an answer is no answer", async () => {
    await expect(inOwnProcess(() => process.exit(3), undefined)).rejects.toThrow(
      "its process ended with exit code 3",
    );
  });

  test("what never ends is ended", async () => {
    const work = () => {
      for (;;);
    };
    await expect(inOwnProcess(work, undefined, 0.5)).rejects.toThrow("it took longer than 0.5 s");
  });
});
