/** Red, green and blue of linear light, 0 to 1. */
type Light = readonly [number, number, number];
type Matrix = readonly [Light, Light, Light];

/** Linear light of "#rrggbb" or "#rgb" (IEC 61966-2-1). */
function lightOf(written: string): Light {
  const colour = written.length === 4 ? written.replace(/[^#]/g, "$&$&") : written;
  const part = (at: number) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

const dot = (row: Light, light: Light): number =>
  row[0] * light[0] + row[1] * light[1] + row[2] * light[2];

const times = (matrix: Matrix, light: Light): Light => [
  dot(matrix[0], light),
  dot(matrix[1], light),
  dot(matrix[2], light),
];

/** Contrast of two colours, 1 to 21: (lighter + 0.05) / (darker + 0.05) of relative luminance (WCAG 2.1). */
export function contrast(a: string, b: string): number {
  const luminance = (colour: string) => dot([0.2126, 0.7152, 0.0722], lightOf(colour));
  const [darker, lighter] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return (lighter + 0.05) / (darker + 0.05);
}

/**
 * What colours become for people who lack one kind of cone, as matrices of linear light: Machado,
 * Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision
 * Deficiency", severity 1.0.
 */
export const visions: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIELAB of linear light, white point D65. */
function labOf(light: Light): Light {
  const within = light.map((value) => Math.min(1, Math.max(0, value))) as unknown as Light;
  const xyz = times(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    within,
  );
  const root = (value: number) =>
    value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116;
  const [x, y, z] = [root(xyz[0] / 0.95047), root(xyz[1]), root(xyz[2] / 1.08883)];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** How far apart two colours look: ΔE*ab (CIE 1976). 2.3 is just noticeable; 100 is black and white. */
export function distance(a: string, b: string, vision = "normal"): number {
  const [p, q] = [a, b].map((colour) => labOf(times(visions[vision], lightOf(colour))));
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}
