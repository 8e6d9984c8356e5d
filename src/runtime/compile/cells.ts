import * as tf from "@tensorflow/tfjs";

// The state of compiled steps. A cell holds the numbers of one variable, or of several one after the
// other (all of Adam's first moments, say), in two buffers: a step reads one and writes the other.
// Cells belong to variables, not to steps, so two steps that share a variable share its cell and
// nothing is copied between them.
//
// A variable in a cell reads its numbers back by itself: `dataId`, through which every operation gets
// at a tensor's numbers, becomes an accessor that first copies the cell's numbers into the variable, if
// a step has run since. `assign` sets `dataId`, which takes the variable out of its cell; the next run
// copies its numbers into the cell again.

type DataId = tf.Tensor["dataId"];
/** The numbers of a variable, by its type. */
export type CellArray = Float32Array | Int32Array | Uint8Array;

export interface Cell {
  readonly variables: readonly tf.Variable[];
  readonly dtype: "float32" | "int32" | "bool";
  /** The variable's own; [size] where there are several. */
  readonly shape: readonly number[];
  readonly buffers: readonly [CellArray, CellArray];
  /** Which buffer holds the numbers. */
  current: 0 | 1;
}

interface Slot {
  dataId: DataId;
  cell?: Cell;
  offset: number;
  /** The cell has newer numbers than the variable. */
  stale: boolean;
}

const slots = new WeakMap<tf.Variable, Slot>();

/** The cell of these variables: the one they are in together, or a new one. */
export function cellOf(variables: readonly tf.Variable[]): Cell {
  const known = slots.get(variables[0])?.cell;
  if (known && sameMembers(known.variables, variables)) return known;
  const [{ dtype, shape }] = variables;
  const size = variables.reduce((sum, variable) => sum + variable.size, 0);
  const make = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[
    dtype as Cell["dtype"]
  ];
  return {
    variables,
    dtype: dtype as Cell["dtype"],
    shape: variables.length === 1 ? shape : [size],
    buffers: [new make(size), new make(size)],
    current: 0,
  };
}

/**
 * Makes sure that the cell holds its variables' numbers, before a step reads it.
 *
 * @throws Error when a variable has been disposed
 */
export function load(cell: Cell): void {
  let offset = 0;
  for (const variable of cell.variables) {
    if (variable.isDisposed) {
      throw new Error(
        `Variable "${variable.name}" of a compiled step has been disposed. Compile the step again ` +
          "with variables that live as long as it does",
      );
    }
    const slot = slotOf(variable);
    if (slot.cell !== cell) {
      // dataId, when it is read here, first pulls from a cell that the variable was in until now
      cell.buffers[cell.current].set(numbersOf(variable), offset);
      Object.assign(slot, { cell, offset });
    }
    offset += variable.size;
  }
}

/** A step has written the other buffer of each cell: that is the current one now. */
export function flip(cells: readonly Cell[]): void {
  for (const cell of cells) {
    cell.current = cell.current === 0 ? 1 : 0;
    for (const variable of cell.variables) {
      const slot = slotOf(variable);
      if (slot.cell === cell) slot.stale = true;
    }
  }
}

/** Goes back to the numbers from before the last run. */
export function flipBack(cells: readonly Cell[]): void {
  flip(cells);
}

function slotOf(variable: tf.Variable): Slot {
  const known = slots.get(variable);
  if (known) return known;
  const slot: Slot = { dataId: variable.dataId, offset: 0, stale: false };
  slots.set(variable, slot);
  Object.defineProperty(variable, "dataId", {
    configurable: true,
    enumerable: true,
    get: () => {
      if (slot.stale) pull(variable, slot);
      return slot.dataId;
    },
    set: (dataId: DataId) => {
      slot.dataId = dataId;
      slot.stale = false;
      delete slot.cell;
    },
  });
  return slot;
}

/** Copies the variable's part of its cell into the variable. It stays in the cell. */
function pull(variable: tf.Variable, slot: Slot): void {
  const { cell, offset } = slot;
  slot.stale = false;
  if (!cell || variable.isDisposed) return;
  const numbers = cell.buffers[cell.current].slice(offset, offset + variable.size);
  const tensor = tf.tensor(numbers, variable.shape, variable.dtype);
  variable.assign(tensor);
  tensor.dispose();
  slot.cell = cell;
}

function numbersOf(variable: tf.Variable): CellArray {
  // not within tidy, which would walk through the array it returns
  return variable.dataSync<"float32">();
}

function sameMembers(a: readonly tf.Variable[], b: readonly tf.Variable[]): boolean {
  return a.length === b.length && a.every((variable, i) => variable === b[i]);
}
