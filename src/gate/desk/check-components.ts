import { StoaError } from '../../base/index.js';
import type { ErrorFinding } from '../../base/index.js';
import type { CheckedInterface } from '../../advertisement/index.js';
import type { ExpectedComponent } from '../model.js';

/**
 * Holds the components that a client was built for against the interface that the service has now: here, and not at
 * the first answer, is where a mismatch comes to light.
 *
 * @throws {StoaError} `INTERFACE_MISMATCH` with a finding for each component that differs
 */
export const assertComponents = (compiled: CheckedInterface, expected: readonly ExpectedComponent[]): void => {
  if (expected.length === 0) return;
  const elements = compiled.components().filter(({ kind }) => kind === 'element');
  const fingerprints = new Map(elements.map(({ name, fingerprint }) => [name, fingerprint]));
  const findings = expected.flatMap(({ element, fingerprint }): ErrorFinding[] => {
    const found = fingerprints.get(element);
    if (found === fingerprint) return [];
    if (found === undefined) return [{ rule: 'component-missing', message: `the service has no element ${element}` }];
    const message = `element ${element}: the client was built for ${fingerprint}, the service has ${found}`;
    return [{ rule: 'component-fingerprint', message }];
  });
  if (findings.length === 0) return;
  const message = `${findings.length} of ${expected.length} components differ; first: ${findings[0]?.message ?? ''}`;
  throw new StoaError('INTERFACE_MISMATCH', message, {
    findings,
    hint: 'generate the client anew from the advertisement',
  });
};
