import type { JsonObject } from "../json";
import { tooltips } from "./hover";

// A chart is a white card with dark text, whatever the page behind it. JupyterLab draws charts with the
// theme "dark" of vega-embed when its own theme is dark: white text on #333. A specification's own values
// win over a theme's, so every value that this theme sets is set here, and the picture stays the same.
// On white, text has a contrast of at least 4.5 and marks of at least 3 (WCAG 2.1, 1.4.3 and 1.4.11).

/** What a chart is drawn on, in light and in dark themes. */
export const card = "white";

/** Titles, and the darkest marks. */
export const ink = "#222222";

/** Labels of axes and legends. */
export const softInk = "#444444";

/** Level lines and other marks that belong to no series. */
export const greyInk = "#555555";

/** The `config` of every chart. */
export const config: JsonObject = {
  ...tooltips,
  view: { stroke: "#bbbbbb" },
  title: { color: ink, subtitleColor: softInk, fontSize: 14, subtitleFontSize: 12, offset: 10 },
  style: {
    "guide-label": { fill: softInk, fontSize: 11 },
    "guide-title": { fill: ink, fontSize: 12, fontWeight: "normal" },
  },
  axis: { domainColor: "#888888", gridColor: "#e4e4e4", tickColor: "#888888" },
  legend: { labelLimit: 0, symbolOpacity: 1 },
};
