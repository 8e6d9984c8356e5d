import type { ShapeRule } from "../values";
import { blockKernels } from "./blocks";
import { convKernels } from "./conv";
import { depthwiseKernels } from "./depthwise";
import { elementwiseKernels } from "./elementwise";
import { fusedKernels } from "./fused";
import { gatherKernels } from "./gather";
import { matrixKernels } from "./matrix";
import { partKernels } from "./parts";
import { poolKernels } from "./pool";
import { reduceKernels } from "./reduce";
import { resizeKernels } from "./resize";
import type { KernelRow } from "./row";
import { shapeKernels } from "./shapes";

/** Every kernel that a compiled step may call, one row each. */
export const kernelTable: ReadonlyMap<string, KernelRow> = new Map(
  [
    ...elementwiseKernels,
    ...reduceKernels,
    ...shapeKernels,
    ...partKernels,
    ...matrixKernels,
    ...gatherKernels,
    ...resizeKernels,
    ...convKernels,
    ...depthwiseKernels,
    ...poolKernels,
    ...blockKernels,
    ...fusedKernels,
  ].map((row) => [row.kernel, row]),
);

export const shapeRules: ReadonlyMap<string, ShapeRule> = new Map(
  [...kernelTable].map(([kernel, { shape }]) => [kernel, shape]),
);
