// What a file is that was taken for safetensors, told from its first bytes, and what to do about it.

const convert =
  "Write the weights as safetensors in the program that made it (in Python: " +
  "safetensors.torch.save_file(model.state_dict(), …) or safetensors.numpy.save_file), and name that file";

/** How a file begins (its first bytes as Latin-1), what it is then, and what to do. */
const kinds: readonly [begins: string | RegExp | ((start: string) => boolean), what: string, remedy: string][] = [
  ["version https://git-lfs.github.com/", "a pointer of Git LFS: the file itself was not fetched", "Fetch it: git lfs pull"],
  ["\x89HDF\r\n\x1a\n", "HDF5 (Keras writes .h5)", convert],
  [(start) => isZip(start) && start.slice(30).split("PK")[0].includes(".npy"), "an .npz of NumPy", convert],
  [(start) => isZip(start) && start.includes("data.pkl"), "a zip of PyTorch (.pt, .pth, .bin)", convert],
  [isZip, "a zip (newer .keras files are zips too)", convert],
  ["\x93NUMPY", "an array of NumPy (.npy)", convert],
  [(start) => start.startsWith("\x80") && start.charCodeAt(1) <= 5, "a pickle of Python (older .pt, .pth and .pkl files are pickles)", convert],
  ["GGUF", "a GGUF file (llama.cpp)", convert],
  [(start) => start.startsWith("TFL3", 4), "a TensorFlow Lite model", convert],
  ["\x1f\x8b", "a file that is compressed with gzip", "Unpack it first"],
  [/^\s*<(!doctype|html)/i, "a web page, not the file that it is about", "Download the file itself (the link called raw, or download)"],
  [/^\s*\{[^]*"weight_map"/, "the index of a model in several safetensors files", "Name one of the files that it lists"],
  [/^\s*\{[^]*"(weightsManifest|modelTopology)"/, "a TensorFlow.js model (model.json)", "Load it with tf.loadLayersModel and assign its weights"],
  [/^\s*[[{]/, "JSON", "Name the file with the weights"],
  [/^[\t\n\r\x20-\x7e\x80-\xff]*$/, "text", "Name the file with the weights"],
]; // prettier-ignore

function isZip(start: string): boolean {
  return start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06");
}

/** Of what another kind a file seems to be, and what to do. */
export function looksLike(bytes: Buffer): { readonly what: string; readonly remedy: string } {
  if (bytes.length === 0) {
    return {
      what: "it is empty, as after a copy or a download that was cut off",
      remedy: "Fetch it again",
    };
  }
  const start = bytes.toString("latin1", 0, 1000);
  const known = kinds.find(([begins]) => {
    if (typeof begins === "string") return start.startsWith(begins);
    return typeof begins === "function" ? begins(start) : begins.test(start);
  });
  if (known) return { what: `it looks like ${known[1]}`, remedy: known[2] };
  return { what: "it is of a kind that is not known here", remedy: convert };
}
