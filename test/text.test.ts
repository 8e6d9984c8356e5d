import { expect, it } from "vitest";
import { escapeHtml, listed } from "../src/text";

it("nothing of a text is HTML; quotes only where they are asked for", () => {
  expect(escapeHtml(`<a href="x">'&amp;'</a>`)).toBe(
    "&lt;a href=&#34;x&#34;&gt;&#39;&amp;amp;&#39;&lt;/a&gt;",
  );
  expect(escapeHtml(`"a" < b`, /[&<>]/g)).toBe(`"a" &lt; b`);
  expect(escapeHtml("a_b", /_/g)).toBe("a&#95;b");
});

it("names that are too many are counted", () => {
  expect(listed(["a", "b"], 2)).toBe("a, b");
  expect(listed(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
  expect(listed([], 2)).toBe("");
});
