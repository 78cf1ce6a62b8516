import { readFileSync } from 'node:fs';

/** The secret of the variable `name`, or of the file that `name_FILE` says; undefined when neither is set. */
export function secretOf(name: string, get: (name: string) => string, faults: string[]): string | undefined {
  const [text, file] = [get(name), get(`${name}_FILE`)];
  if (text !== '' && file !== '') faults.push(`${name} and ${name}_FILE are both set: give one of them.`);
  if (file === '') return text || undefined;
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret === '') faults.push(`${name}_FILE is "${file}", which is empty.`);
    return secret;
  } catch {
    faults.push(`${name}_FILE is "${file}", which cannot be read.`);
    return '';
  }
}
