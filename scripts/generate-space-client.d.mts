/** The modules of the client of a space, and the methods in each. */
export const SPACE_CLIENTS: Readonly<Record<string, { readonly methods: readonly string[] }>>;
/** Text of one module. */
export const spaceClientModule: (file: string) => string;
