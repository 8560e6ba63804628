/** A real mail server on loopback that keeps what it accepts, and refuses as it is told to. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Received {
  readonly to: readonly string[];
  readonly mail: ParsedMail;
  /** The raw mail, headers included. */
  readonly raw: string;
}

/** A refusal such as 550, with its enhanced code and text. */
export interface Refusal {
  readonly at: 'MAIL' | 'RCPT' | 'DATA';
  readonly code: number;
  readonly text: string;
}

export interface TestMailServer {
  /** For SMTP_URL. */
  readonly url: string;
  /** Accepted mails, oldest first. */
  readonly received: readonly Received[];
  readonly counts: { connections: number };
  /** Decides on each step of each mail. */
  refuse: (address: string, at: Refusal['at']) => Refusal | undefined;
  /** Called after a mail is accepted and before the response; an exception breaks the connection. */
  afterTaken: () => unknown;
  close(): Promise<void>;
}

export async function startMailServer(login?: {
  readonly user: string;
  readonly pass: string;
}): Promise<TestMailServer> {
  const received: Received[] = [];
  const counts = { connections: 0 };
  const server = new SMTPServer({
    disabledCommands: login ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    authOptional: !login,
    allowInsecureAuth: true,
    logger: false,
    onConnect(_session, done) {
      counts.connections++;
      done();
    },
    onAuth({ username, password }, _session, done) {
      if (username === login?.user && password === login?.pass) done(null, { user: username });
      else done(Object.assign(new Error('Authentication credentials invalid'), { responseCode: 535 }));
    },
    onMailFrom: ({ address }, _session, done) => done(errorOf(mailServer.refuse(address, 'MAIL'))),
    onRcptTo: ({ address }, _session, done) => done(errorOf(mailServer.refuse(address, 'RCPT'))),
    onData(stream, session, done) {
      void (async () => {
        const raw = await buffer(stream);
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const refusal = mailServer.refuse(to[0] ?? '', 'DATA');
        if (refusal) return done(errorOf(refusal));
        received.push({ to, mail: await simpleParser(raw), raw: raw.toString() });
        try {
          await mailServer.afterTaken();
          done();
        } catch {
          for (const connection of server.connections) connection.close();
        }
      })();
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const mailServer: TestMailServer = {
    url: `smtp://${login ? `${login.user}:${encodeURIComponent(login.pass)}@` : ''}127.0.0.1:${port}`,
    received,
    counts,
    refuse: () => undefined,
    afterTaken: () => {},
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailServer;
}

const errorOf = (refusal: Refusal | undefined): Error | null =>
  refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null;
