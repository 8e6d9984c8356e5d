import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PNG } from "pngjs";
import { expect } from "vitest";

const folder = path.join(__dirname, "snapshots");

/** Pixels in place of a PNG's bytes: the same pixels may be packed differently elsewhere. */
function pixelsOf(_whole: string, base64: string): string {
  const { width, height, data } = PNG.sync.read(Buffer.from(base64, "base64"));
  return `png ${width}x${height} ${createHash("sha256").update(data).digest("hex").slice(0, 16)}`;
}

const rounded = (number: string) => String(Number(Number(number).toFixed(2)) + 0);

/** An SVG text without what may differ from run to run: numbers in tags to two decimals, ids in order. */
export function normalised(svg: string): string {
  const ids = new Map<string, string>();
  const idOf = (id: string): string => {
    ids.set(id, ids.get(id) ?? `id${ids.size + 1}`);
    return ids.get(id)!;
  };
  return svg
    .replace(/data:image\/png;base64,([A-Za-z0-9+/=]+)/g, pixelsOf)
    .replace(/<[^>]*>/g, (tag) => tag.replace(/-?\d+\.\d+(?:e-?\d+)?/g, rounded))
    .replace(/\b(?:clip|gradient)_?\d+/g, idOf)
    .replaceAll("><", ">\n<");
}

/**
 * Compare a picture with `snapshots/<name>.svg`. If it differs, what was drawn is written beside it
 * as `<name>-changed.svg`: look at both. Run the tests with `ACCEPT_CHARTS=1` to take the new ones.
 */
export function expectSnapshot(name: string, svg: string): void {
  const [kept, changed] = [".svg", "-changed.svg"].map((end) => path.join(folder, name + end));
  const drawn = `${normalised(svg)}\n`;
  rmSync(changed, { force: true });
  if (process.env.ACCEPT_CHARTS === "1") writeFileSync(kept, drawn);
  const wanted = existsSync(kept) ? readFileSync(kept, "utf8") : "";
  if (drawn !== wanted) writeFileSync(changed, drawn);
  expect(drawn === wanted, `${name}: compare snapshots/${name}.svg and ${name}-changed.svg`).toBe(
    true,
  );
}
