/** What ONNX Runtime says of a lookup by an index that is not there; anything else stays as it is. */
export function runError(error: unknown): unknown {
  const text = error instanceof Error ? error.message : String(error);
  if (!/indices element out of data bounds|invalid ind(ex|ice) found/.test(text)) return error;
  return new RangeError(
    "step.run: tf.gather, tf.gatherND or tf.scatterND met an index that is not there, wanted from 0 to one " +
      "less than the axis is long. Look at the labels or places that the step is given",
    { cause: error },
  );
}
