// What a value was made by; and functions of one's own, with their inputs beside them.
export { leverOf, type Lever, type LeverKind } from "./lever";
export { own, type OwnTools } from "./own";
