/** One cell through tslab's converter. */

/** What of tslab's converter is used. (Its own typings bring the whole of TypeScript 5.0 with them.) */
export interface Converter {
  readonly convert: (
    declarations: string,
    source: string,
  ) => {
    readonly output?: string;
    readonly declOutput?: string;
    readonly diagnostics: readonly {
      readonly start: { readonly line: number };
      readonly messageText: string;
    }[];
    readonly lastExpressionVar?: string;
    readonly hasToplevelAwait?: boolean;
    readonly sideOutputs?: readonly unknown[];
  };
}

/** Why a cell does not compile. */
export interface Diagnostic {
  readonly message: string;
  /** In the cell, from 1. */
  readonly line: number;
}

export type Converted =
  | {
      readonly state: "compiled";
      readonly code: string;
      readonly awaits: boolean;
      readonly last: string | undefined;
      /** Of this cell and all before it: what the next one is compiled with. */
      readonly declarations: string;
    }
  | { readonly state: "refused"; readonly diagnostics: readonly Diagnostic[] };

const maxDiagnostics = 20;
const maxMessage = 2000;

/** Compile a cell that follows `declarations`. */
export function convertWith(converter: Converter, declarations: string, source: string): Converted {
  const result = converter.convert(declarations, source);
  if (result.diagnostics.length > 0) {
    const diagnostics = result.diagnostics
      .slice(0, maxDiagnostics)
      .map(({ messageText, start }) => ({
        message: messageText.slice(0, maxMessage),
        line: start.line + 1,
      }));
    return { state: "refused", diagnostics };
  }
  return {
    state: "compiled",
    code: result.output ?? "",
    awaits: result.hasToplevelAwait ?? false,
    last: result.lastExpressionVar,
    declarations: result.declOutput ?? "",
  };
}
