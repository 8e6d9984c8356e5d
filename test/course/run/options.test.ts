import { expect, test } from "vitest";
import type { KernelHost } from "../../../src/course/hosts/host";
import { withDefaults } from "../../../src/course/run/options";

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
