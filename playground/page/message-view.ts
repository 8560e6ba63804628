/** Draws one entry of the chat: a message, a failure, or a pending action. */
import type { APIMessage, APIUser } from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit-html';
import type { WorldSnapshot } from '../protocol.ts';
import type { PressActions } from './button-view.ts';
import { componentsView } from './component-view.ts';
import { embedView } from './embed-view.ts';
import { markdownView } from './markdown-view.ts';
import { isMenuEntry, messageMenuView, openMenu } from './message-menu.ts';
import { eyeIcon, paperboyMark, personMark, warningIcon } from './pictures.ts';
import {
  type Entry,
  isPress,
  isPrivate,
  isThinking,
  type PageState,
  type PersonAction,
  type Sent,
  type Waiting,
} from './state.ts';
import { messageTimeText } from './time.ts';

export interface EntryActions extends PressActions {
  dismiss(id: string): void;
  reply(messageId: string): void;
  /** Uses an entry of the message's menu. */
  useMenu(messageId: string, name: string): void;
}

export function entryView(entry: Entry, state: PageState, actions: EntryActions): TemplateResult {
  return entry.kind === 'message'
    ? messageView(entry.message, state, actions)
    : failureView(entry, state, actions);
}

/** A sent action until the bot's first response; the style sheet shows it only after a while. */
export function waitingView(waiting: Waiting, state: PageState): TemplateResult {
  return html`<article class="message waiting" data-own aria-hidden="true">
    ${didView('You', waiting, state)}
    <div class="avatar">${paperboyMark}</div>
    <div class="body">${authorView(state.world?.bot)} ${thinkingView(state.world?.bot)}</div>
  </article>`;
}

