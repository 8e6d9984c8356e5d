// One row for each thing of a kind; every property of the kind is one test over all rows. Each row says
// which file of src it covers: a file of layers, losses or metrics without a row fails the build.

export interface Row {
  readonly file: string;
  readonly name: string;
}

/** A row whose gradients are checked (gradients.test.ts). */
export interface DifferentiableRow extends Row {
  /** The highest order it is used at. 2 when left out: it may stand inside a critic with a penalty. */
  readonly order?: 1 | 2;
}
