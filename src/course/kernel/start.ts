/**
 * The TypeScript kernel's entry point: tslab, with its one mistake that learners meet mended (see shorthand.ts).
 * Started by Jupyter or by the embedded host as `node start.js kernel --config-path=FILE`.
 */
import { expandShorthand, type Parser } from "./shorthand";

/** What tslab keeps inside: a converter from a cell's TypeScript to JavaScript. */
interface Converter {
  convert(previous: string, code: string): unknown;
}

const tslab = require("tslab/dist/converter") as {
  createConverter: (options: unknown) => Converter;
};
const parser = require("@tslab/typescript-for-tslab") as Parser;
const { createConverter } = tslab;

tslab.createConverter = (options) => {
  const converter = createConverter(options);
  const { convert } = converter;
  converter.convert = (previous, code) =>
    convert.call(converter, previous, expandShorthand(code, parser));
  return converter;
};

(require("tslab/dist/main") as { main: () => void }).main();
