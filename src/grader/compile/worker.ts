/**
 * The compiler's own process: tslab's converter, which says of a cell just what the student's notebook said. A cell is
 * only compiled here, never run; but its text may take the compiler any time and memory.
 */
import { createRequire } from "node:module";
import path from "node:path";
import { serve } from "../sandbox/serve";
import { convertWith, type Converted, type Converter } from "./convert";

/** The part of TypeScript's `sys` that is changed here. */
interface System {
  getCurrentDirectory: () => string;
  watchFile: () => { close: () => void };
  watchDirectory: () => { close: () => void };
  readFile: (file: string, encoding?: string) => string | undefined;
  fileExists: (file: string) => boolean;
  readDirectory: (...given: unknown[]) => string[];
}

const root = path.resolve(__dirname, "..", "..", "..");
const load = createRequire(path.join(root, "node_modules", "tslab", "package.json"));
const { sys } = load("@tslab/typescript-for-tslab") as { sys: System };

/** A folder that does not exist: cells lie beside nothing, and find packages in its parent. */
const folder = path.join(root, "cells");

// A type error quotes what it was about, so a cell that names a file could read it: only typings are there to be read.
const readable = ["dist", "node_modules", "package.json"].map((name) => path.join(root, name));
const isReadable = (file: string) =>
  readable.some((place) => file === place || file.startsWith(place + path.sep)) &&
  /\.d\.[cm]?ts$|(^|[\\/])package\.json$/.test(file);

const { readFile, fileExists } = sys;
sys.getCurrentDirectory = () => folder;
sys.readFile = (file, encoding) => (isReadable(file) ? readFile(file, encoding) : undefined);
sys.fileExists = (file) => isReadable(file) && fileExists(file);
sys.readDirectory = () => [];
// Nothing changes while it runs.
sys.watchFile = sys.watchDirectory = () => ({ close: () => undefined });

let converter: Converter | undefined;

function start(): object {
  const { createConverter } = load("tslab/dist/converter") as { createConverter: () => Converter };
  converter = createConverter();
  // Reads the library's typings now, so that no submission pays for it.
  const warm = convertWith(
    converter,
    "",
    'import * as clinic from "gan-clinic";\nclinic.seeded(1);',
  );
  const { user, system } = process.cpuUsage();
  return {
    warm: warm.state === "compiled" ? "" : JSON.stringify(warm),
    processor: (user + system) / 1e6,
  };
}

/** A type's name in a message may hold the path of its file, which is the instructor's: `import("/home/…/tfjs")`. */
function withoutPlaces(converted: Converted): Converted {
  if (converted.state === "compiled") return converted;
  const places = [`${root}/node_modules/`, `${root}/`].map((place) => place.replaceAll("\\", "/"));
  const diagnostics = converted.diagnostics.map(({ message, line }) => ({
    message: places.reduce((text, place) => text.replaceAll(place, ""), message),
    line,
  }));
  return { state: "refused", diagnostics };
}

serve(({ kind, value }) => {
  if (kind === "start") return Promise.resolve(start());
  const { declarations, source } = value as { declarations: string; source: string };
  const converted: Converted = convertWith(converter!, declarations, source);
  return Promise.resolve(withoutPlaces(converted));
});
