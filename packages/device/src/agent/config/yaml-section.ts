import { type Document, LineCounter, isMap, isNode, isScalar, parseDocument } from 'yaml';

/** A fault of the file, with the line it stands in. */
export interface ConfigFault {
  readonly line: number;
  readonly text: string;
}

/** Faults of the whole file, found in one reading. */
export class Faults {
  readonly list: ConfigFault[] = [];
  readonly #lines: LineCounter;

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  add(offset: number | undefined, text: string): void {
    this.list.push({ line: offset === undefined ? 1 : this.#lines.linePos(offset).line, text });
  }
}

/** A map of the file: takes the fields that are known, and complains of the others. */
export class YamlSection {
  readonly #document: Document;
  readonly #path: readonly string[];
  readonly #faults: Faults;
  readonly #taken = new Set<string>();

  private constructor(document: Document, path: readonly string[], faults: Faults) {
    this.#document = document;
    this.#path = path;
    this.#faults = faults;
  }

  /** The top of a file; what is no YAML is a fault too. */
  static parse(text: string): { top: YamlSection; faults: Faults } {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const faults = new Faults(lines);
    for (const error of document.errors) faults.add(error.pos[0], `this is not YAML: ${error.message}`);
    if (document.errors.length === 0 && !isMap(document.contents))
      faults.add(undefined, 'the file must hold "platform:" and "gateway:"; the guides have one to copy');
    return { top: new YamlSection(document, [], faults), faults };
  }

  section(name: string): YamlSection {
    this.#taken.add(name);
    const section = new YamlSection(this.#document, [...this.#path, name], this.#faults);
    const node = this.#node(name);
    if (!isMap(node)) this.#faults.add(this.#offset(name), `${section.#name()}: this part is missing`);
    return section;
  }

  has(name: string): boolean {
    return this.#node(name) !== undefined;
  }

  /** A text or a number, as text. The check answers what is wrong and how to cure it. */
  text(name: string, check: (text: string) => string | undefined = () => undefined): string | undefined {
    this.#taken.add(name);
    const node = this.#node(name);
    if (node === undefined) return undefined;
    const value: unknown = isScalar(node) ? node.value : undefined;
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    const wrong = text === '' ? 'a text must stand here' : check(text);
    if (wrong === undefined) return text;
    this.fault(name, wrong);
    return undefined;
  }

  fault(name: string, text: string): void {
    this.#faults.add(this.#offset(name), `${this.#name(name)}: ${text}`);
  }

  /** To be called when all that is known was taken. */
  end(): void {
    const map = this.#path.length === 0 ? this.#document.contents : this.#document.getIn(this.#path, true);
    if (!isMap(map)) return;
    for (const { key } of map.items) {
      const name = isScalar(key) ? String(key.value) : '?';
      if (this.#taken.has(name)) continue;
      const offset = isNode(key) ? key.range?.[0] : undefined;
      const known = [...this.#taken].join(', ');
      this.#faults.add(offset, `${this.#name(name)}: not known here; there is ${known}`);
    }
  }

  #node(name: string): unknown {
    const parent = this.#path.length === 0 ? this.#document.contents : this.#document.getIn(this.#path, true);
    return isMap(parent) ? (parent.get(name, true) ?? undefined) : undefined;
  }

  #offset(name: string): number | undefined {
    const node =
      this.#node(name) ?? (this.#path.length === 0 ? undefined : this.#document.getIn(this.#path, true));
    return isNode(node) ? node.range?.[0] : undefined;
  }

  #name(name?: string): string {
    return [...this.#path, ...(name === undefined ? [] : [name])].join('.');
  }
}