function messageView(message: APIMessage, state: PageState, actions: EntryActions): TemplateResult {
  const failures = state.entries.flatMap((entry) =>
    entry.kind === 'failure' && isOnMessage(entry.sent.action, message.id) ? [entry] : [],
  );
  const channels = state.world?.channels ?? [];
  return html`<article
    class="message ${isPrivate(message) ? 'private' : ''}"
    data-message-id=${message.id}
    aria-busy=${isThinking(message)}
    ?data-own=${isOwn(message, state.world?.person.id)}
    @contextmenu=${openMenu}
  >
    ${originView(message, state)}
    <div class="avatar">${message.author.bot ? paperboyMark : personMark}</div>
    <div class="body">
      ${authorView(message.author, message.timestamp, placeOf(message, channels), html`${replyView(message, actions)}${menuView(message, state, actions)}`)}
      ${isThinking(message) ? thinkingView(message.author) : nothing}
      ${message.content ? markdownView(withNames(message, state), channels) : nothing} ${message.embeds.map((embed) => embedView(embed, channels))}
      ${message.attachments.map(({ filename, url }) => html`<p class="attachment"><a href=${url} download=${filename}>${filename}</a></p>`)}
      ${componentsView(message, { channels, waiting: state.waiting, actions })}
      ${message.thread ? html`<p class="thread"># ${message.thread.name}</p>` : nothing}
      ${failures.map(({ id, text }) => html`<p class="failed" data-failure=${id}>${warningIcon} ${text}</p>`)}
      ${isPrivate(message) ? privateView(message.id, actions) : nothing}
    </div>
  </article>`;
}

function failureView(
  entry: Entry & { kind: 'failure' },
  state: PageState,
  actions: EntryActions,
): TemplateResult {
  return html`<article class="message private" data-message-id=${entry.id} data-own>
    ${didView('You', entry.sent, state)}
    <div class="avatar">${paperboyMark}</div>
    <div class="body">
      ${authorView(state.world?.bot)}
      <p class="failed">${warningIcon} ${entry.text}</p>
      ${privateView(entry.id, actions)}
    </div>
  </article>`;
}

/** Mentions as people read them. */
function withNames({ content, mentions }: APIMessage, { world }: PageState): string {
  const known = [...mentions, ...(world ? [world.bot, world.person] : [])];
  return content.replace(/<@!?(\d+)>/g, (mention, id) => {
    const user = known.find((one) => one.id === id);
    return user ? `@${displayName(user)}` : mention;
  });
}

/** The person's message, or the replies to it. */
const isOwn = (
  { author, interaction_metadata, referenced_message }: APIMessage,
  personId?: string,
): boolean =>
  [author, interaction_metadata?.user, referenced_message?.author].some((user) => user?.id === personId);

/** Private and pending messages can't be replied to. */
function replyView(message: APIMessage, actions: EntryActions): unknown {
  if (!message.author.bot || isPrivate(message) || isThinking(message)) return nothing;
  return html`<button type="button" class="as-link reply" @click=${() => actions.reply(message.id)}>Reply</button>`;
}

function menuView(message: APIMessage, state: PageState, actions: EntryActions): unknown {
  const names = (state.world?.commands ?? []).filter(isMenuEntry).map(({ name }) => name);
  if (isThinking(message) || names.length === 0) return nothing;
  return messageMenuView(names, displayName(message.author), (name) => actions.useMenu(message.id, name));
}

/** The line above a message that says what it answers. */
function originView(message: APIMessage, state: PageState): unknown {
  const origin = message.interaction_metadata;
  const { referenced_message: replied } = message;
  if (replied) {
    const isOwn = replied.author.id === state.world?.person.id;
    return doneLine(
      isOwn ? 'You' : displayName(replied.author),
      html`<span class="typed">${replied.content || 'an answer'}</span>`,
    );
  }
  if (!origin) return nothing;
  const name = origin.user.id === state.world?.person.id ? 'You' : displayName(origin.user);
  const sent = state.sent.get(origin.id);
  if (sent) return didView(name, sent, state);
  if ('triggering_interaction_metadata' in origin) return doneLine(name, 'filled in a form');
  // For actions before the page was opened, only the command's name is known.
  return message.interaction
    ? doneLine(
        name,
        'target_message_id' in origin
          ? html`used <b>${message.interaction.name}</b>`
          : html`used <span class="command-name">/${message.interaction.name}</span>`,
      )
    : doneLine(name, 'pressed a button');
}

function didView(name: string, { action, label }: Sent, { world }: PageState): TemplateResult {
  if (action.type === 'button') return doneLine(name, html`pressed <b>${label}</b>`);
  if (action.type === 'select') return doneLine(name, html`chose <b>${label}</b>`);
  if (action.type === 'form') return doneLine(name, 'filled in a form');
  if (action.type === 'message-menu') return doneLine(name, html`used <b>${action.name}</b>`);
  const typed = action.options
    .map(({ value }) => world?.channels.find(({ id }) => id === value)?.name ?? String(value))
    .join(' · ');
  return doneLine(
    name,
    html`used <span class="command-name">/${action.name}</span> <span class="typed">${typed}</span>`,
  );
}

function doneLine(name: string, what: unknown): TemplateResult {
  return html`<p class="used"><span class="spine" aria-hidden="true"></span>${personMark}<b>${name}</b> ${what}</p>`;
}

/** The channel of a message outside the visible one: the playground shows all in one log. */
function placeOf({ channel_id }: APIMessage, channels: WorldSnapshot['channels']): string {
  const [shown, ...others] = channels;
  if (shown === undefined || channel_id === undefined || channel_id === shown.id) return '';
  const other = others.find(({ id }) => id === channel_id);
  return other ? `in #${other.name}` : 'Direct message';
}

function authorView(
  author: APIUser | undefined,
  timestamp?: string,
  place = '',
  reply: unknown = nothing,
): TemplateResult {
  const sentAt = timestamp === undefined ? undefined : new Date(timestamp);
  return html`<header class="author">
    <b>${displayName(author)}</b>${author?.bot ? html`<span class="tag">App</span>` : nothing}
    ${
      sentAt
        ? html`<time datetime=${sentAt.toISOString()} title=${sentAt.toLocaleString()}>${messageTimeText(sentAt, new Date())}</time>`
        : nothing
    }
    ${place ? html`<span class="place">${place}</span>` : nothing} ${reply}
  </header>`;
}

function thinkingView(bot: APIUser | undefined): TemplateResult {
  return html`<p class="thinking"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> ${displayName(bot)} is thinking…</p>`;
}

function privateView(id: string, actions: EntryActions): TemplateResult {
  return html`<p class="only-you">
    ${eyeIcon} Only you can see this ·
    <button type="button" class="as-link" @click=${() => actions.dismiss(id)}>Dismiss message</button>
  </p>`;
}

function displayName(user: APIUser | undefined): string {
  return user?.global_name ?? user?.username ?? 'Paperboy';
}

function isOnMessage(action: PersonAction, messageId: string): boolean {
  return isPress(action) && action.messageId === messageId;
}
