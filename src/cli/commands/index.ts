import type { Command } from '../command.js';
import { client } from '../client.js';
import { serve } from '../serve.js';
import { space } from '../space.js';
import { call } from './call.js';
import { device } from './device.js';
import { discover } from './discover.js';
import { generate } from './generate.js';
import { importCommand } from './import.js';
import { lend } from './lend.js';
import { listen } from './listen.js';
import { loginCommand } from './login.js';
import { logout } from './logout.js';
import { lookup } from './lookup.js';
import { match } from './match.js';
import { policy } from './policy.js';
import { publish } from './publish.js';
import { read } from './read.js';
import { remove } from './remove.js';
import { results } from './results.js';
import { schema } from './schema.js';
import { validate } from './validate.js';
import { watch } from './watch.js';
import { whoami } from './whoami.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  serve,
  publish,
  lookup,
  read,
  remove,
  call,
  results,
  watch,
  listen,
  device,
  lend,
  discover,
  generate,
  importCommand,
  match,
  validate,
  schema,
  loginCommand,
  logout,
  whoami,
  client,
  space,
  policy,
];
