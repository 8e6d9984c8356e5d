/**
 * The adversarial corpus: every idea for breaking, cheating or surprising the grader that is known to us, each as a
 * file that a student could hand in.
 */
import { calls } from "./corpus-calls";
import { elsewhere } from "./corpus-elsewhere";
import { floods } from "./corpus-floods";
import { forgeries } from "./corpus-forgeries";
import { files } from "./corpus-files";
import { honest } from "./corpus-honest";
import { notebooks } from "./corpus-notebooks";
import { secrets } from "./corpus-secrets";
import { stops } from "./corpus-stops";
import type { CorpusCase } from "./corpus-case";

export const corpus: readonly CorpusCase[] = [
  ...honest,
  ...elsewhere,
  ...stops,
  ...floods,
  ...forgeries,
  ...calls,
  ...secrets,
  ...notebooks,
  ...files,
];
