import { CODE_STUB, TEXT_STUB } from "./markers";

/**
 * `nbgrader_config.py` for a course that hands labs out and back with nbgrader. Without it nbgrader refuses the
 * kernel's language ("has not been specified in ClearSolutions.code_stub").
 */
export const NBGRADER_CONFIG = `c = get_config()

stub = ${JSON.stringify(CODE_STUB.join("\n"))}
c.ClearSolutions.code_stub = {"typescript": stub, "javascript": stub}
c.ClearSolutions.text_stub = ${JSON.stringify(TEXT_STUB.join("\n"))}
`;
