import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface ReceivedMail {
  readonly from: string;
  readonly to: string;
  readonly data: string;
}

/** How the next mails are met: a reply in place of the usual one to a command, or none at all. */
export type SmtpManner = Readonly<Partial<Record<'greeting' | 'AUTH' | 'RCPT' | 'DATA' | 'end', Reply>>>;
/** A line, or `hang`, or `reset`. */
type Reply = string;

export interface SmtpServer {
  readonly url: string;
  /** Taken over with 250, in order. */
  readonly mails: ReceivedMail[];
  /** Every line of every client. */
  readonly lines: string[];
  /** From now on; `times`: for so many connections. */
  behave(manner: SmtpManner, times?: number): void;
  close(): Promise<void>;
}

/** A mail server of RFC 5321 as far as a client needs one; it says what a test wants it to say. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  let manner: SmtpManner = {};
  let left = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    const mine = left > 0 ? manner : {};
    left -= 1;
    serve(socket, mine, lines, (mail) => mails.push(mail));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    lines,
    behave: (next, times = Number.MAX_SAFE_INTEGER) => {
      manner = next;
      left = times;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serve(
  socket: Socket,
  manner: SmtpManner,
  lines: string[],
  take: (mail: ReceivedMail) => void,
): void {
  let buffer = '';
  let isData = false;
  let from = '';
  let to = '';
  const say = (usual: string, instead?: Reply): boolean => {
    if (instead === 'hang') return false;
    if (instead === 'reset') {
      socket.resetAndDestroy();
      return false;
    }
    socket.write(`${instead ?? usual}\r\n`);
    return instead === undefined;
  };
  say('220 mail.test ESMTP', manner.greeting);
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    buffer += chunk;
    for (;;) {
      const end = buffer.indexOf(isData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const text = buffer.slice(0, end);
      buffer = buffer.slice(end + (isData ? 5 : 2));
      if (isData) {
        isData = false;
        // Known to the server before the client hears of it, as after a crash in between.
        if (manner.end === undefined) take({ from, to, data: text });
        say('250 taken', manner.end);
        continue;
      }
      lines.push(text);
      const verb = text.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') say('250-mail.test\r\n250 AUTH PLAIN');
      else if (verb === 'AUTH') say('235 welcome', manner.AUTH);
      else if (verb === 'MAIL') say('250 ok', ((from = addressIn(text)), undefined));
      else if (verb === 'RCPT') say('250 ok', ((to = addressIn(text)), manner.RCPT));
      else if (verb === 'DATA') isData = say('354 go on', manner.DATA);
      else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else say('250 ok');
    }
  });
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}
