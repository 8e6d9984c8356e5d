/** `clinic engine add`: the engine as it is published. */
import { install, npmInstall, PACKAGES, VERSION, type NativeName } from "./stage";

/** What the command line calls them. */
export const ADDABLE: Record<string, NativeName> = {
  tensorflow: "native",
  "tensorflow-gpu": "gpu",
};

/**
 * Installs the published package, which downloads a compiled TensorFlow 2.9 while it is installed.
 *
 * @returns the folder it lies in
 * @throws Error when the download does not work, with the other way
 */
export function addEngine(name: NativeName, tell: (line: string) => void): string {
  const source = PACKAGES[name];
  tell(`Installing ${source} ${VERSION} (about 300 MB) ...`);
  try {
    return install(name, (folder) => {
      npmInstall(folder, [`${source}@${VERSION}`], [source]);
    });
  } catch (error) {
    const build = `npx clinic engine build${name === "gpu" ? " --cuda" : ""}`;
    throw new Error(
      `${(error as Error).message}\nThe package fetches TensorFlow from storage.googleapis.com. ` +
        `Where that is out of reach, or on a new system, build it from a current TensorFlow: ${build}`,
      { cause: error },
    );
  }
}
