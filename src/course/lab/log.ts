/** The log of JupyterLab: a file for each of the last two starts, for whoever looks for a cause. */
import fs from "node:fs";
import path from "node:path";

/** A log that is open for writing. */
export interface Log {
  file: string;
  write: (text: string | Buffer) => void;
  close: () => void;
}

/**
 * Begin a log; the one of the start before is kept beside it as `.old.log`. Only its owner can read it. A log that
 * cannot be written to any more, on a full disk for instance, does not stop JupyterLab.
 * @param file its path, ending in `.log`
 * @throws Error the system's: the folder cannot be written
 */
export function openLog(file: string): Log {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (fs.existsSync(file)) fs.renameSync(file, file.replace(/\.log$/, ".old.log"));
  const handle = fs.openSync(file, "w", 0o600);
  return {
    file,
    write(text) {
      try {
        if (typeof text === "string") fs.writeSync(handle, text);
        else fs.writeSync(handle, text);
      } catch {
        // the log is for looking back; what is running goes on
      }
    },
    close() {
      fs.closeSync(handle);
    },
  };
}
