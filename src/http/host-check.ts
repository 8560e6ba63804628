/**
 * Decides who may talk to the playground page. A web site in the person's browser must not reach a server on their
 * machine: the Host header reveals DNS rebinding, and the Origin header reveals another site's page.
 */
import { isIP, isIPv4 } from 'node:net';

/** True if only this machine can reach a server that listens on `host`. */
export function isLoopback(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * True if the Host header names this server. On loopback these are the machine's own names; elsewhere an IP address,
 * which rebinding can't fake, or the name in HOST.
 */
export function isOwnHost(header: string | undefined, listenHost: string): boolean {
  const host = hostOf(header);
  if (host === undefined) return false;
  if (isLoopback(host)) return true;
  return !isLoopback(listenHost) && (isIP(host) !== 0 || host === listenHost.toLowerCase());
}

/** True if the Host header names the public address that a proxy forwards. */
export function isPublicHost(header: string | undefined, publicUrl: string | undefined): boolean {
  return publicUrl !== undefined && hostOf(header) === hostOf(new URL(publicUrl).host);
}

/** True for requests from this server's own page or from no page: browsers send an Origin, programs don't. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

/** The host in `host`, `host:port` or `[IPv6]:port`, lower case and without brackets. */
function hostOf(header: string | undefined): string | undefined {
  const parts = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s/@]+))(?::\d{1,5})?$/i.exec(header ?? '');
  return (parts?.[1] ?? parts?.[2])?.toLowerCase();
}
