/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A plain JSON object, such as a Vega-Lite specification. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}
