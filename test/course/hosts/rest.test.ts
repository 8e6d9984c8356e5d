import { expect, test } from "vitest";
import { answer, type KernelTable } from "../../../src/course/hosts/rest";

const spec = { display_name: "TypeScript", language: "typescript", argv: ["node"] };
const table = (): KernelTable => ({
  specs: new Map([["tslab", spec]]),
  kernels: new Map(),
  isDisposed: false,
});

async function ask(method: string, path: string, body?: string, from = table()) {
  const request = new Request(`http://embedded.invalid/${path}`, { method, body: body ?? null });
  const response = await answer(from, request);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test("lists its kernel specs, the first as default", async () => {
  expect(await ask("GET", "api/kernelspecs?1")).toEqual({
    status: 200,
    body: {
      default: "tslab",
      kernelspecs: { tslab: { name: "tslab", resources: {}, spec: { ...spec, env: {} } } },
    },
  });
});

test("lists its kernels", async () => {
  expect(await ask("GET", "api/kernels")).toEqual({ status: 200, body: [] });
});

test.each([
  ["POST", "api/kernels", `{"name":"basic"}`, 404, "No such kernel: basic"],
  ["POST", "api/kernels", `{"path":"/no/such/folder"}`, 400, "The kernel's folder does not exist"],
  ["GET", "api/kernels/17", undefined, 404, "Kernel does not exist: 17"],
  ["DELETE", "api/kernels/17", undefined, 404, "Kernel does not exist: 17"],
  ["POST", "api/kernels/17/interrupt", undefined, 404, "Kernel does not exist: 17"],
  ["GET", "api/contents", undefined, 404, "No such resource: /api/contents"],
])("%s %s %s is answered with %d", async (method, path, body, status, message) => {
  const found = await ask(method, path, body);
  expect(found.status).toBe(status);
  expect(found.body["message"]).toContain(message);
});

test("answers nothing after it was disposed of", async () => {
  const found = await ask("GET", "api/kernels", undefined, { ...table(), isDisposed: true });
  expect(found).toEqual({
    status: 503,
    body: { message: "This kernel host has been disposed of" },
  });
});
