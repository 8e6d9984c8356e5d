import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jupyterLab, port, python } from "../../../src/course/doctor/jupyter";
import { venvCommand, wantedMark } from "../../../src/course/lab/venv";
import { removeFolder } from "../../remove-folder";

let folder: string;
const { PATH } = process.env;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-doctor-"));
});
afterEach(() => {
  process.env.PATH = PATH;
  removeFolder(folder);
});

/** A command that is a shell script. */
function script(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

const posix = process.platform !== "win32";

describe.runIf(posix)("Python", () => {
  it("is not there", () => {
    process.env.PATH = folder;
    const found = python();
    expect(found).toMatchObject({ state: "note", text: "none on the PATH" });
    expect(found.remedy).toMatch(
      /only JupyterLab needs it, Python 3\.9 or newer.*apt install python3/,
    );
  });

  it("is too old", () => {
    for (const name of ["python3", "python"]) script(path.join(folder, name), "echo 3.6.9");
    process.env.PATH = folder;
    expect(python()).toMatchObject({ state: "note", text: "only python3 3.6.9, python 3.6.9" });
  });

  it("has no venv, as Debian's", () => {
    const noVenv = 'case "$2" in *ensurepip*) exit 1;; *) echo 3.11.2;; esac';
    script(path.join(folder, "python3"), noVenv);
    process.env.PATH = folder;
    const found = python();
    expect(found).toMatchObject({ state: "note", text: "3.11.2 (python3) cannot make a .venv" });
    expect(found.remedy).toMatch(/sudo apt install python3-venv/);
  });
});

describe.runIf(posix)("JupyterLab", () => {
  const spec = (): string =>
    path.join(folder, "share", "jupyter", "kernels", "tslab", "kernel.json");

  /** An environment as `clinic lab --setup` makes it, with a stand-in for Python. */
  function venv(argv = [process.execPath, __filename]): void {
    script(venvCommand("python", folder), "echo 4.6.6");
    fs.writeFileSync(path.join(folder, ".clinic-ready"), wantedMark(folder));
    fs.mkdirSync(path.dirname(spec()), { recursive: true });
    fs.writeFileSync(spec(), JSON.stringify({ argv }));
  }

  it("is not made yet, which is no fault", () => {
    expect(jupyterLab(folder)).toMatchObject([{ state: "note", remedy: "npm run lab" }]);
  });

  it("is there with its kernel", () => {
    venv();
    const lab = { state: "ok", text: expect.stringContaining("4.6.6 in ") as string };
    expect(jupyterLab(folder)).toMatchObject([lab, { state: "ok", text: "registered" }]);
  });

  it("was copied here, or made for other requirements: it will be made anew", () => {
    venv();
    fs.writeFileSync(path.join(folder, ".clinic-ready"), wantedMark("/elsewhere"));
    expect(jupyterLab(folder)).toMatchObject([{ state: "note", remedy: "npm run lab" }]);
  });

  it("has lost its Python", () => {
    venv();
    fs.rmSync(venvCommand("python", folder));
    const [found] = jupyterLab(folder);
    expect(found).toMatchObject({ state: "missing", remedy: "npx clinic lab --setup" });
    expect(found.text).toMatch(/is broken: its Python is gone/);
  });

  it.each([
    [
      "is not there",
      () => {
        fs.rmSync(spec());
      },
    ],
    [
      "is damaged",
      () => {
        fs.writeFileSync(spec(), '{"argv": [');
      },
    ],
    [
      "names /gone/node, which is gone",
      () => {
        venv(["/gone/node", __filename]);
      },
    ],
  ])("has a kernel whose description %s", (fault, plant) => {
    venv();
    plant();
    const [, found] = jupyterLab(folder);
    expect(found).toMatchObject({ state: "missing", remedy: "npx clinic lab --setup" });
    expect(found.text).toContain(`kernel.json ${fault}`);
  });
});

describe("the port", () => {
  /** Something that listens on a port of its own. */
  async function listening(server: net.Server): Promise<number> {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as net.AddressInfo).port;
  }

  it("is free", async () => {
    const server = net.createServer();
    const at = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await port(at)).toMatchObject({ state: "ok", text: `${at} is free` });
  });

  it.each([
    ["a Jupyter server (2.21.1), perhaps this course's, still open", '{"version": "2.21.1"}'],
    ["another program", "<html>"],
  ])("is taken by %s, and the next one that will be used is named", async (who, answer) => {
    const server = http.createServer((_, response) => response.end(answer));
    const at = await listening(server);
    const found = await port(at);
    server.close();
    expect(found).toMatchObject({ state: "note", text: `${at} is taken by ${who}` });
    const next = Number(/npm run lab takes (\d+)/.exec(found.remedy!)![1]);
    expect(next).toBeGreaterThan(at);
  });
});
