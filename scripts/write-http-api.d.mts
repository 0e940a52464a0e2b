/** Text of the module with the types of the HTTP interface. */
export declare const httpApiModule: () => Promise<string>;
