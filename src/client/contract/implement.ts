import type { CallContext } from '../service/handlers.js';
import type { BoundHandler, ContractMethod } from './model.js';

/** Binds a handler to its method. The gate checks both values against the schema that their types were printed from. */
export const implement = <Request, Response>(
  { name }: ContractMethod<Request, Response>,
  handler: (value: Request, context: CallContext) => Response | Promise<Response>,
): BoundHandler => ({ method: name, handle: (value, context) => handler(value as Request, context) });
