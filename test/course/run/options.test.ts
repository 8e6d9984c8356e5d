import { expect, test } from "vitest";
import type { KernelHost } from "../../../src/course/hosts/host";
import { withDefaults } from "../../../src/course/run/options";
import { runNotebooks } from "../../../src/course/run/parallel";

const base = { host: {} as KernelHost, folder: "." };

test("what is not given has its default", () => {
  expect(withDefaults({ ...base, name: undefined })).toMatchObject({
    name: "notebook",
    kernelName: "tslab",
    cellTimeoutMs: 600_000,
    startTimeoutMs: 60_000,
    outputLimitBytes: 10_000_000,
  });
});

test.each([0, -1, NaN])("a time or limit of %d is refused by name", (value) => {
  for (const name of ["cellTimeoutMs", "startTimeoutMs", "notebookTimeoutMs", "outputLimitBytes"])
    expect(() => withDefaults({ ...base, [name]: value })).toThrow(
      new RangeError(`${name}: wanted a number above 0, found ${value}`),
    );
});

test.each([0, 1.5, NaN])("%d notebooks at once are refused", async (parallel) => {
  await expect(runNotebooks([], { ...base, parallel })).rejects.toThrow(
    new RangeError(`parallel: wanted a whole number above 0, found ${parallel}`),
  );
});

test("no notebooks give no outcomes", async () => {
  expect(await runNotebooks([], { ...base, parallel: 2 })).toEqual([]);
});
