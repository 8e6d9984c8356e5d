import { GraphBuilder } from "./graph";
import type { CellPorts, Feed, LoweredStep } from "./lower";
import type { Graph, Node, Port } from "./onnx-model";

// The body of a step becomes a whole graph in one of two ways. As it is: one run is one step. Or inside
// ONNX's Loop: one run is as many steps as the batch has, the states go from one to the next, each step
// takes its own slice of the stacked inputs, and the outputs come back stacked.

/** Feeds that are another for each step; the rest (rates, constants) are one for a whole run. */
export function isPerStep({ source }: Feed): boolean {
  return source.kind === "input" || source.kind === "draw";
}

export function stepGraph({ b, feeds, cells, outputs }: LoweredStep): Graph {
  const read = cells.flatMap(({ input }) => (input ? [input] : []));
  const written = cells.flatMap(({ output }) => (output ? [output] : []));
  return {
    name: "step",
    nodes: liveNodes(b.nodes, [...written, ...outputs.map(({ port }) => port)]),
    initializers: b.initializers,
    inputs: [...feeds.map(({ port }) => port), ...read],
    outputs: [...written, ...outputs.map(({ port }) => port)],
  };
}

/** The number of steps is itself an input, `stepsPort`. */
export const stepsPort: Port = { name: "steps", type: "int64", dims: [] };

/** The name of a port outside the loop. */
export function outerName({ name }: Port): string {
  return `${name}_outer`;
}

export function loopGraph({ b, feeds, cells, outputs }: LoweredStep): Graph {
  const carried = cells.filter(isCarried).map((ports) => {
    const input = ports.input ?? { ...ports.output, name: `${ports.output.name}_unread` };
    return { input, output: ports.output };
  });
  const readOnly = cells.flatMap(({ input, output }) => (input && !output ? [input] : []));
  const perStep = feeds.filter(isPerStep).map(({ port }) => port);
  const perRun = feeds.filter((feed) => !isPerStep(feed)).map(({ port }) => port);
  const iteration: Port = { name: "iteration", type: "int64", dims: [] };
  const goOn: Port = { name: "go_on", type: "bool", dims: [] };
  const results = outputs.map(({ port }) => port);
  const slices = perStep.map((port): Node => ({
    op: "Gather",
    inputs: [outerName(port), iteration.name],
    outputs: [port.name],
    attributes: { axis: 0 },
  }));
  const pass: Node = { op: "Identity", inputs: [goOn.name], outputs: ["going_on"], attributes: {} };
  const body: Graph = {
    name: "step",
    nodes: [...slices, pass, ...liveNodes(b.nodes, [...carried.map((c) => c.output), ...results])],
    initializers: b.initializers,
    inputs: [iteration, goOn, ...carried.map(({ input }) => input)],
    outputs: [{ ...goOn, name: "going_on" }, ...carried.map(({ output }) => output), ...results],
  };
  const outer = new GraphBuilder();
  const whileTrue = outer.constant([1], [], "bool");
  const loop: Node = {
    op: "Loop",
    inputs: [stepsPort.name, whileTrue, ...carried.map(({ input }) => outerName(input))],
    outputs: [...carried.map(({ output }) => outerName(output)), ...results.map(outerName)],
    attributes: { body },
  };
  const renamed = (port: Port): Port => ({ ...port, name: outerName(port) });
  const stacked = (port: Port): Port => ({ ...renamed(port), dims: ["steps", ...port.dims] });
  return {
    name: "steps",
    nodes: [loop],
    initializers: outer.initializers,
    inputs: [
      stepsPort,
      ...perStep.map(stacked),
      ...perRun,
      ...readOnly,
      ...carried.map(({ input }) => renamed(input)),
    ],
    outputs: [...carried.map(({ output }) => renamed(output)), ...results.map(stacked)],
  };
}

type Carried = CellPorts & Required<Pick<CellPorts, "output">>;

function isCarried(ports: CellPorts): ports is Carried {
  return ports.output !== undefined;
}

/** The nodes that something wanted depends on, in their order. */
function liveNodes(nodes: readonly Node[], wanted: readonly Port[]): Node[] {
  const needed = new Set(wanted.map(({ name }) => name));
  const live: Node[] = [];
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    live.push(node);
    for (const name of node.inputs) needed.add(name);
  }
  return live.reverse();
}
