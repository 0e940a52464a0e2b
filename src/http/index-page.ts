import { escapeAttribute, escapeText } from '../xml/index.js';

/** A declared space as the index lists it. */
export interface ListedSpace {
  readonly name: string;
  readonly url: string;
}

const LINKS: readonly (readonly [string, string])[] = [
  ['/spaces', 'the declared spaces as a message'],
  ['/openapi.yaml', 'every route, in OpenAPI'],
  ['/schemas/space.xsd', 'the messages of a space'],
  ['/schemas/advertisement.xsd', 'what an advertisement is'],
  ['/health', 'whether this server takes requests'],
];

/** The index for people with a browser. */
export const writeIndexPage = (base: string, spaces: readonly ListedSpace[]): string => {
  const link = (url: string, text: string, note: string): string =>
    `<li><a href="${escapeAttribute(url)}">${escapeText(text)}</a>${note === '' ? '' : `: ${escapeText(note)}`}</li>`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stoa</title></head><body><h1>Stoa</h1>',
    '<p>A service discovery space. These spaces are declared here:</p><ul>',
    ...spaces.flatMap(({ name, url }) => [
      link(url, name, 'its advertisement'),
      link(`${url}/documents`, `${name}/documents`, 'what is in it'),
    ]),
    '</ul><p>Read on:</p><ul>',
    ...LINKS.map(([path, note]) => link(base + path, path, note)),
    '</ul></body></html>\n',
  ].join('\n');
};

/** The index for people with `curl`. */
export const writeIndexText = (base: string, spaces: readonly ListedSpace[]): string =>
  [
    'Stoa, a service discovery space',
    '',
    'Spaces:',
    ...spaces.map(({ name, url }) => `  ${url}  ${name}`),
    '',
    'Read on:',
    ...LINKS.map(([path, note]) => `  ${base}${path}  ${note}`),
    '',
  ].join('\n');
