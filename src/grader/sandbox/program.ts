/** What the grader asks of a sandbox, and how a program that is to be shut in is described. */
import type { SandboxLimits } from "./limits";

/** A cell as JavaScript, ready to run. */
export interface CompiledCell {
  readonly code: string;
  /** It has an `await` at its top. */
  readonly awaits: boolean;
  /** The name under which its last expression's value is exported: shown, as in a notebook. */
  readonly last?: string;
}

/** The text of a function `(student, library, inputs) => values`, and its arguments. */
export interface ProbeRequest {
  readonly text: string;
  readonly uses: readonly string[];
  readonly inputs: unknown;
}

/** A program of ours that is started behind a wall. */
export interface Program {
  /** The folder with package.json, dist and node_modules. */
  readonly libraryRoot: string;
  /** Relative to it. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: SandboxLimits;
}
