import fs from "node:fs";
import path from "node:path";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { describe, expect, it } from "vitest";
import { buildNotebook, isEditedByHand, pullSource } from "../../src/course/convert";
import { foldGuesses } from "../../src/course/fold-guesses";
import { NOTEBOOKS } from "../../src/course/paths";

const SOURCE = `// %%
const before = 1;

// %% [markdown]
// Guess first.

// %%
const guess = predict("Up or down?", ["up", "down"], { guess: "?", sure: 0.7 });

// %% folded
const measured = 2;

// %% [markdown]
// It went on.

// %%
guess.reveal(measured > 1 ? "up" : "down");

// %%
const after = 3;
`;

/** Executed: every code cell has an output. */
function executed(source: string): INotebookContent {
  const notebook = buildNotebook(source, "a");
  for (const cell of notebook.cells) {
    if (cell.cell_type === "code") cell.outputs = [{ output_type: "stream", name: "stdout", text: "1" }]; // prettier-ignore
  }
  return notebook;
}

const foldedIn = ({ cells }: INotebookContent): number[] =>
  cells.flatMap(({ metadata }, i) =>
    (metadata.jupyter as { outputs_hidden?: boolean } | undefined)?.outputs_hidden ? [i] : [],
  );

describe("foldGuesses", () => {
  it("folds the outputs from behind the question to the answer, and no text", () => {
    const notebook = executed(SOURCE);
    const text = JSON.stringify(notebook);
    const folded = foldGuesses(notebook);
    expect(foldedIn(folded)).toEqual([3, 5]);
    expect(folded.cells[3].metadata.jupyter).toEqual({ outputs_hidden: true, source_hidden: true });
    expect(folded.cells.map(({ source }) => source)).toEqual(notebook.cells.map(({ source }) => source)); // prettier-ignore
    expect((folded.cells[3].outputs as object[])[0]).toMatchObject({
      text: expect.stringMatching(/^Guess first/) as string,
    }); // what JupyterLab shows
    expect((folded.cells[3].outputs as object[]).slice(1)).toEqual(notebook.cells[3].outputs);
    expect(JSON.stringify(notebook)).toBe(text); // it changed a copy
  });

  it("folds nothing when a guess is written, when no cell tells the answer, and where there is no output", () => {
    const guessed = SOURCE.replace('guess: "?"', 'guess: "up"');
    expect(foldedIn(foldGuesses(executed(guessed)))).toEqual([]);
    expect(foldedIn(foldGuesses(executed(SOURCE.replace("guess.reveal", "other.reveal"))))).toEqual([]); // prettier-ignore
    expect(foldedIn(foldGuesses(buildNotebook(SOURCE, "a")))).toEqual([]);
  });

  it("folds two questions that cross, and one without a guess in it", () => {
    const two = SOURCE.replace("const before = 1;", 'const first = predict("So?", ["a", "b"]);').replace("const after = 3;", 'first.reveal("a");'); // prettier-ignore
    expect(foldedIn(foldGuesses(executed(two)))).toEqual([2, 3, 5, 6]);
  });

  it("is no change by hand, and does not come back into the source", () => {
    const folded = foldGuesses(executed(SOURCE));
    expect(isEditedByHand(folded)).toBe(false);
    expect(pullSource(folded)).toBe(SOURCE);
  });
});

describe("the notebooks' questions", () => {
  const folder = path.join(NOTEBOOKS, "source");
  const sources = fs.readdirSync(folder).map((name) => ({
    name,
    text: fs.readFileSync(path.join(folder, name), "utf8"),
  }));
  const asking = sources.filter(({ text }) => /\bpredict\(/.test(text));

  it("are asked in some of them", () => {
    expect(asking.map(({ name }) => name.slice(0, 2))).toEqual(
      expect.arrayContaining(["03", "04"]),
    );
  });

  it.each(asking)("of $name are open, and each is told in a later cell", ({ text }) => {
    const asked = [...text.matchAll(/^const (\w+) = predict\(/gm)].map(([, name]) => name);
    expect(asked.length).toBe([...text.matchAll(/\bpredict\(/g)].length);
    expect([...text.matchAll(/guess: "\?"/g)].length).toBe(asked.length);
    const cells = executed(text).cells.map(({ source }) => String(source));
    for (const name of asked) {
      const at = cells.findIndex((cell) => cell.includes(`const ${name} = predict(`));
      const told = cells.findIndex((cell) => cell.includes(`${name}.reveal(`));
      expect(told).toBeGreaterThan(at);
    }
    expect(foldedIn(foldGuesses(executed(text))).length).toBeGreaterThanOrEqual(asked.length);
  });
});
