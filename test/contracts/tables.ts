export * from "./tables/layers";
export * from "./tables/losses";
export * from "./tables/metrics";
export * from "./tables/penalties";
export * from "./tables/term";
