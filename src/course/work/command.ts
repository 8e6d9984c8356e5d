/** What `clinic lab` does with the learner's copies, and what it says of it. */
import path from "node:path";
import { writeOwnPage } from "../front-page";
import { ROOT } from "../paths";
import { bringUp, type CopyState } from "./copy";
import { calledAs, documents, findDocument } from "./places";
import { putBack, putCellBack, takeNewer } from "./put-back";

type Tell = (line: string) => void;

/** Make `work/` and its front page, or bring them up to the course. */
export function makeWork(tell: Tell, root = ROOT): readonly CopyState[] {
  const copies = withAdvice(() => bringUp(root));
  writeOwnPage(root);
  const named = (state: CopyState["state"]): string =>
    copies
      .filter((copy) => copy.state === state)
      .map(({ document }) => calledAs(document))
      .join(", ");
  const isFirst = copies.length > 0 && copies.every(({ state }) => state === "made");
  if (isFirst) tell("Made your own copy of the course in work/; git does not see it.");
  else if (named("made")) tell(`New in your copy of the course: ${named("made")}.`);
  if (named("brought up")) tell(`Brought up to the course: ${named("brought up")}.`);
  if (named("newer")) {
    tell(
      `The course is newer than your ${named("newer")}. The new version, with your work in it, lies beside yours; ` +
        "the front page leads to it. To have it in the place of yours: npm run lab -- --update",
    );
  }
  if (named("waiting")) {
    tell(
      `The course is newer still than the version of ${named("waiting")} that lies beside yours and that you work in. ` +
        "Take that first: npm run lab -- --update",
    );
  }
  for (const { document, state, why } of copies) {
    if (state !== "damaged") continue;
    tell(
      `Your ${calledAs(document)} cannot be read and was left alone: ${why}\n` +
        `To have it as it was at first: npm run lab -- --reset ${document.kind}-${document.name.slice(0, 2)}`,
    );
  }
  return copies;
}

/** Take newer versions: of one notebook or lab, or of all. */
export function updateCommand(wish: string | undefined, tell: Tell, root = ROOT): void {
  withAdvice(() => bringUp(root));
  const some = wish === undefined ? documents(root) : [findDocument(wish, root)];
  const taken = some.flatMap((document) => {
    const kept = takeNewer(document, root);
    return kept === undefined ? [] : [{ document, kept }];
  });
  for (const { document, kept } of taken) {
    tell(
      `Your ${calledAs(document)} is now the newer version. What it was is ${shown(kept, root)}.`,
    );
  }
  if (taken.length === 0)
    tell("No newer version lies beside your copies: they are up to the course.");
  withAdvice(() => bringUp(root));
  writeOwnPage(root);
}

/** Put a notebook, a lab, or one cell of it back to its first state. */
export function resetCommand(
  wish: string,
  cell: string | undefined,
  tell: Tell,
  root = ROOT,
): void {
  const document = findDocument(wish, root);
  const called = calledAs(document);
  const kept = cell === undefined ? putBack(document, root) : putCellBack(document, cell);
  const what = cell === undefined ? `Your ${called}` : `Cell ${cell} of your ${called}`;
  tell(
    `${what} is as it was at first.${kept ? ` What it was is kept in ${shown(kept, root)}.` : ""}`,
  );
  if (kept) tell("If it is open in JupyterLab, choose there: File > Reload Notebook from Disk");
  writeOwnPage(root);
}

function shown(file: string, root: string): string {
  return path.relative(root, file);
}

/** A folder that cannot be written is said in words. */
function withAdvice<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { code, path: file } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EROFS" && code !== "ENOSPC" && code !== "EPERM") throw error;
    throw new Error(
      code === "ENOSPC"
        ? `Your copy of the course cannot be written: the disk is full (${file}). Free some space, then run this again`
        : `Your copy of the course cannot be written (${code}, ${file}). Copy the course to a folder of your own, and run this there`,
      { cause: error },
    );
  }
}
