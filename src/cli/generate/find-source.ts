import { basename } from 'node:path';
import { StoaError, findIdInPath, isUrn } from '../../base/index.js';
import type { Hit, SpaceClient } from '../../client/index.js';
import {
  createContract,
  fromAdvertisement,
  fromPartialSchema,
  fromSchema,
  parseMethodSpec,
} from '../../generate/index.js';
import type { GenerateSource, SchemaFile } from '../../generate/index.js';
import type { CommandContext } from '../command.js';
import type { GenerateArguments } from './arguments.js';

/** Most services that are compared when a name leads to several. */
const MAX_COMPARED = 20;

const readFiles = ({ readInput }: CommandContext, paths: readonly string[]): Promise<readonly SchemaFile[]> =>
  Promise.all(paths.map(async (path) => ({ location: path, xml: await readInput(path) })));

/** The one service that a name means: several with one contract are one. */
const findByName = async (space: SpaceClient, name: string): Promise<Hit> => {
  const id = findIdInPath(name);
  if (id !== undefined || isUrn(name)) return space.readAdvertisement(id ?? name);
  const { hits } = await space.lookup({ name, kinds: ['service', 'device', 'space'], limit: MAX_COMPARED });
  const [first, ...others] = hits;
  if (first === undefined)
    throw new StoaError('DOCUMENT_NOT_FOUND', `no service in ${space.url} is named '${name}'`, {
      hint: `stoa lookup --name '${name}*' shows what comes near`,
    });
  const contractOf = ({ advertisement }: Hit): string =>
    createContract(fromAdvertisement(advertisement), {}).fingerprint;
  const wanted = others.length > 0 ? contractOf(first) : '';
  const different = others.filter((hit) => contractOf(hit) !== wanted);
  if (different.length === 0) return first;
  const named = [first, ...different].map(({ entry }) => `${entry.name} (${entry.id})`).join(', ');
  throw new StoaError('USAGE', `services with different contracts are named '${name}'`, {
    hint: `say which by its name or id: ${named}`,
  });
};

const findByPartialSchema = async (
  context: CommandContext,
  space: SpaceClient,
  given: GenerateArguments,
): Promise<GenerateSource> => {
  const files = await readFiles(context, given.schema);
  const schema = files.map(({ location, xml }) => ({
    location: basename(location),
    xml: typeof xml === 'string' ? xml : new TextDecoder().decode(xml),
  }));
  const { hits } = await space.lookup({ schema, limit: MAX_COMPARED });
  const hit = hits.find(({ entry }) => given.service === undefined || entry.name === given.service);
  if (hit !== undefined) return fromPartialSchema(files, hit.advertisement);
  throw new StoaError('DOCUMENT_NOT_FOUND', `no service in ${space.url} answers the partial schema`, {
    hint: `stoa lookup --schema ${given.schema[0] ?? 'FILE'} --explain says what comes near`,
  });
};

const readSource = async (context: CommandContext, given: GenerateArguments): Promise<GenerateSource> => {
  const { service, schema, advertisement, xsd, method } = given;
  if (advertisement !== undefined) return fromAdvertisement(await context.readInput(advertisement));
  if (xsd.length > 0) {
    const methods = method.map(parseMethodSpec);
    if (methods.length === 0)
      throw new StoaError('USAGE', 'expected at least one --method NAME=REQUEST[:RESPONSE] with --xsd', {
        hint: `stoa schema ${xsd[0] ?? 'FILE'} lists the elements; stoa schema --as typescript prints types alone`,
      });
    const name = basename(xsd[0] ?? 'service').replace(/\.[^.]*$/, '');
    return fromSchema(await readFiles(context, xsd), { name, methods });
  }
  const space = context.connect(given.space);
  if (schema.length > 0) return findByPartialSchema(context, space, given);
  if (service !== undefined) return fromAdvertisement((await findByName(space, service)).advertisement);
  throw new StoaError('USAGE', 'expected the name of a service, --schema, --advertisement or --xsd', {
    hint: 'stoa generate --help says more',
  });
};

/** What the arguments ask for. @throws {StoaError} `USAGE`, `DOCUMENT_NOT_FOUND`, and what reading files and asking a space throw */
export const findSource = async (context: CommandContext, given: GenerateArguments): Promise<GenerateSource> => {
  const source = await readSource(context, given);
  return given.name === undefined ? source : { ...source, name: given.name };
};
