/**
 * Where the learner works: `work/`, which git does not see, laid out as the course is, so that links lead from one file
 * to the other in both. What a copy was made from is kept in `work/.course`, without outputs.
 */
import fs from "node:fs";
import path from "node:path";
import { isNotebookFile, ROOT } from "../paths";

/** A notebook or a lab of the course, and where the learner's copy of it lies. All paths are absolute. */
export interface Document {
  readonly kind: "notebook" | "lab";
  /** "03-overpowering-discriminator"; a notebook and its lab have one name. */
  readonly name: string;
  /** The course's notebook file. */
  readonly from: string;
  /** The learner's. */
  readonly file: string;
  /** What the learner's was made from, without outputs. */
  readonly base: string;
  /** Where a newer version is laid beside the learner's own. */
  readonly offer: string;
  /** What that one was made from. */
  readonly offerBase: string;
}

/** The folder that the learner works in. */
export function workFolder(root = ROOT): string {
  return path.join(root, "work");
}

/** What the copies were made from, and what is known of them. */
export function baseFolder(root = ROOT): string {
  return path.join(workFolder(root), ".course");
}

/** Every document of the course, in the order of the course: each notebook, then the lab that goes with it. */
export function documents(root = ROOT): Document[] {
  const notebooks = notebooksIn(path.join(root, "notebooks")).map((file) =>
    notebookDocument(path.basename(file, ".ipynb"), root),
  );
  const labs = foldersIn(path.join(root, "labs")).flatMap((name) => {
    const files = notebooksIn(path.join(root, "labs", name));
    return files.length === 1 ? [labDocument(name, files[0], root)] : [];
  });
  const order = ({ name, kind }: Document): string => `${name} ${kind === "lab" ? 1 : 0}`;
  return [...notebooks, ...labs].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function notebookDocument(name: string, root: string): Document {
  const at = (folder: string, ending: string): string =>
    path.join(folder, "notebooks", `${name}${ending}`);
  return {
    kind: "notebook",
    name,
    from: at(root, ".ipynb"),
    file: at(workFolder(root), ".ipynb"),
    base: at(baseFolder(root), ".ipynb"),
    offer: at(workFolder(root), ".new.ipynb"),
    offerBase: at(baseFolder(root), ".new.ipynb"),
  };
}

/** A lab reads what lies beside it, so its newer version is a folder of its own. */
function labDocument(name: string, file: string, root: string): Document {
  const at = (folder: string, ending = ""): string =>
    path.join(folder, "labs", `${name}${ending}`, file);
  return {
    kind: "lab",
    name,
    from: at(root),
    file: at(workFolder(root)),
    base: at(baseFolder(root)),
    offer: at(workFolder(root), ".new"),
    offerBase: at(baseFolder(root), ".new"),
  };
}

/** Names of the files that lie beside a lab's notebook: its checks, its README. None for a notebook. */
export function filesBeside({ kind, from }: Document): string[] {
  if (kind === "notebook") return [];
  return fs
    .readdirSync(path.dirname(from), { withFileTypes: true })
    .filter((entry) => entry.isFile() && !isNotebookFile(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** Names of the guides in a notebook's folder that its text links to, as `](from-pytorch.md)`. None for a lab. */
export function guidesOf({ kind, from }: Document): string[] {
  if (kind === "lab") return [];
  const text = fs.readFileSync(from, "utf8");
  const linked = new Set([...text.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, name]) => name));
  return [...linked].filter((name) => fs.existsSync(path.join(path.dirname(from), name))).sort();
}

/** "notebook 03" or "lab 01", as messages call it. */
export function calledAs({ kind, name }: Document): string {
  return `${kind} ${name.slice(0, 2)}`;
}

/**
 * The document that somebody means: "03" or its name, "lab-01" or "notebook-01" where there are both.
 * @throws RangeError none or two fit, with what there is
 */
export function findDocument(wish: string, root = ROOT): Document {
  const kind = /^(notebook|lab)(?=[- ]?\d)/.exec(wish)?.[0];
  const number = wish.slice(kind?.length ?? 0).replace(/^[- ]/, "");
  const found = documents(root).filter(
    (each) =>
      (kind === undefined || each.kind === kind) &&
      (each.name === number || each.name.slice(0, 2) === number),
  );
  if (found.length === 1) return found[0];
  const some = found.length > 0 ? found : documents(root);
  const names = some.map((each) => `${each.kind}-${each.name.slice(0, 2)}`).join(", ");
  throw new RangeError(
    found.length > 1
      ? `"${wish}" is a notebook and a lab. Say which: ${names}`
      : `There is no notebook and no lab "${wish}". There are: ${names}`,
  );
}

function foldersIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function notebooksIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).filter(isNotebookFile).sort();
}
