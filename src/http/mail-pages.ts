/**
 * /mail/confirm and /mail/unsubscribe. Opening a link changes nothing, since mail scanners open every link. Only the
 * page's button, or a mail program's one click (RFC 8058), posts.
 */
import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { Clock } from '../lib/clock.ts';
import {
  confirmedPage,
  confirmPage,
  PAGE_STYLE,
  unknownLinkPage,
  unsubscribedPage,
  unsubscribePage,
} from '../reply/mail/page.ts';
import type { Stores } from '../store/stores.ts';
import { confirmByLink, findByLink, unsubscribeByLink } from '../subscriptions/email-consent.ts';
import { nextPost } from '../subscriptions/local-time.ts';
import type { PublicRoutes } from './server.ts';

const STYLE_HASH = createHash('sha256').update(PAGE_STYLE).digest('base64');
const HEADERS = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'`,
  'Cache-Control': 'no-store',
};

export function createMailPages({
  stores,
  clock,
}: {
  readonly stores: Pick<Stores, 'subscriptions' | 'posts'>;
  readonly clock: Pick<Clock, 'now'>;
}): PublicRoutes {
  const now = () => new Date(clock.now());
  // The secret is in the query because failed requests log their path.
  const linkOf = (context: Context): string => context.req.query('link') ?? '';
  const show = (context: Context, page: string, status: 200 | 404 = 200) =>
    context.html(page, status, HEADERS);

  const app = new Hono()
    .get('/confirm', async (context) => {
      const found = await findByLink(stores, linkOf(context), now());
      if (!found) return show(context, unknownLinkPage(), 404);
      return show(
        context,
        found.state.kind === 'unconfirmed' ? confirmPage(found) : confirmedPage(found, undefined),
      );
    })
    .post('/confirm', async (context) => {
      const confirmed = await confirmByLink(stores, linkOf(context), now());
      if (!confirmed) return show(context, unknownLinkPage(), 404);
      const next = confirmed.state.kind === 'active' ? nextPost(confirmed, now())?.at : undefined;
      return show(context, confirmedPage(confirmed, next));
    })
    .get('/unsubscribe', async (context) => {
      const found = await findByLink(stores, linkOf(context), now());
      return found ? show(context, unsubscribePage()) : show(context, unknownLinkPage(), 404);
    })
    .post('/unsubscribe', async (context) => {
      const isGone = await unsubscribeByLink(stores, linkOf(context), now());
      // Always a success: mail programs retry after an error.
      return show(context, isGone ? unsubscribedPage() : unknownLinkPage());
    });
  return { path: '/mail', app };
}
