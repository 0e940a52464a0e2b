/** `{ [name]: value }`, or nothing when there is no value: for inputs whose fields may be left out. */
export const given = <Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]?: Value });
