/**
 * The TypeScript kernel's entry point: tslab, with the mistakes that learners meet mended (shorthand.ts,
 * errors.ts, output.ts, sockets.ts, stop.ts, timers.ts, history.ts, busy.ts), what it knows of a learner's cells
 * (cell-runs.ts, learner-cells.ts), and help that reads well (answers.ts).
 * Jupyter and the embedded host start it as `node start.js kernel --config-path=FILE`.
 */
import { createRequire } from "node:module";
import path from "node:path";
import { endWithParent } from "../hosts/guard";
import { keepLearner } from "../learner";
import { baseFolder, workFolder } from "../work/places";
import { completeReply, inspectReply, type Executor, type Request } from "./answers";
import type { CallParser } from "./callee";
import { stayBusy } from "./busy";
import { noteRuns, type RunsOf } from "./cell-runs";
import { answerHistory, type Server } from "./history";
import { tellErrors } from "./errors";
import { baseOf, followCells } from "./learner-cells";
import type { LineParser } from "./lines";
import { widenOutput } from "./output";
import { writtenOut, type Parser } from "./written-out";
import { bindBeforeReading, type Starting, type ZeroMq } from "./sockets";
import { letCellsEnd, type MakeExecutor } from "./stop";
import { keepTimersApart } from "./timers";

/** What tslab keeps inside: a converter from a cell's TypeScript to JavaScript. */
interface Converter {
  convert: (previous: string, code: string) => unknown;
}

/** Of tslab's class that answers Jupyter's messages, what is replaced. */
interface Handler {
  executor: Executor;
  handleInspect: (request: Request) => unknown;
  handleComplete: (request: Request) => unknown;
}

const load = createRequire(__filename);
// set by jupyter_client, for kernels that are to end with their server; the embedded host has its own guard
if (process.env.JPY_PARENT_PID !== undefined) endWithParent();
widenOutput();
const notebook = process.env.JPY_SESSION_NAME;
const ran = keepLearner(notebook, undefined, () => {
  try {
    (load("../front-page") as { writeOwnPage: () => void }).writeOwnPage();
  } catch {
    // a page that cannot be written must not end a learner's cell; `clinic lab` writes it anew
  }
});
const inside = load("tslab/dist/converter") as { createConverter: (options: unknown) => Converter };
const executors = load("tslab/dist/executor") as { createExecutor: MakeExecutor };
const parser = load("@tslab/typescript-for-tslab") as Parser &
  LineParser &
  CallParser & { sys: object };
const ending = letCellsEnd(executors.createExecutor, () => {
  runs.begins();
});
executors.createExecutor = tellErrors(ending, parser, () => runs.count());
keepTimersApart(parser.sys);
const { createConverter } = inside;

inside.createConverter = (options) => {
  const converter = createConverter(options);
  const { convert } = converter;
  converter.convert = (previous, code) => convert(previous, writtenOut(code, parser));
  return converter;
};

const { ZmqServer } = load("tslab/dist/jupyter") as { ZmqServer: { prototype: Server & Starting } };
bindBeforeReading(ZmqServer, () => createRequire(load.resolve("tslab"))("zeromq") as ZeroMq);
answerHistory(ZmqServer);
stayBusy(ZmqServer);
const runs = noteRuns(load("tslab/dist/jupyter") as RunsOf);
const { JupyterHandlerImpl } = load("tslab/dist/jupyter") as {
  JupyterHandlerImpl: { prototype: Handler };
};
if (notebook?.endsWith(".ipynb")) {
  const base = baseOf(notebook, workFolder(), baseFolder());
  followCells(JupyterHandlerImpl as never, {
    base,
    isLesson: path.dirname(notebook) === path.join(workFolder(), "notebooks"),
    ran: () => {
      ran();
    },
    keep: (cell, text) =>
      (load("../work/put-back") as typeof import("../work/put-back")).keepWithText(
        notebook,
        cell,
        text,
      ),
  });
}
Object.assign(JupyterHandlerImpl.prototype, {
  handleInspect(this: Handler, request: Request) {
    return inspectReply(request, this.executor, parser);
  },
  handleComplete(this: Handler, request: Request) {
    return completeReply(request, this.executor);
  },
});

(load("tslab/dist/main") as { main: () => void }).main();
