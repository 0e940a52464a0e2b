import type { FastifyReply, FastifyRequest } from 'fastify';
import { ownSchemas } from '../protocol/index.js';
import { parseXml } from '../xml/index.js';
import { writeJsonMessage } from './json-values.js';
import { ANSWER_CONTENT_TYPES } from './messages.js';
import { negotiate } from './negotiation.js';

/** Answers with an advertisement, given as its XML text, in the form that the client prefers. */
export const sendAdvertisement = (request: FastifyRequest, reply: FastifyReply, text: string): FastifyReply => {
  const format = negotiate(request.headers.accept);
  reply.header('content-type', ANSWER_CONTENT_TYPES[format]);
  if (format === 'xml') return reply.send(text);
  const { root, source } = parseXml(text);
  return reply.send(writeJsonMessage('advertisement', ownSchemas.advertisement.decode(root, source).value));
};
