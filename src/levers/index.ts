// What a value was made by.
export { leverOf, type Lever } from "./lever";
