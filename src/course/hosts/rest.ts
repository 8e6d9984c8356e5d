import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import type { KernelSpec } from "./host";
import {
  interruptKernel,
  restartKernel,
  startKernel,
  stopKernel,
  type EmbeddedKernel,
} from "./kernel";

export interface KernelTable {
  readonly specs: ReadonlyMap<string, KernelSpec>;
  readonly kernels: Map<string, EmbeddedKernel>;
  isDisposed: boolean;
}

/** Answers the requests of a Jupyter server's kernel API, for the kernels of this process. */
export async function answer(table: KernelTable, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const parts = pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const [api = "", kind = "", id = "", action = ""] = parts;
  const route = `${request.method} ${api}/${kind}`;
  if (table.isDisposed) return failure(503, "This kernel host has been disposed of");
  if (route === "GET api/kernelspecs") return json(200, specsModel(table.specs));
  if (route === "GET api/kernels" && id === "")
    return json(200, [...table.kernels.values()].map(kernelModel));
  if (route === "POST api/kernels" && id === "") return start(table, await readBody(request));
  const kernel = table.kernels.get(id);
  if (kind !== "kernels") return failure(404, `No such resource: ${pathname}`);
  if (!kernel) return failure(404, `Kernel does not exist: ${id}`);
  return act(table, kernel, `${request.method} ${action}`.trim());
}

async function act(table: KernelTable, kernel: EmbeddedKernel, what: string): Promise<Response> {
  switch (what) {
    case "GET":
      return json(200, kernelModel(kernel));
    case "DELETE":
      await stopKernel(kernel);
      table.kernels.delete(kernel.id);
      return new Response(null, { status: 204 });
    case "POST interrupt":
      interruptKernel(kernel);
      return new Response(null, { status: 204 });
    case "POST restart":
      await restartKernel(kernel);
      return json(200, kernelModel(kernel));
    default:
      return failure(405, `Method not allowed: ${what}`);
  }
}

function start(table: KernelTable, body: Record<string, unknown>): Response {
  const name = typeof body["name"] === "string" ? body["name"] : defaultName(table.specs);
  const folder = typeof body["path"] === "string" ? body["path"] : process.cwd();
  const spec = table.specs.get(name);
  if (!spec) return failure(404, `No such kernel: ${name}`);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    return failure(400, `The kernel's folder does not exist: ${folder}`);
  const kernel = startKernel(randomUUID(), name, spec, folder);
  table.kernels.set(kernel.id, kernel);
  return json(201, kernelModel(kernel));
}

function kernelModel({ id, name, state, listeners }: EmbeddedKernel) {
  const last_activity = new Date().toISOString();
  return { id, name, execution_state: state, connections: listeners.size, last_activity };
}

function specsModel(specs: ReadonlyMap<string, KernelSpec>) {
  const models = [...specs].map(([name, { display_name, language, argv, env = {} }]) => [
    name,
    { name, resources: {}, spec: { display_name, language, argv, env } },
  ]);
  return { default: defaultName(specs), kernelspecs: Object.fromEntries(models) as object };
}

const defaultName = (specs: ReadonlyMap<string, KernelSpec>): string => [...specs.keys()][0] ?? "";

async function readBody(request: Request): Promise<Record<string, unknown>> {
  const value: unknown = await request.json().catch(() => ({}));
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const json = (status: number, value: unknown): Response => Response.json(value, { status });
const failure = (status: number, message: string): Response => json(status, { message });
