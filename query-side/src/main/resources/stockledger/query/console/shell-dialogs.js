// Dialogs of the shell: the API key and the keyboard shortcuts.

import { ROUTES } from './routes.js';
import { dialog, html, nothing, submit } from './ui.js';

const SHORTCUTS_OFF = 'stockledger.shortcuts.off';

/** Asks for an API key; resolves with its text, or undefined. @param reason the problem that made it necessary */
export function askForKey(reason) {
  const scope = reason?.more?.scope;
  const text = reason?.code === 'insufficient-scope'
    ? html`The current key lacks the scope <code>${scope}</code>. Enter one that has it.`
    : 'Enter an API key with the scopes of what you want to see. It is kept in this tab only, until you close it or sign out.';
  return dialog({ title: 'API key' }, ({ close }) => html`
    <form @submit=${submit((given) => close(given.key?.trim()))}>
      <div class="dialog-body">
        <p>${text}</p>
        <div class="field"><label for="api-key">API key</label>
          <input id="api-key" name="key" type="password" required autocomplete="off" spellcheck="false" autofocus placeholder="sl_…"></div>
      </div>
      <footer><button type="button" @click=${() => close()}>Cancel</button><button class="primary">Use this key</button></footer>
    </form>`);
}

export function shortcutsAreOn() {
  return localStorage.getItem(SHORTCUTS_OFF) === null;
}

export function showShortcuts() {
  const list = [
    [['/'], 'Search'],
    [['?'], 'Show this list'],
    [['Esc'], 'Close a dialog or the menu'],
    ...ROUTES.filter((route) => route.key).map((route) => [['g', route.key], route.nav]),
  ];
  const onChange = (event) => (event.target.checked ? localStorage.removeItem(SHORTCUTS_OFF) : localStorage.setItem(SHORTCUTS_OFF, '1'));
  return dialog({ title: 'Keyboard shortcuts', className: 'shortcuts-dialog' }, ({ close }) => html`
    <div class="dialog-body">
      <dl class="shortcuts">${list.map(([keys, text]) => html`
        <div><dt>${keys.map((one, i) => html`${i ? ' then ' : nothing}<kbd>${one}</kbd>`)}</dt><dd>${text}</dd></div>`)}</dl>
      <div class="field checkbox"><input type="checkbox" id="shortcuts-on" ?checked=${shortcutsAreOn()} @change=${onChange}>
        <label for="shortcuts-on">Shortcuts of single keys are on</label></div>
    </div>
    <footer><button type="button" class="primary" autofocus @click=${() => close()}>Close</button></footer>`);
}
