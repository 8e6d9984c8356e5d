import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { NBGRADER_CONFIG } from "../../../src/grader/lab/nbgrader-config";

const guide = fs.readFileSync(
  path.join(__dirname, "..", "..", "..", "solutions", "README.md"),
  "utf8",
);

describe("the guide", () => {
  it("has nbgrader's configuration as it is tested", () => {
    expect(guide).toContain(`\`\`\`python\n${NBGRADER_CONFIG}\`\`\``);
  });
});
