import type { App } from '../app.ts';
import type { Config } from '../config/index.ts';

/** The same for a program. */
export function addresses({ url, adminUrl, sandbox }: App) {
  return { url, adminUrl, ...(sandbox && { sandbox: sandbox.describe() }) };
}

/** What `npm start` prints when the server is ready. */
export function welcome(app: App, config: Config): string {
  if (!app.sandbox) return `Hearthgate is ready at ${app.url}, for operators at ${app.adminUrl}\n`;
  const { companies, keys, mqttUrl } = app.sandbox.describe();
  const [company] = companies;
  return `
Hearthgate sandbox is ready. Everything it keeps is in ${config.dataDir}

  API         ${app.url}          company ${company?.name ?? ''} (${company?.companyId ?? ''})
  Docs        ${app.url}/docs      quick start, guides, API reference
  World       ${app.url}/sandbox   gateways, keys, owners, members
  Inbox       ${app.url}/sandbox/inbox
  Mailbox     ${app.url}/sandbox/mailbox   every mail that was sent
  Broker      ${mqttUrl}
  Owners      ${app.url}/owner     e-mail and password: see World
  Companies   ${app.url}/pro       e-mail and password: see World
  Operators   ${app.adminUrl}          e-mail and password: see World

  API key     ${keys.ok}

Try:

  curl -H 'x-api-key: ${keys.ok}' ${app.url}/hvacs/101000001/heatingCircuits/1    # 200, live values
  curl -H 'x-api-key: ${keys.ok}' ${app.url}/hvacs/101000005/heatingCircuits/1    # 403, the owner has not shared it
  curl -H 'x-api-key: ${keys.ok}' ${app.url}/hvacs/101000004/heatingCircuits/1    # 451, an old consent

Stop with Ctrl-C.
`;
}
