// The part of jStat that is used here; the package brings no types.
declare module "jstat" {
  export const jStat: {
    readonly studentt: { inv(probability: number, degreesOfFreedom: number): number };
    readonly chisquare: { inv(probability: number, degreesOfFreedom: number): number };
    readonly normal: {
      inv(probability: number, mean: number, std: number): number;
      cdf(value: number, mean: number, std: number): number;
    };
    /** The regularised incomplete beta function, I_x(a, b). */
    ibeta(x: number, a: number, b: number): number;
  };
}
