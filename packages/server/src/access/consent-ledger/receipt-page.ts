import { createHash } from 'node:crypto';
import type { ConsentReceipt } from '@hearthgate/wire';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1d2430;background:#fff}' +
  'dt{font-weight:600;margin-top:.6rem}dd{margin:0;overflow-wrap:anywhere}' +
  'blockquote{margin:1rem 0;padding:.2rem 1rem;border-left:.25rem solid #8a94a3}' +
  'pre{font-size:.75rem;white-space:pre-wrap;overflow-wrap:anywhere}';

/** Nothing is loaded or run, and the one style is this one. */
export const RECEIPT_CSP = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A receipt to print; the JSON at its end is what `hearthgate consent verify --receipt` reads. */
export function receiptPage(receipt: ConsentReceipt): string {
  const { entry, text, kid, keysUrl } = receipt;
  const rows: [string, string][] = [
    ['Company', entry.companyId],
    ['Gateway', entry.gatewayId],
    ['Text', `version ${entry.version}, language ${entry.language}`],
    [entry.action === 'RENEWED' ? 'Accepted again' : 'Accepted', entry.at],
    ['Entry', `${entry.no} of the company's ledger`],
    ['SHA-256 of the text', entry.textHash],
    ['SHA-256 of the entry', entry.hash],
    ['Signed with', `${kid}, published at ${keysUrl}`],
  ];
  const list = rows.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`).join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Consent receipt ${escapeHtml(entry.gatewayId)}</title>
<style>${STYLE}</style></head>
<body><h1>Consent receipt</h1>
<p>The owner of the gateway accepted this text:</p>
<blockquote lang="${escapeHtml(entry.language)}"><p>${escapeHtml(text)}</p></blockquote>
<dl>
${list}
</dl>
<h2>For machines</h2>
<pre>${escapeHtml(JSON.stringify(receipt, undefined, 2))}</pre>
</body></html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
