import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { KernelAPI, KernelConnection } from "@jupyterlab/services";
import { openEmbeddedHost } from "../../../src/course/hosts/embedded";
import { tslabSpec } from "../../../src/course/kernel/spec";
import { quietly } from "../../../src/course/run/quiet";
import { runNotebook } from "../../../src/course/run/runner";
import { folder, runsNotebooks } from "./host-suite";
import { notebookOf, textOf } from "./notebooks";
import { isRunning, until } from "./processes";

const node = process.execPath;

runsNotebooks("embedded");

describe("the embedded host", () => {
  test("interrupts and restarts a kernel", () =>
    quietly(async () => {
      const host = await openEmbeddedHost();
      const model = await KernelAPI.startNew({ name: "tslab" }, host.settings);
      const kernel = new KernelConnection({ model, serverSettings: host.settings });
      const heard: string[] = [];
      kernel.iopubMessage.connect((_, { header, content }) => {
        if (header.msg_type === "stream") heard.push((content as { text: string }).text);
      });
      const loop = kernel.requestExecute({ code: "console.log(process.pid); while (true) {}" });
      expect(await until(() => heard.length > 0, 30_000)).toBe(true);
      await kernel.interrupt();
      expect((await loop.done).content.status).toBe("error");
      const pid = Number(heard[0]);
      expect(isRunning(pid)).toBe(true);
      heard.length = 0;
      await kernel.restart();
      expect(isRunning(pid)).toBe(false);
      await kernel.requestExecute({ code: "process.pid" }).done;
      expect(await until(() => heard.length > 0, 30_000)).toBe(true);
      expect(Number(heard[0])).not.toBe(pid);
      await kernel.shutdown();
      expect(isRunning(Number(heard[0]))).toBe(false);
      await host.dispose();
      await expect(KernelAPI.listRunning(host.settings)).rejects.toThrow("disposed of");
    }));

  test.each(["ipc", "tcp"] as const)("reaches a kernel over %s", async (transport) => {
    const host = await openEmbeddedHost({ kernels: { tslab: { ...tslabSpec(), transport } } });
    const { notebook, error } = await runNotebook(notebookOf("40 + 2"), { host, folder });
    expect(error).toBeUndefined();
    expect(textOf(notebook, 0)).toBe("42\n");
    await host.dispose();
  });

  test("starts again when somebody took a port", async () => {
    const attempts = path.join(folder, "attempts");
    const [, bin] = tslabSpec().argv;
    // The first start says what Node says about a taken port, and hangs.
    const wrapper = `fs.appendFileSync(${JSON.stringify(attempts)}, "x");
      if (fs.readFileSync(${JSON.stringify(attempts)}, "utf8") === "x") {
        console.error("UnhandledPromiseRejection: Error: Address already in use");
        setInterval(() => {}, 1e3);
      } else { process.argv.splice(1, 0, ${JSON.stringify(bin)}); require(${JSON.stringify(bin)}); }`;
    const spec = {
      ...tslabSpec(),
      argv: [node, "-e", wrapper, "--", "kernel", "--config-path={connection_file}"],
    };
    const host = await openEmbeddedHost({ kernels: { tslab: spec } });
    const { notebook, error } = await runNotebook(notebookOf("40 + 2"), { host, folder });
    expect(error).toBeUndefined();
    expect(textOf(notebook, 0)).toBe("42\n");
    expect(fs.readFileSync(attempts, "utf8")).toBe("xx");
    await host.dispose();
  });
});
