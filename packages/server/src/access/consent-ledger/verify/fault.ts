/** What can be wrong with a ledger. */
export type FaultKind =
  | 'changed'
  | 'removed'
  | 'cut'
  | 'unlinked'
  | 'unsigned'
  | 'rewritten'
  | 'head'
  | 'text'
  | 'anchor'
  | 'receipt'
  | 'key';

export interface Fault {
  /** Null: not about one company. */
  readonly companyId: string | null;
  readonly no: number | null;
  readonly kind: FaultKind;
  readonly message: string;
}

/** A broken chain may have a fault in every entry; the first ones of each company say enough. */
const SHOWN_PER_COMPANY = 20;

/** Collects faults, each once. */
export class Faults {
  readonly list: Fault[] = [];
  readonly #counts = new Map<string, number>();
  readonly #seen = new Set<string>();

  add(companyId: string | null, no: number | null, kind: FaultKind, message: string): void {
    const company = companyId ?? '';
    const id = `${company} ${no ?? ''} ${kind} ${no === null ? message : ''}`;
    if (this.#seen.has(id)) return;
    const count = (this.#counts.get(company) ?? 0) + 1;
    this.#counts.set(company, count);
    if (count > SHOWN_PER_COMPANY) return;
    this.#seen.add(id);
    this.list.push({ companyId, no, kind, message });
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }
}
