import { StoaError } from '../../base/index.js';
import { compareComponents, gradeOf, nameCloseness } from '../../schema/index.js';
import type { ComponentKey, Grading, Mismatch, Schema, Verdict } from '../../schema/index.js';
import type { Command, CommandContext } from '../command.js';
import { toJsonText } from '../json.js';
import { getPositional } from '../positional.js';
import { readSchemaFiles } from '../schema-files.js';

type Way = 'in' | 'out';

const WAYS: Readonly<Record<string, readonly Way[]>> = { in: ['in'], out: ['out'], both: ['in', 'out'] };

const WAY_WORDS: Readonly<Record<Way, string>> = {
  in: 'sent to the service: what is wanted has to be among what it takes',
  out: 'answered by the service: what it sends has to be among what is wanted',
};

/** How a component compares one way. */
interface ComparedWay {
  readonly verdict: Verdict | 'missing';
  readonly mismatches: readonly Mismatch[];
}

/** How one wanted component compares, each way that was asked for. */
interface MatchedComponent {
  readonly kind: ComponentKey['kind'];
  readonly name: string;
  readonly ways: Readonly<Partial<Record<Way, ComparedWay>>>;
  /** For a component that is missing, the one with the closest name. */
  readonly closest?: string;
}

const getWays = ({ values }: CommandContext): readonly Way[] => {
  const text = values.text('direction') ?? 'both';
  const ways = WAYS[text];
  if (ways === undefined) throw new StoaError('USAGE', `expected in, out or both for --direction, got '${text}'`);
  return ways;
};

const getMaximum = ({ values }: CommandContext): number => {
  const text = values.text('reasons') ?? '5';
  const maximum = Number(text);
  if (Number.isInteger(maximum) && maximum >= 1 && maximum <= 1000) return maximum;
  throw new StoaError('USAGE', `expected a number from 1 to 1000 for --reasons, got '${text}'`);
};

const localOf = (name: string): string => name.slice(name.indexOf('}') + 1);

const findClosest = (wanted: ComponentKey, advertised: readonly ComponentKey[]): string | undefined => {
  const ranked = advertised
    .filter(({ kind }) => kind === wanted.kind)
    .map(({ name }) => ({ name, closeness: nameCloseness(localOf(wanted.name), localOf(name)) }))
    .sort((left, right) => right.closeness - left.closeness);
  const [best] = ranked;
  return best !== undefined && best.closeness > 0 ? best.name : undefined;
};

/** Two schemas, and how much is asked about them. */
interface MatchRun {
  readonly wanted: Schema;
  readonly advertised: Schema;
  readonly ways: readonly Way[];
  readonly maxMismatches: number;
}

const matchComponent = ({ wanted, advertised, ways, maxMismatches }: MatchRun, own: ComponentKey): MatchedComponent => {
  const keys = advertised.components();
  const other = keys.find(({ kind, name }) => kind === own.kind && name === own.name);
  const compared: Partial<Record<Way, ComparedWay>> = {};
  for (const direction of ways) {
    compared[direction] =
      other === undefined
        ? { verdict: 'missing', mismatches: [] }
        : compareComponents(
            { schema: wanted, key: own },
            { schema: advertised, key: other },
            { direction, maxMismatches },
          );
  }
  const closest = other === undefined ? findClosest(own, keys) : undefined;
  return {
    kind: own.kind,
    name: own.name,
    ways: compared,
    ...(closest !== undefined && { closest }),
  };
};

const gradeWay = (components: readonly MatchedComponent[], way: Way): Grading =>
  gradeOf(components.map(({ ways }) => ways[way]?.verdict ?? 'missing'));

const describeComponent = (
  { kind, name, ways, closest }: MatchedComponent,
  asked: readonly Way[],
): readonly string[] => [
  `${kind} ${name}`,
  ...asked.flatMap((way) => {
    const { verdict = 'missing', mismatches = [] } = ways[way] ?? {};
    const near = verdict === 'missing' && closest !== undefined ? ` (the closest name is ${closest})` : '';
    return [
      `  ${way.padEnd(3)}  ${verdict}${near}`,
      ...mismatches.flatMap(({ path, rule, message, change }) => [
        `       ${path}: ${message} (${rule})`,
        `       to match: ${change}`,
      ]),
    ];
  }),
];

const describeGrade = (way: Way, { grade, share }: Grading): string =>
  `${way.padEnd(3)}  ${grade}, ${String(Math.round(share * 100))} %  (${WAY_WORDS[way]})`;

const printMatch = (
  { print, format }: CommandContext,
  components: readonly MatchedComponent[],
  ways: readonly Way[],
): void => {
  const grades = ways.map((way) => [way, gradeWay(components, way)] as const);
  if (format === 'json') {
    print(toJsonText({ grades: Object.fromEntries(grades), components }));
    return;
  }
  for (const component of components) for (const line of describeComponent(component, ways)) print(line);
  print('');
  for (const [way, grading] of grades) print(describeGrade(way, grading));
};

/** Compares a wanted schema with an advertised one, component by component. */
export const match: Command = {
  name: 'match',
  summary: 'compare a wanted schema with an advertised one, and say what keeps them apart',
  usage: 'WANTED.xsd ADVERTISED.xsd',
  options: {
    direction: {
      type: 'string',
      placeholder: 'WAY',
      help: 'in (what is sent), out (what is answered), both (default)',
    },
    'with-wanted': {
      type: 'string',
      multiple: true,
      placeholder: 'FILE',
      help: 'a further document of the wanted schema, found by its path',
    },
    'with-advertised': {
      type: 'string',
      multiple: true,
      placeholder: 'FILE',
      help: 'a further document of the advertised schema',
    },
    reasons: { type: 'string', placeholder: 'NUMBER', help: 'most reasons for each component and way (default 5)' },
  },
  examples: [
    'stoa match want.xsd service.xsd',
    'stoa match want.xsd service.xsd --direction in --json',
    'stoa match want.xsd service.xsd --with-advertised types.xsd',
    '(exit code 0: everything wanted is there, exact or compatible, each way asked for; 1: not; 2: wrong usage)',
  ],
  run: async (context) => {
    const ways = getWays(context);
    const maxMismatches = getMaximum(context);
    const [own, other] = [
      getPositional(context, 0, 'the file of the wanted schema'),
      getPositional(context, 1, 'the file of the advertised schema'),
    ];
    const wanted = await readSchemaFiles(context, [own, ...context.values.texts('with-wanted')]);
    const advertised = await readSchemaFiles(context, [other, ...context.values.texts('with-advertised')]);
    const run = { wanted, advertised, ways, maxMismatches };
    const components = wanted.wanted().map((key) => matchComponent(run, key));
    printMatch(context, components, ways);
    const grades = ways.map((way) => gradeWay(components, way).grade);
    return grades.every((grade) => grade === 'exact' || grade === 'compatible') ? 0 : 1;
  },
};
