/** A page as a browser got it. */
export interface Visited {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly location: string | null;
}

/** A browser without scripts: keeps cookies, follows nothing by itself, and sends the forms of the page it is on. */
export class Browser {
  readonly #baseUrl: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly cookies = new Map<string, string>();
  /** Every address that was asked for or led to. */
  readonly addresses: string[] = [];
  #page = '';

  constructor(baseUrl: string, headers: Readonly<Record<string, string>> = {}) {
    this.#baseUrl = baseUrl;
    this.#headers = headers;
  }

  get page(): string {
    return this.#page;
  }

  get(path: string): Promise<Visited> {
    return this.#send(path, {});
  }

  /** Gets a page, and what it redirects to as long as that is this server's. */
  async follow(path: string): Promise<Visited> {
    let visited = await this.get(path);
    for (let hops = 0; hops < 5 && visited.location?.startsWith('/') === true; hops += 1)
      visited = await this.get(visited.location);
    return visited;
  }

  /** Sends the form with this action, as it stands on the page, with what the owner fills in. */
  submit(action: string, fields: Readonly<Record<string, string>>): Promise<Visited> {
    return this.post(action, { ...this.hiddenFields(action), ...fields });
  }

  post(path: string, fields: Readonly<Record<string, string>> | string): Promise<Visited> {
    const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
    return this.#send(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.#baseUrl },
    });
  }

  hiddenFields(action: string): Record<string, string> {
    const forms = [...this.#page.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)];
    const form = forms.find(([, each]) => each === action)?.[2];
    if (form === undefined) throw new Error(`the page has no form ${action}:\n${this.#page}`);
    const inputs = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, value]));
  }

  async #send(path: string, init: RequestInit): Promise<Visited> {
    this.addresses.push(path);
    const answer = await fetch(this.#baseUrl + path, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
      headers: {
        ...this.#headers,
        ...(init.headers as Record<string, string> | undefined),
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';', 1)[0] ?? '').split('=', 2);
      this.cookies.set(name, value);
    }
    const html = await answer.text();
    const location = answer.headers.get('location');
    if (location === null) this.#page = html;
    else this.addresses.push(location);
    return { status: answer.status, headers: answer.headers, html, location };
  }
}
