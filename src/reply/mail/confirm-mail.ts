/** The mail that asks to confirm an address. It holds nothing written by the person who typed the address. */
import type { Subscription } from '../../domain/subscription.ts';
import { scheduleOf } from '../digest.ts';
import { html } from '../html.ts';
import { type Mail, mailDocument, STYLE } from './mail.ts';

export function confirmMail(subscription: Subscription, confirmUrl: string): Mail {
  const title = 'Confirm your daily papers by email';
  const asked = `Somebody, hopefully you, asked Paperboy on Discord to send a list of trending machine-learning papers to this address, ${scheduleOf(subscription)}.`;
  const otherwise =
    'If that was not you, do nothing: without a confirmation nothing more comes, and in 48 hours the address is forgotten.';
  return {
    subject: title,
    text: `${title}\n\n${asked}\n\nTo get the list, open this page and press Confirm there, within 48 hours:\n${confirmUrl}\n\n${otherwise}\n`,
    html: mailDocument(
      title,
      html`<h1 class="strong" style="${STYLE.heading}">${title}</h1>
<p class="text" style="${STYLE.text}">${asked}</p>
<p class="text" style="${STYLE.text}">To get the list, open this page and press Confirm there, within 48 hours:</p>
<p style="${STYLE.text};margin:18px 0 0"><a style="${STYLE.button}" href="${confirmUrl}">Open the page</a></p>`,
      html`<p class="quiet" style="${STYLE.quiet}">${otherwise}</p>`,
    ),
  };
}
