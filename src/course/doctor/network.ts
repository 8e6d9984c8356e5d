/** The doctor on the network, as npm and pip are set up to use it. Nothing is fetched. */
import spawn from "cross-spawn";
import { npmCommand } from "../../data/npm-pack";
import type { Finding } from "./finding";

/** What decides where packages and data come from. */
export interface Network {
  registry: string;
  /** npm's own setting, or what it takes from the environment */
  npmProxy: string | undefined;
  /** npm uses its cache only */
  offline: boolean;
  /** pip and npm both read it */
  environmentProxy: string | undefined;
  /** pip's own setting, where it stands in the environment */
  pipProxy: string | undefined;
}

/** Ask npm; undefined where it does not answer. */
export function readNetwork(env = process.env): Network | undefined {
  const [command, ...args] = npmCommand();
  const keys = ["registry", "https-proxy", "proxy", "offline"];
  const { status, stdout } = spawn.sync(command, [...args, "config", "get", ...keys], {
    encoding: "utf8",
    env,
    timeout: 20_000,
  });
  if (status !== 0) return undefined;
  const found = new Map(
    stdout.split("\n").map((line) => line.trim().split(/=(.*)/s) as [string, string | undefined]),
  );
  const get = (key: string): string | undefined => {
    const value = found.get(key);
    return value === undefined || ["null", "undefined", "false", ""].includes(value)
      ? undefined
      : value;
  };
  const environmentProxy = env.HTTPS_PROXY || env.https_proxy || undefined;
  return {
    registry: get("registry") ?? "unknown",
    npmProxy: get("https-proxy") ?? get("proxy"),
    offline: get("offline") !== undefined,
    environmentProxy,
    pipProxy: env.PIP_PROXY || undefined,
  };
}

/** @param hasLab JupyterLab is in `.venv` already: pip has nothing more to do */
export function network(found: Network | undefined, hasLab: boolean): Finding {
  const topic = "network";
  if (!found) {
    const text = "npm does not answer; data sets are fetched through it";
    return { topic, state: "note", text, remedy: "install npm (it comes with nodejs.org's Node)" };
  }
  const { registry, npmProxy, offline, environmentProxy, pipProxy } = found;
  const proxy = npmProxy ?? environmentProxy;
  const text = `npm from ${shown(registry)}${proxy === undefined ? "" : ` through ${shown(proxy)}`}`;
  if (offline) {
    const remedy =
      "what is not in npm's cache cannot be had. To change it: npm config set offline=false";
    return { topic, state: "note", text: `${text}; set to offline`, remedy };
  }
  if (!hasLab && npmProxy !== undefined && (environmentProxy ?? pipProxy) === undefined) {
    const remedy =
      "pip, which fetches JupyterLab, does not read npm's settings: set HTTPS_PROXY or PIP_PROXY to the same address";
    return { topic, state: "note", text, remedy };
  }
  return { topic, state: "ok", text };
}

/** An address without a password in it. */
function shown(address: string): string {
  return address.replace(/\/\/[^@/]*@/, "//…@");
}
