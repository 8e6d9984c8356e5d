import type { JsonObject } from "../json";
import { tooltips } from "./hover";

// A chart lies on the page itself, light or dark: its background is transparent, and titles and axes have the page's ink.
// JupyterLab draws charts with the theme "dark" of vega-embed when its own theme is dark: white text. A specification's
// own values win over a theme's, so colours of text are left open here, and every other value that the theme sets is set.
// What is drawn lies on white panels, since seven colours that all eyes tell apart, on white and on black, there are not:
// the plot itself, and the legend with its marks. On them text has a contrast of at least 4.5 and marks of at least 3
// (WCAG 2.1, 1.4.3 and 1.4.11). In the stored picture the page is white.

/** What marks lie on, in light and in dark themes. */
export const panel = "white";

/** Text on a panel, and the darkest marks. */
export const ink = "#222222";

/** Labels of legends. */
export const softInk = "#444444";

/** Level lines and other marks that belong to no series. */
export const greyInk = "#555555";

/** Labels beside the panel that are marks, which a theme gives no colour: 4.5 to 1 on white, 4.2 on JupyterLab's dark. */
export const pageInk = "#767676";

/** The `config` of every chart. */
export const config: JsonObject = {
  ...tooltips,
  background: "transparent",
  view: { stroke: "#bbbbbb", fill: panel },
  title: { fontSize: 14, subtitleFontSize: 12, offset: 10 },
  style: {
    "guide-label": { fontSize: 11 },
    "guide-title": { fontSize: 12, fontWeight: "normal" },
  },
  axis: { domainColor: "#888888", gridColor: "#e4e4e4", tickColor: "#888888" },
  legend: {
    fillColor: panel,
    labelColor: softInk,
    titleColor: ink,
    padding: 4,
    labelLimit: 0,
    symbolOpacity: 1,
  },
};
