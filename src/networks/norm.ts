import { batchNorm } from "../layers/batch-norm";
import type { Layer } from "../layers/layer";
import { instanceNorm, layerNorm } from "../layers/norms";

/** How the layers of a network are normalised: their outputs, or with "spectral" their weights. */
export type Norm = "none" | "batch" | "layer" | "instance" | "spectral";

/** What a norm asks of a layer with weights: no bias where batch norm would take it away. */
export function weightOptions(norm: Norm): { readonly bias: boolean; readonly spectral: boolean } {
  return { bias: norm !== "batch" && norm !== "instance", spectral: norm === "spectral" };
}

/** The layer after a layer with weights, if the norm has one. */
export function normLayers(norm: Norm, name: string, channels: number): Layer[] {
  if (norm === "batch") return [batchNorm({ name, channels })];
  if (norm === "layer") return [layerNorm({ name, channels })];
  if (norm === "instance") return [instanceNorm({ name, channels })];
  return [];
}
