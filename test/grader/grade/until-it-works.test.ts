/** A start that failed must not be kept: of the compiler, and of whatever else is started once. */
import { expect, it, vi } from "vitest";
import type { Compiler } from "../../../src/grader/compile/compiler";
import { openGrader } from "../../../src/grader/grade/grader";
import { untilItWorks } from "../../../src/grader/grade/until-it-works";
import { answered, bytesOf, manifest } from "../submission/small-lab";

const { openCompiler, closed } = vi.hoisted(() => ({ openCompiler: vi.fn(), closed: vi.fn() }));
vi.mock("../../../src/grader/compile/compiler", () => ({ openCompiler }));
vi.mock("../../../src/grader/sandbox/pool", () => ({
  sandboxPool: () => ({ take: () => new Promise(() => undefined), close: closed }),
}));

it("is started once for all who ask, and again after it failed", async () => {
  const start = vi.fn(() => Promise.resolve("ready"));
  start.mockRejectedValueOnce(new Error("no memory"));
  const { get, begun } = untilItWorks(start);
  expect(await begun()).toBeUndefined();
  const first = [get(), get()];
  await Promise.all(first.map((each) => expect(each).rejects.toThrow("no memory")));
  expect(start).toHaveBeenCalledTimes(1);
  expect(await begun()).toBeUndefined();
  expect(await Promise.all([get(), get(), get()])).toEqual(["ready", "ready", "ready"]);
  expect(start).toHaveBeenCalledTimes(2);
  expect(await begun()).toBe("ready");
});

it("a compiler that does not start costs one submission, not those after it", async () => {
  openCompiler.mockRejectedValueOnce(new Error("The compiler did not start: late"));
  const compiler: Compiler = {
    compile: () => Promise.resolve({ outcome: "crashed", message: "by the test", seconds: 0 }),
    close: () => Promise.resolve(),
  };
  openCompiler.mockResolvedValue(compiler);
  const lab = { manifest, checks: [], hash: "" };
  const grader = openGrader(lab, { workers: 1, isolation: "process" });
  const bytes = bytesOf(answered());
  await expect(grader.grade("ann", bytes)).rejects.toThrow("did not start");
  expect(closed).toHaveBeenCalledTimes(1);
  expect(await grader.grade("bob", bytes)).toMatchObject({ submission: "bob" });
  expect(openCompiler).toHaveBeenCalledTimes(2);
  await grader.close();
  expect(closed).toHaveBeenCalledTimes(2);
});
