import { describe, expect, it } from "vitest";
import { network, readNetwork } from "../../../src/course/doctor/network";

const direct = {
  registry: "https://registry.example/",
  npmProxy: undefined,
  offline: false,
  environmentProxy: undefined,
  pipProxy: undefined,
};

describe("the network", () => {
  it("is direct", () => {
    const wanted = { state: "ok", text: "npm from https://registry.example/" };
    expect(network(direct, false)).toMatchObject(wanted);
  });

  it("goes through a proxy, whose password is not shown", () => {
    const found = network({ ...direct, environmentProxy: "http://me:secret@proxy:3128" }, false);
    expect(found).toMatchObject({ state: "ok" });
    expect(found.text).toBe("npm from https://registry.example/ through http://…@proxy:3128");
  });

  it("goes through a proxy that npm knows and pip does not", () => {
    const found = network({ ...direct, npmProxy: "http://proxy:3128" }, false);
    expect(found).toMatchObject({ state: "note" });
    expect(found.remedy).toMatch(/pip.*set HTTPS_PROXY or PIP_PROXY/);
    const both = { ...direct, npmProxy: "http://proxy:3128", pipProxy: "http://proxy:3128" };
    expect(network(both, false)).toMatchObject({ state: "ok" });
    const made = network({ ...direct, npmProxy: "http://proxy:3128" }, true);
    expect(made).toMatchObject({ state: "ok" });
  });

  it("is not to be used", () => {
    const found = network({ ...direct, offline: true }, false);
    expect(found).toMatchObject({ state: "note" });
    expect(found.remedy).toMatch(/offline=false/);
  });

  it("is out of reach without npm", () => {
    expect(network(undefined, true)).toMatchObject({ state: "note" });
  });

  it("is read from npm's own settings and from the environment", () => {
    const env = {
      ...process.env,
      npm_config_registry: "https://registry.example/",
      npm_config_https_proxy: "http://npm.example:3128/",
      npm_config_offline: "true",
      HTTPS_PROXY: "http://env.example:3128/",
      PIP_PROXY: "http://pip.example:3128/",
    };
    expect(readNetwork(env)).toEqual({
      registry: "https://registry.example/",
      npmProxy: "http://npm.example:3128/",
      offline: true,
      environmentProxy: "http://env.example:3128/",
      pipProxy: "http://pip.example:3128/",
    });
  });
});
