/**
 * Who may talk to the page. A web site open in the person's browser must not reach a server on their machine, neither
 * under a name of its own that points here (DNS rebinding: the Host header tells) nor from its own page (the Origin does).
 */
import { isIP, isIPv4 } from 'node:net';

/** Whether only this machine can reach a server that listens there. */
export function isLoopback(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * Whether a request's Host header names this server: on loopback only this machine's own names; else an IP address,
 * which no rebinding can make, or the name in HOST.
 */
export function isOwnHost(header: string | undefined, listenHost: string): boolean {
  const host = hostOf(header);
  if (host === undefined) return false;
  if (isLoopback(host)) return true;
  return !isLoopback(listenHost) && (isIP(host) !== 0 || host === listenHost.toLowerCase());
}

/** Whether a request's Host header names the address under which a proxy reaches this server from outside. */
export function isPublicHost(header: string | undefined, publicUrl: string | undefined): boolean {
  return publicUrl !== undefined && hostOf(header) === hostOf(new URL(publicUrl).host);
}

/** Whether a request comes from this server's own page, or from no page at all: browsers name the page, programs don't. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

/** The host in `host`, `host:port` or `[IPv6]:port`, lower case and without brackets. */
function hostOf(header: string | undefined): string | undefined {
  const parts = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s/@]+))(?::\d{1,5})?$/i.exec(header ?? '');
  return (parts?.[1] ?? parts?.[2])?.toLowerCase();
}
