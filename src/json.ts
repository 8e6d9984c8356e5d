/** Plain data, as JSON can hold it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A plain JSON object, such as a Vega-Lite specification. What is undefined is left out of the text. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}
