/** The files for Codespaces and Binder call commands that exist. */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const ROOT = path.join(__dirname, "..", "..");
const read = (...file: string[]): string => fs.readFileSync(path.join(ROOT, ...file), "utf8");
const cli = read("src", "cli", "lab.ts");
const { scripts, engines } = JSON.parse(read("package.json")) as {
  scripts: Record<string, string>;
  engines: { node: string };
};

function expectCommand(command: string): void {
  const [, script, option] = /^npm run (\w+) -- (--[\w-]+)$/.exec(command)!;
  expect(scripts).toHaveProperty(script);
  expect(cli).toContain(`"${option}"`);
}

describe("hosted notebooks", () => {
  it("a dev container makes its JupyterLab, and opens files that are there", () => {
    const container = JSON.parse(read(".devcontainer", "devcontainer.json")) as {
      image: string;
      postCreateCommand: string;
      customizations: { codespaces: { openFiles: string[] } };
    };
    expectCommand(container.postCreateCommand);
    expect(engines.node).toContain(`>=${/:(\d+)-/.exec(container.image)![1]}`);
    for (const file of container.customizations.codespaces.openFiles) {
      // those of work/ are made by that command, which is waited for
      if (file !== "work/index.md") expect(fs.existsSync(path.join(ROOT, file)), file).toBe(true);
    }
    expect(container).toHaveProperty("waitFor", "postCreateCommand");
  });

  it("Binder has Node and JupyterLab, and gets the kernel", () => {
    const { dependencies } = parse(read(".binder", "environment.yml")) as {
      dependencies: string[];
    };
    expect(dependencies).toEqual(["python=3.12", "jupyterlab=4", "nodejs=24"]);
    const commands = read(".binder", "postBuild").split("\n").slice(1);
    expectCommand(commands.find((line) => line.startsWith("npm "))!);
    expect(commands.join("\n")).toContain("cp .config/jupyterlab.json");
    expect(fs.existsSync(path.join(ROOT, ".config", "jupyterlab.json"))).toBe(true);
    expect(fs.statSync(path.join(ROOT, ".binder", "postBuild")).mode & 0o100).toBe(0o100);
  });
});
