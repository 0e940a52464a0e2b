import type { SchemaDocument } from '../facade.js';

/** Location of `relative` as seen from a document at `base`, with `.` and `..` steps taken. No URL is fetched. */
const resolveLocation = (base: string, relative: string): string => {
  const isAbsolute = /^[A-Za-z][A-Za-z0-9+.-]*:/.test(relative) || relative.startsWith('/');
  const folder = isAbsolute ? '' : base.slice(0, base.lastIndexOf('/') + 1);
  const steps: string[] = [];
  for (const step of `${folder}${relative}`.split('/')) {
    if (step === '.') continue;
    const last = steps.at(-1);
    if (step === '..' && last !== undefined && last !== '..' && last !== '') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
};

/** Finds the document that `schemaLocation` in a sibling means: by the very text, else by the path it leads to. */
export const createLocations = (
  documents: readonly SchemaDocument[],
): ((from: SchemaDocument, schemaLocation: string) => SchemaDocument | undefined) => {
  const byText = new Map<string, SchemaDocument>();
  const byPath = new Map<string, SchemaDocument>();
  for (const document of documents) {
    if (document.location === '') continue;
    if (!byText.has(document.location)) byText.set(document.location, document);
    const path = resolveLocation('', document.location);
    if (!byPath.has(path)) byPath.set(path, document);
  }
  return (from, schemaLocation) => {
    const path = resolveLocation(from.location, schemaLocation);
    return byText.get(schemaLocation) ?? byPath.get(path) ?? byPath.get(resolveLocation('', schemaLocation));
  };
};
