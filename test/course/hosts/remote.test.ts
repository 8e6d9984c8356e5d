import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { HostError } from "../../../src/course/errors";
import { freePorts } from "../../../src/course/hosts/connection";
import { openRemoteHost, parseServerUrl, serverPath } from "../../../src/course/hosts/remote";

test.each([
  ["http://a:8888", undefined, "http://a:8888/", ""],
  ["http://a:8888/?token=t1", undefined, "http://a:8888/", "t1"],
  ["https://a/user/x/lab?token=t1", undefined, "https://a/user/x/", "t1"],
  ["http://a:8888/tree/", undefined, "http://a:8888/", ""],
  ["http://a:8888/base?token=t1", "t2", "http://a:8888/base/", "t2"],
])("%s with token %s", (url, given, baseUrl, token) => {
  expect(parseServerUrl(url, given)).toEqual({ baseUrl, token });
});

test.each(["", "localhost:8888", "ftp://a", "a b"])("%j is no address", (url) => {
  expect(() => parseServerUrl(url)).toThrow(HostError);
  expect(() => parseServerUrl(url)).toThrow(`"${url}" is not the address of a Jupyter server`);
});

test("a folder is told below the server's root, or refused", () => {
  expect(serverPath("/course", "/course/labs/01")).toBe("labs/01");
  expect(serverPath("/course", "/course")).toBe("");
  expect(() => serverPath("/course", "/course2")).toThrow(HostError);
  expect(() => serverPath("/course", "/")).toThrow("The folder / is outside of /course");
});

describe("a server that cannot be used", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function serve(status: number, body: string): Promise<string> {
    server = createServer((_, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  test("is not there", async () => {
    const [port] = await freePorts(1);
    await expect(openRemoteHost({ url: `http://127.0.0.1:${port}` })).rejects.toThrow(
      /cannot be reached \(fetch failed: ECONNREFUSED\)/,
    );
  });

  test.each([401, 403])("answers %d", async (status) => {
    const url = await serve(status, "");
    await expect(openRemoteHost({ url })).rejects.toThrow(
      `The Jupyter server at ${url} does not let us in (HTTP ${status})`,
    );
  });

  test.each([
    [404, "no"],
    [200, "<html>"],
    [200, `{"other": 1}`],
  ])("answers %d with %s", async (status, body) => {
    const url = await serve(status, body);
    await expect(openRemoteHost({ url })).rejects.toThrow(
      `What answers at ${url} is not a Jupyter server (HTTP ${status} for api/kernelspecs)`,
    );
  });
});
