/**
 * JupyterLab shows the kernel's last word on its state. tslab says "idle" after every answer, also while a cell runs: with
 * Run All, and after each completion, the sign says that nothing runs while a training goes on. Here "busy" is said
 * again as long as a cell runs. Cells that wait behind one that fails are given up all at once: the "idle" of the last
 * one can then come before the "busy" of another, so that the last word is said once more when none is left.
 */
import { fromFrames, newMessage, toFrames } from "../hosts/wire";
import type { Server } from "./history";

/** Give the server's class a state that stays "busy" until no cell is left to run. */
export function stayBusy(server: { prototype: Server }): void {
  const { handleShellMessage } = server.prototype;
  const waiting: Record<string, unknown>[] = []; // headers of the cells that run or wait, in their order
  let saidBusy = false; // here, since the last "idle" from here
  server.prototype.handleShellMessage = async function (socket, ...frames) {
    const { key } = this.connInfo;
    const header = fromFrames(key, frames)?.header;
    const isCell = header?.msg_type === "execute_request";
    if (isCell) waiting.push(header);
    try {
      await handleShellMessage.call(this, socket, ...frames);
    } finally {
      if (isCell) waiting.splice(waiting.indexOf(header), 1);
      const isBusy = waiting.length > 0;
      const [cell = header] = waiting;
      if (cell && (isBusy || saidBusy)) {
        saidBusy = isBusy;
        const state = { execution_state: isBusy ? "busy" : "idle" };
        const status = newMessage("status", String(cell.session), state);
        await this.iopub.send(toFrames(key, { ...status, parent_header: cell }));
      }
    }
  };
}
