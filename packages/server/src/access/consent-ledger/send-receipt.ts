import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsentReceipt } from '@hearthgate/wire';
import { RECEIPT_CSP, receiptPage } from './receipt-page.ts';

/** A receipt as JSON, or as a page to print for a browser. */
export function sendReceipt(
  request: FastifyRequest,
  reply: FastifyReply,
  receipt: ConsentReceipt,
): ConsentReceipt | FastifyReply {
  reply.header('vary', 'accept');
  if (!wantsPage(request.headers.accept ?? '')) return receipt;
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', RECEIPT_CSP)
    .header('referrer-policy', 'no-referrer')
    .send(receiptPage(receipt));
}

/** A browser asks for HTML and not for JSON. */
function wantsPage(accept: string): boolean {
  return accept.includes('text/html') && !accept.includes('application/json');
}
