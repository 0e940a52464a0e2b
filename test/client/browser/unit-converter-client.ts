import { connect } from '../../../src/client/index.js';
import type { Carry } from '../../../src/gate/index.js';
import type { CodecGate, GateCodecs, SpaceClient } from '../../../src/client/index.js';
import {
  decodeConvert,
  decodeConverted,
  decodeOutOfRange,
  encodeConvert,
  encodeConverted,
  encodeOutOfRange,
} from './unit-converter-codecs.js';

const named = (local: string) => ({ namespace: 'urn:example:units', local });

/** What a generator writes of the methods of the example. */
const CODECS: GateCodecs = [
  {
    name: 'convert',
    request: { name: named('convert'), encode: encodeConvert, decode: decodeConvert },
    response: { name: named('converted'), encode: encodeConverted, decode: decodeConverted },
    faults: [{ name: named('outOfRange'), encode: encodeOutOfRange, decode: decodeOutOfRange }],
    idempotent: true,
  },
];

/** A length with its unit. */
interface Length {
  readonly value: string;
  readonly unit: 'm' | 'km' | 'ft' | 'mi';
}

/** A client of a unit converter, as small as one can be that finds it, calls it and listens. */
export class UnitConverter {
  readonly gate: CodecGate;

  constructor(gate: CodecGate) {
    this.gate = gate;
  }

  static async open(space: SpaceClient, carry: Carry): Promise<UnitConverter> {
    const { hits } = await space.lookup({ name: 'unit-converter' });
    const [hit] = hits;
    if (hit === undefined) throw new RangeError('there is no unit converter in the space');
    return new UnitConverter(await space.openGate(hit, { carry, codecs: CODECS }));
  }

  async convert(length: Length & { readonly to: Length['unit'] }): Promise<Length> {
    return (await this.gate.call('convert', { ...length })) as unknown as Length;
  }
}

export { connect };
