import { loadApi, Router, type Route } from './api.ts';
import { checkAnswer } from './check-answer.ts';
import { checkRequest, found } from './check-request.ts';
import { Differences, type Difference } from './differences.ts';
import { Bases, pathUnder } from './find-base.ts';
import { entryOf, HarError, type Entry } from './har.ts';
import { readEntries } from './read-har.ts';
import { SecretCount } from './secret-count.ts';

export interface CompatReport {
  readonly file: string;
  /** What stands before the paths of the API. */
  readonly base: string;
  /** Other addresses that look like this API too. */
  readonly otherBases: readonly string[];
  readonly entries: {
    readonly all: number;
    readonly checked: number;
    /** Of other addresses, pages, pictures, and questions of browsers. */
    readonly others: number;
    /** Broken off before an answer came. */
    readonly unanswered: number;
    /** Their answer came, but its body was not recorded. */
    readonly withoutBody: number;
  };
  readonly routes: { readonly seen: readonly string[]; readonly documentedNotSeen: readonly string[] };
  /** How many entries hold secrets, by their place. */
  readonly secrets: Readonly<Record<string, number>>;
  readonly differences: readonly Difference[];
}

/** Compares a recording with what we take and answer. The file is read twice: the base is known only at its end. */
export async function checkHar(file: string, givenBase?: string): Promise<CompatReport> {
  const api = loadApi();
  const router = new Router(api);
  const bases = new Bases(router);
  const secrets = new SecretCount();
  let all = 0;
  for await (const value of readEntries(file)) {
    all += 1;
    secrets.add(value);
    const entry = entryOf(value, all);
    if (entry) bases.add(entry);
  }
  const base = givenBase ?? bases.best();
  if (base === undefined)
    throw new HarError(
      `none of the ${all} entries is for a path of this API; --base says where it begins, such as https://api.example.com/v1`,
    );
  const check = new Check(router, base);
  let number = 0;
  for await (const value of readEntries(file)) {
    const entry = entryOf(value, (number += 1));
    if (entry) check.add(entry, api.problem);
  }
  if (check.checked === 0) throw new HarError(`none of the ${all} entries is for the API at ${base}`);
  const documented = api.routes.filter(({ origin }) => origin === 'reference').map(nameOf);
  return {
    file,
    base,
    otherBases: bases.all().filter((one) => one !== base),
    entries: {
      all,
      checked: check.checked,
      others: all - check.checked - check.unanswered,
      unanswered: check.unanswered,
      withoutBody: check.withoutBody,
    },
    routes: {
      seen: [...check.seen].toSorted(),
      documentedNotSeen: documented.filter((name) => !check.seen.has(name)),
    },
    secrets: secrets.byPlace,
    differences: check.differences.all,
  };
}

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}

class Check {
  readonly differences = new Differences();
  readonly seen = new Set<string>();
  checked = 0;
  unanswered = 0;
  withoutBody = 0;
  readonly #router: Router;
  readonly #base: string;

  constructor(router: Router, base: string) {
    this.#router = router;
    this.#base = base;
  }

  add(entry: Entry, problem: Parameters<typeof checkAnswer>[2]): void {
    const path = pathUnder(this.#base, entry.url);
    if (path === undefined || entry.method === 'OPTIONS') return;
    const match = this.#router.match(entry.method, path);
    if (!match && !isCall(entry)) return;
    if (entry.status === 0) {
      this.unanswered += 1;
      return;
    }
    this.checked += 1;
    if (!match) return this.#addUnknown(entry, path);
    const name = nameOf(match.route);
    this.seen.add(name);
    const answer = checkAnswer(entry, match.route, problem);
    if (answer.isBodyMissing) this.withoutBody += 1;
    for (const one of [...checkRequest(entry, match), ...answer.found])
      this.differences.add(name, entry.number, one);
  }

  #addUnknown({ method, number, status }: Entry, path: string): void {
    const methods = this.#router.methodsOf(path);
    const shape = path
      .split('/')
      .map((part) => (isId(part) ? '{id}' : part))
      .join('/');
    const expected = methods.length > 0 ? `one of ${methods.join(', ')}` : 'no such path';
    const recorded = `${method} answered ${status}`;
    const one = found('route', 'ROUTE', '', recorded, expected, 'hearthgate');
    this.differences.add(`${method} ${shape}`, number, one);
  }
}

/** Beside the API, browsers also load pages and pictures from the same address. */
function isCall({ headers, answerType }: Entry): boolean {
  return (
    headers.has('x-api-key') ||
    /\bjson\b/i.test(answerType) ||
    /\bjson\b/i.test(headers.get('content-type') ?? '')
  );
}

function isId(part: string): boolean {
  return /^\d+$|^[a-z]{2,4}_\w{6,}$|^[0-9a-f-]{16,}$/i.test(part);
}
