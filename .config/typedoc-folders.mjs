// For typedoc: each public name stands under a heading that names the folder of its source; an options record that a
// function takes apart at once is called "options" in its signature; a place in the source is text, not a link.
import { Comment, CommentTag, Converter, ReflectionKind } from "typedoc";

const LOOSE = { random: "Random numbers and shapes", shape: "Random numbers and shapes" };

/** @param file path of a source from the folder of the package, with "/" */
function headingOf(file) {
  const part = /^src\/(\w+)/.exec(file)?.[1];
  if (part === undefined) return "TensorFlow.js";
  return LOOSE[part] ?? part[0].toUpperCase() + part.slice(1);
}

export function load({ converter }) {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const name of project.children) {
      const file = project.getSymbolIdFromReflection(name)?.packagePath ?? "";
      const described = name.kindOf(ReflectionKind.Function) ? name.signatures : [name];
      for (const one of described) {
        one.comment ??= new Comment();
        one.comment.blockTags.push(
          new CommentTag("@category", [{ kind: "text", text: headingOf(file) }]),
        );
      }
    }
  });
  converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const one of Object.values(project.reflections)) {
      if (one.name === "__namedParameters") one.name = "options";
      for (const source of one.sources ?? []) delete source.url;
    }
  });
}
