import spawn from "cross-spawn";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** npm as a command: the one that runs us, else the one that came with this Node, else `npm`. */
export function npmCommand(): [command: string, ...args: string[]] {
  const prefix = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath ?? "",
    join(prefix, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(prefix, "node_modules", "npm", "bin", "npm-cli.js"), // Windows
  ];
  const script = candidates.find((path) => basename(path) === "npm-cli.js" && existsSync(path));
  return script === undefined ? ["npm"] : [process.execPath, script];
}

/**
 * Runs npm's own client to fetch a package's tarball into a folder. So the user's registry, proxy and
 * certificates are the ones that npm is set up with.
 *
 * @returns the tarball's path
 * @throws Error with npm's own reason
 */
export function npmPack(specifier: string, folder: string): Promise<string> {
  const [command, ...first] = npmCommand();
  const args = [...first, "pack", specifier, "--json", "--ignore-scripts"];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, "--pack-destination", folder], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout!.on("data", (text: unknown) => (stdout += String(text)));
    child.stderr!.on("data", (text: unknown) => (stderr += String(text)));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(join(folder, tarballName(stdout)));
      else reject(new Error(reasonOf(stderr) || `npm ended with code ${String(code)}`));
    });
  });
}

/** `npm pack --json` prints a list of one package; older versions print the scope's slash in the name. */
function tarballName(stdout: string): string {
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  return packed.filename.replace("@", "").replace("/", "-");
}

/** The lines in which npm says what is wrong, without the pointer to its log. */
function reasonOf(stderr: string): string {
  const lines = stderr.split("\n").map((line) => /^npm (?:error|ERR!) (.*)$/.exec(line)?.[1] ?? "");
  return lines
    .filter((line) => line !== "" && !line.startsWith("A complete log"))
    .slice(0, 4)
    .join("; ");
}
