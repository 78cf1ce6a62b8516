import { parseCall } from '../shell/parse-call.ts';
import { CONSENT } from './help.ts';

/** `hearthgate consent verify`. */
export async function runConsent(args: string[]): Promise<void> {
  const { values } = parseCall(CONSENT, args);
  // Loaded only now: a wrong call needs neither a database nor its libraries.
  const { verifyConsent } = await import('@hearthgate/server/maintenance');
  await verifyConsent(process.env, {
    receiptFile: values.receipt,
    companyId: values.company,
    withoutAnchors: values['without-anchors'],
    json: values.json,
  });
}
