/** What `gan-clinic` is for those who import it: everything in `index.ts`, with its arguments checked. */
import { checked } from "./arguments/checked";
import * as library from "./index";

export * from "./index"; // for the types; and Node reads the names that an ES module can import off this line

// The getters that the line above makes cannot be redefined, so the whole takes their place.
const exported = Object.defineProperty(checked(library), "__esModule", { value: true });
Object.assign(module, { exports: exported });
