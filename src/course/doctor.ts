/** `clinic doctor`: what is here, what is missing, and for each thing missing the command that mends it. */
import { cacheFolder } from "../data/cache";
import { mnistIsCached } from "../data/mnist";
import { computing, versions } from "./doctor/computing";
import { formatFindings, verdict, type Finding } from "./doctor/finding";
import { jupyterLab, port, python } from "./doctor/jupyter";
import { dataCache, disk, memory, PLACES, writable } from "./doctor/machine";
import { network, readNetwork } from "./doctor/network";
import { KERNEL_NAME } from "./kernel/spec";
import { isVenvReady } from "./lab/venv";
import { ROOT } from "./paths";

export { formatFindings, verdict };

/** Look at everything the course depends on. Changes nothing. */
export async function examine(): Promise<Finding[]> {
  return [
    ...versions(),
    ...(await computing()),
    kernel(),
    python(),
    ...jupyterLab(),
    await port(),
    network(readNetwork(), isVenvReady()),
    data(),
    ...PLACES.map(writable),
    dataCache(mnistIsCached()),
    disk("disk", ROOT),
    disk("disk of the data", cacheFolder()),
    memory(),
  ];
}

/** Only what computes, as text: `clinic engine`. */
export async function engineLines(): Promise<string> {
  return formatFindings(await computing());
}

function kernel(): Finding {
  return { topic: "TypeScript kernel", state: "ok", text: `"${KERNEL_NAME}" runs without Python` };
}

function data(): Finding {
  const topic = "MNIST";
  if (mnistIsCached()) return { topic, state: "ok", text: "in the cache" };
  const text = "not fetched yet (11 MB; a notebook fetches it when it first needs it)";
  return { topic, state: "note", text, remedy: "npx clinic data get mnist" };
}
