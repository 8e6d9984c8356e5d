// The part of jStat that is used here; the package brings no types.
declare module "jstat" {
  export const jStat: {
    readonly studentt: { inv(probability: number, degreesOfFreedom: number): number };
  };
}
