/** How the project's own JupyterLab looks and behaves, in `.venv` alone: never in a Jupyter that the user already has. */
import fs from "node:fs";
import path from "node:path";
import { ROOT } from "../paths";

/**
 * JupyterLab's settings, as far as they differ from its own. No pop-up about news, no check for updates: a learner's first
 * page is the course, shown and not as its source.
 */
const OVERRIDES = path.join(ROOT, ".config", "jupyterlab.json");

/** A learner's first page, as JupyterLab names files. */
const PAGE = "work/index.md";
/** Where JupyterLab shows it. */
export const START = `lab/tree/${PAGE}`;

/** A small extension of JupyterLab, written by hand: see its first lines. */
const EXTENSION = path.join(ROOT, ".config", "labextension.js");
const NAME = "gan-clinic";

/**
 * How the window is divided at the first start: the table of contents open, the side a quarter of the width. No setting
 * of JupyterLab says that; it is read from a workspace, in which JupyterLab keeps what a learner makes of it.
 */
const WORKSPACE = {
  data: {
    "layout-restorer:data": {
      main: { dock: null },
      down: { size: 0, collapsed: true, widgets: [] },
      left: {
        collapsed: false,
        visible: true,
        current: "@jupyterlab/toc:plugin",
        widgets: [
          "filebrowser",
          "running-sessions",
          "@jupyterlab/toc:plugin",
          "extensionmanager.main-view",
        ],
      },
      right: {
        collapsed: true,
        visible: true,
        widgets: ["jp-property-inspector", "debugger-sidebar"],
      },
      relativeSizes: [0.25, 0.75, 0],
      top: { simpleVisibility: true },
    },
    "file-browser-filebrowser:cwd": { path: "work" },
  },
  metadata: { id: "default" },
};

/** Write it where JupyterLab keeps workspaces; one that is there already is the learner's. */
export function seedWorkspace(folder: string): void {
  const file = path.join(folder, "default-37a8.jupyterlab-workspace"); // JupyterLab's name for "default"
  if (fs.existsSync(file)) return;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(WORKSPACE, null, 2)}\n`);
}

/** Write all of it; what a learner changed in JupyterLab's own dialogs lies elsewhere and counts more. */
export function writeSettings(venv: string): void {
  const share = path.join(venv, "share", "jupyter");
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  };
  const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
  write(path.join(share, "lab", "settings", "overrides.json"), fs.readFileSync(OVERRIDES, "utf8"));
  const extension = path.join(share, "labextensions", NAME);
  fs.rmSync(`${extension}-page`, { recursive: true, force: true }); // its name until November 2026
  const build = { load: "static/remoteEntry.js", extension: "./extension" };
  write(
    path.join(extension, "package.json"),
    json({ name: NAME, version: "1.0.0", jupyterlab: { _build: build } }),
  );
  write(path.join(extension, "static", "remoteEntry.js"), fs.readFileSync(EXTENSION, "utf8"));
  seedWorkspace(path.join(venv, "jupyter", "config", "lab", "workspaces"));
}
