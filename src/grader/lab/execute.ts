/** Executing a solution notebook with the course's runner, without a Jupyter server. */
import type { INotebookContent } from "@jupyterlab/nbformat";
import { normaliseNotebook } from "../../course/normalise";
import { openHost } from "../../course/open-host";
import { runNotebook } from "../../course/run/runner";
import type { Execute } from "./build";

/**
 * Lends out a kernel host for as long as `work` needs it.
 * @param tell hears which cell runs
 */
export async function withExecutor<T>(
  tell: (line: string) => void,
  work: (execute: Execute) => Promise<T>,
): Promise<T> {
  let opened: ReturnType<typeof openHost> | undefined; // only when something is to be executed
  const execute: Execute = async (notebook, folder) => {
    opened ??= openHost({ host: "embedded" });
    const name = titleOf(notebook);
    const outcome = await runNotebook(notebook, {
      host: await opened,
      folder,
      name: `${name} (solution)`,
      onEvent: (event) => {
        if (event.type === "cell-started") {
          tell(`${name}: running cell ${event.index + 1} of ${event.total}`);
        }
      },
    });
    if (outcome.error) throw outcome.error;
    return normaliseNotebook(outcome.notebook);
  };
  try {
    return await work(execute);
  } finally {
    await (await opened)?.dispose();
  }
}

function titleOf(notebook: INotebookContent): string {
  return String((notebook.metadata.gan_clinic as { lab?: unknown } | undefined)?.lab);
}
