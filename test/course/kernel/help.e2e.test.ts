/** What a learner sees at Shift+Tab and Tab: asked of a real kernel, in which the library is imported. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmbeddedHost } from "../../../src/course/hosts/embedded";
import type { KernelHost } from "../../../src/course/hosts/host";
import { closeSession, openSession, type Session } from "../../../src/course/run/session";
import { workFolder } from "../../cli/clinic";
import { removeFolder } from "../../remove-folder";

const folder = workFolder();
let host: KernelHost;
let session: Session;

beforeAll(async () => {
  host = await openEmbeddedHost();
  const opened = await openSession({
    host,
    folder,
    kernelName: "tslab",
    startTimeoutMs: 60_000,
    place: { notebook: "help" },
    stopped: new Promise(() => undefined),
  });
  session = opened!;
  const cells = [
    'import { trainGan, mlp, ring, modeCoverage, curves, r1, mnist, tf } from "gan-clinic";',
    "const data = ring();",
  ];
  for (const code of cells) {
    const { content } = await session.kernel.requestExecute({ code }).done;
    expect(content.status).toBe("ok");
  }
});

afterAll(async () => {
  await closeSession(session);
  await host.dispose();
  removeFolder(folder);
});

/** A request for the place that is marked with `|`. */
const at = (marked: string) => ({ code: marked.replace("|", ""), cursor_pos: marked.indexOf("|") });

async function help(marked: string): Promise<{ plain: string; markdown: string }> {
  const { content } = await session.kernel.requestInspect({ ...at(marked), detail_level: 0 });
  const { data } = content as unknown as { data: Record<string, string> };
  return { plain: data["text/plain"], markdown: data["text/markdown"] };
}

async function completions(marked: string) {
  const { content } = await session.kernel.requestComplete(at(marked));
  if (content.status !== "ok") throw new Error(content.status);
  return content;
}

describe("Shift+Tab", () => {
  it.each([
    [
      "train|Gan",
      /^function trainGan\(options: RecipeOptions\): Promise<TrainingRun>\n\nTrains a /,
    ],
    [
      "trainGan(|",
      /^function trainGan\(options: RecipeOptions\): Promise<TrainingRun>\n\nTrains a /,
    ],
    [
      "await trainGan({ data, |})",
      /^function trainGan\(options: RecipeOptions\)[^]*\nThrows\n {2}TypeError/,
    ],
    ["ml|p", /^function mlp\(options: MlpOptions\): Network\n\nA multilayer perceptron/],
    [
      "rin|g",
      /^function ring\(\{ modes, radius, std, masses \}\?: RingOptions\): Mixture\n\nThe ring/,
    ],
    [
      "modeCo|verage(",
      /\nParameters\n {2}`samples`: \(n, 2\)[^]*\nExample\nimport \{ modeCoverage/,
    ],
    ["cur|ves", /^function curves\(options: CurvesOptions\): Chart\n\nLines over/],
    ["r|1", /^function r1\([^]*\n {2}`critic`: scores each example by itself/],
    [
      "trainGan({ learningRa|te",
      /RecipeParts.learningRate: number \| Both<Rate \| RateForm>\n\n\w+/,
    ],
    ["data.samp|le", /Mixture.sample\(n: number, random: [\w.]+\): [\w.]+\n\nThe perfect sampler/],
  ])("%s", async (marked, wanted) => {
    const { plain, markdown } = await help(marked);
    expect(plain).toMatch(wanted);
    expect(plain).not.toMatch(/```|\{@link|\(alias\)|^import \w+$/m);
    expect(markdown.startsWith("```ts\n")).toBe(true);
    expect(plain.split("\n")[0].length).toBeLessThan(110);
  });

  it("finds nothing for a name that is not there", async () => {
    const { content } = await session.kernel.requestInspect({ ...at("nowh|ere"), detail_level: 0 });
    expect(content).toMatchObject({ status: "ok", found: false });
  });
});

describe("Tab", () => {
  it.each([
    ["trainGan({ |", ["data", "discriminator", "learningRate", "unrolling"]],
    ["mlp({ hid|", ["hidden"]],
    ['import { rin| } from "gan-clinic"', ["ring"]],
    ["data.|", ["centres", "sample"]],
    ["tf.matM|", ["matMul"]],
    ['mnist({ split: "te|" })', ["test"]],
  ])("%s", async (marked, wanted) => {
    const { matches } = await completions(marked);
    expect(matches).toEqual(expect.arrayContaining(wanted));
  });

  it("replaces what is typed", async () => {
    const { cursor_start, cursor_end } = await completions('mnist({ split: "te|" })');
    expect([cursor_start, cursor_end]).toEqual([16, 18]);
  });

  it("names all of the library after its name", async () => {
    const cell = 'import * as clinic from "gan-clinic";\nclinic.|';
    const { matches } = await completions(cell);
    expect(matches.length).toBeGreaterThan(200);
    expect(matches).toContain("trainGan");
  });
});
