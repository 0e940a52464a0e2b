import prettier from 'prettier';
import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: false,
  isolatedModules: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts'],
  noEmit: true,
  types: [],
};

const FOLDER = '/virtual/';

/** What the compiler says of sources given by file name; empty when they are right. One program for all: it loads the library once. */
export const compileTypeScript = (sources: Readonly<Record<string, string>>): readonly string[] => {
  const files = new Map(Object.entries(sources).map(([name, text]) => [FOLDER + name, text]));
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, options, ...rest) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile(name, options, ...rest) : ts.createSourceFile(name, text, options);
  };
  host.directoryExists = () => true;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  const program = ts.createProgram([...files.keys()], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file?.text.slice(0, start).split('\n').length ?? 0;
    return `${file?.fileName ?? ''}:${String(line)} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
};

/** Whether prettier, as this project uses it, would leave the text as it is. */
export const isFormatted = (text: string): Promise<boolean> =>
  prettier.check(text, { parser: 'typescript', singleQuote: true, printWidth: 120, trailingComma: 'all' });
