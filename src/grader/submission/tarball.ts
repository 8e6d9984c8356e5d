/** The entries of a tar file, packed by gzip or not. */
import { once } from "node:events";
import fs from "node:fs";
import { createGunzip } from "node:zlib";
import { Parser, type ReadEntry } from "tar";
import { startsWith } from "./bytes";
import { ArchiveError, type EntrySink } from "./entries";
import { megabytes } from "./limits";

const FILES = ["File", "OldFile", "ContiguousFile"];
const LINKS = ["Link", "SymbolicLink"];

/**
 * @param most how many bytes may come out of it
 * @throws ArchiveError not a tar file, damaged, or larger than that
 */
export async function readTar(file: string, { take }: EntrySink, most: number): Promise<void> {
  let failure: ArchiveError | undefined;
  let isAtEnd: boolean | undefined;
  const fail = (error: unknown): void => {
    failure ??= error instanceof ArchiveError ? error : damaged((error as Error).message);
  };
  const parser = new Parser({
    // unpacking is done below, where it is counted: the parser must not do so once more by itself
    maxDecompressionRatio: 1,
    zstd: false,
    onwarn: (code: string) => {
      if (code !== "TAR_ENTRY_INFO") fail(damaged(code));
    },
    onReadEntry: (entry: ReadEntry) => {
      try {
        readEntry(entry, take, fail);
      } catch (error) {
        fail(error);
        entry.resume();
      }
    },
  });
  parser.on("eof", () => {
    isAtEnd = true;
  });
  const ended = once(parser, "end");
  ended.catch(fail);
  try {
    let size = 0;
    for await (const chunk of openPlain(file)) {
      size += chunk.length;
      if (size > most) throw new ArchiveError(`More than ${megabytes(most)} come out of it.`);
      parser.write(chunk); // entries are taken as they come, so nothing piles up
      if (failure || isAtEnd) break; // what follows the end can only be there to take time
    }
  } catch (error) {
    fail(error);
  }
  if (!failure) {
    parser.end();
    await ended;
  }
  if (failure) throw failure;
}

function damaged(cause: string): ArchiveError {
  const message = "It is no zip or tar file, or it is damaged. Pack it once more.";
  return new ArchiveError(message, { cause });
}

async function* openPlain(file: string): AsyncGenerator<Buffer> {
  const packed = fs.createReadStream(file);
  const plain = startsWith(file, [0x1f, 0x8b]) ? packed.pipe(createGunzip()) : packed;
  packed.on("error", (error) => plain.destroy(error));
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) yield chunk;
  } finally {
    packed.destroy();
    plain.destroy();
  }
}

function readEntry(
  entry: ReadEntry,
  take: EntrySink["take"],
  fail: (error: unknown) => void,
): void {
  const isFile = FILES.includes(entry.type);
  const isLink = LINKS.includes(entry.type);
  const taken = isFile || isLink ? take(entry.path, isFile ? "file" : "link") : undefined;
  if (!taken) {
    entry.resume();
    return;
  }
  let wanted = true;
  entry.on("data", (chunk: Buffer) => {
    try {
      wanted &&= taken.add(Buffer.from(chunk));
    } catch (error) {
      wanted = false;
      fail(error);
    }
  });
  entry.on("end", () => {
    taken.end();
  });
}
