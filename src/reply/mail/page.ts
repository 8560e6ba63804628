/** The pages behind links in mails, without scripts, images or external resources. */
import type { Subscription } from '../../domain/subscription.ts';
import { scheduleOf } from '../digest.ts';
import { type Html, html, raw } from '../html.ts';

/** One style sheet for every page, so that the Content-Security-Policy can name it by its hash. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --page: #ffffff; --strong: #1f1d1a; --text: #33302b; --accent: #b03a06; --on-accent: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --page: #1b1a18; --strong: #f4f1ec; --text: #d8d3cb; --accent: #ff9d70; --on-accent: #1b1a18; }
}
body { margin: 0; background: var(--page); color: var(--text); font: 17px/26px -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 12vh 24px 48px; }
h1 { margin: 0 0 12px; color: var(--strong); font-size: 26px; line-height: 32px; }
p { margin: 0 0 12px; }
button { margin-top: 12px; padding: 12px 24px; border: 0; border-radius: 8px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--strong); outline-offset: 2px; }
`;

const page = (title: string, content: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Paperboy</title>
<style>${raw(PAGE_STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.toString();

/** A form without an action posts to the page's own address, whatever a proxy calls it; the secret is in there. */
const button = (label: string): Html => html`<form method="post"><button>${label}</button></form>`;

export const confirmPage = (subscription: Subscription): string =>
  page(
    'Daily papers by email',
    html`<p>Have a list of trending machine-learning papers sent to your address, ${scheduleOf(subscription)}.</p>
<p>Each mail has a link that ends it.</p>
${button('Confirm')}`,
  );

/** `next` is the time of the first mail. */
export const confirmedPage = (subscription: Subscription, next: Date | undefined): string =>
  page(
    'Confirmed',
    html`<p>The papers come ${scheduleOf(subscription)}${
      next && `. The first mail is due on ${dateIn(next, subscription.timeZone)}`
    }.</p>
<p>Each mail has a link that ends it. On Discord, <b>/digest edit</b> changes it.</p>`,
  );

export const unsubscribePage = (): string =>
  page(
    'Unsubscribe',
    html`<p>No more papers are sent to your address, and Paperboy forgets it.</p>
${button('Unsubscribe')}`,
  );

export const unsubscribedPage = (): string =>
  page(
    'Unsubscribed',
    html`<p>No more mail comes from this subscription, and the address is forgotten.</p>
<p>Was that a slip? On Discord, <b>/digest email</b> subscribes it again.</p>`,
  );

export const unknownLinkPage = (): string =>
  page(
    'This link has expired',
    html`<p>It was used to unsubscribe, it is older than 48 hours, or a part of it is missing.</p>
<p>On Discord, <b>/digest email</b> sends a new one.</p>`,
  );

const dateIn = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: 'numeric', month: 'long' }).format(at);
