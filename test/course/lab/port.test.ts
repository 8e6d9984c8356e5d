import net from "node:net";
import { expect, it } from "vitest";
import { nextFreePort, refuseTakenPort, whyTaken } from "../../../src/course/lab/port";

it("knows a taken port from a free one, and finds the next", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  expect(await whyTaken(port)).toBe("EADDRINUSE");
  expect(await nextFreePort(port)).toBeGreaterThan(port);
  await expect(refuseTakenPort(port)).rejects.toThrow(
    `Port ${port} is taken. Give another one (clinic lab --port ${port + 1}), or none`,
  );
  await new Promise((resolve) => server.close(resolve));
  expect(await whyTaken(port)).toBeUndefined();
  expect(await nextFreePort(port)).toBe(port);
  await expect(refuseTakenPort(port)).resolves.toBeUndefined();
});
