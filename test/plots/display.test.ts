import { createRequire } from "node:module";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { show, showBundle, volatile } from "../../src/plots/display";
import { liveChart, liveLine } from "../../src/plots/live";
import { liveCurves } from "../../src/plots/live-curves";
import { liveDecision } from "../../src/plots/live-decision";
import { trainingProgress } from "../../src/plots/progress";
import { gallery } from "./gallery";

interface Sent {
  readonly data: Record<string, unknown>;
  readonly metadata: object;
  readonly transient: { readonly display_id?: string };
  readonly update: boolean;
}

const { cache } = createRequire(__filename);
const places = ["/somewhere/tslab/dist/jupyter.js", "C:\\elsewhere\\tslab\\dist\\jupyter.js"];
let sent: Sent[] = [];

/** Stand in for the kernel: what tslab's module holds while a cell runs. */
function runCell(place = places[0], into = sent): void {
  const write = (content: Omit<Sent, "update">, update = false) =>
    into.push({ ...content, update });
  cache[place] = { exports: { lastWriteDisplayData: write } } as unknown as NodeJS.Module;
}

beforeEach(() => {
  sent = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});

afterEach(() => {
  for (const place of places) Reflect.deleteProperty(cache, place);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("show", () => {
  it("sends specification, picture and sentence in one output", async () => {
    runCell();
    const chart = gallery.bars();
    await show(chart);
    expect(sent).toHaveLength(1);
    const [{ data, metadata, transient, update }] = sent;
    const said = { "image/png": { alt: chart.alt } }; // the picture's alt text in other viewers
    expect({ metadata, transient, update }).toEqual({
      metadata: said,
      transient: {},
      update: false,
    });
    expect(Object.keys(data).sort()).toEqual([
      "application/vnd.vegalite.v5+json",
      "image/png",
      "text/plain",
    ]);
    expect(data["application/vnd.vegalite.v5+json"]).toEqual(chart.spec);
    expect(data["image/png"]).toMatch(/^iVBORw0KGgo/); // a PNG file in base64
    expect(data["text/plain"]).toBe(chart.alt);
  });

  it("finds the kernel on Windows, beside a copy of tslab that runs none", () => {
    cache[places[0]] = { exports: { lastWriteDisplayData: null } } as unknown as NodeJS.Module;
    runCell(places[1]);
    showBundle({ "text/plain": "a" });
    expect(sent.map(({ data }) => data)).toEqual([{ "text/plain": "a" }]);
  });

  it("prints the sentence and the caption where there is no kernel", async () => {
    await show(gallery.bars(), "Seed 1 of 3");
    expect(console.log).toHaveBeenCalledExactlyOnceWith(
      "The generator serves modes 1 and 2 of 4. Seed 1 of 3",
    );
  });
});

describe("showBundle", () => {
  it("passes metadata and display id on", () => {
    runCell();
    showBundle({ "text/html": "<b>a</b>" }, volatile, { displayId: "d", update: true });
    const wanted = {
      data: { "text/html": "<b>a</b>" },
      metadata: volatile,
      transient: { display_id: "d" },
    };
    expect(sent).toEqual([{ ...wanted, update: true }]);
  });

  it("is silent outside a kernel if there is no plain text", () => {
    showBundle({ "text/html": "<b>a</b>" });
    expect(console.log).not.toHaveBeenCalled();
  });
});

describe("live displays", () => {
  const texts = () => sent.map(({ data }) => data["text/plain"]);

  it("show the first text at once, then at most four a second, always the newest", () => {
    runCell();
    const line = liveLine("0");
    for (let i = 1; i <= 20; i++) {
      vi.advanceTimersByTime(50);
      line.update(String(i));
    }
    expect(texts()).toEqual(["0", "4", "9", "14", "19"]);
    vi.advanceTimersByTime(249);
    expect(texts().at(-1)).toBe("19");
    vi.advanceTimersByTime(1);
    expect(texts().at(-1)).toBe("20");
  });

  it("replace one output in place and mark it as volatile", () => {
    runCell();
    const line = liveLine("a");
    line.done("b");
    expect(sent.map(({ update }) => update)).toEqual([false, true]);
    expect(new Set(sent.map(({ transient }) => transient.display_id)).size).toBe(1);
    expect(sent[1].metadata).toEqual({ "gan-clinic": { volatile: true } });
  });

  it("drop what waits when they are done, and refuse more", () => {
    runCell();
    const line = liveLine("a");
    line.update("b");
    line.done("c");
    vi.advanceTimersByTime(1000);
    expect(texts()).toEqual(["a", "c"]);
    expect(() => { line.update("d"); }).toThrow(/update after it was done/); // prettier-ignore
  });

  it("stay with the cell that made them", () => {
    runCell();
    const line = liveLine("a");
    const later: Sent[] = [];
    runCell(places[0], later);
    line.done("b");
    expect(texts()).toEqual(["a", "b"]);
    expect(later).toEqual([]);
  });

  it("get a new id when a cell runs again", () => {
    runCell();
    liveLine("a");
    liveLine("a");
    expect(sent[0].transient.display_id).not.toBe(sent[1].transient.display_id);
    expect(sent[1].update).toBe(false);
  });

  it("draw only the charts that are shown, and a PNG only at the end", async () => {
    runCell();
    const make = vi.fn(gallery.bars);
    const live = liveChart();
    for (let i = 0; i < 10; i++) live.update(make);
    live.update(gallery.curves());
    expect(make).toHaveBeenCalledTimes(1);
    await live.done(gallery.scatter());
    expect(sent.map(({ data }) => "image/png" in data)).toEqual([false, true]);
    expect(sent[1].data["text/plain"]).toBe(gallery.scatter().alt);
    expect(sent.map(({ metadata }) => metadata)).toEqual([
      {},
      { "image/png": { alt: gallery.scatter().alt } },
    ]);
  });

  it("print only the last outside a kernel", async () => {
    const live = liveChart();
    const make = vi.fn(gallery.bars);
    live.update(make);
    await live.done(gallery.scatter());
    const line = liveLine("a");
    line.done("b");
    expect(make).not.toHaveBeenCalled();
    expect(vi.mocked(console.log).mock.calls).toEqual([[gallery.scatter().alt], ["b"]]);
  });
});

describe("live curves and decisions", () => {
  const bundles = () => sent.map(({ data }) => data["application/vnd.vegalite.v5+json"]);

  it("grow in one output and end under the title of what was found", async () => {
    runCell();
    const live = liveCurves({ title: "So far", alt: "Losses.", yTitle: "loss (nats)" });
    live.add(0, { generator: 1 });
    vi.advanceTimersByTime(300);
    live.add(10, { generator: 2, discriminator: 0.5 });
    const chart = await live.done({ title: "Found", alt: "The loss doubles." });
    expect(bundles()).toHaveLength(3);
    expect(new Set(sent.map(({ transient }) => transient.display_id)).size).toBe(1);
    expect(bundles()[2]).toEqual(chart.spec);
    expect(chart.alt).toBe("The loss doubles.");
    expect(JSON.stringify(chart.spec.title)).toContain("Found");
  });

  it("leave out values that are not finite, and say from where on", async () => {
    runCell();
    const live = liveCurves({ title: "So far", alt: "Losses.", yTitle: "loss (nats)" });
    live.add(0, { generator: NaN }); // nothing to draw yet
    expect(sent).toEqual([]);
    live.add(10, { generator: NaN, discriminator: 1 });
    live.add(20, { discriminator: Infinity });
    const { alt } = await live.done({ title: "Found", alt: "It breaks." });
    expect(alt).toBe(
      "It breaks. generator is not finite from 0 on. discriminator is not finite from 20 on.",
    );
  });

  it("refuse 0 on a log scale when it comes", () => {
    const live = liveCurves({ title: "So far", alt: "A.", yTitle: "norm", yScale: "log" });
    expect(() => { live.add(5, { norm: 0 }); }).toThrow(/norm is 0 at 5; wanted above 0/); // prettier-ignore
  });

  it("show decisions in place and leave a slider", async () => {
    runCell();
    const live = liveDecision({ title: "D so far", alt: "D(x)." });
    const surface = { domain: [0, 1] as const, size: 2, values: [0, 0.5, 1, 1] };
    live.add({ step: 0, surface });
    vi.advanceTimersByTime(300);
    live.add({ step: 200, surface });
    vi.useRealTimers(); // vega waits for the image of a surface with one
    const { spec } = await live.done({ title: "Found", alt: "D stays." });
    expect(bundles()).toHaveLength(3);
    expect(JSON.stringify(bundles()[1])).toContain("D so far, step 200");
    expect(spec.params).toMatchObject([{ name: "playing" }, { bind: { min: 0, max: 200 } }]);
  });

  it("refuse a wrong frame when it comes", () => {
    const live = liveDecision({ title: "D so far", alt: "D(x)." });
    const surface = { domain: [0, 1] as const, size: 2, values: [0, 0.5, 1, 1] };
    live.add({ step: 5, surface });
    expect(() => { live.add({ step: 5, surface }); }).toThrow(/step is 5, after 5/); // prettier-ignore
    expect(() => { live.add({ step: 6, surface: { ...surface, size: 3 } }); }).toThrow(TypeError); // prettier-ignore
  });
});

describe("trainingProgress", () => {
  it("says step, speed, time left and metrics", () => {
    runCell();
    const progress = trainingProgress({
      steps: 2500,
      label: "ring, seed 2 of 3",
      metrics: ["modes"],
    });
    vi.advanceTimersByTime(5000); // compiling: not in the speed
    progress.update(1);
    vi.advanceTimersByTime(13576);
    progress.update(1250, { modes: 8, fid: 0.1234 });
    expect(sent.map(({ data }) => data["text/plain"])).toEqual([
      "ring, seed 2 of 3  step 1 / 2,500",
      "ring, seed 2 of 3  step 1,250 / 2,500  92 steps/s  14 s left  modes 8",
    ]);
    progress.done();
    expect(sent.at(-1)?.data["text/plain"]).toBe("ring, seed 2 of 3  1,250 steps in 19 s");
  });

  it("shows all metrics if none are chosen, in three digits, and minutes", () => {
    runCell();
    const progress = trainingProgress({ steps: 1000, label: "a" });
    progress.update(0);
    vi.advanceTimersByTime(10_000);
    progress.update(10, { fid: 0.12345, loss: NaN, norm: 1234.5 });
    expect(sent.at(-1)?.data["text/plain"]).toBe(
      "a  step 10 / 1,000  1 steps/s  16 min 30 s left  fid 0.123  loss NaN  norm 1,235",
    );
  });

  it.each([0, 1.5, NaN])("refuses %s steps", (steps) => {
    expect(() => trainingProgress({ steps, label: "a" })).toThrow(RangeError);
  });
});
