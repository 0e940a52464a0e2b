import { readFileSync } from 'node:fs';
import { readWsdl } from '../../../src/bridge/soap/index.js';
import type { WsdlOptions, WsdlReading } from '../../../src/bridge/soap/index.js';

const folder = new URL('../../fixtures/wsdl/', import.meta.url);

/** Bytes of a fixture. */
export const fixtureBytes = (file: string): Uint8Array => readFileSync(new URL(file, folder));

/** Reads a fixture; files beside it are found by their location. */
export const readFixture = (file: string, options: WsdlOptions = {}): WsdlReading =>
  readWsdl({ location: file, bytes: fixtureBytes(file) }, options);

/** Reads WSDL text. */
export const readText = (text: string, options: WsdlOptions = {}): WsdlReading =>
  readWsdl({ location: 'test.wsdl', bytes: new TextEncoder().encode(text) }, options);

/** The fixture `repairs.wsdl` with `types` put into its no-namespace schema, and `edit` applied to its text. */
export const withTypes = (types: string, edit: (text: string) => string = (text) => text): string =>
  edit(new TextDecoder().decode(fixtureBytes('repairs.wsdl')).replace('<!--TYPES-->', types));
