/** Draws a form of the bot as a dialog over the chat. */
import { html, nothing, type TemplateResult } from 'lit-html';
import type { FormField } from '../form-limits.ts';
import type { WorldSnapshot } from '../protocol.ts';
import { FORM_CHANNEL, FORM_TEXT, LONG_TEXT } from './discord-values.ts';
import type { PageState } from './state.ts';

export interface FormActions {
  send(customId: string, values: Readonly<Record<string, readonly string[]>>): void;
  cancel(): void;
}

export function formView({ form, formProblem, world }: PageState, actions: FormActions): unknown {
  if (!form) return nothing;
  const submit = (event: Event) => {
    event.preventDefault();
    const filled = new FormData(event.target as HTMLFormElement);
    const values = form.components.map(({ component: { custom_id } }) => [
      custom_id,
      filled.getAll(custom_id).map(String).filter(Boolean),
    ]);
    actions.send(form.custom_id, Object.fromEntries(values));
  };
  return html`<dialog class="form" aria-labelledby="form-title" @cancel=${actions.cancel}>
    <form @submit=${submit}>
      <h2 id="form-title">${form.title}</h2>
      ${form.components.map(
        ({ label, description, component }) => html`<label>
          <b>${label}${(component.required ?? true) ? nothing : html` <span class="optional">(optional)</span>`}</b>
          ${description ? html`<span class="form-hint">${description}</span>` : nothing}
          ${fieldView(component, world?.channels ?? [])}
        </label>`,
      )}
      ${formProblem ? html`<p class="failed" role="alert">${formProblem}</p>` : nothing}
      <p class="form-buttons">
        <button type="button" class="button" @click=${actions.cancel}>Cancel</button>
        <button type="submit" class="button primary">Submit</button>
      </p>
    </form>
  </dialog>`;
}

/** Opens a dialog that was just drawn, which keeps the focus inside. */
export function openDialog(area: HTMLElement): void {
  const dialog = area.querySelector('dialog');
  if (dialog && !dialog.open) dialog.showModal();
}

function fieldView(field: FormField, channels: WorldSnapshot['channels']): TemplateResult {
  const isRequired = field.required ?? true;
  if (Number(field.type) === FORM_TEXT && 'style' in field) {
    return Number(field.style) === LONG_TEXT
      ? html`<textarea name=${field.custom_id} rows="3" maxlength=${field.max_length ?? 4000} placeholder=${field.placeholder ?? ''} ?required=${isRequired} .value=${field.value ?? ''}></textarea>`
      : html`<input name=${field.custom_id} maxlength=${field.max_length ?? 4000} placeholder=${field.placeholder ?? ''} ?required=${isRequired} value=${field.value ?? ''} autocomplete="off" />`;
  }
  const options =
    Number(field.type) === FORM_CHANNEL && 'default_values' in field
      ? channels.map(({ id, name }) => ({
          value: id,
          label: `# ${name}`,
          isChosen: field.default_values?.some((chosen) => chosen.id === id) ?? false,
        }))
      : 'options' in field
        ? field.options.map(({ value, label, default: isChosen = false }) => ({ value, label, isChosen }))
        : [];
  return html`<select name=${field.custom_id} ?required=${isRequired}>
    ${options.map(({ value, label, isChosen }) => html`<option value=${value} ?selected=${isChosen}>${label}</option>`)}
  </select>`;
}
