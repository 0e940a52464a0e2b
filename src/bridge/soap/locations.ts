/** Whether a location is absolute: a URI with a scheme, or a path from the root. */
const isAbsolute = (location: string): boolean => /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(location);

/**
 * The location that `location` means in a file at `base`: both are paths with `/`, or URIs; only compared with the
 * locations of files given together, never fetched.
 */
export const resolveLocation = (base: string, location: string): string => {
  if (isAbsolute(location)) return location;
  const steps = base.split('/').slice(0, -1);
  for (const step of location.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
};

/** The last step of a location: a file's name. */
export const baseName = (location: string): string =>
  location.split(/[/?#]/).findLast((step) => step !== '') ?? location;

/** Gives out names, each once: `schema.xsd`, then `schema-2.xsd`, … */
export const createNamer = (): ((wanted: string) => string) => {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return (wanted) => {
    const dot = wanted.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ''];
    let count = counts.get(wanted) ?? 0;
    let name: string;
    do {
      count += 1;
      name = count === 1 ? wanted : `${stem}-${count}${ending}`;
    } while (taken.has(name));
    counts.set(wanted, count);
    taken.add(name);
    return name;
  };
};
