import path from "node:path";
import { expect, it } from "vitest";
import { describeLibrary, tableText } from "./describe";

const file = path.join(__dirname, "..", "..", "src", "arguments", "table.ts");

it("the table says what every public function takes", async () => {
  await expect(tableText(describeLibrary())).toMatchFileSnapshot(file);
}, 120_000);
