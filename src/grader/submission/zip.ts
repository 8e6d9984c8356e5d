/** The entries of a zip file. */
import yauzl from "yauzl";
import { ArchiveError, type EntrySink } from "./entries";
import { MOST_ENTRIES } from "./limits";

const TYPE = 0o170000;
const LINK = 0o120000;

/** @throws ArchiveError not a zip file, or damaged */
export async function readZip(file: string, { take }: EntrySink): Promise<void> {
  try {
    // names are checked here, entry by entry: one odd name must not hide the others
    const zip = await yauzl.openPromise(file, { decodeStrings: false, autoClose: false });
    try {
      if (zip.entryCount > MOST_ENTRIES) {
        throw new ArchiveError(
          `It has ${zip.entryCount} entries; at most ${MOST_ENTRIES} are read.`,
        );
      }
      for await (const entry of zip.eachEntry()) await readEntry(zip, entry, take);
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError(`It is no zip file, or it is damaged. Pack it once more.`, {
      cause: error,
    });
  }
}

async function readEntry(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  take: EntrySink["take"],
): Promise<void> {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  const name = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  const isLink = ((entry.externalFileAttributes >>> 16) & TYPE) === LINK;
  const kind = isLink ? "link" : entry.isEncrypted() ? "encrypted" : "file";
  const taken = name.endsWith("/") ? undefined : take(name, kind);
  if (!taken) return;
  const stream = await zip.openReadStreamPromise(entry);
  for await (const chunk of stream) {
    if (!taken.add(chunk as Buffer)) break; // leaving the loop ends the stream
  }
  taken.end();
}
