/** A gate with other parts in the place of some; copied with its accessors, since the address of a gate may change. */
export const overlay = <Made extends object>(gate: object, own: Partial<Made>): Made => {
  const parts = { ...Object.getOwnPropertyDescriptors(gate), ...Object.getOwnPropertyDescriptors(own) };
  return Object.freeze(Object.defineProperties({}, parts)) as Made;
};
