import net from "node:net";
import { expect, it } from "vitest";
import { nextFreePort, refuseTakenPort, untilHeard, whyTaken } from "../../../src/course/lab/port";

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

it("waits until somebody listens, or nobody will", async () => {
  const port = (await nextFreePort(20_000 + (process.pid % 10_000)))!;
  const address = `http://localhost:${port}/lab`;
  const over = new AbortController();
  const server = net.createServer((socket) => socket.end());
  let isListening = false;
  setTimeout(() => {
    server.listen(port, "127.0.0.1", () => (isListening = true));
  }, 100);
  expect(await untilHeard(address, over.signal)).toBe(true);
  expect(isListening).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  const start = performance.now();
  expect(await untilHeard(address, over.signal, 200)).toBe(true); // then it is told all the same
  expect(performance.now() - start).toBeGreaterThan(190);
  setTimeout(() => {
    over.abort();
  }, 100);
  expect(await untilHeard(address, over.signal)).toBe(false);
});
