import { isRecord } from './har.ts';
import { holdsSecret, isSecretName, REDACTED } from './secrets.ts';

/** Where a recording holds secrets, and in how many entries; never which. */
export class SecretCount {
  readonly #counts = new Map<string, number>();

  get byPlace(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  add(entry: unknown): void {
    if (!isRecord(entry)) return;
    const places = new Set<string>();
    for (const side of ['request', 'response']) {
      const message = entry[side];
      if (!isRecord(message)) continue;
      for (const list of ['headers', 'cookies', 'queryString']) this.#list(message[list], list, places);
      for (const [name, text] of [
        ['url', message['url']],
        ['body', isRecord(message['postData']) ? message['postData']['text'] : undefined],
        ['body', isRecord(message['content']) ? message['content']['text'] : undefined],
      ] as const)
        if (typeof text === 'string' && holdsSecret(text)) places.add(name);
    }
    for (const place of places) this.#counts.set(place, (this.#counts.get(place) ?? 0) + 1);
  }

  #list(list: unknown, kind: string, places: Set<string>): void {
    for (const item of Array.isArray(list) ? (list as unknown[]) : []) {
      if (!isRecord(item) || item['value'] === REDACTED || item['value'] === '') continue;
      const name = String(item['name']).toLowerCase();
      const isSecret = kind === 'cookies' || isSecretName(name) || holdsSecret(String(item['value']));
      if (isSecret) places.add(kind === 'cookies' ? 'cookie' : name);
    }
  }
}
