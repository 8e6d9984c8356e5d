/** `clinic lab` with a real JupyterLab and a kernel that is broken. */
import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { isVenvReady } from "../../../src/course/lab/venv";
import { VENV } from "../../../src/course/paths";
import { start } from "../../cli/clinic";

/** Only this JupyterLab looks there for kernels; the notebooks' own is elsewhere. */
const kernel = path.join(VENV, "jupyter", "data", "kernels", "broken");
const spec = {
  display_name: "broken",
  language: "none",
  argv: [process.execPath, "-e", "console.error('I am broken'); process.exit(7)"],
};

it.skipIf(!isVenvReady())(
  "says on screen why a kernel does not start, and no log line (needs .venv)",
  async () => {
    const lab = start(["lab", "--no-browser"]);
    try {
      await lab.says(/The log is /);
      fs.mkdirSync(kernel, { recursive: true });
      fs.writeFileSync(path.join(kernel, "kernel.json"), JSON.stringify(spec));
      const [, origin, token] = /(http:\/\/\S+?)\/lab\S+token=(\w+)/.exec(lab.text())!;
      const asked = await fetch(`${origin}/api/kernels`, {
        method: "POST",
        headers: { Authorization: `token ${token}` },
        body: JSON.stringify({ name: "broken" }),
      });
      expect(asked.status).toBe(201);
      await lab.says(/A kernel ended while it started[\s\S]*I am broken/);
      await lab.says(/ended each time it was started[\s\S]*clinic doctor/);
    } finally {
      fs.rmSync(kernel, { recursive: true, force: true });
      lab.child.kill("SIGTERM");
    }
    const { code, text } = await lab.ended;
    expect(code).toBe(0);
    expect(text).not.toMatch(/^\[[DIWEC] /m);
  },
);
