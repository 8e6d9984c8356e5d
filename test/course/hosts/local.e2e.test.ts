import { expect, test } from "vitest";
import { HostError } from "../../../src/course/errors";
import { openLocalHost } from "../../../src/course/hosts/local";

test("says what to do when there is no Jupyter", async () => {
  const opening = openLocalHost({ jupyter: "/no/such/jupyter" });
  await expect(opening).rejects.toThrow(HostError);
  await expect(opening).rejects.toThrow(
    "There is no Jupyter at /no/such/jupyter\n\nMake it with: npx clinic lab --setup",
  );
  await expect(openLocalHost({})).rejects.toThrow(TypeError);
});

test("shows the log of a server that does not start", async () => {
  // Node in the place of Python: it does not know the option, and says so.
  const opening = openLocalHost({ python: process.execPath });
  await expect(opening).rejects.toThrow(
    /^The project's Jupyter server exited with code \d+\n\n[^]*bad option: -m/,
  );
});

test("gives up a server that does not answer", async () => {
  const opening = openLocalHost({ python: "/bin/cat", startTimeoutMs: 500, env: {} });
  await expect(opening).rejects.toThrow(/The project's Jupyter server/);
});
