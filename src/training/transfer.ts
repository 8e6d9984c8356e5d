import { existsSync } from "node:fs";
import type * as tf from "@tensorflow/tfjs";
import type { Network } from "../networks/network";
import { shapeText } from "../shape";
import { readTensors, readTexts, writeTensors, type KeptTensor } from "./tensor-files/safetensors";
import { assignAll, stored } from "./tensor-files/stored";

/**
 * Writes a network's weights and states to a file in the safetensors format, for another training to begin
 * with. A file that is there is replaced once the new one is whole; the checkpoint of a training is not.
 *
 * @throws Error that names the file, when it can not be written, or is a checkpoint
 * @example
 * ```ts
 * import { rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { loadNetwork, mlp, saveNetwork, seeded } from "gan-clinic";
 * const make = (seed: number) =>
 *   mlp({ name: "g", inputs: 2, hidden: [4], outputs: 1, random: seeded(seed) });
 * const [first, second] = [make(1), make(2)];
 * const file = `${tmpdir()}/gan-clinic-example-${process.pid}.safetensors`;
 * saveNetwork(first, file);
 * loadNetwork(second, file);
 * assert.deepEqual(second.variables[0].dataSync(), first.variables[0].dataSync());
 * rmSync(file);
 * ```
 */
export function saveNetwork(network: Network, file: string): void {
  if (isCheckpoint(file)) {
    throw new Error(
      `saveNetwork ${file}: this is the checkpoint of a training, which would be lost. Name another file`,
    );
  }
  const tensors: Record<string, KeptTensor> = {};
  for (const [name, variable] of named(network)) {
    tensors[name] = stored(variable);
  }
  writeTensors(file, { tensors, texts: { network: network.name } });
}

/** Whether a training keeps its state in a file. */
function isCheckpoint(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    return readTexts(file).training !== undefined;
  } catch {
    return false;
  }
}

/**
 * Gives a network the weights of a file. Transfer learning begins so: a network that has learned much data is
 * trained on with little (Wang et al. 2018).
 *
 * The file may come from another program, as long as its tensors have the network's names and shapes (dense
 * weights are (inputs, outputs) here, filters (height, width, inputs, outputs)). F32, F16 and BF16 are taken
 * as they are, F64 is rounded to the nearest float32. Whole numbers are not taken for weights: they go with
 * a scale. Tensors that the network has no place for are left aside.
 *
 * @throws TypeError when a weight is missing, or of another shape or number type; the message names each,
 *   and nothing is changed then
 * @throws Error that names the file, when it can not be read, is damaged or of another format
 * @example
 * ```ts
 * import { loadNetwork, mlp, seeded } from "gan-clinic";
 * const network = mlp({ name: "g", inputs: 2, hidden: [4], outputs: 1, random: seeded(1) });
 * assert.throws(() => loadNetwork(network, "/nowhere.safetensors"), /nowhere/);
 * ```
 */
export function loadNetwork(network: Network, file: string): void {
  const { tensors, texts } = readTensors(file);
  if (texts.training !== undefined) {
    throw new TypeError(
      `loadNetwork ${file}: wanted the weights of a network (saveNetwork), found the checkpoint of a training. ` +
        "Give it to trainGan with the same options and steps, then save the network that you want",
    );
  }
  const assignments = named(network).map(([name, variable]) => {
    return { name, variable, found: tensors.get(name) };
  });
  if (assignments.every(({ found }) => !found)) {
    const names = [...tensors].map(
      ([name, { dtype, shape }]) => `"${name}" ${dtype} ${shapeText(shape)}`,
    );
    throw new TypeError(
      `loadNetwork ${file}: wanted the tensors of "${network.name}", ` +
        `${assignments.map(({ name }) => `"${name}"`).join(", ")}, found none of them but ` +
        `${names.slice(0, 5).join(", ") || "nothing"}${names.length > 5 ? ", …" : ""}. ` +
        "Weights of another program have to be given these names first",
    );
  }
  assignAll(`loadNetwork ${file}`, assignments);
}

/**
 * A network as it is, but only some of its variables learn. With the discriminator's first layers frozen, it keeps
 * what it knows of pictures in general (FreezeD; Mo et al. 2020). Those that do not learn are among its states:
 * they are saved, loaded and kept in checkpoints as the others are.
 *
 * @param learns told the variable's name within the network, such as `2/weights`; and its place
 * @throws RangeError when nothing is left to learn
 * @example
 * ```ts
 * import { frozen, mlp, seeded } from "gan-clinic";
 * const network = mlp({ name: "d", inputs: 2, hidden: [4, 4], outputs: 1, random: seeded(1) });
 * const last = frozen(network, (name) => name.startsWith("3/"));
 * assert.equal(last.variables.length, 2);
 * ```
 */
export function frozen(
  network: Network,
  learns: (name: string, place: number) => boolean,
): Network {
  const asked = network.variables.map((variable, i) => learns(localName(network, variable), i));
  const variables = network.variables.filter((_, i) => asked[i]);
  if (variables.length === 0) {
    throw new RangeError(`frozen "${network.name}": wanted a variable that learns, found none`);
  }
  const rest = network.variables.filter((_, i) => !asked[i]);
  return { ...network, variables, states: [...(network.states ?? []), ...rest] };
}

/** Variables and states by their names within the network; of one name, the second has #2 behind it. */
function named(network: Network): [name: string, variable: tf.Variable][] {
  const times = new Map<string, number>();
  return [...network.variables, ...(network.states ?? [])].map((variable) => {
    const name = localName(network, variable);
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return [time === 1 ? name : `${name}#${time}`, variable];
  });
}

/** A variable's name without the network's and without the number that makes it unique. */
function localName(network: Network, { name }: tf.Variable): string {
  const plain = name.replace(/#\d+$/, "");
  return plain.startsWith(`${network.name}/`) ? plain.slice(network.name.length + 1) : plain;
}
