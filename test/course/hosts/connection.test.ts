import fs from "node:fs";
import { createServer } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import {
  bestTransport,
  channelNames,
  freePorts,
  writeConnection,
} from "../../../src/course/hosts/connection";

test("a connection file is for its owner alone, and has what the kernel needs", async () => {
  const { folder, file, key, address } = await writeConnection("tslab", "tcp");
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
  const content = JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, unknown>;
  expect(content).toMatchObject({
    ...{ transport: "tcp", ip: "127.0.0.1", key, kernel_name: "tslab" },
    signature_scheme: "hmac-sha256",
  });
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  for (const name of channelNames)
    expect(address(name)).toBe(`tcp://127.0.0.1:${String(content[`${name}_port`])}`);
  fs.rmSync(folder, { recursive: true });
});

test("over ipc the sockets are in the folder, and need no ports", async () => {
  const { folder, address } = await writeConnection("tslab", "ipc");
  expect(channelNames.map(address)).toEqual(
    [1, 2, 3, 4, 5].map((n) => `ipc://${folder}/socket:${n}`),
  );
  fs.rmSync(folder, { recursive: true });
});

afterEach(() => {
  vi.unstubAllEnvs();
});

test.skipIf(process.platform === "win32")("Unix sockets, where their path is not too long", () => {
  vi.stubEnv("TMPDIR", "/tmp");
  expect(bestTransport()).toBe("ipc");
  vi.stubEnv("TMPDIR", `/tmp/${"x".repeat(80)}`);
  expect(bestTransport()).toBe("tcp");
});

test("free ports are different, and free", async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  const servers = await Promise.all(
    ports.map(
      (port) =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer().once("error", reject);
          server.listen(port, "127.0.0.1", () => {
            resolve(server);
          });
        }),
    ),
  );
  for (const server of servers) server.close();
});
