import type { ServerConnection } from "@jupyterlab/services";

/** A place that runs kernels, as `@jupyterlab/services` talks to it. */
export interface KernelHost {
  readonly name: "embedded" | "local" | "remote";
  /** For people: what runs the kernels. */
  readonly description: string;
  readonly settings: ServerConnection.ISettings;
  /** The `path` to start a kernel with so that it works in `folder`; undefined when unknown. */
  kernelPath(folder: string): string | undefined;
  /** What is known of how a kernel ended, or why it does not start; "" when nothing is. */
  lastWords(kernelId: string): string;
  /** Ends all kernels of this host, and the host. Safe to call again. */
  dispose(): Promise<void>;
}

/** How to start one kind of kernel: a Jupyter kernelspec, and how to reach it. */
export interface KernelSpec {
  readonly display_name: string;
  readonly language: string;
  /** `{connection_file}` and `{connection_folder}` are replaced in every argument. */
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** "ipc" needs no network: Unix sockets in the folder of the connection file. */
  readonly transport?: "tcp" | "ipc";
}
