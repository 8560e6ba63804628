/** Sends requests through the proxy of HTTPS_PROXY and HTTP_PROXY, which Node.js 20 ignores. */
import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';
import { ConfigError } from '../domain/errors.ts';

// The playground, and a language model on this machine.
const NEVER_PROXIED = ['localhost', '127.0.0.1', '::1'];

/**
 * Every fetch of this process goes through the proxy, except to this machine and to the hosts of NO_PROXY. discord.js's
 * WebSocket and SMTP connect directly.
 * @throws ConfigError if an address is none; it doesn't contain the address, which may have a password.
 */
export function useProxy(env: Readonly<Record<string, string | undefined>>): void {
  const settingOf = (name: string): string | undefined =>
    env[name.toLowerCase()]?.trim() || env[name]?.trim() || undefined;
  const [httpProxy, httpsProxy] = ['HTTP_PROXY', 'HTTPS_PROXY'].map((name) => {
    const address = settingOf(name);
    if (address === undefined) return undefined;
    // Other programs take addresses without a scheme too.
    const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
    if (URL.canParse(url) && /^https?:/i.test(url)) return url;
    throw new ConfigError(
      `${name} isn't the address of an HTTP proxy. Set for example ${name}=http://proxy.example.org:3128.`,
    );
  });
  if (httpProxy === undefined && httpsProxy === undefined) return;
  const noProxy = [...(settingOf('NO_PROXY')?.split(/[\s,]+/) ?? []), ...NEVER_PROXIED].join(',');
  setGlobalDispatcher(
    new EnvHttpProxyAgent({
      noProxy,
      ...(httpProxy !== undefined && { httpProxy }),
      ...(httpsProxy !== undefined && { httpsProxy }),
    }),
  );
}
