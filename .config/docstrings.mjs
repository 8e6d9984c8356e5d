// For eslint: a docstring is shown alone (Shift+Tab in a notebook), so it may not go on from the one before it, nor in
// the one after it; what is thrown stands in one form, `@throws RangeError for …`,
// and so does what an option is when it is left out: `…; 64.`

const goesOn = /^(… |\.\.\. |The same (of|for|in|afterwards)\b|The same[,.]|Also |Likewise\b)/;
const isGoneOn = /^[^\n]*[^,:([{] …$/;

/** The words of a comment, without its stars. */
const textOf = (comment) => comment.value.replace(/^\*|^\s*\* ?/gm, "").trim();

const alone = {
  meta: { type: "suggestion" },
  create: (context) => ({
    Program() {
      const comments = context.sourceCode.getAllComments();
      for (const comment of comments) {
        if (comment.type !== "Block" || !comment.value.startsWith("*")) continue;
        const text = textOf(comment);
        const report = (message) => context.report({ loc: comment.loc, message });
        if (goesOn.test(text)) report("goes on from another docstring; say what it is");
        if (isGoneOn.test(text)) report("is gone on with in another docstring; end the sentence");
        if (/@throws (?!((z\.)?\w*Error|what)\b)/.test(text)) {
          report("wanted `@throws RangeError …`, or `@throws what {@link other} throws`");
        }
        if (/\bDefault:? (?!of\b)\S/.test(text)) {
          report("wanted the default behind a semicolon, at the end: `Examples in an update; 64.`");
        }
      }
    },
  }),
};

export default { rules: { alone } };
