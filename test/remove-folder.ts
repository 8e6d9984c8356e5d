/** Clean up after a test. */
import fs from "node:fs";

/**
 * Remove a folder with everything in it, if it is there. A process that was just ended may still write its last file
 * into it, and then removing fails with "not empty": that is tried again for some seconds.
 */
export function removeFolder(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
