/** Starts the page: one state, changed by server events and actions, redrawn after every change. */
import { html, render } from 'lit-html';
import type { PageSaid } from '../protocol.ts';
import { askAction, askCommandOf } from './ask.ts';
import { bannerView, type ChatActions, headerView, isReady, logView, serverView } from './chat-view.ts';
import { createComposer } from './composer.ts';
import { openConnection } from './connection.ts';
import { type FormActions, formView, openDialog } from './form-view.ts';
import { leafCommands } from './leaf-commands.ts';
import { recall, remember } from './memory.ts';
import { keepPlace } from './scroll.ts';
import {
  initialState,
  type PageState,
  type PersonAction,
  withAction,
  withAnswer,
  withDismissal,
  withEvent,
  withRefusal,
} from './state.ts';
import { applyRememberedTheme, chooseTheme, currentTheme } from './theme.ts';

/** The private messages that the person dismissed, so that they stay away after a reload. */
const DISMISSED = 'paperboy-dismissed';
const DISMISSED_KEPT = 200;

applyRememberedTheme();
document.addEventListener('DOMContentLoaded', start);

function start(): void {
  render(
    html`<nav class="server" aria-label="Paperboy playground"></nav>
      <main class="chat">
        <header class="channel-header"></header>
        <div class="banners" role="status"></div>
        <div class="scroller" tabindex="0" aria-label="Messages"><div class="log" role="log" tabindex="-1" aria-label="Messages in papers"></div></div>
        <div class="composer-area"></div>
      </main>
      <div class="form-area"></div>`,
    document.body,
  );
  const part = (selector: string) => {
    const element = document.querySelector<HTMLElement>(selector);
    if (!element) throw new Error(`The page has no ${selector}.`);
    return element;
  };
  const [server, header, banners] = [part('.server'), part('.channel-header'), part('.banners')];
  const [scroller, log] = [part('.scroller'), part('.log')];
  const forms = part('.form-area');

  let state: PageState = { ...initialState, dismissed: new Set(recall(DISMISSED)?.split(' ')) };
  let actionCount = 0;
  const update = (next: PageState) => {
    state = next;
    draw();
  };

  const connection = openConnection({
    event: (event) => update(withEvent(state, event)),
    lost: () => update({ ...state, link: 'lost' }),
  });

  const act = async (action: PersonAction, label = '') => {
    const key = `sent-${++actionCount}`;
    update(withAction(state, key, action, label));
    try {
      const { interactionId } = await connection.send(action);
      update(withAnswer(state, key, interactionId));
    } catch (error) {
      update(withRefusal(state, key, error instanceof Error ? error.message : String(error)));
    }
  };

  const say = async (said: PageSaid) => {
    try {
      const { bot } = state.world ?? {};
      const named = new RegExp(`@${bot?.username ?? 'Paperboy'}(?!\\w)`, 'gi');
      await connection.say({ ...said, content: said.content.replace(named, `<@${bot?.id}>`) });
    } catch (error) {
      update({ ...state, problem: error instanceof Error ? error.message : String(error) });
    }
  };

  const composer = createComposer(part('.composer-area'), { act, say, suggest: connection.send });

  const actions: ChatActions = {
    ask(words) {
      const ask = askCommandOf(state.world?.commands ?? []);
      if (ask) act(askAction(ask, words));
      // Focusing the composer would open a phone's keyboard over the answer.
      log.focus({ preventScroll: true });
    },
    press: (messageId, customId, label) => act({ type: 'button', messageId, customId }, label),
    choose: (messageId, customId, { value, label }) =>
      act({ type: 'select', messageId, customId, values: [value] }, label),
    dismiss: (id) => {
      update(withDismissal(state, id));
      remember(DISMISSED, [...state.dismissed].slice(-DISMISSED_KEPT).join(' '));
      composer.focus();
    },
    begin: (command) => composer.begin(command),
    useMenu: (messageId, name) => act({ type: 'message-menu', messageId, name }, name),
    reply: (messageId) => composer.replyTo(messageId),
    moveTime: async (to) => {
      try {
        await connection.moveTime({ to });
      } catch (error) {
        update({ ...state, problem: error instanceof Error ? error.message : String(error) });
      }
    },
    chooseTheme: (theme) => {
      chooseTheme(theme);
      draw();
    },
  };

  const formActions: FormActions = {
    async send(customId, values) {
      const action = { type: 'form', customId, values } as const;
      try {
        await connection.send(action);
        update({ ...state, form: undefined, formProblem: undefined });
      } catch (error) {
        update({ ...state, formProblem: error instanceof Error ? error.message : String(error) });
      }
      composer.focus();
    },
    cancel() {
      update({ ...state, form: undefined, formProblem: undefined });
      composer.focus();
    },
  };

  const draw = () => {
    render(serverView(state, actions), server);
    render(headerView(state, currentTheme(), actions), header);
    render(bannerView(state), banners);
    render(formView(state, formActions), forms);
    openDialog(forms);
    keepPlace(scroller, () => render(logView(state, actions), log));
    composer.update(leafCommands(state.world?.commands ?? [], state.world?.channels ?? []), isReady(state));
  };

  // Typing anywhere goes to the nearest field, as in Discord.
  document.addEventListener('keydown', (event) => {
    const { activeElement } = document;
    const isFree = activeElement === document.body || activeElement === scroller || activeElement === log;
    if (
      !isFree ||
      event.key.length !== 1 ||
      event.key === ' ' ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
      return;
    const ask = document.querySelector<HTMLElement>('#ask');
    if (ask && event.key !== '/') ask.focus();
    else composer.focus();
  });

  matchMedia('(prefers-color-scheme: light)').addEventListener('change', draw);
  draw();
}
