/** What the readers of archives give to whom takes the entries. */

/** An archive that is damaged, or that holds too much. The message is for the student's eyes. */
export class ArchiveError extends Error {
  override name = "ArchiveError";
}

/** What a reader does with each entry: `take` gives where its content goes, or undefined to skip it. */
export interface EntrySink {
  readonly take: (name: string, kind: "file" | "link" | "encrypted") => Taken | undefined;
}

/** Content as it comes; `add` says whether more is wanted. */
export interface Taken {
  readonly add: (chunk: Buffer) => boolean;
  readonly end: () => void;
}
