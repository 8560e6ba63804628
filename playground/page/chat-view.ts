/** The window around the conversation: server column, channel header, banner, and message log. */
import type { APIApplicationCommand } from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { TimeMove } from '../protocol.ts';
import { askCommandOf } from './ask.ts';
import { isSlashCommand } from './command-draft.ts';
import { type EntryActions, entryView, waitingView } from './message-view.ts';
import { moonIcon, paperboyMark, personMark, sunIcon } from './pictures.ts';
import { isPress, type PageState } from './state.ts';
import type { Theme } from './theme.ts';
import { dayTimeText } from './time.ts';
import { welcomeView } from './welcome-view.ts';

const MINUTE_MS = 60_000;

export interface ChatActions extends EntryActions {
  ask(words: string): void;
  begin(command: APIApplicationCommand): void;
  chooseTheme(theme: Theme): void;
  moveTime(to: TimeMove['to']): void;
}

/** The left column: the server, and the commands. */
export function serverView(state: PageState, actions: ChatActions): TemplateResult {
  const { world } = state;
  return html`<p class="server-name">${paperboyMark} ${world?.guildName ?? 'Paperboy playground'}</p>
    <p class="column-title">Channels</p>
    <p class="channel" aria-current="page"><span class="hash" aria-hidden="true">#</span>${world?.channelName ?? 'papers'}</p>
    <p class="column-title" id="commands-title">Commands</p>
    <ul class="commands" aria-labelledby="commands-title">
      ${world?.commands.filter(isSlashCommand).map(
        (command) => html`<li>
          <button type="button" title=${command.description} @click=${() => actions.begin(command)}>
            <b>/${command.name}</b><span>${command.description}</span>
          </button>
        </li>`,
      )}
    </ul>
    <p class="person">${personMark} <span><b>${world?.person.global_name ?? world?.person.username ?? 'You'}</b><small>Playground</small></span></p>`;
}

export function headerView(state: PageState, theme: Theme, actions: ChatActions): TemplateResult {
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  return html`<h1><span class="hash" aria-hidden="true">#</span>${state.world?.channelName ?? 'papers'}</h1>
    <p class="topic">${state.world?.guildName ?? 'Paperboy playground'}</p>
    ${timeView(state, actions)}
    <button
      type="button"
      class="theme"
      aria-label="Switch to the ${other} theme"
      title="Switch to the ${other} theme"
      @click=${() => actions.chooseTheme(other)}
    >
      ${theme === 'dark' ? sunIcon : moonIcon}
    </button>`;
}

/** Controls that move time, so that nobody waits for tomorrow's post. */
function timeView({ world }: PageState, actions: ChatActions): unknown {
  if (!world) return nothing;
  return html`<p class="time-travel">
    ${
      world.nowMs > Date.now() + MINUTE_MS
        ? html`<time datetime=${new Date(world.nowMs).toISOString()} title="The playground's time">${dayTimeText(world.nowMs)}</time>`
        : nothing
    }
    <button type="button" title="Move time ahead to the next daily post" @click=${() => actions.moveTime('next-post')}>Next post</button>
    <button type="button" title="Move time ahead to tomorrow, 9:00" @click=${() => actions.moveTime('next-morning')}>Next morning</button>
  </p>`;
}

export function bannerView(state: PageState): unknown {
  if (state.link === 'lost') {
    return html`<p class="banner"><b>The playground has stopped.</b> Start it again with <code>npm start</code>; this page comes back by itself.</p>`;
  }
  if (state.world && !state.world.isBotOnline) {
    return html`<p class="banner"><b>Paperboy is offline.</b> Its terminal says why; <code>npm start</code> starts it again, and this page notices.</p>`;
  }
  if (state.problem) return html`<p class="banner">${state.problem}</p>`;
  return nothing;
}

export function logView(state: PageState, actions: ChatActions): unknown {
  if (!state.world) return nothing;
  // A button's result appears on the button's own message.
  const entries = state.entries.filter((entry) => entry.kind === 'message' || !isPress(entry.sent.action));
  const waiting = state.waiting.filter(({ action }) => !isPress(action));
  const ask = askCommandOf(state.world.commands);
  if (entries.length === 0 && waiting.length === 0) {
    return welcomeView(ask?.maxChars ?? 6000, ask !== undefined && isReady(state), actions.ask);
  }
  return html`${repeat(
    entries,
    ({ id }) => id,
    (entry) => entryView(entry, state, actions),
  )}${repeat(
    waiting,
    ({ key }) => key,
    (one) => waitingView(one, state),
  )}`;
}

/** True if the bot can be asked. */
export function isReady(state: PageState): boolean {
  return state.link === 'open' && state.world?.isBotOnline === true;
}
