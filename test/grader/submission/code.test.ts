import { describe, expect, it } from "vitest";
import { unrunTag } from "../../../src/grader/submission/code";

// The kernel's own way to find out.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { getCodeMetadata } = require("tslab/dist/metadata") as {
  getCodeMetadata: (code: string) => { module?: string; mode?: string };
};

describe("unrunTag agrees with the kernel", () => {
  it.each([
    ["/** @module a */\nlet x = 1;", "module"],
    ["/** @browser */", "browser"],
    ["#!/usr/bin/node\n/** @module a */", "module"],
    ["\uFEFF \t\n// first\n/* second */\n/**\n * words\n * @module ab\n */ let x", "module"],
    ["/**/ /** @browser */", "browser"],
    ["let x = 1;\n/** @module a */", undefined],
    ["/* @module a */ let x", undefined],
    ["// @module a\nlet x", undefined],
    ["/** @modules a */", undefined],
    ["/** @jsx */ let x", undefined],
    ["", undefined],
    ["// only a comment", undefined],
  ])("%j", (code, tag) => {
    const { module, mode } = getCodeMetadata(code);
    expect(module !== undefined ? "module" : mode).toBe(tag);
    expect(unrunTag(code)).toBe(tag);
  });

  it("flags a comment that never ends, too", () => {
    expect(unrunTag("/** @module a")).toBe("module");
  });
});
