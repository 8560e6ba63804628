/** The first screen: one sentence, one field, three examples. */
import { html, type TemplateResult } from 'lit-html';
import { EXAMPLES } from './ask.ts';
import { paperboyMark } from './pictures.ts';

export function welcomeView(
  maxChars: number,
  isReady: boolean,
  ask: (words: string) => void,
): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    const words = String(new FormData(event.target as HTMLFormElement).get('words') ?? '').trim();
    if (words && isReady) ask(words);
  };
  return html`<section class="welcome" aria-labelledby="welcome-title">
    ${paperboyMark}
    <h2 id="welcome-title">Hi, I’m Paperboy.</h2>
    <p>I find machine-learning papers by what they are about, and sum them up for you.</p>
    <form class="ask" @submit=${submit}>
      <label class="unseen" for="ask">Ask for papers on a topic</label>
      <input
        id="ask"
        name="words"
        placeholder="Ask for papers on…"
        maxlength=${maxChars}
        autocomplete="off"
        enterkeyhint="search"
      />
      <button type="submit" class="button primary" aria-disabled=${!isReady}>Ask</button>
    </form>
    <div class="examples" role="group" aria-label="Examples to try">
      ${EXAMPLES.map(
        (words) =>
          html`<button type="button" class="example" aria-disabled=${!isReady} @click=${() => isReady && ask(words)}>${words}</button>`,
      )}
    </div>
  </section>`;
}
