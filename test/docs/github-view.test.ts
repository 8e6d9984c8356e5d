/** The executed notebooks on GitHub: it shows what is stored, runs no script, and takes most of HTML away. */
import { describe, expect, it } from "vitest";
import { chartsOf, executed, formOf, outputsOf, sourceOf } from "./executed";
import { faultsOnGitHub, onGitHub, wordsOf } from "./github-view";

describe("what GitHub takes away", () => {
  const table =
    '<table><tr><th scope="row" style="text-align:left">modes</th><td>8</td></tr></table>';

  it("is alignment alone in a plain table", () => {
    expect(faultsOnGitHub(table)).toEqual([]);
    expect(onGitHub(table)).not.toContain("style");
    expect(wordsOf(onGitHub(table))).toBe("modes 8");
  });

  it.each([
    ['<label>a <input type="radio"></label>', "<input> is taken away"],
    ['<p style="display:none">The answer is b</p>', "style of <p> is taken away"],
    ['<p class="hidden">The answer is b</p>', "class of <p> is taken away"],
    ["<p>8</p><script>draw()</script>", "<script> is taken away"],
    ["<style>p { color: red }</style><p>8</p>", "<style> is taken away"],
    ["<svg><text>8 modes</text></svg>", "<svg> is taken away"],
    ["<details open><summary>Answer</summary>b</details>", "<details> stands open"],
    ["<select><option>8 modes</option></select>", "the words are not the same"],
  ])("%s is a fault", (html, fault) => {
    expect(faultsOnGitHub(html)).toContain(fault);
  });

  it("is nothing of a coloured word that says it too", () => {
    const sign = '<span style="background-color:#0072b2;color:#ffffff"><b>✔ held</b></span>';
    expect(faultsOnGitHub(sign)).toEqual([]);
  });

  it("is nothing of a folded answer", () => {
    expect(faultsOnGitHub("<details><summary>Answer</summary><b>b</b></details>")).toEqual([]);
  });
});

describe.each(executed)("$name on GitHub", ({ name, notebook }) => {
  const outputs = outputsOf(notebook);

  it("says that its code is TypeScript, for the colours", () => {
    expect(notebook.metadata).toMatchObject({
      kernelspec: { name: "tslab", language: "typescript" },
      language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
    });
  });

  it.skipIf(name === "index.ipynb")("has a picture and a sentence for each chart", () => {
    const charts = chartsOf(notebook);
    expect(charts.length).toBeGreaterThan(5);
    for (const chart of charts) {
      expect(Buffer.from(formOf(chart, "image/png")!, "base64").toString("latin1", 1, 4)).toBe(
        "PNG",
      );
      expect(chart.data).not.toHaveProperty(["text/html"]); // GitHub would show it instead of the picture
    }
  });

  it("has outputs that read as well without style, script and input", () => {
    for (const output of outputs) {
      const html = formOf(output, "text/html");
      if (html !== undefined) expect(faultsOnGitHub(html), html).toEqual([]);
    }
  });

  it("has a text beside each HTML that tells the same", () => {
    for (const output of outputs) {
      const html = formOf(output, "text/html");
      if (html === undefined) continue;
      const text = formOf(output, "text/plain") ?? "";
      expect(text.length, html).toBeGreaterThan(20);
      const shown = wordsOf(html);
      const numbers = text.match(/[−\d.]*\d(?:e−?\d+)?/g) ?? [];
      for (const number of numbers) expect(shown).toContain(number);
    }
  });

  it("has texts whose HTML is folded answers, and nothing that is lost", () => {
    const texts = notebook.cells.filter(({ cell_type: type }) => type === "markdown");
    for (const text of texts.map((cell) =>
      sourceOf(cell).replace(/(`+)[\s\S]*?\1|\$[^$\n]*\$/g, ""),
    )) {
      const tags = text.match(/<\/?[a-z][^<>]*>/g) ?? [];
      expect(faultsOnGitHub(tags.join("")), text).toEqual([]);
    }
  });
});
