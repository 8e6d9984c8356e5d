/** Data sets where the network is behind a proxy: a small one stands here, between npm and its registry. */
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readNetwork } from "../../src/course/doctor/network";
import { start } from "../cli/clinic";
import { removeFolder } from "../remove-folder";

let folder: string;
let proxy: http.Server;
let asked: string[];
let address: string;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-proxy-"));
  asked = [];
  proxy = http.createServer().on("connect", (request, client: net.Socket) => {
    const place = new URL(`http://${request.url!}`);
    asked.push(place.hostname);
    const server = net.connect(Number(place.port || 443), place.hostname, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      server.pipe(client).pipe(server);
    });
    for (const socket of [client, server]) {
      socket.on("error", () => {
        client.destroy();
        server.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(proxy.address() as net.AddressInfo).port}`;
});
afterEach(() => {
  proxy.close();
  removeFolder(folder);
});

/** Fetch the smallest set with nothing in any cache, and no proxy but the one named. */
function getDrums(env: NodeJS.ProcessEnv) {
  // Unset, not empty: npm takes these names in any case, and an empty https_proxy undoes HTTPS_PROXY.
  const unset = /^(?:npm_config_)?(?:https?[_-]proxy|proxy|no_?proxy)$/i;
  const none = Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => unset.test(name))
      .map((name) => [name, undefined]),
  );
  const empty = { CLINIC_CACHE: folder, npm_config_cache: path.join(folder, "npm") };
  return start(["data", "get", "drums"], { ...none, ...empty, ...env }).ended;
}

const registry = new URL(readNetwork()?.registry ?? "http://unknown");

describe.skipIf(registry.protocol !== "https:")("clinic data get behind a proxy", () => {
  it.each(["HTTPS_PROXY", "npm_config_https_proxy"])("goes through the one of %s", async (name) => {
    const { code, text } = await getDrums({ [name]: address });
    expect(code, text).toBe(0);
    expect(text).toContain(`drums: in ${folder}`);
    expect(asked).toContain(registry.hostname);
  });

  it("says what to set when no way leads to the registry", async () => {
    const nowhere = { HTTPS_PROXY: "http://127.0.0.1:9", npm_config_fetch_retries: "0" };
    const { code, text } = await getDrums(nowhere);
    expect(code).toBe(1);
    expect(text).toMatch(/npm cannot fetch the data set[\s\S]*npm pack/);
    expect(text).toMatch(/Behind a proxy: `npm config set https-proxy .*or set HTTPS_PROXY/);
    expect(asked).toEqual([]);
  });
});
