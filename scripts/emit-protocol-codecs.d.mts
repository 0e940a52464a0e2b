/** Names of the modules. */
export declare const PROTOCOL_CODECS: readonly string[];
/** Text of one generated module. */
export declare const protocolCodecsModule: (name: string) => Promise<string>;
