import { OWN_NAMESPACES } from '../../protocol/light.js';
import { childElements, childrenNamed, findAttribute, parseXml, sliceElement } from '../../xml/index.js';
import type { LookupQuery, SchemaInput } from '../model.js';
import type { Contract } from './model.js';

/** Most methods that a lookup may ask for; the elements of further ones are looked for by themselves. */
const MAX_METHODS = 100;

/** The schemas of a contract, as texts. @throws {StoaError} `XML_…` for a text that the generator did not write */
const schemasOf = ({ xml }: Contract): readonly SchemaInput[] => {
  const { root, source } = parseXml(xml);
  return childrenNamed(root, { namespace: OWN_NAMESPACES.advertisement, local: 'schema' }).flatMap((part) =>
    childElements(part).map((schema) => ({
      location: findAttribute(part, 'location') ?? '',
      xml: sliceElement(source, schema),
    })),
  );
};

/** What a lookup by the contract asks for: its schemas, and its methods by name, request and response. */
export const toContractQuery = (contract: Contract): Pick<LookupQuery, 'schema' | 'methods'> => ({
  schema: schemasOf(contract),
  methods: contract.methods.slice(0, MAX_METHODS).map(({ name, request, response }) => ({
    name,
    input: request.element,
    ...(response && { output: response.element }),
  })),
});
