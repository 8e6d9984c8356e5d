/** A class room without a network, as the README describes it: npm's cache is filled on one machine, used on another. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPython } from "../../src/course/lab/python";
import { venvCommand } from "../../src/course/lab/venv";
import { copyRepository, ROOT } from "./clinic";
import { removeFolder } from "../remove-folder";

const NOWHERE = "http://127.0.0.1:9"; // nobody listens on the port named "discard"
let folder: string;
let cache: string;
let data: string;
let wheels: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-offline-"));
  cache = path.join(folder, "npm-cache");
  data = path.join(folder, "data-cache");
  wheels = path.join(folder, "wheels");
});
afterAll(() => {
  removeFolder(folder);
});

function shell(command: string, cwd: string, env: NodeJS.ProcessEnv) {
  const { status, stdout, stderr } = spawnSync(command, {
    cwd,
    shell: true,
    encoding: "utf8",
    env: { ...process.env, npm_config_cache: cache, CLINIC_CACHE: data, ...env },
    maxBuffer: 1e8,
  });
  return { code: status, text: stdout + stderr };
}

/** A machine of the class room, with npm's settings of the first: whatever asks for the network there fails. */
const inClass = {
  npm_config_proxy: NOWHERE,
  npm_config_https_proxy: NOWHERE,
  npm_config_noproxy: "",
  HTTPS_PROXY: NOWHERE,
  HTTP_PROXY: NOWHERE,
  npm_config_fetch_retries: "0",
};

describe("without a network", { timeout: 600_000 }, () => {
  it("npm ci and clinic data get fill the caches on one machine", () => {
    const clone = path.join(folder, "at home");
    copyRepository(clone);
    expect(shell("npm config get cache", clone, {}).text.trim()).toBe(cache);
    const installed = shell("npm ci", clone, {});
    expect(installed.code, installed.text).toBe(0);
    const fetched = shell("npx clinic data get mnist", clone, {});
    expect(fetched.code, fetched.text).toBe(0);
    fs.rmSync(clone, { recursive: true });
  });

  it.skipIf(!findPython().python)("pip download fills a folder of wheels", () => {
    fs.mkdirSync(wheels);
    const list = path.join(ROOT, ".config", "requirements.txt");
    const command = `"${venvCommand("python")}" -m pip download -r "${list}" -d wheels`;
    const { code, text } = shell(command, folder, {});
    expect(code, text).toBe(0);
  });

  it("the course's own installation heeds npm's setting; an empty cache is said to be the cause", () => {
    const clone = path.join(folder, "empty");
    copyRepository(clone);
    const { code, text } = shell("npm run course -- 00", clone, {
      ...inClass,
      npm_config_cache: path.join(folder, "empty-cache"),
      npm_config_offline: "true",
    });
    expect(code).toBe(1);
    expect(text).toMatch(/ENOTCACHED[\s\S]*npm could not install[\s\S]*When something is missing/);
    fs.rmSync(clone, { recursive: true });
  });

  it("npm ci --offline installs from it on another, and the course runs", () => {
    const clone = path.join(folder, "in class");
    copyRepository(clone);
    const installed = shell("npm ci --offline", clone, inClass);
    expect(installed.code, installed.text).toBe(0);
    const run = shell("npm run course -- 00 --budget smoke", clone, inClass);
    expect(run.text).toMatch(/✔ 00-first-gan/);
    expect(run.text).not.toMatch(/Installing/);
    expect(run.code).toBe(0);
  });

  it.skipIf(!findPython().python)("npm run lab makes its JupyterLab from the wheels", () => {
    const clone = path.join(folder, "in class");
    const offline = { PIP_NO_INDEX: "1", PIP_FIND_LINKS: wheels, PIP_NO_CACHE_DIR: "1" };
    const { code, text } = shell("npm run lab -- --setup", clone, { ...inClass, ...offline });
    expect(code, text).toBe(0);
    expect(text).toContain("Making .venv with JupyterLab");
    expect(text).toContain("are in .venv");
  });
});
