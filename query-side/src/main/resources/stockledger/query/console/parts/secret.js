// A secret that is shown once.

import { copy, dialog, html, nothing, notice } from '../ui.js';

/**
 * Shows a secret that is stored nowhere, until the user says that it is kept.
 *
 * @param what it is, such as "key"
 * @param more template below it
 */
export function showSecret({ title, secret, what, more }) {
  return dialog({ title, wide: true }, ({ close }) => html`
    <div class="dialog-body">
      ${secret
        ? html`
          ${notice('warn', html`<strong>Keep it now.</strong> This ${what} is shown once: it is not stored and cannot be shown again.`)}
          <div class="secret"><code id="secret">${secret}</code>${copy(secret, `Copy the ${what}`)}</div>`
        : notice('warn', `The ${what} was shown when it was made, and cannot be shown again.`)}
      ${more ?? nothing}
    </div>
    <footer><button type="button" class="primary" @click=${() => close(true)}>I have kept it</button></footer>`);
}
