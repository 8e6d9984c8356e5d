import { chartFrom, titleOver, type Chart } from "./chart";
import { expectRising } from "./film";
import { imageLayer, type ImageFramesOptions } from "./images";
import { expectCount, expectEqual, expectSome, stepLabel } from "./numbers";
import { countPictures, sheetFor, sheetUrl } from "./pixels";
import { stepSlider } from "./slider";
import { ink } from "./theme";

const labelHeight = 20; // pixels

/**
 * A grid of pictures with a slider over the training steps, and a box that plays them: each place shows the same latent
 * vector all the time, if the frames are a training's snapshots. The PNG that travels with the chart shows the last one.
 *
 * @param options as those of {@link imageFrames}; `columns` is 8 unless given
 * @throws TypeError if `images` of a frame do not hold whole pictures
 * @throws RangeError if there are fewer than two frames, their steps do not rise, they differ in size, or a value is not
 * finite
 * @example
 * ```ts
 * import { imageScrub } from "gan-clinic";
 * const chart = imageScrub({
 *   title: "The picture turns white",
 *   alt: "The picture is black at step 0 and white at step 100.",
 *   frames: [
 *     { step: 0, images: new Float32Array([-1]) }, // (1, 1, 1, 1)
 *     { step: 100, images: new Float32Array([1]) },
 *   ],
 *   height: 1,
 *   width: 1,
 * });
 * assert.match(JSON.stringify(chart.spec.params), /training step/);
 * ```
 */
export function imageScrub(options: ImageFramesOptions): Chart {
  const { frames, title, alt, columns: most = 8, ...form } = options;
  expectSome(frames, "frames");
  expectCount(most, "columns");
  const steps = frames.map(({ step }) => step);
  expectRising(steps);
  const counts = frames.map(({ images }) => countPictures({ ...form, images }));
  counts.forEach((count, i) => {
    expectEqual(count, counts[0], `Pictures in frames[${i}]`);
  });
  const { params, spans, filter } = stepSlider(steps);
  const columns = Math.min(most, counts[0]);
  const sheet = sheetFor(form, counts[0], columns, 56);
  const place = { x: 0, y: labelHeight };
  const sheets = frames.map(({ images }, i) => {
    const url = sheetUrl({ ...form, images }, counts[i], sheet);
    return { url, ...place, ...spans[i] };
  });
  const labels = frames.map(({ step }, i) => ({ label: stepLabel(step), ...spans[i] }));
  const width = sheet.width * sheet.zoom;
  const spec = {
    title: titleOver(width, title),
    params,
    width,
    height: sheet.height * sheet.zoom + labelHeight,
    view: { stroke: null },
    layer: [
      { ...imageLayer(sheets, sheet), transform: [filter] },
      {
        data: { values: labels },
        transform: [filter],
        mark: { type: "text", align: "left", baseline: "top", fontSize: 12, color: ink },
        encoding: { x: { value: 0 }, y: { value: 0 }, text: { field: "label" } },
      },
    ],
  };
  return chartFrom(spec, alt);
}
