/** The links of a folder of HTML pages: which of them lead nowhere. */
import fs from "node:fs";
import path from "node:path";

/** All pages of a folder, as paths in it with "/". */
export function pagesOf(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .map((file) => file.split(path.sep).join("/"));
}

/**
 * What the pages point at within the folder (links, pictures, scripts, styles) and is not there: a file, or a place
 * in a file that no `id` names. Addresses of the web are left alone.
 *
 * @returns one "page: link" for each
 */
export function brokenLinks(folder: string): string[] {
  const places = new Map<string, Set<string>>();
  const placesIn = (file: string): Set<string> => {
    const known = places.get(file) ?? new Set(valuesOf(read(folder, file), "id"));
    places.set(file, known);
    return known;
  };
  const leadsNowhere = (page: string, link: string): boolean => {
    const [file, place = ""] = link.split("#");
    const to = file === "" ? page : path.posix.join(path.posix.dirname(page), file);
    if (!fs.existsSync(path.join(folder, to))) return true;
    return place !== "" && !placesIn(to).has(place);
  };
  return pagesOf(folder).flatMap((page) => {
    const html = read(folder, page);
    return [...valuesOf(html, "href"), ...valuesOf(html, "src")]
      .filter((link) => !/^(https?|data):/.test(link) && leadsNowhere(page, link))
      .map((link) => `${page}: ${link}`);
  });
}

function read(folder: string, file: string): string {
  return fs.readFileSync(path.join(folder, file), "utf8");
}

/** All values of an attribute, as they are meant. */
function valuesOf(html: string, attribute: string): string[] {
  return [...html.matchAll(new RegExp(` ${attribute}="([^"]*)"`, "g"))].map((match) =>
    decodeURIComponent(match[1].replaceAll("&amp;", "&")),
  );
}
