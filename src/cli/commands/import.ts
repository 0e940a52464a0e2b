import { basename } from 'node:path';
import { StoaError } from '../../base/index.js';
import { readWsdl } from '../../bridge/soap/index.js';
import type { WsdlReading } from '../../bridge/soap/index.js';
import type { SpaceClient } from '../../client/index.js';
import type { Command, CommandContext } from '../command.js';
import { errorLines } from '../error-lines.js';
import { createImportReport } from '../import-report.js';
import type { ImportReport } from '../import-report.js';
import { toJsonText } from '../json.js';
import { findPeriodMs } from '../period.js';

/** Publishes in flight at once: commits are batched, so waiting for one at a time would waste the disk. */
const PUBLISHES_IN_FLIGHT = 16;

interface ImportRun {
  readonly context: CommandContext;
  readonly space: SpaceClient | undefined;
  readonly report: ImportReport;
  readonly periodMs: number | undefined;
}

/** Reads one file; what is no description at all is a refusal of the report, like any other. */
const readFile = (files: ReadonlyMap<string, Uint8Array>, location: string, strict: boolean): WsdlReading => {
  const file = { location, bytes: files.get(location) ?? new Uint8Array() };
  try {
    return readWsdl(file, { strict, findFile: (other) => files.get(other) });
  } catch (thrown) {
    const { code, message, findings } = StoaError.from(thrown);
    if (code === 'INTERNAL') throw thrown;
    const refusal = { name: basename(location), code, message, findings };
    return { services: [], repairs: [], refusals: [refusal], notes: [], imported: [] };
  }
};

const publishService = async ({ context, space, report, periodMs }: ImportRun, text: string): Promise<void> => {
  if (!space) return;
  const { entry, lease } = await space.publish(text, {
    ...(periodMs !== undefined && { periodMs }),
    signal: context.signal,
  });
  if (lease.credential === undefined) return;
  report.hold(entry.id, { lease: lease.id, credential: lease.credential, expiresAtMs: lease.expiresAtMs });
};

const publishServices = async (run: ImportRun, location: string, reading: WsdlReading): Promise<void> => {
  for (const { advertisement, text } of reading.services) {
    try {
      await publishService(run, text);
      run.report.accept(location, advertisement.name);
    } catch (thrown) {
      const { code, message, findings } = StoaError.from(thrown);
      if (code === 'SERVICE_UNREACHABLE' || code === 'ABORTED') throw thrown;
      run.report.refuse(location, { name: advertisement.name, code, message, findings });
    }
  }
};

const bar = (done: number, total: number): string => {
  const width = 30;
  const filled = Math.round((done / total) * width);
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${done}/${total}`;
};

/** Reads and publishes all files, a bounded number at once, in order of the command line. */
const importAll = async (run: ImportRun, files: ReadonlyMap<string, Uint8Array>, strict: boolean): Promise<void> => {
  const locations = [...files.keys()].filter((location) => !/\.xsd$/i.test(location));
  const queue = locations.values();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const location of queue) {
      if (run.context.signal.aborted) return;
      const reading = readFile(files, location, strict);
      run.report.read(location, reading);
      await publishServices(run, location, reading);
      done += 1;
      run.context.progress(`${bar(done, locations.length)} ${basename(location)}`);
    }
  };
  await Promise.all(Array.from({ length: PUBLISHES_IN_FLIGHT }, work));
};

/** Turns WSDL files into service advertisements. */
export const importCommand: Command = {
  name: 'import',
  summary: 'publish the services that WSDL 1.1 files describe',
  usage: 'FILE…',
  options: {
    strict: { type: 'boolean', help: 'make no repairs: refuse schemas that are invalid as written' },
    lease: { type: 'string', placeholder: 'PERIOD', help: 'how long the advertisements hold: 90s, 10m, 24h' },
    'dry-run': { type: 'boolean', help: 'read and check, publish nothing' },
    verbose: { type: 'boolean', short: 'v', help: 'print each service, repair and note' },
  },
  speaks: true,
  examples: [
    'stoa import service.wsdl types.xsd',
    'stoa import *.wsdl --lease 24h',
    'stoa import legacy.wsdl --dry-run --verbose',
  ],
  run: async (context) => {
    const { positionals, values } = context;
    if (positionals.length === 0) throw new StoaError('USAGE', 'expected the WSDL files to import');
    const files = new Map<string, Uint8Array>();
    for (const path of positionals) files.set(path, await context.readInput(path));
    const space = values.flag('dry-run') ? undefined : context.connect();
    const report = createImportReport();
    const run = { context, space, report, periodMs: findPeriodMs(context, 'lease') };
    try {
      await importAll(run, files, values.flag('strict'));
    } catch (thrown) {
      for (const line of errorLines(thrown)) context.note(line);
      context.note('the import stopped; what was published before stays');
      return 1;
    } finally {
      context.progress('');
      if (space) await context.leases.keepAll(space.url, report.held());
    }
    if (context.format === 'json') context.print(toJsonText(report.summary()));
    else for (const line of report.lines(values.flag('verbose'))) context.print(line);
    return report.summary().accepted > 0 || report.summary().refused.length === 0 ? 0 : 1;
  },
};
