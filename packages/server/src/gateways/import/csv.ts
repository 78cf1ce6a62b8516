import { AppError } from '../../platform/app-error.ts';

/** 100,000 lines with all columns have about 10 MB. */
const FILE_MAX_BYTES = 16 * 1024 * 1024;

/** Lines of a text that arrives in pieces, without their ends. */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let bytes = 0;
  let rest = '';
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > FILE_MAX_BYTES) throw new AppError('body-too-large', { maximum: FILE_MAX_BYTES });
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.replace(/\r$/, '');
}

/** Programs for tables write semicolons where the comma is a decimal sign. */
export function separatorOf(header: string): ',' | ';' {
  return header.includes(';') && !header.includes(',') ? ';' : ',';
}

/** Fields of one line (RFC 4180, a field ends on its line); undefined where a quote is not closed. */
export function fieldsOf(line: string, separator: string): string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      let field = '';
      for (at += 1; ; at += 1) {
        if (at >= line.length) return undefined;
        if (line[at] !== '"') field += line[at];
        else if (line[at + 1] === '"') {
          field += '"';
          at += 1;
        } else break;
      }
      at += 1;
      if (at < line.length && line[at] !== separator) return undefined;
      fields.push(field.trim());
    } else {
      const end = line.indexOf(separator, at);
      fields.push(line.slice(at, end < 0 ? undefined : end).trim());
      at = end < 0 ? line.length : end;
    }
    if (at >= line.length) return fields;
    at += 1;
  }
}
