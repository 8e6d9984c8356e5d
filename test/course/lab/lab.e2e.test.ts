/** `clinic lab` with a real JupyterLab and a kernel that is broken. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isVenvReady } from "../../../src/course/lab/venv";
import { VENV } from "../../../src/course/paths";
import { start, until, type Started } from "../../cli/clinic";
import { removeFolder } from "../../remove-folder";

/** Only this JupyterLab looks there for kernels; the notebooks' own is elsewhere. */
const kernel = path.join(VENV, "jupyter", "data", "kernels", "broken");
const spec = {
  display_name: "broken",
  language: "none",
  argv: [process.execPath, "-e", "console.error('I am broken'); process.exit(7)"],
};

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** Start JupyterLab and in it the broken kernel. @returns how to ask the server */
async function startBroken(): Promise<{ lab: Started; ask: Ask }> {
  const lab = start(["lab", "--no-browser"]);
  await lab.says(/The log is /);
  const [, origin, token] = /(http:\/\/\S+?)\/lab\S+token=(\w+)/.exec(lab.text())!;
  const ask: Ask = (path, init = {}) =>
    fetch(`${origin}/api/${path}`, { ...init, headers: { Authorization: `token ${token}` } });
  const body = JSON.stringify({ name: "broken" });
  expect(await ask("kernels", { method: "POST", body })).toMatchObject({ status: 201 });
  return { lab, ask };
}

describe.skipIf(!isVenvReady())("clinic lab (needs .venv)", () => {
  beforeAll(() => {
    fs.mkdirSync(kernel, { recursive: true });
    fs.writeFileSync(path.join(kernel, "kernel.json"), JSON.stringify(spec));
  });
  afterAll(() => {
    removeFolder(kernel);
  });

  it("says on screen why a kernel does not start, and shows no log line", async () => {
    const { lab } = await startBroken();
    await lab.says(/A kernel ended while it started[\s\S]*I am broken/);
    await lab.says(/ended each time it was started[\s\S]*clinic doctor/);
    lab.child.kill("SIGTERM");
    const { code, text } = await lab.ended;
    expect(code).toBe(0);
    expect(text).not.toMatch(/^\[[DIWEC] /m);
  });

  it("goes on when nobody reads what it says, and then still ends its server", async () => {
    const { lab, ask } = await startBroken();
    lab.child.stderr!.destroy();
    const { id } = ((await (await ask("kernels")).json()) as { id: string }[])[0];
    const isGivenUp = async (): Promise<boolean> => (await ask(`kernels/${id}`)).status === 404;
    await until("it was told that the kernel is given up", isGivenUp, 90);
    expect(lab.child.exitCode).toBeNull();
    lab.child.kill("SIGTERM");
    expect(await lab.ended).toMatchObject({ code: 0 });
    await expect(ask("status")).rejects.toThrow();
  });
});
