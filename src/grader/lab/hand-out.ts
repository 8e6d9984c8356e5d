/** `clinic lab release`: the course as students get it, without what only the instructor may have. */
import fs from "node:fs";
import path from "node:path";
import { ROOT } from "../../course/paths";
import { releaseLab } from "./files";
import { NO_LAB, selectLabs, type LabPlace } from "./places";

/** What students get of the course. Everything else stays: `solutions`, the tests, git's history. */
const PARTS = [
  ...[".binder", ".config", ".devcontainer", ".editorconfig", ".gitattributes", ".gitignore"],
  ...[".github/pictures", "LICENSE", "README.md", "notebooks", "package-lock.json"],
  ...["package.json", "src", "tsconfig.json"],
];
/** Made by tools, wherever it lies. */
const MADE = ["node_modules", ".ipynb_checkpoints", ".DS_Store"];

export interface HandedOut {
  readonly folder: string;
  /** Names of the labs in it. */
  readonly labs: readonly string[];
}

/**
 * Copy the course without its solutions into a new folder.
 * @param wishes which labs go along, by number or name; all without a wish
 * @param root the folder that holds `labs` and `solutions`
 * @throws RangeError no lab, a wish that is none, a folder with something in it, or one inside the course
 * @throws Error a file of a lab is not what its source says: not built, or worked in
 */
export function handOut(folder: string, wishes: readonly string[] = [], root = ROOT): HandedOut {
  const places = selectLabs(wishes, root);
  if (places.length === 0) throw new RangeError(NO_LAB);
  const to = path.resolve(folder);
  const inside = path.relative(root, to);
  if (!inside.startsWith("..") && !path.isAbsolute(inside)) {
    throw new RangeError(
      `${folder} lies in the course itself; wanted a folder outside of it, as in ../course-for-students`,
    );
  }
  if (fs.existsSync(to) && fs.readdirSync(to).length > 0) {
    throw new RangeError(`${folder} has something in it; wanted a new or an empty folder`);
  }
  const files = places.flatMap((place) => releasedFiles(place, root));
  for (const part of PARTS) {
    const from = path.join(root, part);
    if (!fs.existsSync(from)) continue;
    fs.cpSync(from, path.join(to, part), {
      recursive: true,
      filter: (source) => !MADE.includes(path.basename(source)),
    });
  }
  for (const file of files) fs.cpSync(path.join(root, file), path.join(to, file));
  const ignored = path.join(to, ".gitignore");
  if (fs.existsSync(ignored)) {
    fs.writeFileSync(ignored, withWork(fs.readFileSync(ignored, "utf8")));
  }
  const readme = path.join(to, "README.md");
  if (fs.existsSync(readme)) {
    fs.writeFileSync(readme, forStudents(fs.readFileSync(readme, "utf8")));
  }
  return { folder: to, labs: places.map(({ name }) => name) };
}

/** What of a lab is in `labs`, and nothing that lies beside it. */
function releasedFiles(place: LabPlace, root: string): string[] {
  const { files } = releaseLab(place);
  for (const [file, text] of files) {
    if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === text) continue;
    throw new Error(
      `${path.relative(root, file)} is not what ${place.name} is made into: it was not built, or somebody worked in it. ` +
        `Run: npx clinic lab build ${place.name}`,
    );
  }
  return [...files.keys()]
    .filter((file) => path.dirname(file) === place.labs)
    .map((file) => path.relative(root, file));
}

/** In a repository of their own, students keep and hand in what they work in: git is to see it. */
function withWork(gitignore: string): string {
  return gitignore.replace(/^\/work\/\n/m, "");
}

/** Without what stands between the marks, which is for instructors. */
export function forStudents(readme: string): string {
  return readme.replace(/<!-- instructors -->[^]*?<!-- \/instructors -->\n*/g, "");
}
