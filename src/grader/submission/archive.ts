/**
 * Notebooks out of an archive. Nothing is unpacked under a name from the archive: notebooks are copied, up to a
 * size, into files of our own numbering; links are not followed, and whatever else there is is not read.
 */
import fs from "node:fs";
import path from "node:path";
import { startsWith, tooLarge } from "./bytes";
import type { FoundNotebookFile } from "./choose";
import { ArchiveError, type EntrySink, type Taken } from "./entries";
import { LARGEST_ARCHIVE, LARGEST_SUBMISSION, megabytes, MOST_ENTRIES } from "./limits";
import { isArchive, isIgnored, isNotebook, segmentsOf } from "./names";
import { readTar } from "./tarball";
import { readZip } from "./zip";

/** What there is in an archive of a class. */
export interface FoundFiles {
  readonly notebooks: readonly FoundNotebookFile[];
  /** Students' own archives, not unpacked. */
  readonly archives: readonly FoundNotebookFile[];
  /** Paths of all else. */
  readonly others: readonly string[];
}

/**
 * One student's: other archives in it are not looked at.
 * @param scratch where the copies go
 * @param most how many bytes may come out of it, read or skipped
 * @throws ArchiveError not an archive, damaged, too many entries, too large
 */
export async function extractNotebooks(
  file: string,
  scratch: string,
  most: number,
): Promise<readonly FoundNotebookFile[]> {
  return (await extractFiles(file, scratch, most, () => false)).notebooks;
}

/** As `extractNotebooks`, of a class: with the archives in it. */
export function extractClass(file: string, scratch: string, most: number): Promise<FoundFiles> {
  return extractFiles(file, scratch, most, isArchive);
}

async function extractFiles(
  file: string,
  scratch: string,
  most: number,
  takesToo: (name: string) => boolean,
): Promise<FoundFiles> {
  const folder = fs.mkdtempSync(path.join(scratch, "archive-"));
  const notebooks: FoundNotebookFile[] = [];
  const archives: FoundNotebookFile[] = [];
  const others: string[] = [];
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
      notebooks.push({ path: name, problem: "Its path leads out of the archive." });
      return undefined;
    }
    const last = segments.at(-1);
    if (last === undefined || isIgnored(segments)) return undefined;
    const place = segments.join("/");
    const found = isNotebook(last) ? notebooks : takesToo(last) ? archives : undefined;
    if (!found) {
      others.push(place);
      return undefined;
    }
    if (kind !== "file") {
      const problem =
        kind === "link" ? "It is a link; links are not followed." : "It is encrypted.";
      found.push({ path: place, problem });
      return undefined;
    }
    const copy = path.join(folder, `${entries}${found === notebooks ? ".ipynb" : ".archive"}`);
    const limit = found === notebooks ? LARGEST_SUBMISSION : LARGEST_ARCHIVE;
    const problem =
      found === notebooks ? tooLarge().reason : `It is larger than ${megabytes(limit)}.`;
    return copyTo(copy, { path: place, problem }, found, limit, count);
  };
  const isZip = startsWith(file, [0x50, 0x4b]);
  await (isZip ? readZip(file, { take }) : readTar(file, { take }, most));
  return { notebooks, archives, others };
}

/** @param failed what is found where it is larger than the limit */
function copyTo(
  copy: string,
  failed: FoundNotebookFile,
  found: FoundNotebookFile[],
  limit: number,
  count: (size: number) => void,
): Taken {
  const at = found.push(failed) - 1;
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    add: (chunk) => {
      size += chunk.length;
      count(chunk.length);
      if (size > limit) chunks.length = 0;
      else chunks.push(chunk);
      return size <= limit;
    },
    end: () => {
      if (size > limit) return;
      fs.writeFileSync(copy, Buffer.concat(chunks), { flag: "wx" });
      found[at] = { path: failed.path, file: copy };
    },
  };
}
