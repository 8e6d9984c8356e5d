/**
 * Notebooks out of an archive. Nothing is unpacked under a name from the archive: notebooks are copied, up to a
 * size, into files of our own numbering; links are not followed, and whatever else there is is not read.
 */
import fs from "node:fs";
import path from "node:path";
import { startsWith, tooLarge } from "./bytes";
import type { FoundNotebookFile } from "./choose";
import { ArchiveError, type EntrySink, type Taken } from "./entries";
import { LARGEST_SUBMISSION, megabytes, MOST_ENTRIES } from "./limits";
import { isIgnored, isNotebook, segmentsOf } from "./names";
import { readTar } from "./tarball";
import { readZip } from "./zip";

/**
 * @param scratch where the copies go
 * @param most how many bytes may come out of it, read or skipped
 * @throws {ArchiveError} not an archive, damaged, too many entries, too large
 */
export async function extractNotebooks(
  file: string,
  scratch: string,
  most: number,
): Promise<FoundNotebookFile[]> {
  const folder = fs.mkdtempSync(path.join(scratch, "archive-"));
  const found: FoundNotebookFile[] = [];
  let entries = 0;
  let bytes = 0;
  const count = (size: number): void => {
    bytes += size;
    if (bytes > most) throw new ArchiveError(`More than ${megabytes(most)} come out of it.`);
  };
  const take: EntrySink["take"] = (name, kind) => {
    if (++entries > MOST_ENTRIES) {
      throw new ArchiveError(`It has more than ${MOST_ENTRIES} entries.`);
    }
    const { segments, leaves } = segmentsOf(name);
    if (leaves) {
      found.push({ path: name, problem: "Its path leads out of the archive." });
      return undefined;
    }
    const last = segments.at(-1);
    if (last === undefined || isIgnored(segments) || !isNotebook(last)) return undefined;
    const place = segments.join("/");
    if (kind !== "file") {
      const problem =
        kind === "link" ? "It is a link; links are not followed." : "It is encrypted.";
      found.push({ path: place, problem });
      return undefined;
    }
    return copyTo(path.join(folder, `${found.length + 1}.ipynb`), place, found, count);
  };
  const isZip = startsWith(file, [0x50, 0x4b]);
  await (isZip ? readZip(file, { take }) : readTar(file, { take }, most));
  return found;
}

function copyTo(
  copy: string,
  place: string,
  found: FoundNotebookFile[],
  count: (size: number) => void,
): Taken {
  const at = found.push({ path: place, problem: tooLarge().reason }) - 1;
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    add: (chunk) => {
      size += chunk.length;
      count(chunk.length);
      if (size > LARGEST_SUBMISSION) chunks.length = 0;
      else chunks.push(chunk);
      return size <= LARGEST_SUBMISSION;
    },
    end: () => {
      if (size > LARGEST_SUBMISSION) return;
      fs.writeFileSync(copy, Buffer.concat(chunks), { flag: "wx" });
      found[at] = { path: place, file: copy };
    },
  };
}
