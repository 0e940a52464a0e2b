import { XmlDocument, XsdValidator } from 'libxml2-wasm';

/** What libxml2 says of documents by one schema. */
export interface LibxmlSchema {
  readonly accepts: (text: string) => boolean;
  readonly dispose: () => void;
}

/** A schema as libxml2 reads it; `undefined` when it refuses it. */
export const readWithLibxml = (text: string): LibxmlSchema | undefined => {
  const document = XmlDocument.fromString(text);
  try {
    const validator = XsdValidator.fromDoc(document);
    return {
      accepts: (instance) => {
        const parsed = XmlDocument.fromString(instance);
        try {
          validator.validate(parsed);
          return true;
        } catch {
          return false;
        } finally {
          parsed.dispose();
        }
      },
      dispose: () => validator.dispose(),
    };
  } catch {
    return undefined;
  } finally {
    document.dispose();
  }
};
