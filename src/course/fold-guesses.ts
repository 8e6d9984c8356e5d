/** Results stay folded until the learner has guessed: `predict` asks, `reveal` tells, and what lies between gives it away. */
import type { ICell, INotebookContent, IOutput, IStream } from "@jupyterlab/nbformat";
import { sourceOf } from "./notebook";

/** `const guess = predict(`, at the start of a line: its name. */
const ASKS = /^(?:const|let)\s+(\w+)\s*=\s*predict\(/gm;

/** A guess that is given: anything but "?". */
const GUESSED = /\bguess:\s*(["'`])(?!\?\1)/;

/**
 * A notebook in which the outputs between each open question and its answer are folded, the answer's own included. A
 * question is open while its guess is "?". It is for the copy of a notebook in which a learner works, when the copy is
 * made. JupyterLab shows the first line of a folded output and three dots behind it, so a line that says what to do is put
 * before the others. It unfolds an output when its cell is run, guess or no guess, and when the dots are clicked; so
 * nothing has to be unfolded here. (A run replaces the outputs, that line too.)
 *
 * The notebook that is given stays as it is. A question whose answer is not told in a later cell folds nothing.
 */
export function foldGuesses(notebook: INotebookContent): INotebookContent {
  const texts = notebook.cells.map((cell) => (cell.cell_type === "code" ? sourceOf(cell) : ""));
  const folded = new Set<number>();
  texts.forEach((text, asked) => {
    if (GUESSED.test(text)) return;
    for (const [, name] of text.matchAll(ASKS)) {
      const tells = new RegExp(`\\b${name}\\.reveal\\(`);
      const told = texts.findIndex((later, at) => at > asked && tells.test(later));
      for (let at = asked + 1; at <= told; at++) folded.add(at);
    }
  });
  const cells = notebook.cells.map((cell, at) => (folded.has(at) ? withFolded(cell) : cell));
  return { ...notebook, cells };
}

const FIRST_LINE: IStream = {
  output_type: "stream",
  name: "stdout",
  text: "Guess first. Then run this cell, or click here.\n",
};

/** With Jupyter's own mark of it. A cell without outputs has nothing to fold. */
function withFolded(cell: ICell): ICell {
  if (!Array.isArray(cell.outputs) || cell.outputs.length === 0) return cell;
  const jupyter = { ...(cell.metadata.jupyter as object | undefined), outputs_hidden: true };
  const outputs = [FIRST_LINE, ...(cell.outputs as IOutput[])];
  return { ...cell, metadata: { ...cell.metadata, jupyter }, outputs };
}
