import { XmlDocument } from 'libxml2-wasm';
import type { XsdValidator } from 'libxml2-wasm';
import { isStoaError } from '../../../../src/base/index.js';
import { readSchema } from '../../../../src/schema/index.js';
import type { Schema } from '../../../../src/schema/index.js';
import { parseXml } from '../../../../src/xml/index.js';
import { prepareLibxmlSet } from '../../../support/libxml-schemas.js';
import type { SchemaText } from '../../../support/libxml-schemas.js';

/** A schema as we read it and as libxml2 does. */
export interface Side {
  readonly schema: Schema;
  readonly texts: readonly SchemaText[];
  /** Rule under which we refuse a document; `undefined` when it is valid. */
  readonly findOurProblem: (text: string) => string | undefined;
  /** libxml2's complaint about a document. */
  readonly findLibxmlProblem: (text: string) => string | undefined;
  readonly dispose: () => void;
}

const readOurs = (texts: readonly SchemaText[]): Schema | undefined => {
  try {
    return readSchema(
      texts.map(({ location, text }) => {
        const { root, source } = parseXml(text);
        return { location, root, source };
      }),
    );
  } catch (thrown) {
    if (isStoaError(thrown)) return undefined;
    throw thrown;
  }
};

const readLibxml = (texts: readonly SchemaText[]): XsdValidator | undefined => {
  try {
    return prepareLibxmlSet(texts).compile();
  } catch {
    return undefined;
  }
};

const validate = (validator: XsdValidator, text: string): string | undefined => {
  const document = XmlDocument.fromString(text);
  try {
    validator.validate(document);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error);
  } finally {
    document.dispose();
  }
};

/** A schema that both take; `undefined` when one of them refuses it. */
export const readSide = (texts: readonly SchemaText[]): Side | undefined => {
  const schema = readOurs(texts);
  const validator = schema && readLibxml(texts);
  if (schema === undefined || validator === undefined) return undefined;
  return {
    schema,
    texts,
    findOurProblem: (text) => {
      const [finding] = schema.check(parseXml(text).root);
      return finding && `${finding.rule}: ${finding.message}`;
    },
    findLibxmlProblem: (text) => validate(validator, text),
    dispose: () => validator.dispose(),
  };
};
