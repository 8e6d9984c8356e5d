import { defineConfig } from "vitest/config";

const common = { root: ".", environment: "node" as const, silent: "passed-only" as const };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: "unit",
          globalSetup: "test/temporary-folder.ts",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.e2e.test.ts"],
          testTimeout: 30_000,
          maxWorkers: "100%", // of the cores; unasked, one stays idle
        },
      },
      {
        test: {
          ...common,
          name: "e2e",
          globalSetup: ["test/temporary-folder.ts", "test/e2e-setup.ts"],
          include: ["test/**/*.e2e.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          maxWorkers: 3, // on 2 cores: many tests wait for time limits
        },
      },
    ],
  },
});
