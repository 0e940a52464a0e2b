import { OWN_NAMESPACES } from '../../protocol/light.js';
import { loadXml } from '../../gate/light.js';
import { sliceWithin } from '../../schema/runtime/light.js';
import { childElements, childrenNamed, findAttribute } from '../../xml/light.js';
import type { LookupQuery, SchemaInput } from '../model.js';
import { elementOf } from './message.js';
import type { Contract } from './model.js';

/** Most methods that a lookup may ask for; the elements of further ones are looked for by themselves. */
const MAX_METHODS = 100;

/** The schemas of a contract, as texts. @throws {StoaError} `XML_…` for a text that the generator did not write */
const schemasOf = async ({ xml }: Contract): Promise<readonly SchemaInput[]> => {
  const { root, source } = await loadXml(xml);
  return childrenNamed(root, { namespace: OWN_NAMESPACES.advertisement, local: 'schema' }).flatMap((part) =>
    childElements(part).map((schema) => ({
      location: findAttribute(part, 'location') ?? '',
      xml: sliceWithin(source, schema, part.scope),
    })),
  );
};

/** What a lookup by the contract asks for: its schemas, and its methods by name, request and response. */
export const toContractQuery = async (contract: Contract): Promise<Pick<LookupQuery, 'schema' | 'methods'>> => ({
  schema: await schemasOf(contract),
  methods: contract.methods.slice(0, MAX_METHODS).map(({ name, request, response }) => ({
    name,
    input: elementOf(request),
    ...(response && { output: elementOf(response) }),
  })),
});
