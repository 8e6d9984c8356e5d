/**
 * What JupyterLab itself does not do for a learner. Copied into the project's own JupyterLab in `.venv`; other front ends
 * do without. Written by hand, in the form that JupyterLab loads: a container with `init` and `get`, and no bundler.
 */
"use strict";
(() => {
  /** The learner's first page: JupyterLab does not look again at a file that is open. */
  const PAGE = "work/index.md";

  /** Shows the page anew when it was written, as long as it is seen; asks for the contents of no other file. */
  const followPage = (app) => {
    const lookAgain = async ({ context }) => {
      if (!context.isReady || context.model.dirty) return;
      const now = await app.serviceManager.contents.get(PAGE, { content: false });
      if (now.last_modified !== context.contentsModel?.last_modified) await context.revert();
    };
    let isLooking = false;
    setInterval(async () => {
      if (isLooking || document.hidden) return;
      isLooking = true;
      try {
        for (const widget of app.shell.widgets("main")) {
          if (widget.isVisible && widget.context?.path === PAGE) await lookAgain(widget);
        }
      } catch {
        // the server has ended, or the page is being written: the next look tells
      }
      isLooking = false;
    }, 1000);
  };

  /**
   * Tells the kernel, with each cell that runs, which cells were edited since they ran last (`editedCells` in the
   * request's metadata): `check` then does not judge what no longer stands there.
   */
  const tellEdits = (app) => {
    const known = new WeakSet();
    const listen = (panel, kernel) => {
      if (!kernel || known.has(kernel)) return;
      known.add(kernel);
      const ran = new Map(); // by cell id: the text that ran last
      const request = kernel.requestExecute;
      kernel.requestExecute = function (content, dispose, metadata) {
        const own = metadata?.cellId;
        if (own !== undefined) ran.set(own, content.code);
        const isEdited = ({ id, sharedModel }) => ran.has(id) && ran.get(id) !== sharedModel.source;
        const editedCells = panel.content.widgets
          .map(({ model }) => model)
          .filter(isEdited)
          .map(({ id }) => id);
        return request.call(this, content, dispose, { ...metadata, editedCells });
      };
    };
    const look = () => {
      for (const panel of app.shell.widgets("main")) {
        const { sessionContext } = panel;
        if (!sessionContext || !panel.content?.widgets) continue;
        if (!known.has(sessionContext)) {
          known.add(sessionContext);
          sessionContext.kernelChanged.connect((_, { newValue }) => listen(panel, newValue));
        }
        listen(panel, sessionContext.session?.kernel);
      }
    };
    app.restored.then(() => {
      look();
      app.shell.layoutModified.connect(look);
    });
  };

  /** A chart's sliders and its play box stand above it: on a low screen a tall chart pushes them out of sight. */
  const controlsFirst = () => {
    const style = document.createElement("style");
    style.textContent =
      ".jp-OutputArea .chart-wrapper:has(.vega-bind) { display: flex; flex-direction: column; align-items: start; }" +
      ".jp-OutputArea .chart-wrapper .vega-bindings { order: -1; }";
    document.head.append(style);
  };

  const plugins = [followPage, tellEdits, controlsFirst].map((activate) => ({
    id: `gan-clinic:${activate.name}`,
    autoStart: true,
    activate,
  }));
  (window._JUPYTERLAB ??= {})["gan-clinic"] = {
    init: () => undefined,
    get: async () => () => ({ __esModule: true, default: plugins }),
  };
})();
