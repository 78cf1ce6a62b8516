import type { KeptReport } from './report-ring.ts';

/** The order in which kept reports are sent, and what became of each; rings differ in where the bodies are. */
export class KeptReports<T extends KeptReport> {
  readonly #kept: T[] = [];

  get size(): number {
    return this.#kept.length;
  }

  get oldest(): T | undefined {
    return this.#kept[0];
  }

  add(report: T): void {
    this.#kept.push(report);
  }

  /** Removes the reports up to this number; answers how many. */
  dropTo(seq: number): number {
    const kept = this.#kept.findIndex((report) => report.seq > seq);
    return this.#kept.splice(0, kept === -1 ? this.#kept.length : kept).length;
  }

  /** Numbers have no holes, so the place is known. */
  find(seq: number): T | undefined {
    return this.#kept[seq - (this.#kept[0]?.seq ?? 0)];
  }

  nextUnsent(windowBytes: number): T | undefined {
    let underWay = 0;
    for (const report of this.#kept) {
      if (underWay >= windowBytes) return undefined;
      if (report.sentAtMs === undefined) return report;
      underWay += report.sentBytes ?? 0;
    }
    return undefined;
  }

  lost(): void {
    for (const report of this.#kept) {
      report.late = true;
      report.sentAtMs = undefined;
    }
  }

  overdue(beforeMs: number): boolean {
    let any = false;
    for (const report of this.#kept) {
      if (report.sentAtMs === undefined || report.sentAtMs >= beforeMs) continue;
      report.sentAtMs = undefined;
      any = true;
    }
    return any;
  }
}
