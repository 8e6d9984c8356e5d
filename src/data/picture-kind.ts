/** Kinds of picture file that can be read here. */
export type ReadableKind = "PNG" | "JPEG" | "WebP";

/** What to do with a picture of another kind. */
export const readableKinds = "PNG, JPEG or WebP";

/** How the file of each kind begins: at which byte, with which bytes. */
const beginnings: readonly (readonly [kind: string, at: number, bytes: string])[] = [
  ["PNG", 0, "\x89PNG\r\n\x1a\n"],
  ["JPEG", 0, "\xff\xd8\xff"],
  ["WebP", 8, "WEBP"],
  ["GIF", 0, "GIF8"],
  ["TIFF", 0, "II*\0"],
  ["TIFF", 0, "MM\0*"],
  ["BMP", 6, "\0\0\0\0"], // after "BM" and the file's size
  ["AVIF", 4, "ftypavif"],
  ["AVIF", 4, "ftypavis"],
  ...["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"].map(
    (brand) => ["HEIC", 4, `ftyp${brand}`] as const,
  ),
  ["JPEG XL", 0, "\xff\x0a"],
  ["JPEG XL", 4, "JXL \r\n\x87\n"],
  ["JPEG 2000", 4, "jP  \r\n\x87\n"],
  ["Photoshop", 0, "8BPS"],
  ["icon", 0, "\0\0\x01\0"],
];

/** What the file must begin with as well, where one place is not enough. */
const first: Readonly<Record<string, string>> = { WebP: "RIFF", BMP: "BM" };

/**
 * Which kind of picture a file is, by its first 32 bytes, whatever it is called; undefined for none that
 * is known.
 */
export function pictureKind(head: Uint8Array): string | undefined {
  const text = Buffer.from(head).toString("latin1");
  const found = beginnings.find(
    ([kind, at, bytes]) => text.startsWith(bytes, at) && text.startsWith(first[kind] ?? ""),
  );
  return found?.[0];
}

/** Whether {@link pictureKind} found one that can be read here. */
export function isReadable(kind: string | undefined): kind is ReadableKind {
  return kind === "PNG" || kind === "JPEG" || kind === "WebP";
}

/** Whether a file is called like a picture that can be read here. */
export function isCalledPicture(name: string): boolean {
  return /\.(a?png|jpe?g|jpe|jfif|webp)$/i.test(name);
}

/** What a file is that is called a picture and begins like none. */
export function foundInstead(head: Uint8Array): string {
  const text = Buffer.from(head).toString("latin1").trimStart();
  if (head.length === 0) return "an empty file";
  if (text.startsWith("version https://git-lfs")) {
    return "a pointer of Git LFS in the picture's place (git lfs pull fetches the picture)";
  }
  if (/^<(!doctype|html|\?xml|head|body)/i.test(text)) {
    return "a web page, as a failed download leaves one";
  }
  const bytes = Array.from(head.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0"));
  return `a file that begins with the bytes ${bytes.join(" ")}`;
}
