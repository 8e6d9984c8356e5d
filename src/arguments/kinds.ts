/** The kinds of argument that the table of all public functions is written in (see `table.ts`). */

/** What an argument or an option is to be. */
export type Kind =
  | "any"
  | "number"
  /** A number in something that was measured: it may be NaN. */
  | "measured"
  | "string"
  | "boolean"
  | "null"
  | "object"
  | "tensor"
  | "variable"
  /** Anything with a length and numbers: a list or a typed array. */
  | "numbers"
  /** A function, how it is called, and exports that make one but are none. */
  | { readonly function: string; readonly makers?: readonly string[] }
  /** One of these values. */
  | { readonly values: readonly (string | number | boolean)[] }
  | { readonly list: Kind }
  | { readonly tuple: readonly Kind[] }
  /** Any names, each with a value of this kind. */
  | { readonly record: Kind }
  /** An object of the class of that name, or of one that extends it. */
  | { readonly instance: string }
  | { readonly either: readonly Kind[] }
  | { readonly members: Members; readonly unknown: Unknown }
  /** A type of the table. */
  | { readonly type: string }
  /** A value as data: one of these names, or a record with one of them. Where something else was meant, it is not told of. */
  | { readonly form: readonly string[] };

/** Kinds by name. A "?" at the end of a name marks what may be left out, "..." in front of it all the rest. */
export type Members = Readonly<Record<string, Kind>>;

/** What becomes of a name that a record does not know: refused, refused when it is nearly one of its names, or none. */
export type Unknown = "refuse" | "refuse near" | "ignore";

/** A record that has a name in the library. */
export interface RecordType {
  readonly members: Members;
  readonly unknown: Unknown;
  /** The exports that are such a thing or, with "()", make one. */
  readonly such?: readonly string[];
}

/** A public function. */
export interface Signature {
  /** Its parameters in order; several records for one that can be called in several ways. */
  readonly calls: readonly Members[];
  /** It gives a promise, so what is wrong is a rejection. */
  readonly promise?: true;
}

/** What every public function takes. */
export interface Table {
  readonly functions: Readonly<Record<string, Signature>>;
  readonly types: Readonly<Record<string, RecordType>>;
}
