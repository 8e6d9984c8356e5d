import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { listLessons } from "../../../src/course/paths";
import {
  earlierUses,
  readRegister,
  registerRun,
} from "../../../src/course/replicate/seed-register";

let file: string;
beforeEach(() => {
  file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "clinic-seeds-")), "seeds.json");
});

const run = {
  firstSeed: 101,
  budget: "full" as const,
  library: "l".repeat(64),
  fingerprint: "f".repeat(64),
  notebook: "03-c",
  held: 4,
  of: 5,
};
const prints = new Map([["03-c", run.fingerprint]]);

describe("the register of seeds", () => {
  it("that is committed can be read, and every notebook's committed seeds stand in it", () => {
    const register = readRegister();
    const own = new Map(listLessons().map(({ name }) => [name, "new"]));
    expect(earlierUses(register, 1, own).join()).toContain("committed");
  });

  it("gets an entry a set, with a notebook's count; the same again changes nothing", () => {
    registerRun(run, file, "2026-11-30");
    registerRun({ ...run, notebook: "01-a", held: 7, of: 7 }, file, "2026-12-01");
    const text = fs.readFileSync(file, "utf8");
    expect(readRegister(file).used).toEqual([
      {
        ...{ from: 101, to: 200, what: "replication", day: "2026-11-30", budget: "full" },
        library: "l".repeat(16),
        notebooks: {
          "01-a": { held: 7, of: 7, run: "f".repeat(16) },
          "03-c": { held: 4, of: 5, run: "f".repeat(16) },
        },
      },
    ]);
    registerRun(run, file, "2026-12-02");
    expect(fs.readFileSync(file, "utf8")).toBe(text);
    registerRun({ ...run, library: "m".repeat(64) }, file, "2026-12-02");
    expect(readRegister(file).used).toHaveLength(2);
  });

  it("knows which seeds are fresh: not by another run of the notebook, but for the very one", () => {
    registerRun(run, file, "2026-11-30");
    const register = readRegister(file);
    expect(earlierUses(register, 101, prints)).toEqual([]);
    expect(earlierUses(register, 201, new Map([["03-c", "other"]]))).toEqual([]);
    expect(earlierUses(register, 101, new Map([["05-e", "other"]]))).toEqual([]);
    expect(earlierUses(register, 101, new Map([["03-c", "other"]]))).toEqual([
      "101 to 200: replication, 2026-11-30, full budget, 03-c (4 of 5 held)",
    ]);
  });

  it("counts what was added by hand: a pilot on some seeds of a set, of one notebook or of all", () => {
    const pilot = { from: 195, to: 204, what: "pilot" };
    const write = (...used: object[]): void => {
      fs.writeFileSync(file, JSON.stringify({ about: "", used }));
    };
    write(pilot);
    expect(earlierUses(readRegister(file), 101, prints)).toEqual(["195 to 204: pilot"]);
    expect(earlierUses(readRegister(file), 201, prints)).toHaveLength(1);
    expect(earlierUses(readRegister(file), 301, prints)).toEqual([]);
    write({ ...pilot, notebooks: { "04-d": {} } });
    expect(earlierUses(readRegister(file), 101, prints)).toEqual([]);
    write({ ...pilot, notebooks: { "03-c": {} } });
    expect(earlierUses(readRegister(file), 101, prints)).toEqual(["195 to 204: pilot, 03-c"]);
  });

  it("is empty where it is missing, and refused where it is damaged, with the place", () => {
    expect(readRegister(file).used).toEqual([]);
    fs.writeFileSync(file, '{"about": "", "used": [');
    expect(() => readRegister(file)).toThrow(/is not JSON.*git checkout/);
    fs.writeFileSync(file, '{"about": "", "used": [{"from": 5, "to": 2, "what": "pilot"}]}');
    expect(() => readRegister(file)).toThrow(/at used\.0\.to: wanted to at or above from/);
    fs.writeFileSync(file, '{"about": "", "used": [{"from": 1, "to": 2, "what": "luck"}]}');
    expect(() => readRegister(file)).toThrow(/at used\.0\.what/);
  });
});
