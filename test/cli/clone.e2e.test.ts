/** The README's commands, on a copy of the repository in which nothing was ever installed. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isVenvReady, venvCommand } from "../../src/course/lab/venv";
import { copyRepository } from "./clinic";
import { removeFolder } from "../remove-folder";

const clone = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "clinic-clone-")), "gan clinic"); // a space, on purpose

function shell(
  command: string,
  env: NodeJS.ProcessEnv = {},
): { code: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(command, {
    cwd: clone,
    shell: true,
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 1e8,
  });
  return { code: status, text: stdout + stderr };
}

// npm takes what the network and other tests leave it
describe("a new clone", { timeout: 400_000 }, () => {
  beforeAll(() => {
    copyRepository(clone);
  });
  afterAll(() => {
    removeFolder(path.dirname(clone));
  });

  it("npm run course -- 00: installs, builds, executes, writes", () => {
    const { code, text } = shell("npm run course -- 00");
    expect(text).toMatch(
      /Installing the course's packages[\s\S]*Building the library[\s\S]*cell 1 of/,
    );
    expect(text).toMatch(/✔ 00-first-gan/);
    expect(text).toMatch(/not judged: .*[\s\S]*To prove them here: npm run prove/);
    expect(code).toBe(0);
    expect(fs.readdirSync(path.join(clone, "results")).sort()).toEqual([
      "00-first-gan.ipynb",
      "results.json",
      "results.md",
    ]);
  });

  it("the same again: installs nothing, builds nothing, executes nothing", () => {
    const { code, text } = shell("npm run course -- 00");
    expect(code).toBe(0);
    expect(text).not.toMatch(/Installing|Building/);
    expect(text).toContain("nothing changed, not run again");
  });

  it("npx clinic --help names every command", () => {
    const { code, text } = shell("npx clinic --help");
    expect(code).toBe(0);
    for (const name of [
      "run",
      "prove",
      "build",
      "pull",
      "lab",
      "grade",
      "engine",
      "data",
      "doctor",
    ])
      expect(text).toMatch(new RegExp(`^ {2}${name}\\b`, "m"));
  });

  it("npx clinic engine lists what computes, and where compiled steps run", () => {
    const { code, text } = shell("npx clinic engine");
    expect(code).toBe(0);
    expect(text).toMatch(/✔ engine wasm +@tensorflow\/tfjs-backend-wasm works; this one computes/);
    expect(text).toMatch(/✔ compiled steps +onnxruntime-node \d+\.\d+\.\d+ on cpu/);
    expect(text).toMatch(/npx clinic engine add tensorflow, or npx clinic engine build/);
  });

  it("npx clinic data lists the data sets, and checks the files that the built library reads", () => {
    const list = shell("npx clinic data");
    expect(list.code).toBe(0);
    expect(list.text).toMatch(/^faces +.*in the library/m);
    const check = shell("npx clinic data check");
    expect(check.text).toMatch(/✔ digits8: in the library, whole/);
    expect(check.code).toBe(0);
  });

  it("npx clinic doctor finds the engine and the kernel, and says how to get what is not there yet", () => {
    const { code, text } = shell("npx clinic doctor");
    expect(text).toMatch(/✔ engine wasm +@tensorflow\/tfjs-backend-wasm works; this one computes/);
    expect(text).toMatch(/[✔○] grading +submissions run behind: (container|bubblewrap|process)/);
    expect(text).toMatch(/○ JupyterLab +not made yet in \.venv\n +→ npm run lab/);
    expect(text).toMatch(/\n\nAll that the course needs is here\./);
    expect(code).toBe(0);
  });

  it("npx clinic grade submissions --lab 01 grades what is handed in, as the guide says", () => {
    const handed = path.join(clone, "submissions");
    fs.mkdirSync(handed);
    const lab = path.join(clone, "labs", "01-mode-collapse", "lab-01.ipynb");
    fs.copyFileSync(lab, path.join(handed, "alice.ipynb"));
    fs.writeFileSync(path.join(handed, "bob.ipynb"), "{ half");
    const { code, text } = shell("npx clinic grade submissions --lab 01");
    expect(text).toMatch(/2 submissions, 01-mode-collapse[\s\S]*Not graded \(1\):\n +bob/);
    expect(code).toBe(0);
    const grades = path.join(clone, "grades", "01-mode-collapse");
    const report = fs.readFileSync(path.join(grades, "students", "alice", "report.txt"), "utf8");
    expect(report).toMatch(/: 0 of 40 points/);
    expect(report.match(/: not implemented$/gm)!.length).toBeGreaterThan(8);
    expect(fs.readFileSync(path.join(grades, "gradebook.csv"), "utf8")).toMatch(/^01-.*,alice,/m);
  });

  it("npx clinic build and pull have nothing to do, and a source that does not compile is shown", () => {
    expect(shell("npx clinic build")).toMatchObject({
      code: 0,
      text: expect.stringContaining("up to its source") as string,
    });
    expect(shell("npx clinic pull")).toMatchObject({
      code: 0,
      text: expect.stringContaining("not edited") as string,
    });
    const file = path.join(clone, "src", "shape.ts");
    const good = fs.readFileSync(file);
    fs.appendFileSync(file, "const wrong: number = 'text';\n");
    const { code, text } = shell("npx clinic doctor");
    expect(code).toBe(1);
    expect(text).toMatch(/src\/shape\.ts.*error TS2322[\s\S]*does not compile/);
    fs.writeFileSync(file, good);
  });

  it.skipIf(!isVenvReady())(
    "npx clinic lab --install-kernel registers the kernel in a Jupyter that is there (needs .venv)",
    () => {
      const home = path.join(path.dirname(clone), "home");
      const env = {
        JUPYTER_DATA_DIR: path.join(home, "data"),
        JUPYTER_PATH: "",
        PATH: `${path.join(path.dirname(clone), "bin")}${path.delimiter}${process.env.PATH ?? ""}`,
      };
      const jupyter = path.join(path.dirname(clone), "bin", "jupyter");
      fs.mkdirSync(path.dirname(jupyter));
      fs.symlinkSync(venvCommand("jupyter"), jupyter);
      const first = shell("npx clinic lab --install-kernel --force", env);
      expect(first.text).toContain("The TypeScript kernel is installed");
      const spec = JSON.parse(
        fs.readFileSync(path.join(home, "data", "kernels", "tslab", "kernel.json"), "utf8"),
      ) as { argv: string[] };
      expect(spec.argv[1]).toContain("gan clinic");
      expect(shell("npx clinic lab --install-kernel", env).text).toContain("it was left as it is");
    },
  );

  it("npm run lab -- --work, --update, --reset lab-01: the copy that is worked in", () => {
    expect(shell("npm run lab -- --work").code).toBe(0);
    const page = fs.readFileSync(path.join(clone, "work", "index.md"), "utf8");
    expect(page).toMatch(/Continue here: \[00/);
    expect(shell("npm run lab -- --update").text).toContain("they are up to the course");
    const lab = path.join(clone, "work", "labs", "01-mode-collapse", "lab-01.ipynb");
    const first = fs.readFileSync(lab, "utf8");
    fs.writeFileSync(lab, first.replace("YOUR ANSWER HERE", "Because."));
    const { code, text } = shell("npm run lab -- --reset lab-01");
    expect(code).toBe(0);
    expect(text).toMatch(/Your lab 01 is as it was at first\. What it was is kept in work\/labs/);
    expect(fs.readFileSync(lab, "utf8")).toBe(first);
  });

  it("a taken port is said at once", async () => {
    const net = await import("node:net");
    const server = net.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    const { code, text } = shell(`npm run lab -- --port ${port}`);
    server.close();
    expect(code).toBe(1);
    expect(text).toMatch(new RegExp(`Port ${port} is taken`));
  });

  it("without a Python, npm run lab says what to install", () => {
    const bin = path.join(path.dirname(clone), "no-python");
    fs.mkdirSync(bin);
    fs.symlinkSync(process.execPath, path.join(bin, "node"));
    const script = path.join(clone, "src", "clinic.mjs");
    const { status, stderr } = spawnSync(process.execPath, [script, "lab", "--setup"], {
      cwd: clone,
      encoding: "utf8",
      env: { PATH: bin },
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /needs Python 3\.9 or newer; found none on the PATH[\s\S]*npm run course/,
    );
  });
});
