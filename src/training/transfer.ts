import type * as tf from "@tensorflow/tfjs";
import type { Network } from "../networks/network";
import { readTensors, writeTensors, type StoredTensor } from "./safetensors";
import { assignStored, stored } from "./stored";

/**
 * Writes a network's weights and states to a file in the safetensors format, for another training to begin
 * with. A file that is there is replaced once the new one is whole.
 *
 * @throws Error that names the file, when it can not be written
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
  const tensors: Record<string, StoredTensor> = {};
  for (const [name, variable] of named(network)) {
    tensors[name] = stored(variable);
  }
  writeTensors(file, { tensors, texts: { network: network.name } });
}

/**
 * Gives a network the weights of a file. Transfer learning begins so: a network that has learned much data is
 * trained on with little (Wang et al. 2018).
 *
 * @throws TypeError when a weight is missing or has another shape; nothing is changed then
 * @throws Error that names the file, when it can not be read or is damaged
 * @example
 * ```ts
 * import { loadNetwork, mlp, seeded } from "gan-clinic";
 * const network = mlp({ name: "g", inputs: 2, hidden: [4], outputs: 1, random: seeded(1) });
 * assert.throws(() => loadNetwork(network, "/nowhere.safetensors"), /nowhere/);
 * ```
 */
export function loadNetwork(network: Network, file: string): void {
  const { tensors } = readTensors(file);
  const found = new Map(Object.entries(tensors));
  for (const [name, { shape }] of named(network)) {
    const there = found.get(name);
    if (there && there.shape.join() === shape.join()) continue;
    throw new TypeError(
      `loadNetwork ${file}: wanted "${name}" of shape (${shape.join(", ")}), ` +
        `found ${there ? `(${there.shape.join(", ")})` : "nothing of that name"}`,
    );
  }
  for (const [name, variable] of named(network)) {
    assignStored(variable, found.get(name)!);
  }
}

/**
 * The same network, of which only some variables learn. With the discriminator's first layers frozen, it keeps
 * what it knows of pictures in general (FreezeD; Mo et al. 2020).
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
  const variables = network.variables.filter((variable, i) =>
    learns(localName(network, variable), i),
  );
  if (variables.length === 0) {
    throw new RangeError(`frozen "${network.name}": wanted a variable that learns, found none`);
  }
  return { ...network, variables };
}

/** Variables and states by their names within the network. */
function named(network: Network): [name: string, variable: tf.Variable][] {
  return [...network.variables, ...(network.states ?? [])].map((variable) => [
    localName(network, variable),
    variable,
  ]);
}

/** A variable's name without the network's and without the number that makes it unique. */
function localName(network: Network, { name }: tf.Variable): string {
  const plain = name.replace(/#\d+$/, "");
  return plain.startsWith(`${network.name}/`) ? plain.slice(network.name.length + 1) : plain;
}
