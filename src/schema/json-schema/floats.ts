/** The single-precision number next to a positive or zero one downwards, or next to a negative one. */
const floatBelow = (value: number): number => {
  if (value === 0) return -(2 ** -149);
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  view.setUint32(0, view.getUint32(0) + (value > 0 ? -1 : 1));
  return view.getFloat32(0);
};

/** The least double that may round to the single-precision number of `value`: halfway to the one below. */
export const floatFloor = (value: number): number => {
  const nearest = Math.fround(value);
  const below = floatBelow(nearest);
  return Number.isFinite(nearest) && Number.isFinite(below) ? (nearest + below) / 2 : nearest;
};

/** The greatest double that may round to the single-precision number of `value`. */
export const floatCeiling = (value: number): number => -floatFloor(-value);
