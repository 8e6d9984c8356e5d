import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as tf from "@tensorflow/tfjs";

/** Where a graph in TensorFlow.js's layout is: the address or the path of its model.json. */
export type GraphPlace =
  | {
      /** Its address on the web; given instead of `file`. */
      readonly url: string;
      /** Not given beside `url`. */
      readonly file?: undefined;
    }
  | {
      /** Its path on this machine; given instead of `url`. */
      readonly file: string;
      /** Not given beside `file`. */
      readonly url?: undefined;
    };

/** What to do where there is no graph yet. */
export const howToGet =
  "Convert the published graph once, where there is a network: pip install tensorflowjs, then " +
  "tensorflowjs_converter --input_format=tf_saved_model --output_format=tfjs_graph_model IN OUT, " +
  "and name the file model.json in OUT";

/**
 * Reads model.json and the weight files that it lists, which lie beside it.
 *
 * @param sha256 of all of that: model.json, then the weight files in its order
 * @throws Error that says what to do, for what cannot be read, is no graph, or has another checksum
 */
export async function readGraph(place: GraphPlace, sha256?: string): Promise<tf.io.IOHandler> {
  const reader = readerOf(place);
  const hash = createHash("sha256");
  const bytesOf = async (path?: string) => {
    const bytes = await reader.read(path);
    hash.update(bytes);
    return bytes;
  };
  const model = parsed(reader.name, await bytesOf());
  const artifacts = await tf.io.getModelArtifactsForJSON(model, async (manifest) => {
    const parts: Uint8Array[] = [];
    for (const path of manifest.flatMap((group) => group.paths)) parts.push(await bytesOf(path));
    const { buffer } = Uint8Array.from(Buffer.concat(parts));
    return [manifest.flatMap((group) => group.weights), buffer];
  });
  const found = hash.digest("hex");
  if (sha256 !== undefined && sha256.toLowerCase() !== found) {
    throw new Error(
      `The graph ${reader.name} is not the one that is wanted: wanted the checksum ${sha256}, ` +
        `found ${found} (SHA-256 of model.json and its weight files). Fetch it again`,
    );
  }
  return tf.io.fromMemory(artifacts);
}

/** Reads model.json, or a file beside it. */
interface Reader {
  readonly name: string;
  read(path?: string): Promise<Uint8Array>;
}

function readerOf(place: GraphPlace): Reader {
  if (place.file !== undefined) {
    const { file } = place;
    return {
      name: file,
      async read(path) {
        const wanted = path === undefined ? file : join(dirname(file), path);
        return readFile(wanted).catch((error: unknown) => {
          throw new Error(`Cannot read ${wanted}: ${(error as Error).message}. ${howToGet}`);
        });
      },
    };
  }
  const { url } = place;
  return {
    name: url,
    async read(path) {
      const wanted = path === undefined ? url : new URL(path, url).href;
      const response = await fetch(wanted).catch((error: unknown) => {
        throw new Error(`Cannot fetch ${wanted}: ${reasonOf(error)}. ${offline}`);
      });
      if (!response.ok) {
        throw new Error(`Cannot fetch ${wanted}: status ${response.status}. ${offline}`);
      }
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

const offline =
  "Without network here, fetch model.json and its weight files elsewhere, and give their place as file";

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}

function parsed(name: string, bytes: Uint8Array): tf.io.ModelJSON {
  let model: Partial<tf.io.ModelJSON> | undefined;
  try {
    model = JSON.parse(Buffer.from(bytes).toString("utf8")) as Partial<tf.io.ModelJSON>;
  } catch {
    // said below
  }
  if (model?.modelTopology && model.weightsManifest && model.format === "graph-model") {
    return model as tf.io.ModelJSON;
  }
  throw new Error(
    `${name} is not the model.json of a TensorFlow.js graph model ` +
      `(format "graph-model", modelTopology, weightsManifest). ${howToGet}`,
  );
}
