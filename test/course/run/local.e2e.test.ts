import { describe, expect, test } from "vitest";
import { startServer } from "../../../src/course/hosts/jupyter-server";
import { openRemoteHost } from "../../../src/course/hosts/remote";
import { runNotebook, type RunEvent } from "../../../src/course/run/runner";
import { folder, jupyter, runsNotebooks, whyNoJupyter } from "./host-suite";
import { notebookOf, textOf } from "./notebooks";

runsNotebooks("local");

describe.skipIf(!jupyter)(`the remote host${whyNoJupyter}`, () => {
  test("runs on a server that is there, and says when it is gone", async () => {
    const server = await startServer({ jupyter }, folder);
    const { baseUrl: url, token } = server.address;
    await expect(openRemoteHost({ url, token: "wrong" })).rejects.toThrow(
      /does not let us in \(HTTP 403\)/,
    );
    const host = await openRemoteHost({ url: `${url}lab?token=${token}`, root: folder });
    const { notebook, error } = await runNotebook(notebookOf("40 + 2"), { host, folder });
    expect(error).toBeUndefined();
    expect(textOf(notebook, 0)).toBe("42\n");
    // The server goes away in the middle of a cell: the run must end, and long before its limit.
    const wait = `console.log("in"); await new Promise((f) => setTimeout(f, 60_000))`;
    const onEvent = (event: RunEvent) => {
      if (event.type === "cell-output") process.kill(-server.process.child.pid!, "SIGKILL");
    };
    const lost = await runNotebook(notebookOf(wait), { host, folder, onEvent });
    expect(lost.error?.name).toBe("DeadKernelError");
    expect(lost.seconds).toBeLessThan(30);
    await host.dispose();
    await server.stop();
  });
});
