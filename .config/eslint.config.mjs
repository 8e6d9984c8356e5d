import path from "node:path";
import js from "@eslint/js";
import tseslint from "typescript-eslint";
import docstrings from "./docstrings.mjs";

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "results/",
      "work/",
      ".clinic/",
      ".venv/",
      ".venv-bench/",
      "notebooks/",
      "labs/",
      "solutions/",
      "test/fixtures/",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: "./.config/tsconfig.check.json",
        tsconfigRootDir: path.dirname(import.meta.dirname),
      },
    },
    rules: {
      // Numbers and booleans in messages are what our messages are for.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // Typed arrays and checked lengths make `!` the honest form in numerical code.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
    },
  },
  {
    // Their types stand for records of numbers and of tensors, which an interface does not fit.
    files: ["test/bench/workloads/**"],
    rules: { "@typescript-eslint/consistent-type-definitions": "off" },
  },
  {
    files: ["src/**/*.ts"],
    plugins: { docstrings },
    rules: { "docstrings/alone": "error" },
  },
  {
    files: [".config/labextension.js"],
    languageOptions: {
      globals: { window: "readonly", document: "readonly", setInterval: "readonly" },
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        setImmediate: "readonly",
      },
    },
  },
);
