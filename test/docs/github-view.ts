/** What GitHub leaves of HTML in a notebook, and what is lost by it. */
import sanitizeHtml from "sanitize-html";

/**
 * What GitHub lets through: the elements of its documented sanitisation filter (html-pipeline's
 * `SanitizationFilter`), but for a few that no notebook needs. No `style`, `class` or `script`, no input.
 */
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: (
    "h1 h2 h3 h4 h5 h6 p div span blockquote pre hr br b i strong em code tt sup sub kbd samp q var mark small s " +
    "ol ul li dl dt dd details summary figure figcaption a img table caption thead tbody tfoot tr td th"
  ).split(" "),
  allowedAttributes: {
    a: ["href"],
    img: ["src"],
    "*": "align alt colspan rowspan scope title open width height dir lang".split(" "),
  },
};

/** HTML as GitHub shows it. */
export function onGitHub(html: string): string {
  return sanitizeHtml(html, ALLOWED);
}

/** The words alone; the ends of cells and lines part them. */
export function wordsOf(html: string): string {
  const parted = html.replace(/<(?:br|\/(?:td|th|tr|p|li|caption|div|summary))\b[^>]*>/g, "$& ");
  const text = sanitizeHtml(parted, { allowedTags: [], allowedAttributes: {}, nonTextTags: [] });
  return text.replace(/\s+/g, " ").trim();
}

/**
 * What a reader on GitHub would miss, or see too early. Alignment may go: nothing is said by it.
 *
 * @returns a sentence for each fault; none: the HTML reads on GitHub as it does in JupyterLab
 */
export function faultsOnGitHub(html: string): string[] {
  const faults: string[] = [];
  const see = (name: string, attributes: Record<string, string>): sanitizeHtml.Tag => {
    if (name === "audio") return { tagName: name, attribs: attributes }; // GitHub has no player; what it plays stands beside it
    if (!(ALLOWED.allowedTags as string[]).includes(name)) faults.push(`<${name}> is taken away`);
    if (name === "details" && "open" in attributes) faults.push("<details> stands open");
    for (const [attribute, value] of Object.entries(attributes)) {
      if (attribute === "style" && /^(text-align:\s*\w+;?|margin:[\w ]+)$/.test(value)) continue;
      // the colour of a word that says the same without it, as a claim's verdict
      if (attribute === "style" && name === "span" && /^background-color:#\w+;color:/.test(value))
        continue;
      if (!isAllowed(name, attribute)) faults.push(`${attribute} of <${name}> is taken away`);
    }
    return { tagName: name, attribs: attributes };
  };
  sanitizeHtml(html, {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true, // they are to be seen, not shown
    transformTags: { "*": see },
  });
  if (wordsOf(onGitHub(html)) !== wordsOf(html)) faults.push("the words are not the same");
  return faults;
}

function isAllowed(tag: string, attribute: string): boolean {
  const allowed = ALLOWED.allowedAttributes as Record<string, string[]>;
  return [...allowed["*"], ...(allowed[tag] ?? [])].includes(attribute);
}
