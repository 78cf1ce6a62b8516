import { createReadStream } from 'node:fs';
import { messageOf } from '../shell/errors.ts';
import { HarError } from './har.ts';

/** One entry larger than this is no call of this API; it would have to be held in memory as a whole. */
const ENTRY_MAX_CHARACTERS = 64 * 1_048_576;

/**
 * The items of `log.entries`, one after the other: files of hundreds of megabytes are usual, and only one entry is held in
 * memory at a time. What stands around the entries is walked over.
 */
export async function* readEntries(file: string): AsyncGenerator<unknown, void, undefined> {
  const scanner = new Scanner();
  try {
    for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>)
      for (const text of scanner.feed(chunk)) yield parse(text, scanner.count);
  } catch (error) {
    if (error instanceof HarError) throw error;
    throw new HarError(`cannot read ${file}: ${messageOf(error)}`, { cause: error });
  }
  scanner.end();
}

function parse(text: string, number: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HarError(`entry ${number} is not valid JSON: ${messageOf(error)}`, { cause: error });
  }
}

/** Follows strings and brackets of JSON, and cuts out what stands in the array `log.entries`. */
class Scanner {
  /** Keys and indexes do not matter, but for the way to the entries. */
  readonly #path: string[] = [];
  #inString = false;
  #isEscaped = false;
  /** The string just read, while it may be a key. */
  #word = '';
  #key = '';
  #entry: string[] | undefined;
  #entryCharacters = 0;
  #hasEntries = false;
  #hasBegun = false;
  #hasEnded = false;
  #read = 0;
  count = 0;

  /** Whole entries that end in this piece. */
  *feed(chunk: string): Generator<string> {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const character = chunk[at] ?? '';
      if (this.#inString) {
        this.#string(character);
        continue;
      }
      switch (character) {
        case '"':
          this.#inString = true;
          this.#word = '';
          break;
        case ':':
          this.#key = this.#word;
          break;
        case '{':
        case '[':
          if (this.#isAtEntries()) {
            this.#entry = [];
            this.#entryCharacters = 0;
            from = at;
          }
          this.#open(character);
          break;
        case '}':
        case ']':
          this.#close(character);
          if (this.#entry && this.#isAtEntries()) {
            this.#entry.push(chunk.slice(from, at + 1));
            this.count += 1;
            yield this.#entry.join('');
            this.#entry = undefined;
          }
          break;
        default:
          this.#other(character);
      }
    }
    this.#keep(chunk.slice(from));
    this.#read += chunk.length;
  }

  end(): void {
    if (!this.#hasBegun) throw new HarError('the file is empty');
    if (!this.#hasEnded)
      throw new HarError(
        `the file ends in the middle, after ${this.count} whole entries: record or copy it again`,
      );
    if (!this.#hasEntries)
      throw new HarError('the file has no log.entries: is it a HAR file, as browsers and proxies save it?');
  }

  #string(character: string): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (character === '\\') this.#isEscaped = true;
    else if (character === '"') this.#inString = false;
    else if (!this.#entry && this.#word.length < 16) this.#word += character;
  }

  #open(bracket: string): void {
    if (this.#hasEnded) throw this.#unexpected(bracket);
    this.#hasBegun = true;
    this.#path.push(bracket === '[' ? `[${this.#key}` : `{${this.#key}`);
    this.#key = '';
    if (this.#isAtEntries()) this.#hasEntries = true;
  }

  #close(bracket: string): void {
    const opened = this.#path.pop();
    if (opened?.[0] !== (bracket === ']' ? '[' : '{')) throw this.#unexpected(bracket);
    if (this.#path.length === 0) this.#hasEnded = true;
  }

  /** Commas, white space, numbers and words: inside they are for the parser, outside they show that it is no JSON. */
  #other(character: string): void {
    if (this.#path.length > 0 || /[\s\uFEFF]/.test(character)) return;
    throw this.#unexpected(character);
  }

  #keep(rest: string): void {
    if (!this.#entry) return;
    this.#entry.push(rest);
    this.#entryCharacters += rest.length;
    if (this.#entryCharacters > ENTRY_MAX_CHARACTERS)
      throw new HarError(`entry ${this.count + 1} is larger than 64 MB: leave it out of the recording`);
  }

  #isAtEntries(): boolean {
    const [root, log, entries, ...rest] = this.#path;
    return root === '{' && log === '{log' && entries === '[entries' && rest.length === 0;
  }

  #unexpected(character: string): HarError {
    return new HarError(
      `the file is no JSON: "${character}" after ${this.#read} characters and ${this.count} whole entries is not expected`,
    );
  }
}
