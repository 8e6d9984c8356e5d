/** Guesses and sliders in a real JupyterLab: what is folded unfolds when its cell is run, what is bound answers the keyboard. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildNotebook } from "../../src/course/convert";
import { foldGuesses } from "../../src/course/fold-guesses";
import { readLearner } from "../../src/course/learner";
import { formatNotebook } from "../../src/course/format-notebook";
import { NOTEBOOKS, STATE } from "../../src/course/paths";
import { until } from "../cli/clinic";
import { canBrowse, openLab, runCell, type OpenLab } from "./jupyterlab";

const NAME = "guesses-in-the-browser";
const FILE = path.join(NOTEBOOKS, `${NAME}.ipynb`);
const LEARNER = path.join(STATE, "learner.json");

const ASK = 'predict("Up or down?", ["up", "down"], { guess: "?", sure: 0.7 });';
const SOURCE = `// %%
import { explore, predict, show } from "gan-clinic";
process.env.CLINIC_BUDGET = "full"; // of a smoke run nothing is kept

// %%
const guess = ${ASK}

// %%
const measured = [1, 2];
console.log("measured", measured);

// %%
guess.reveal(measured[1] > measured[0] ? "up" : "down");

// %%
await show(explore({
  title: "A line", alt: "A line through 0.",
  sliders: { slope: { title: "slope", from: -2, to: 2, value: 0, step: 0.5 } },
  x: { name: "x", title: "x", domain: [-1, 1] }, y: { title: "y", domain: [-2, 2] },
  lines: [{ name: "line", formula: "slope * x" }],
}));
`;

/** As it is when it is executed and the outputs below the question are folded. */
function written(): string {
  const notebook = buildNotebook(SOURCE, NAME);
  for (const cell of notebook.cells) {
    cell.outputs = [{ output_type: "stream", name: "stdout", text: "the stored result" }];
  }
  return formatNotebook(foldGuesses(notebook));
}

describe.skipIf(!canBrowse)("guesses in JupyterLab (needs Chromium and .venv)", () => {
  let lab: OpenLab;
  const before = fs.existsSync(LEARNER) ? fs.readFileSync(LEARNER) : undefined;
  beforeAll(async () => {
    fs.writeFileSync(FILE, written());
    lab = await openLab();
    await lab.open(`notebooks/${NAME}.ipynb`);
  });
  afterAll(async () => {
    await lab.close();
    fs.rmSync(FILE, { force: true });
    if (before) fs.writeFileSync(LEARNER, before);
    else fs.rmSync(LEARNER, { force: true });
  });

  const visible = () => lab.page.getByText("the stored result").filter({ visible: true }).count();
  const dots = () => lab.page.locator(".jp-OutputPlaceholder").filter({ visible: true }).count();

  it("shows dots in place of the outputs between a question and its answer", async () => {
    await lab.picture("guesses-folded");
    expect(await dots()).toBe(2);
    expect(await visible()).toBe(3); // those before and behind
  });

  it("takes the guess, and leaves the outputs below folded", async () => {
    await runCell(lab.page, "import { explore, predict");
    const guessed = `const guess = ${ASK.replace('"?"', '"up"')}`;
    expect(await runCell(lab.page, "const guess =", guessed)).toContain(
      "Your guess: up, 70 % sure. Go on.",
    );
    expect(await dots()).toBe(2);
  });

  it("unfolds an output when its cell is run, and saves it unfolded", async () => {
    expect(await runCell(lab.page, "const measured")).toContain("measured [ 1, 2 ]");
    expect(await dots()).toBe(1);
    expect(await runCell(lab.page, "guess.reveal")).toMatch(
      /^What came out: up\. You guessed up, 70 % sure\.\s+Your Brier score over \d+ guess/,
    );
    expect(await dots()).toBe(0);
    await lab.picture("guesses-told");
    await lab.page.keyboard.press("Escape");
    await lab.page.keyboard.press("Control+S");
    const saved = () => fs.readFileSync(FILE, "utf8"); // in the midst of being written, perhaps
    await until("it is saved", () => /What came out/.test(saved()) && saved().endsWith("}\n"), 20);
    expect(saved()).not.toMatch(/"outputs_hidden": true/);
  });

  it("keeps the guess and its answer in the learner's file", () => {
    expect(readLearner(LEARNER).guesses[NAME]).toEqual({
      "Up or down?": { choices: ["up", "down"], guess: "up", sure: 0.7, outcome: "up" },
    });
  });

  it("draws a formula anew when the keyboard moves its slider", async () => {
    await runCell(lab.page, "await show(explore");
    const chart = lab.page.locator(".jp-OutputArea-output .vega-embed canvas").last();
    await chart.scrollIntoViewIfNeeded();
    const level = await chart.screenshot();
    const slider = lab.page.getByRole("slider", { name: "slope" });
    await slider.focus();
    await lab.page.keyboard.press("ArrowRight");
    expect(await slider.inputValue()).toBe("0.5");
    await lab.page.keyboard.press("End");
    expect(await slider.inputValue()).toBe("2");
    await lab.page.waitForTimeout(300);
    expect((await chart.screenshot()).equals(level)).toBe(false);
    await lab.picture("explore-moved");
    expect(lab.complaints).toEqual([]);
  });
});
