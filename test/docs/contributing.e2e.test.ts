/** The contributor's page, walked through: every step is done, as it stands there, in a copy of the clone. */
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readNotebook } from "../../src/course/notebook";
import { claimsOf } from "../../src/course/results";
import { copyRepository, ROOT } from "../cli/clinic";
import { removeFolder } from "../remove-folder";
import { sectionsOf, write } from "./steps";

const clone = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-steps-"));
const inClone = (...names: string[]): string => path.join(clone, ...names);
const read = (...names: string[]): string => fs.readFileSync(inClone(...names), "utf8");

/** The packages, as npm installed them: hard links where that can be, for the grader reads nothing outside of the clone. */
function copyPackages(): void {
  const packages = path.join(ROOT, "node_modules");
  const { status } = spawnSync("cp", ["-al", packages, clone]);
  if (status === 0) return;
  removeFolder(inClone("node_modules")); // on another disk
  execFileSync("cp", ["-a", packages, clone]);
}

describe.skipIf(process.platform !== "linux")("the contributor's page", () => {
  beforeAll(() => {
    copyRepository(clone);
    copyPackages();
  });
  afterAll(() => {
    removeFolder(clone);
  });

  const page = fs.readFileSync(path.join(ROOT, ".github", "CONTRIBUTING.md"), "utf8");
  it.each(sectionsOf(page))(
    "$title",
    ({ steps }) => {
      for (const block of steps.flat()) {
        if (block.kind !== "command") {
          write(block, clone);
          continue;
        }
        const { status, stdout, stderr } = spawnSync(block.command, {
          cwd: clone,
          shell: true,
          encoding: "utf8",
          maxBuffer: 1e8,
        });
        expect(status, `${block.command}\n${stdout}${stderr}`).toBe(0);
      }
    },
    900_000,
  );

  it("the lever is in the table of arguments", () => {
    expect(read("src", "arguments", "table.ts")).toContain("squaredHinge");
  });

  it("the notebook is in the README and on the front page, its claims are in the tables", () => {
    const claims = claimsOf(readNotebook(inClone("notebooks", "99-mine.ipynb")));
    expect(claims.map(({ held, headline }) => [held, headline])).toEqual([
      [true, undefined],
      [true, true],
    ]);
    const row = read("README.md")
      .split("\n")
      .find((line) => line.startsWith("| 99 |"));
    expect(row).toContain("The points lie on a ring of radius 1");
    expect(read("notebooks", "README.md")).toContain("(99-mine.ipynb)");
    const [, section] = read("notebooks", "RESULTS.md").split("## 99 · ");
    expect(section.indexOf("The points lie")).toBeLessThan(section.indexOf("The other 1 claim"));
    expect(section.indexOf("The other 1 claim")).toBeLessThan(section.indexOf("No seed's points"));
  });

  it("the seeds of the pilot and of the replication stand in the register", () => {
    const { used } = JSON.parse(read("notebooks", "seeds.json")) as {
      used: {
        from: number;
        what: string;
        notebooks?: Record<string, { held?: number; of?: number }>;
      }[];
    };
    const own = used.filter(({ notebooks }) => notebooks && "99-mine" in notebooks);
    expect(own[0]).toMatchObject({ from: 101, what: "pilot" });
    expect(own.slice(1)).toHaveLength(2);
    for (const { what, notebooks } of own.slice(1)) {
      expect(what).toBe("replication");
      expect(notebooks!["99-mine"]).toMatchObject({ held: 2, of: 2 });
    }
  });
});
