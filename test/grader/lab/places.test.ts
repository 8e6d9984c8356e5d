import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { format } from "prettier";
import { beforeEach, describe, expect, it } from "vitest";
import { releaseLab } from "../../../src/grader/lab/files";
import { newLab } from "../../../src/grader/lab/new";
import { labPlace, listLabs, selectLabs } from "../../../src/grader/lab/places";
import { readWrongAnswers } from "../../../src/grader/lab/wrong";
import { FIXTURES } from "./fixture";

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "test-labs-"));
});

describe("selectLabs", () => {
  it("finds labs by number and by name", () => {
    expect(listLabs(FIXTURES).map(({ name }) => name)).toEqual(["00-sample"]);
    newLab("01-one", root);
    newLab("02-two", root);
    fs.mkdirSync(path.join(root, "solutions", "03-empty"));
    const names = (...wishes: string[]) => selectLabs(wishes, root).map(({ name }) => name);
    expect(names()).toEqual(["01-one", "02-two"]);
    expect(names("02")).toEqual(["02-two"]);
    expect(names("02-two", "01")).toEqual(["02-two", "01-one"]);
    expect(() => names("0")).toThrow(RangeError);
    expect(() => names("03")).toThrow(/no lab "03". Give a number or a name: 01-one, 02-two/);
  });

  it("says how to begin where there is none", () => {
    expect(() => selectLabs(["01"], root)).toThrow(/npx clinic lab new 01-name/);
  });
});

describe("newLab", () => {
  it("writes a lab that can be released, formatted as the rest", async () => {
    const files = newLab("07-mine", root);
    for (const file of files) {
      const text = fs.readFileSync(file, "utf8");
      expect(await format(text, { parser: "typescript", printWidth: 100 }), file).toBe(text);
    }
    const { lab } = releaseLab(labPlace("07-mine", root));
    expect(lab.tasks.map(({ kind }) => kind)).toEqual(["code", "quiz", "text"]);
    const [wrong] = readWrongAnswers(labPlace("07-mine", root).solutions, lab);
    expect(wrong).toMatchObject({ name: "one", loses: ["standardise"] });
  });

  it.each(["one", "1-one", "01-One", "01-", "01-a--b", "../01-a"])("refuses %j", (name) => {
    expect(() => newLab(name, root)).toThrow(RangeError);
    expect(() => newLab(name, root)).toThrow(/two digits, a hyphen/);
  });

  it("overwrites nothing", () => {
    newLab("01-one", root);
    expect(() => newLab("01-two", root)).toThrow(/01-one has that number already/);
    fs.mkdirSync(path.join(root, "labs", "05-there"), { recursive: true });
    expect(() => newLab("05-there", root)).toThrow(RangeError);
    expect(() => newLab("05-there", root)).toThrow(/is there already/);
  });
});
