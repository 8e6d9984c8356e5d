/** The command on a Node that is too old: it says so, instead of failing on syntax it does not know. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeFolder } from "../remove-folder";

const SCRIPT = path.join(__dirname, "..", "..", "src", "clinic.mjs");
let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-node-"));
});
afterAll(() => {
  removeFolder(folder);
});

describe("clinic on an unfit Node", () => {
  it.each(["12.22.9", "18.20.4", "20.18.3", "22.11.0", "23.11.0"])("refuses %s", (version) => {
    const disguise = path.join(folder, `${version}.cjs`);
    const value = `{ ...process.versions, node: "${version}" }`;
    fs.writeFileSync(disguise, `Object.defineProperty(process, "versions", { value: ${value} });`);
    const args = ["--require", disguise, SCRIPT, "doctor"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(
      new RegExp(`Node ${version} cannot run GAN Clinic: it needs 20\\.19[\\s\\S]*nodejs\\.org`),
    );
  });

  it("is written in what Node 12 understands", () => {
    const text = fs.readFileSync(SCRIPT, "utf8");
    expect(text).not.toMatch(/\?\.|\?\?|"node:|\bawait\b|\|\|=|\.at\(|replaceAll/);
  });
});
