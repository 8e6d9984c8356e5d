/** The one suite that every kernel host passes. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KernelAPI } from "@jupyterlab/services";
import { openEmbeddedHost } from "../../../src/course/hosts/embedded";
import { openLocalHost } from "../../../src/course/hosts/local";
import type { KernelHost, KernelSpec } from "../../../src/course/hosts/host";
import { runNotebook, type RunEvent, type RunOptions } from "../../../src/course/run/runner";
import { notebookOf, outputsOf, textOf } from "./notebooks";
import { findJupyter, isRunning, startScript, until } from "./processes";
import { removeFolder } from "../../remove-folder";

export const jupyter = findJupyter();
export const whyNoJupyter = jupyter
  ? ""
  : ": no .venv/bin/jupyter (make it with `npx clinic lab --setup`), no CLINIC_TEST_JUPYTER";

export const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-e2e-"));
const silentPidFile = path.join(folder, "silent.pid");
const node = process.execPath;
const kernels: Record<string, KernelSpec> = {
  // Never listens; says so, and where it can be found.
  silent: {
    display_name: "silent",
    language: "none",
    argv: [
      node,
      "-e",
      `fs.writeFileSync(${JSON.stringify(silentPidFile)}, String(process.pid));
       console.error("I never listen"); setInterval(() => {}, 1e3)`,
    ],
  },
  // Ends before it listens.
  broken: {
    display_name: "broken",
    language: "none",
    argv: [node, "-e", `console.error("I am broken"); process.exit(7)`],
  },
};

afterAll(() => {
  removeFolder(folder);
});

const openers = {
  embedded: { open: () => openEmbeddedHost({ kernels }), skip: false },
  local: { open: () => openLocalHost({ jupyter, kernels, root: folder }), skip: !jupyter },
};

/** What every host must do; each has a test file of its own, so that they run side by side. */
export function runsNotebooks(name: keyof typeof openers): void {
  const { open, skip } = openers[name];
  describe.skipIf(skip)(`the ${name} host runs notebooks${skip ? whyNoJupyter : ""}`, () => {
    let host: KernelHost;
    beforeAll(async () => {
      host = await open();
    });
    afterAll(() => host.dispose());

    /** Runs cells after one that tells the kernel's process id; no process may be left of it. */
    async function run(
      cells: (string | [source: string, ...tags: string[]])[],
      options: Partial<RunOptions> = {},
    ) {
      const given = notebookOf("process.pid", ...cells);
      const before = structuredClone(given);
      const outcome = await runNotebook(given, { host, folder, name: "test", ...options });
      expect(given).toEqual(before);
      const pid = Number(textOf(outcome.notebook, 0));
      expect(pid, `the run ended with: ${outcome.error?.message}`).toBeGreaterThan(0);
      expect(isRunning(pid)).toBe(false);
      return { ...outcome, pid };
    }

    test("collects streams, top-level await and displays, and numbers the cells", async () => {
      const { notebook, error, cells } = await run([
        `console.log("a"); console.error("b"); console.log("c")`,
        `const x = await Promise.resolve(42); x`,
        `import { display, newDisplay } from "tslab"; display.html("<b>1</b>")`,
        `const bar = newDisplay(); bar.text("10 %"); bar.text("50 %")`,
        `bar.text("100 %")`,
        `process.stdout.write("1 of 2\\r"); process.stdout.write("2 of 2\\n")`,
        `process.cwd()`,
      ]);
      expect(error).toBeUndefined();
      expect(outputsOf(notebook, 1)).toEqual([
        { output_type: "stream", name: "stdout", text: "a\n" },
        { output_type: "stream", name: "stderr", text: "b\n" },
        { output_type: "stream", name: "stdout", text: "c\n" },
      ]);
      expect(textOf(notebook, 2)).toBe("42\n");
      expect(outputsOf(notebook, 3)).toEqual([
        { output_type: "display_data", data: { "text/html": "<b>1</b>" }, metadata: {} },
      ]);
      expect(outputsOf(notebook, 4)).toEqual([
        { output_type: "display_data", data: { "text/plain": "100 %" }, metadata: {} },
      ]);
      expect(outputsOf(notebook, 5)).toEqual([]);
      expect(textOf(notebook, 6)).toBe("2 of 2\ntrue\n");
      expect(textOf(notebook, 7)).toBe(`${fs.realpathSync(folder)}\n`);
      expect(notebook.cells.map((cell) => cell["execution_count"])).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8,
      ]);
      expect(cells.map(({ status }) => status)).toEqual(Array(8).fill("ok"));
      expect(notebook.metadata.language_info?.name).toBe("typescript");
    });

    test("stops at a thrown error and says where it was", async () => {
      const { notebook, error, cells } = await run([
        `console.log("before"); throw new Error("too few modes")`,
        `console.log("never")`,
      ]);
      expect(error?.name).toBe("CellExecutionError");
      expect(error?.message).toMatch(/^Cell 2 of "test" failed/);
      expect(error?.message).toContain(`  1 | console.log("before"); throw`);
      expect(error?.message).toContain("Error: too few modes");
      expect(error?.cellIndex).toBe(1);
      expect(textOf(notebook, 1)).toBe("before\n");
      expect(textOf(notebook, 1, "stderr")).toContain("too few modes");
      expect(cells.map(({ status }) => status)).toEqual(["ok", "error", "not run"]);
    });

    test("stops at a type error", async () => {
      const { error } = await run([`const n: number = "one"`]);
      expect(error?.name).toBe("CellExecutionError");
      expect(error?.captured.split("\n")).toEqual([
        "Line 1: Type 'string' is not assignable to type 'number'.",
        `  const n: number = "one"`,
        "        ^",
      ]);
    });

    test("goes on after an allowed failure, and the next cell really runs", async () => {
      const { notebook, error, cells } = await run([
        [`throw new Error("on purpose")`, "raises-exception"],
        `console.log("next")`,
        [`const n: number = "one"`, "raises-exception"],
        `console.log("last")`,
      ]);
      expect(error).toBeUndefined();
      expect(textOf(notebook, 1, "stderr")).toContain("on purpose");
      expect(textOf(notebook, 2)).toBe("next\n");
      expect(textOf(notebook, 4)).toBe("last\n");
      expect(cells.map(({ status }) => status)).toEqual([
        "ok",
        "failed as expected",
        "ok",
        "failed as expected",
        "ok",
      ]);
    });

    test("leaves a cell with skip-execution as it is", async () => {
      const notebook = notebookOf(["console.log(1)", "skip-execution"], "console.log(2)");
      const kept = [{ output_type: "stream", name: "stdout", text: "old\n" }];
      Object.assign(notebook.cells[0], { outputs: kept, execution_count: 9 });
      Object.assign(notebook.cells[1], { outputs: kept, execution_count: 9 });
      const outcome = await runNotebook(notebook, { host, folder });
      expect(outputsOf(outcome.notebook, 0)).toEqual(kept);
      expect(outcome.notebook.cells[0]["execution_count"]).toBe(9);
      expect(textOf(outcome.notebook, 1)).toBe("2\n");
      expect(outcome.notebook.cells[1]["execution_count"]).toBe(1);
      expect(outcome.cells.map(({ status }) => status)).toEqual(["skipped", "ok"]);
    });

    test("runs the prelude first, unseen", async () => {
      const { notebook, error } = await run([`console.log(process.env.BUDGET)`], {
        prelude: `console.log("unseen"); process.env.BUDGET = "smoke"`,
      });
      expect(error).toBeUndefined();
      expect(textOf(notebook, 1)).toBe("smoke\n");
      expect(notebook.cells[0]["execution_count"]).toBe(1);
    });

    test("fails when the prelude fails", async () => {
      const prelude = `throw new Error("no data")`;
      const { error, cells } = await runNotebook(notebookOf("1"), { host, folder, prelude });
      expect(error?.name).toBe("CellExecutionError");
      expect(error?.message).toContain("no data");
      expect(cells.map(({ status }) => status)).toEqual(["not run"]);
    });

    test("ends an endless loop", async () => {
      const { notebook, error, cells } = await run([`console.log("in"); while (true) {}`], {
        cellTimeoutMs: 5_000,
      });
      expect(error?.name).toBe("CellTimeoutError");
      expect(error?.message).toContain(`Cell 2 of "test" did not end within 5 s`);
      expect(textOf(notebook, 1)).toContain("in\n");
      expect(cells[1]?.status).toBe("timeout");
    });

    test("ends an endless asynchronous loop, and keeps its outputs", async () => {
      const loop = `for (let i = 0; ; i++) { console.log(i); await new Promise((f) => setTimeout(f, 50)); }`;
      const { notebook, error } = await run([loop, `console.log("never")`], {
        cellTimeoutMs: 5_000,
      });
      expect(error?.name).toBe("CellTimeoutError");
      expect(textOf(notebook, 1)).toMatch(/^0\n1\n2\n/);
      expect(outputsOf(notebook, 2)).toEqual([]);
    });

    test("ends at the time of the whole notebook", async () => {
      // A busy machine may still be starting the kernel then: that counts as well.
      const wait = `await new Promise((f) => setTimeout(f, 400));`;
      const notebook = notebookOf("process.pid", ...Array<string>(100).fill(wait));
      const options = { host, folder, notebookTimeoutMs: 8_000 };
      const { error, seconds, notebook: executed } = await runNotebook(notebook, options);
      expect(error?.name).toBe("NotebookTimeoutError");
      expect(seconds).toBeLessThan(13);
      const pid = Number(textOf(executed, 0));
      expect(pid > 0 && isRunning(pid)).toBe(false);
    });

    test("tells a killed kernel, with the output before it", async () => {
      const kill = `console.log("last words"); await new Promise((f) => setTimeout(f, 200));
        process.kill(process.pid, "SIGKILL"); await new Promise((f) => setTimeout(f, 9e3));`;
      const { notebook, error, cells } = await run([kill, `console.log("never")`]);
      expect(error?.name).toBe("DeadKernelError");
      if (name === "embedded") expect(error?.message).toContain("was killed by SIGKILL");
      expect(textOf(notebook, 1)).toBe("last words\n");
      expect(cells.map(({ status }) => status)).toEqual(["ok", "kernel died", "not run"]);
    });

    test("tells a kernel that exits, and one that dies between cells", async () => {
      const { error } = await run([`process.exit(3)`]);
      expect(error?.name).toBe("DeadKernelError");
      if (name === "embedded") expect(error?.message).toContain("exited with code 3");
      const later = await run([
        `setTimeout(() => process.exit(4), 100); 1`,
        ...Array<string>(40).fill(`await new Promise((f) => setTimeout(f, 100))`),
      ]);
      expect(later.error?.name).toBe("DeadKernelError");
    });

    test("keeps every line of a burst", async () => {
      const { notebook, error } = await run([
        `for (let i = 0; i < 5000; i++) console.log("line " + i)`,
      ]);
      expect(error).toBeUndefined();
      const lines = Array.from({ length: 5000 }, (_, i) => `line ${i}\n`);
      expect(textOf(notebook, 1)).toBe(lines.join(""));
    });

    test("cuts 100 MB of output, and goes on", async () => {
      let peak = 0;
      const before = process.memoryUsage().rss;
      const watch = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage().rss - before);
      }, 20);
      const { notebook, error } = await run([
        `const line = "x".repeat(99_999); for (let i = 0; i < 1000; i++) console.log(line);`,
        `console.log("after")`,
      ]);
      clearInterval(watch);
      expect(error).toBeUndefined();
      const [stdout, notice, ...more] = outputsOf(notebook, 1);
      expect((stdout["text"] as string).length).toBe(10_000_000);
      expect(notice["text"]).toContain("cut here: it reached the limit of 10,000,000 bytes");
      expect(more).toEqual([]);
      expect(textOf(notebook, 2)).toBe("after\n");
      expect(peak).toBeLessThan(500e6);
    });

    test("gives up a kernel that never listens", async () => {
      const { error, cells } = await runNotebook(notebookOf("1"), {
        ...{ host, folder, kernelName: "silent", startTimeoutMs: 3_000 },
      });
      expect(error?.name).toBe("KernelStartError");
      expect(error?.message).toContain("it did not answer within 3 s");
      expect(error?.message).toContain("I never listen");
      expect(cells.map(({ status }) => status)).toEqual(["not run"]);
      const pid = Number(fs.readFileSync(silentPidFile, "utf8"));
      expect(await until(() => !isRunning(pid), 20_000)).toBe(true);
    });

    test("tells a kernel that ends while it starts", async () => {
      const { error } = await runNotebook(notebookOf("1"), {
        ...{ host, folder, kernelName: "broken", startTimeoutMs: 30_000 },
      });
      expect(error?.name).toBe("DeadKernelError");
      expect(error?.message).toContain("I am broken");
    });

    test("lists the kernels there are when one is not", async () => {
      const { error } = await runNotebook(notebookOf("1"), { host, folder, kernelName: "basic" });
      expect(error?.name).toBe("KernelStartError");
      expect(error?.message).toContain(`wants the kernel "basic", which this host does not have`);
      expect(error?.message).toMatch(/It has: .*silent/);
    });

    test("stops when it is told to, though the kernel does not listen", async () => {
      const stopper = new AbortController();
      let stoppedAt = 0;
      const onEvent = (event: RunEvent) => {
        if (event.type !== "cell-output" || event.index !== 1) return;
        stoppedAt = performance.now();
        stopper.abort();
      };
      const { error, cells } = await run([`console.log("in"); while (true) {}`, `1`], {
        signal: stopper.signal,
        onEvent,
      });
      expect(performance.now() - stoppedAt).toBeLessThan(20_000); // also on a busy machine
      expect(error?.name).toBe("InterruptedRunError");
      expect(cells.map(({ status }) => status)).toEqual(["ok", "interrupted", "not run"]);
    });

    test("does not start when it was stopped before", async () => {
      const { error } = await runNotebook(notebookOf("1"), {
        ...{ host, folder, signal: AbortSignal.abort() },
      });
      expect(error?.name).toBe("InterruptedRunError");
      expect(await KernelAPI.listRunning(host.settings)).toEqual([]);
    });

    test("runs two notebooks at once, each in its own kernel", async () => {
      const run = (word: string) =>
        runNotebook(
          notebookOf(
            `const word = "${word}"; process.pid`,
            `await new Promise((f) => setTimeout(f, 300)); word`,
          ),
          { host, folder, name: word },
        );
      const outcomes = await Promise.all([run("one"), run("two")]);
      expect(outcomes.map(({ notebook }) => textOf(notebook, 1))).toEqual(["one\n", "two\n"]);
      const [one, two] = outcomes.map(({ notebook }) => Number(textOf(notebook, 0)));
      expect(one).not.toBe(two);
      expect([one, two].map(isRunning)).toEqual([false, false]);
    });

    test("lets a process end by itself after it disposed of the host", async () => {
      const child = startScript(opening(name, `await host.dispose(); console.log("done")`));
      const code = await new Promise((resolve) => child.once("exit", resolve));
      expect(child.text).toBe("42\ndone\n");
      expect(code).toBe(0);
    });

    test("takes its kernels along when the runner is killed", async () => {
      const loop = `console.log(process.pid); while (true) {}`;
      const script = opening(name, "", `[${JSON.stringify(loop)}]`);
      const child = startScript(script);
      expect(await until(() => /^\d+\n/.test(child.text), 60_000)).toBe(true);
      const pid = Number(child.text);
      expect(isRunning(pid)).toBe(true);
      child.kill("SIGKILL");
      expect(await until(() => !isRunning(pid), 20_000)).toBe(true);
    });
  });
}

/** A script that opens a host, runs cells, writes their text, and goes on with `then`. */
function opening(name: string, then: string, cells = `["42"]`): string {
  const options = JSON.stringify({ jupyter, root: folder });
  return `
    const host = ${
      name === "embedded"
        ? `await load("hosts/embedded").openEmbeddedHost()`
        : `await load("hosts/local").openLocalHost(${options})`
    };
    const cells = ${cells}.map((source, i) => ({
      cell_type: "code", id: "c" + i, source, metadata: {}, outputs: [], execution_count: null }));
    const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
    const onEvent = (event) => event.output && process.stdout.write(event.output.text);
    const outcome = await load("run/runner").runNotebook(notebook, {
      host, folder: ${JSON.stringify(folder)}, onEvent });
    if (outcome.error) throw outcome.error;
    ${then}`;
}
