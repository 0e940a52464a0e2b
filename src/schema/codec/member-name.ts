import { fromNameKey } from '../../xml/light.js';
import type { XmlName } from '../../xml/index.js';

/** Name that a member of what a wildcard let in stands for. */
export const nameOfMember = (member: string): XmlName =>
  member.startsWith('{}') ? { namespace: '', local: member.slice(2) } : fromNameKey(member);
