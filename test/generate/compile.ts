import { join } from 'node:path';
import ts from 'typescript';
import { PROJECT } from '../support/source-files.js';

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: ['node'],
  noEmit: true,
  paths: {
    'stoa/http-api': [join(PROJECT, 'src/http-api/index.ts')],
    stoa: [join(PROJECT, 'src/index.ts')],
    'stoa/client': [join(PROJECT, 'src/client/index.ts')],
    'stoa/client/v1': [join(PROJECT, 'src/client/contract/index.ts')],
    'stoa/runtime/v1': [join(PROJECT, 'src/schema/runtime/index.ts')],
  },
};

const FOLDER = join(PROJECT, 'test/generate/virtual/');

/** What the compiler says of generated modules, by file name, under the strictest flags; one program for all. */
export const compileGenerated = (modules: Readonly<Record<string, string>>): readonly string[] => {
  const files = new Map(Object.entries(modules).map(([name, text]) => [FOLDER + name, text]));
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
  return [...files.keys()].flatMap((name) => {
    const file = program.getSourceFile(name);
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
      ...program.getDeclarationDiagnostics(file),
    ];
    return found.map(({ start = 0, messageText }) => {
      const line = file?.text.slice(0, start).split('\n').length ?? 0;
      return `${name.slice(FOLDER.length)}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
};
