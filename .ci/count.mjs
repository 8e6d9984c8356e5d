// Adds up what vitest and the course wrote: tests, notebooks and claims.
import fs from "node:fs";

let passed = 0;
let failed = 0;

for (const file of [".clinic/test-unit.json", ".clinic/test-e2e.json"]) {
  if (!fs.existsSync(file)) {
    console.log(`${file} is missing: those tests did not run`);
    failed += 1;
    continue;
  }
  const report = JSON.parse(fs.readFileSync(file, "utf8"));
  passed += report.numPassedTests;
  failed +=
    report.numFailedTests + report.numFailedTestSuites * (report.numFailedTests === 0 ? 1 : 0);
}

const results = "results/results.json";
const lessons = fs.existsSync(results) ? JSON.parse(fs.readFileSync(results, "utf8")) : [];
if (lessons.length === 0) failed += 1;
for (const { error, claims } of lessons) {
  if (error === undefined) passed += 1;
  else failed += 1;
  passed += claims.filter(({ held }) => held).length;
  failed += claims.filter(({ held }) => !held).length;
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
