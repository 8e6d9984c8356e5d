/** Folders and archives as they come from a class, hostile ones among them. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { zipSync, type Zippable, type ZipOptions } from "fflate";
import { create, Header } from "tar";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { formatTable, plain, readTable } from "../../../src/grader/grade/table";
import { ArchiveError } from "../../../src/grader/submission/entries";
import { extractNotebooks } from "../../../src/grader/submission/archive";
import { collectSubmissions } from "../../../src/grader/submission/collect";
import {
  LARGEST_ARCHIVE,
  LARGEST_SUBMISSION,
  MOST_ENTRIES,
} from "../../../src/grader/submission/limits";
import { safeName } from "../../../src/grader/submission/names";
import { removeFolder } from "../../remove-folder";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-collect-"));
afterAll(() => {
  removeFolder(root);
});
let folder: string;
let scratch: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(root, "class-"));
  scratch = fs.mkdtempSync(path.join(root, "scratch-"));
});

function put(file: string, content: string | Uint8Array = `{"in":"${file}"}`): void {
  const full = path.join(folder, file);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, content);
}

const ZEROS = Buffer.alloc(300 * 1024 * 1024);
const LINK: ZipOptions = { os: 3, attrs: (0o120777 << 16) >>> 0 };
function zip(files: Record<string, string | [string, ZipOptions] | Uint8Array>): Uint8Array {
  const entries = Object.entries(files).map(([name, content]) => {
    if (content instanceof Uint8Array) return [name, content];
    if (Array.isArray(content)) return [name, [Buffer.from(content[0]), content[1]]];
    return [name, Buffer.from(content)];
  });
  return zipSync(Object.fromEntries(entries) as Zippable);
}

interface TarEntry {
  path: string;
  type?: "File" | "SymbolicLink" | "Link" | "Directory" | "CharacterDevice";
  linkpath?: string;
  content?: string;
}
/** Written entry by entry, since `create` would not write names such as these. */
function tar(entries: TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path: name, type = "File", linkpath, content = "" }) => {
    const block = Buffer.alloc(512);
    const size = Buffer.byteLength(content);
    new Header({ path: name, type, linkpath, size, mode: 0o644 }).encode(block, 0);
    const body = Buffer.alloc(Math.ceil(size / 512) * 512);
    body.write(content);
    return [block, body];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** `name: content` of what can be graded, `name: reason` of what cannot. */
async function collect(...paths: string[]): Promise<string[]> {
  const found = await collectSubmissions(paths.length ? paths : [folder], scratch, "01-small");
  return found.map((each) =>
    "file" in each
      ? `${each.name}: ${fs.readFileSync(each.file, "utf8")}${each.flags.map(({ detail }) => ` (${detail})`).join("")}`
      : `${each.name}: ${each.rejected}`,
  );
}

describe("a folder", () => {
  it("has folders, notebooks and archives of students, and other files", async () => {
    put("alice/lab.ipynb");
    put("alice/data/notes.txt");
    put("alice/.ipynb_checkpoints/lab-checkpoint.ipynb");
    put("bob.ipynb");
    put("carol.zip", zip({ "x/lab.ipynb": "carol's", "__MACOSX/x/._lab.ipynb": "" }));
    put("dan.tar.gz", gzipSync(tar([{ path: "lab.ipynb", content: "dan's" }])));
    put("eve/upload.tgz", gzipSync(tar([{ path: "./deep/down/lab.ipynb", content: "eve's" }])));
    put("fay.tar", tar([{ path: "work.ipynb", content: "fay's" }]));
    put("grades.csv");
    put(".hidden/lab.ipynb");
    expect(await collect()).toEqual([
      'alice: {"in":"alice/lab.ipynb"}',
      'bob: {"in":"bob.ipynb"}',
      "carol: carol's",
      "dan: dan's",
      "eve: eve's",
      "fay: fay's",
    ]);
  });

  it("no notebook, or several, is one rejection, and keeps no other from being graded", async () => {
    put("alice/readme.md");
    put("bob/a.ipynb");
    put("bob/b.ipynb");
    put("carol/lab.ipynb");
    put("carol/try.ipynb");
    put("dan/one/lab.ipynb");
    put("dan/two/lab.ipynb");
    put("eve/lab.ipynb");
    put("fay/lab.ipynb");
    put("fay/Lab.ipynb");
    put("gil.zip", zip({ "readme.md": "" }));
    expect(await collect()).toEqual([
      "alice: There is no notebook in the folder; wanted lab-01.ipynb.",
      "bob: In the folder are 2 notebooks (a.ipynb, b.ipynb). Hand in one, or call one lab-01.ipynb.",
      'carol: {"in":"carol/lab.ipynb"} (try.ipynb beside lab.ipynb was not looked at.)',
      "dan: In the folder are 2 notebooks (one/lab.ipynb, two/lab.ipynb). Hand in one, or call one lab-01.ipynb.",
      'eve: {"in":"eve/lab.ipynb"}',
      "fay: In the folder are notebooks whose names differ in upper and lower case at most (Lab.ipynb, lab.ipynb). Hand in one.",
      "gil: There is no notebook in gil.zip; wanted lab-01.ipynb.",
    ]);
  });

  it("of a repository with the whole course, the lab's own notebook is taken", async () => {
    const course = [
      "labs/01-small/lab-01.ipynb",
      "labs/02-other/lab-02.ipynb",
      "notebooks/01-a.ipynb",
    ];
    for (const file of course) put(`alice/${file}`);
    for (const file of [...course, "labs/01-small/try.ipynb"]) put(`bob/${file}`);
    put("carol.zip", zip(Object.fromEntries(course.map((file) => [`main/${file}`, file]))));
    for (const file of [...course, "old/labs/01-small/lab-01.ipynb"]) put(`dan/${file}`);
    const found = await collect();
    expect(found.slice(0, 3)).toEqual([
      'alice: {"in":"alice/labs/01-small/lab-01.ipynb"}',
      'bob: {"in":"bob/labs/01-small/lab-01.ipynb"} (labs/01-small/try.ipynb beside labs/01-small/lab-01.ipynb was not looked at.)',
      "carol: labs/01-small/lab-01.ipynb",
    ]);
    expect(found[3]).toMatch(/^dan: In the folder are 4 notebooks/);
  });

  it("of a repository that was worked in, the student's copy is taken", async () => {
    const course = ["labs/01-small/lab-01.ipynb", "notebooks/01-a.ipynb"];
    const all = [...course, ...course.map((file) => `work/${file}`)];
    const more = [
      "work/.course/labs/01-small/lab-01.ipynb",
      "work/labs/01-small.new/lab-01.ipynb",
      "work/labs/01-small/lab-01.2026-11-30.ipynb",
    ];
    for (const file of [...all, ...more]) put(`alice/${file}`);
    const [found] = await collect();
    expect(found).toMatch(/^alice: {"in":"alice\/work\/labs\/01-small\/lab-01.ipynb"}/);
  });

  it("the name of earlier years is taken where nothing has the new one", async () => {
    for (const file of ["lab.ipynb", "notes.ipynb"]) put(`alice/${file}`);
    for (const file of ["lab.ipynb", "lab-01.ipynb"]) put(`bob/work/${file}`);
    for (const file of ["lab-02.ipynb", "notes.ipynb"]) put(`carol/${file}`);
    expect(await collect()).toEqual([
      'alice: {"in":"alice/lab.ipynb"} (notes.ipynb beside lab.ipynb was not looked at.)',
      'bob: {"in":"bob/work/lab-01.ipynb"} (work/lab.ipynb beside work/lab-01.ipynb was not looked at.)',
      "carol: In the folder are 2 notebooks (lab-02.ipynb, notes.ipynb). Hand in one, or call one lab-01.ipynb.",
    ]);
  });

  it("a copy beside its original is said of both, a number in brackets alone is not", async () => {
    for (const file of ["frank.ipynb", "frank (1).ipynb", "gil (2).ipynb", "hal.ipynb"]) put(file);
    const twice =
      '(It may be a copy or another try: there are "frank" and the same with a number behind it.)';
    expect(await collect()).toEqual([
      `frank: {"in":"frank.ipynb"} ${twice}`,
      `frank (1): {"in":"frank (1).ipynb"} ${twice}`,
      'gil (2): {"in":"gil (2).ipynb"}',
      'hal: {"in":"hal.ipynb"}',
    ]);
  });

  it("links are not followed, wherever they are", async () => {
    put("honest/lab.ipynb");
    fs.symlinkSync("/etc/passwd", path.join(folder, "alice.ipynb"));
    fs.symlinkSync(path.join(folder, "honest"), path.join(folder, "bob"));
    put("carol/notes.txt");
    fs.symlinkSync("/etc/passwd", path.join(folder, "carol", "lab.ipynb"));
    fs.mkdirSync(path.join(folder, "dan"));
    fs.symlinkSync(path.join(folder, "honest"), path.join(folder, "dan", "work"));
    expect(await collect()).toEqual([
      "alice: alice.ipynb is a link; links are not followed.",
      "bob: bob is a link; links are not followed.",
      "carol: lab.ipynb: It is a link; links are not followed.",
      "dan: There is no notebook in the folder; wanted lab-01.ipynb.",
      'honest: {"in":"honest/lab.ipynb"}',
    ]);
  });

  it("names that are one to some file systems stay two, and are said of both", async () => {
    for (const file of ["alice.ipynb", "Alice/lab.ipynb", "bob.ipynb", "=x.ipynb"]) put(file);
    for (const file of ["'=x.ipynb", "stra\u00dfe.ipynb", "STRASSE.ipynb", "\uff42ob.ipynb"])
      put(file);
    const found = await collectSubmissions([folder], scratch);
    expect(found.map(({ original }) => original).sort()).toEqual(
      ["'=x", "=x", "Alice", "STRASSE", "alice", "bob", "stra\u00dfe", "\uff42ob"].sort(),
    );
    const keys = found.map(({ name }) => name.normalize("NFKC").toUpperCase());
    expect(new Set(keys).size).toBe(8);
    const twice = found.filter((each) => "flags" in each && each.flags.length > 0);
    expect(twice.map(({ original }) => original).sort()).toEqual(
      ["Alice", "STRASSE", "alice", "bob", "stra\u00dfe", "\uff42ob"].sort(),
    );
    // what a table writes, and reads back
    const rows = found.map(({ name }) => [name]);
    const table = readTable(Buffer.from(formatTable([["name"], ...rows])));
    expect(table.map(({ name }) => plain(name!))).toEqual(found.map(({ name }) => name));
  });

  it("two of the very same name are one rejection, and nobody else's", async () => {
    put("bob.ipynb");
    put("alice.ipynb");
    put("alice/lab.ipynb");
    put("Jose\u0301.ipynb");
    put("Jos\u00e9.ipynb");
    const found = await collect();
    expect(found).toHaveLength(3);
    expect(found.find((each) => each.startsWith("bob"))).toBe('bob: {"in":"bob.ipynb"}');
    expect(found.find((each) => each.startsWith("alice"))).toMatch(
      /^alice: 2 submissions have this name: .*alice, .*alice\.ipynb\. Only one may be there\.$/,
    );
    expect(found.find((each) => each.startsWith("Jos"))).toMatch(/^Jos\u00e9: 2 submissions have/);
  });

  it("long names keep every student, and each is short enough for all that is made of it", async () => {
    const chars = ["文", "\u{1f600}", "e\u0301", "x"];
    for (const char of chars) {
      const most = Math.floor(200 / Buffer.byteLength(char));
      for (const end of ["1", "2"]) put(`${char.repeat(most)}${end}.ipynb`);
    }
    const moodle = `${"文".repeat(62)}_4711_assignsubmission_file_lab.ipynb`;
    put("class.zip", zip({ [moodle]: "a", [`${"文".repeat(300)}.ipynb`]: "b", "c.ipynb": "c" }));
    const found = [
      ...(await collectSubmissions([folder], scratch)),
      ...(await collectSubmissions([path.join(folder, "class.zip")], scratch)),
    ].filter(({ name }) => name !== "class");
    expect(new Set(found.map(({ name }) => name)).size).toBe(2 * chars.length + 3);
    for (const { name, back } of found) {
      expect(name).not.toMatch(/\p{Surrogate}/u);
      for (const made of [`${name}.json`, name, `${back?.prefix ?? ""}feedback.ipynb`])
        expect(Buffer.byteLength(made)).toBeLessThanOrEqual(230);
      if (name.length > 10) expect(name).toMatch(/~[0-9a-f]{8}(_4711)?$/);
    }
    expect(found.some(({ name }) => name.endsWith("_4711"))).toBe(true);
  });

  it("a form that is not read has a row and a reason, unless the student has another", async () => {
    put("alice.rar");
    put("bob.ipynb.txt");
    put("carol/lab.ipynb.txt");
    put("dan.ipynb");
    put("dan.7z");
    put("eve/work.rar");
    put(`fay/${"down/".repeat(12)}lab.ipynb`, "fay's");
    put(`gil/${"down/".repeat(40)}lab.ipynb`, "too deep");
    put("notes.txt");
    const wanted = [
      "alice: alice.rar: archives of the kind .rar are not read. Hand in the notebook itself, or pack it as .zip or .tar.gz.",
      "bob: bob.ipynb.txt does not end in .ipynb: rename it, and hand it in again.",
      "carol: There is no notebook in the folder; wanted lab-01.ipynb. lab.ipynb.txt does not end in .ipynb: rename it, and hand it in again.",
      'dan: {"in":"dan.ipynb"}',
      expect.stringMatching(/^eve: There is no notebook .* work\.rar: archives of the kind \.rar/),
      "fay: fay's",
      "gil: There is no notebook in the folder; wanted lab-01.ipynb. Folders in more than 30 others are not searched.",
    ];
    expect(await collect()).toEqual(wanted);
    put("class.zip", zip({ "alice.rar": "", "bob.ipynb.txt": "", "c.ipynb": "c", "d.ipynb": "d" }));
    const [first, second, third] = await collect(path.join(folder, "class.zip"));
    expect([first, second, third]).toEqual([wanted[0], wanted[1], "c: c"]);
  });

  it.runIf(process.platform !== "win32")("a pipe is called one, and is never read", async () => {
    execFileSync("mkfifo", [path.join(folder, "alice.ipynb")]);
    put("bob/notes.txt");
    execFileSync("mkfifo", [path.join(folder, "bob", "lab.ipynb")]);
    expect(await collect()).toEqual([
      "alice: alice.ipynb is a pipe (FIFO); wanted a file.",
      "bob: lab.ipynb: It is a pipe (FIFO); wanted a file.",
    ]);
  });

  it("one with lab.ipynb is a submission itself, as are files that are named", async () => {
    put("alice/lab.ipynb");
    put("bob.ipynb");
    put("carol/lab.ipynb");
    const at = (file: string) => path.join(folder, file);
    expect(await collect(at("alice"), at("bob.ipynb"), at("carol/lab.ipynb"))).toEqual([
      'alice: {"in":"alice/lab.ipynb"}',
      'bob: {"in":"bob.ipynb"}',
      'carol: {"in":"carol/lab.ipynb"}',
    ]);
  });

  it("says what is wrong with a path", async () => {
    await expect(collect(path.join(folder, "none"))).rejects.toThrow(
      /none does not exist; wanted a folder, a notebook or an archive/,
    );
    put("notes.txt");
    await expect(collect()).rejects.toThrow(RangeError);
    await expect(collect()).rejects.toThrow(/holds no submission; wanted notebooks/);
    await expect(collect(path.join(folder, "notes.txt"))).rejects.toThrow(RangeError);
  });
});

describe("an archive", () => {
  it("of a class has folders or notebooks of students, with or without a folder around them", async () => {
    const files = { "alice/lab.ipynb": "a", "bob.ipynb": "b", "carol/x.ipynb": "c", "n.txt": "" };
    put("class.zip", zip(files));
    const inside = Object.entries(files).map(([name, content]) => ({
      path: `spring/${name}`,
      content,
    }));
    put("class.tgz", gzipSync(tar(inside)));
    const wanted = ["alice: a", "bob: b", "carol: c"];
    expect(await collect(path.join(folder, "class.zip"))).toEqual(wanted);
    expect(await collect(path.join(folder, "class.tgz"))).toEqual(wanted);
  });

  it("of one student is called as the file", async () => {
    put("alice.zip", zip({ "work/lab.ipynb": "a", "work/try.ipynb": "b" }));
    expect(await collect(path.join(folder, "alice.zip"))).toEqual([
      "alice: a (work/try.ipynb beside work/lab.ipynb was not looked at.)",
    ]);
    put("bob.zip", zip({ "bob/any.ipynb": "b" }));
    expect(await collect(path.join(folder, "bob.zip"))).toEqual(["bob: b"]);
  });

  it("as `tar` itself writes it", async () => {
    put("work/lab.ipynb", "a".repeat(100_000));
    await create({ file: path.join(folder, "a.tar.gz"), cwd: folder, gzip: true }, ["work"]);
    expect(await collect(path.join(folder, "a.tar.gz"))).toEqual([`a: ${"a".repeat(100_000)}`]);
  });

  const outside = "Its path leads out of the archive.";
  const linked = "It is a link; links are not followed.";
  it.each<[string, Uint8Array, string]>([
    ["../ in a zip", zip({ "../../evil.ipynb": "x" }), `../../evil.ipynb: ${outside}`],
    [
      "../ beside the notebook",
      zip({ "lab.ipynb": "x", "a/../../b.txt": "y" }),
      `a/../../b.txt: ${outside}`,
    ],
    ["..\\ in a zip", zip({ "..\\evil.ipynb": "x" }), `../evil.ipynb: ${outside}`],
    ["../ in a tar", tar([{ path: "../evil.ipynb", content: "x" }]), `../evil.ipynb: ${outside}`],
    ["a link in a zip", zip({ "lab.ipynb": ["/etc/passwd", LINK] }), `lab.ipynb: ${linked}`],
    [
      "a link in a tar",
      tar([{ path: "lab.ipynb", type: "SymbolicLink", linkpath: "/etc/passwd" }]),
      `lab.ipynb: ${linked}`,
    ],
    [
      "a hard link in a tar",
      tar([{ path: "lab.ipynb", type: "Link", linkpath: "/etc/passwd" }]),
      `lab.ipynb: ${linked}`,
    ],
    [
      "a device",
      tar([{ path: "lab.ipynb", type: "CharacterDevice" }]),
      "There is no notebook in s.zip; wanted lab-01.ipynb.",
    ],
    ["an absolute path: its root is cut off", zip({ "/home/a/lab.ipynb": "kept" }), "kept"],
    ["a drive and backslashes", zip({ "C:\\a\\lab.ipynb": "kept" }), "kept"],
    ["an absolute path in a tar", tar([{ path: "/home/a/lab.ipynb", content: "kept" }]), "kept"],
    ["an empty zip", zip({}), "There is no notebook in s.zip; wanted lab-01.ipynb."],
    ["two of one name", doubled(), "differ in upper and lower case at most (lab.ipynb, lab.ipynb)"],
    ["a zip cut off", zip({ "lab.ipynb": "x" }).slice(0, 60), "no zip file, or it is damaged"],
    ["bytes of another kind", Buffer.from("7z\xbc\xaf'\x1c"), "no zip or tar file"],
    ["no bytes", Buffer.alloc(0), "no zip or tar file"],
    [
      "a gzip cut off",
      gzipSync(tar([{ path: "lab.ipynb", content: "x".repeat(9000) }])).subarray(0, 60),
      "no zip or tar file",
    ],
    ["an encrypted zip", encrypted(), "lab.ipynb: It is encrypted."],
    [
      "a notebook too large",
      zip({ "lab.ipynb": Buffer.alloc(LARGEST_SUBMISSION + 1) }),
      "lab.ipynb: The notebook is larger; at most 20 MB are read.",
    ],
    [
      "a tar's notebook too large",
      gzipSync(tar([{ path: "lab.ipynb", content: " ".repeat(LARGEST_SUBMISSION + 1) }])),
      "lab.ipynb: The notebook is larger; at most 20 MB are read.",
    ],
    ["many entries in a zip", crowd(), `It has ${MOST_ENTRIES + 1} entries; at most`],
    [
      "many entries in a tar",
      gzipSync(tar(Array.from({ length: MOST_ENTRIES + 1 }, (_, n) => ({ path: `${n}` })))),
      `It has more than ${MOST_ENTRIES} entries`,
    ],
    ["300 MB in a file that is not looked at", heavy(), "More than 256 MB come out"],
    [
      "300 MB behind the end: not read",
      gzipSync(Buffer.concat([tar([{ path: "lab.ipynb", content: "kept" }]), ZEROS])),
      "kept",
    ],
  ])("%s", async (_name, bytes, wanted) => {
    put("honest.ipynb");
    put("s.zip", bytes);
    const before = fs.readdirSync(root);
    const [honest, found] = await collect();
    expect(honest).toBe('honest: {"in":"honest.ipynb"}');
    expect(found).toMatch(/^s: /);
    expect(found).toContain(wanted);
    expect(fs.readdirSync(root)).toEqual(before);
  });

  it("what is said to be small and is not", async () => {
    const bytes = Buffer.from(zip({ "lab.ipynb": Buffer.alloc(LARGEST_SUBMISSION + 1) }));
    const directory = bytes.indexOf("PK\u0001\u0002");
    bytes.writeUInt32LE(5, directory + 24);
    put("s.zip", bytes);
    const [found] = await collect();
    expect(found).toContain("no zip file, or it is damaged");
    expect(fs.readdirSync(scratch, { recursive: true })).toHaveLength(1); // its empty folder
  });

  it("a bomb in a bomb is not unpacked twice", async () => {
    const once = gzipSync(tar([{ path: "lab.ipynb", content: " ".repeat(2_000_000) }]));
    put("s.tar.gz", gzipSync(once));
    const [found] = await collect();
    expect(found).toContain("no zip or tar file");
  });

  it("counts all of a class's bytes", async () => {
    put("c.zip", zip({ "a.ipynb": "x".repeat(1000), "b.ipynb": "x".repeat(1000) }));
    const file = path.join(folder, "c.zip");
    await expect(extractNotebooks(file, scratch, 1500)).rejects.toThrow(ArchiveError);
    expect(await extractNotebooks(file, scratch, 2000)).toHaveLength(2);
  });
});

describe("what learning platforms give out", () => {
  const MOODLE = "assignsubmission_file";
  const files = {
    [`Alice Smith_1203_${MOODLE}/lab.ipynb`]: "alice's",
    [`Alice Smith_1204_${MOODLE}_/work/lab.ipynb`]: "the other Alice's",
    [`Bob_Lee O'Neil_1205_${MOODLE}_lab.ipynb`]: "bob's",
    [`Bob_Lee O'Neil_1205_${MOODLE}_notes.ipynb`]: "bob's notes",
    [`Jürgen Weiß_1206_${MOODLE}_essay.pdf`]: "no notebook",
    "Kim Ho_1207_assignsubmission_onlinetext.html": "no notebook",
    "smithcarol_4711_90210_lab-1.ipynb": "carol's",
    "hodan_LATE_4712_90211_lab.ipynb": "dan's",
    "leeeve_4713_90212_lab.ipynb": "eve's",
    "leeeve_4713_90213_readme.txt": "also eve's",
    "roefay_4714_90214_hand in.zip": zip({ "x/lab.ipynb": "fay's" }),
    "grades.csv": "nobody's",
  };
  const wanted = [
    "Alice Smith_1203: alice's",
    "Alice Smith_1204: the other Alice's",
    "Bob_Lee O'Neil_1205: bob's (notes.ipynb beside lab.ipynb was not looked at.)",
    "Jürgen Weiß_1206: There is no notebook in what was handed in; wanted lab-01.ipynb.",
    "Kim Ho_1207: There is no notebook in what was handed in; wanted lab-01.ipynb.",
    "hodan_4712: dan's (The learning platform marked it as late. That took no points here.)",
    "leeeve_4713: eve's",
    "roefay_4714: fay's",
    "smithcarol_4711: carol's",
  ];
  const skippedOf = async (given: string): Promise<string[]> => {
    const skipped: string[] = [];
    await collectSubmissions([given], scratch, undefined, (file) => skipped.push(file));
    return skipped;
  };

  it("in a folder", async () => {
    for (const [name, content] of Object.entries(files)) put(name, content);
    expect(await collect()).toEqual(wanted);
    expect(await skippedOf(folder)).toEqual([path.join(folder, "grades.csv")]);
  });

  it("in an archive, with or without a folder around them", async () => {
    const around = Object.entries(files).map(([name, content]) => [`spring/${name}`, content]);
    for (const all of [files, Object.fromEntries(around) as Record<string, string>]) {
      put("class.zip", zip(all));
      expect(await collect(path.join(folder, "class.zip"))).toEqual(wanted);
    }
    const [skipped] = await skippedOf(path.join(folder, "class.zip"));
    expect(skipped).toMatch(/class\.zip: spring\/grades\.csv$/);
  });

  it("with the names under which they take feedback back", async () => {
    for (const [name, content] of Object.entries(files)) put(name, content);
    const found = await collectSubmissions([folder], scratch);
    const prefixes = found.map(({ back }) => back && `${back.platform}: ${back.prefix}`);
    expect(prefixes).toEqual([
      `moodle: Alice Smith_1203_${MOODLE}_`,
      `moodle: Alice Smith_1204_${MOODLE}_`,
      `moodle: Bob_Lee O'Neil_1205_${MOODLE}_`,
      `moodle: Jürgen Weiß_1206_${MOODLE}_`,
      `moodle: Kim Ho_1207_${MOODLE}_`,
      "canvas: hodan_LATE_4712_90211_",
      "canvas: leeeve_4713_90212_",
      "canvas: roefay_4714_90214_",
      "canvas: smithcarol_4711_90210_",
    ]);
    put("grace.ipynb");
    const [grace] = await collectSubmissions([path.join(folder, "grace.ipynb")], scratch);
    expect(grace.back).toBeUndefined();
  });

  it("an archive of theirs inside a folder is nobody's, and says so", async () => {
    put(
      "class.zip",
      zip({ [`Al_1_${MOODLE}_lab.ipynb`]: "a", [`Bo_2_${MOODLE}_/lab.ipynb`]: "b" }),
    );
    put("one.zip", zip({ [`Al_1_${MOODLE}_/lab.ipynb`]: "a" }));
    expect(await collect()).toEqual([
      "class: class.zip holds what 2 students handed in. It has to be given by itself, not in a folder.",
      "one: a",
    ]);
  });

  it("one file of it, or an archive with one student", async () => {
    const [first] = Object.keys(files);
    put("class.zip", zip({ [first]: "alice's" }));
    put("hodan_LATE_4712_90211_lab.ipynb", "dan's");
    expect(await collect(path.join(folder, "class.zip"))).toEqual([wanted[0]]);
    expect(await collect(path.join(folder, "hodan_LATE_4712_90211_lab.ipynb"))).toEqual([
      wanted[5],
    ]);
  });

  it("names that only look like theirs stay as they are", async () => {
    put("group_3_lab.ipynb", "a");
    put("Team_12_34_lab.ipynb", "b");
    put("anna_1_2_lab.ipynb", "c");
    expect(await collect()).toEqual(["Team_12_34_lab: b", "anna_1_2_lab: c", "group_3_lab: a"]);
  });
});

describe("an archive of a class", () => {
  it("has students' own archives, and students without a notebook", async () => {
    const files = {
      "alice/lab.ipynb": "alice's",
      "bob.zip": zip({ "lab.ipynb": "bob's" }),
      "carol/upload.tgz": gzipSync(tar([{ path: "x/lab.ipynb", content: "carol's" }])),
      "dan/essay.pdf": "",
      "eve.zip": "no zip",
      "fay.zip": zip({ "inner.zip": zip({ "lab.ipynb": "not unpacked twice" }) }),
      "gil.zip": Buffer.alloc(LARGEST_ARCHIVE + 1),
    };
    put("class.zip", zip(files));
    expect(await collect(path.join(folder, "class.zip"))).toEqual([
      "alice: alice's",
      "bob: bob's",
      "carol: carol's",
      "dan: There is no notebook in what was handed in; wanted lab-01.ipynb.",
      "eve: eve.zip: It is no zip or tar file, or it is damaged. Pack it once more.",
      "fay: There is no notebook in fay.zip; wanted lab-01.ipynb.",
      "gil: gil.zip: It is larger than 64 MB.",
    ]);
  });
});

function heavy(): Buffer {
  const block = Buffer.alloc(512);
  new Header({ path: "big.bin", type: "File", size: ZEROS.length, mode: 0o644 }).encode(block, 0);
  return gzipSync(Buffer.concat([block, ZEROS]));
}
function doubled(): Uint8Array {
  return tar([
    { path: "lab.ipynb", content: "1" },
    { path: "lab.ipynb", content: "2" },
  ]);
}
function encrypted(): Buffer {
  const bytes = Buffer.from(zip({ "lab.ipynb": "x" }));
  bytes[6] |= 1;
  bytes[bytes.indexOf("PK\u0001\u0002") + 8] |= 1;
  return bytes;
}
function crowd(): Uint8Array {
  const names = Array.from({ length: MOST_ENTRIES + 1 }, (_, n) => [`${n}`, ""]);
  return zip(Object.fromEntries(names) as Record<string, string>);
}

describe("safeName", () => {
  it.each([
    ["alice", "alice"],
    ["Jose\u0301 \u5f20", "Jos\u00e9 \u5f20"],
    ["a/b\\c:d*e?", "a_b_c_d_e_"],
    ["..", "_"],
    [".profile", "_profile"],
    ["", "_"],
    ["a\u0000\n\u001b[31m", "a___[31m"],
    ["\u202Egnp.exe", "_gnp.exe"],
    ["con", "_con"],
    ["NUL.txt", "_NUL.txt"],
    ["dot.", "dot_"],
    ["\ud800x", "_x"],
    ["x".repeat(120), "x".repeat(120)],
    ["'=x", "_=x"],
    ["x".repeat(300), `${"x".repeat(111)}~0d4e2ca9`],
  ])("%j → %j", (given, wanted) => {
    expect(safeName(given)).toBe(wanted);
  });
});
