// Adds up what vitest and the proof wrote, tests, notebooks and claims, and the gate of CLINIC_GATE ("01-name passed").
// Says once more, at the log's end, what failed.
import fs from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

let passed = 0;
const failures = []; // [name, why]

for (const file of [".clinic/test-unit.json", ".clinic/test-e2e.json"]) {
  if (!fs.existsSync(file)) {
    failures.push([file, "It is missing: those tests did not run."]);
    continue;
  }
  const report = JSON.parse(fs.readFileSync(file, "utf8"));
  const before = failures.length;
  passed += report.numPassedTests;
  for (const { name, status, message, assertionResults } of report.testResults) {
    const suite = path.relative(process.cwd(), name);
    const tests = assertionResults.filter((test) => test.status === "failed");
    for (const test of tests) {
      failures.push([`${suite} > ${test.fullName}`, test.failureMessages.join("\n")]);
    }
    if (status === "failed" && tests.length === 0) failures.push([suite, message]);
  }
  if (!report.success && failures.length === before) {
    failures.push([
      file,
      "vitest says that the run failed, though no test did: see its log above.",
    ]);
  }
}

const results = "results/results.json";
const lessons = fs.existsSync(results) ? JSON.parse(fs.readFileSync(results, "utf8")) : [];
if (lessons.length === 0) failures.push([results, "It holds no notebook: no notebook was proved."]);
for (const { notebook, error, claims, budget } of lessons) {
  if (budget !== "full") failures.push([notebook, `It ran with the ${budget} budget: unproved.`]);
  if (error === undefined) passed += 1;
  else failures.push([notebook, error]);
  for (const { held, text } of claims) {
    if (held) passed += 1;
    else failures.push([`${notebook}: a claim did not hold`, text]);
  }
}

const [lab, gate] = (process.env.CLINIC_GATE ?? "").split(" ");
if (gate === "passed") passed += 1;
else if (lab) failures.push([`the gate of lab ${lab}`, "It is not passed: its rows stand above."]);

for (const [name, why] of failures) {
  const lines = stripVTControlCharacters(String(why)).split("\n");
  console.log(`FAILED ${name}\n    ${lines.slice(0, 12).join("\n    ")}`);
}
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
