// API keys: issued, with a text that is shown once, and revoked.

import { ago, badge, code, confirm, dialog, empty, format, html, icon, nothing, notice, page, pager, panel, problem, table, time, toast, toastProblem, values } from '../ui.js';
import { key } from '../api.js';
import { path } from '../routes.js';
import { showSecret } from '../parts/secret.js';

const SCOPES = [
  ['catalog:read', 'Product pages, lists and availability, where reading the catalog is not public.'],
  ['catalog:write', 'Products and their prices.'],
  ['stock:write', 'Stock, locations, transfers and expected deliveries, also as bulk uploads.'],
  ['reservations:write', 'Reservations.'],
  ['events:read', 'The ledger, and all that reveals events, orders or jobs.'],
  ['ops', 'API keys, projections, meters and the administration in this console.'],
];
const DAYS = [[7, '7 days'], [30, '30 days'], [90, '90 days'], [180, '180 days'], [365, '1 year']];
const SOON_MILLIS = 14 * 86_400_000;

export async function open(ctx) {
  const found = await ctx.get('/v1/api-keys', { limit: 100, cursor: ctx.query.get('cursor') });
  const create = async () => {
    const isFirst = found.items.length === 0 && !ctx.query.get('cursor');
    const issued = await issueDialog(ctx, isFirst);
    if (issued) {
      if (isFirst && issued.key) {
        key.set(issued.key);
      }
      await showSecret({
        title: `Key of ${issued.name}`,
        secret: issued.key,
        what: 'key',
        more: html`${isFirst ? html`<p>Authentication is on now. This tab uses the new key.</p>` : nothing}<p>Send it as <code>Authorization: Bearer …</code>. It expires ${format.relative(issued.expiresAt)}, on ${format.localTime(issued.expiresAt)}.</p>`,
      });
      ctx.reload();
    }
  };
  const revoke = async (one) => {
    const sure = await confirm({
      title: `Revoke the key of ${one.name}`,
      tone: 'danger',
      action: 'Revoke the key',
      text: html`<p>Whoever sends the key <code>${one.id}</code> is refused within seconds. A revoked key cannot be restored: issue another one.</p>`,
    });
    if (sure) {
      try {
        await ctx.post(path`/v1/api-keys/${one.id}/revoke`, {});
        toast(`The key of ${one.name} is revoked.`);
        ctx.reload();
      } catch (e) {
        toastProblem(e);
      }
    }
  };
  ctx.show(page({
    title: 'API keys',
    subtitle: 'What each caller may do. Only a hash of a key is stored.',
    actions: html`<button type="button" class="primary" @click=${create}>${icon('plus')}Issue a key</button>`,
  }, html`
    ${panel({ flush: true, title: format.count(found.items.length, 'key') }, html`
      ${table({
        caption: 'API keys',
        rows: found.items,
        key: (one) => one.id,
        empty: empty('No key is issued: this machine alone may call, with all scopes.', html`<p class="note">The first key turns authentication on.</p>`),
        columns: [
          { name: 'Caller', cell: (one) => html`<b>${one.name}</b><br>${code(one.id)}` },
          { name: 'Scopes', cell: (one) => html`<span class="scopes">${one.scopes.map((scope) => badge(scope, scope === 'ops' ? 'warn' : 'neutral'))}</span>` },
          { name: 'State', cell: state },
          { name: 'Expires', cell: (one) => html`${time(one.expiresAt)}` },
          { name: 'Issued', minor: true, cell: (one) => html`${ago(one.issuedAt)} <span class="note">by ${one.issuedBy}</span>` },
          { name: 'Actions', actions: true, cell: (one) => (one.revokedAt ? nothing : html`<button type="button" class="small" aria-label="Revoke the key of ${one.name}" @click=${() => revoke(one)}>${icon('trash')}Revoke</button>`) },
        ],
      })}
      ${pager({
        first: ctx.query.get('cursor') ? ctx.href({ cursor: null }) : null,
        next: found.nextCursor ? ctx.href({ cursor: found.nextCursor }) : null,
      })}`)}`));
}

function state(one) {
  if (one.revokedAt) {
    return html`${badge('Revoked', 'bad')} <span class="note">${ago(one.revokedAt)}</span>`;
  }
  const left = new Date(one.expiresAt).getTime() - Date.now();
  return left < 0 ? badge('Expired', 'bad') : left < SOON_MILLIS ? badge('Expires soon', 'warn') : badge('Active', 'ok');
}

function issueDialog(ctx, isFirst) {
  const state = { failed: null, busy: false, without: false };
  return dialog({ title: 'Issue an API key' }, ({ close, update }) => {
    const onSubmit = async (event) => {
      event.preventDefault();
      const form = event.target;
      const given = values(form);
      const scopes = SCOPES.map(([scope]) => scope).filter((scope) => form.elements[`scope ${scope}`].checked);
      state.without = scopes.length === 0;
      state.failed = null;
      if (state.without) {
        update();
        return;
      }
      state.busy = true;
      update();
      try {
        const expiresAt = new Date(Date.now() + Number(given.days) * 86_400_000).toISOString();
        close(await ctx.post('/v1/api-keys', { name: given.name.trim(), scopes, expiresAt }));
      } catch (e) {
        state.failed = e;
        state.busy = false;
        update();
      }
    };
    return html`
      <form @submit=${onSubmit}>
        <div class="dialog-body">
          ${isFirst ? notice('warn', html`<strong>The first key turns authentication on.</strong> It needs the scope <code>ops</code>; every caller without a key is refused from then on, this console too until you enter one.`) : nothing}
          <div class="field"><label for="key-name">Caller</label>
            <input id="key-name" name="name" required maxlength="64" pattern="[A-Za-z0-9._\\-]{1,64}" autocomplete="off" spellcheck="false" autofocus aria-describedby="key-name-hint">
            <p class="hint" id="key-name-hint">The name in events and logs: letters, digits, <code>.</code> <code>_</code> <code>-</code></p></div>
          <fieldset><legend>Scopes</legend>
            ${SCOPES.map(([scope, text], i) => html`
              <div class="field checkbox"><input type="checkbox" id="scope-${i}" name="scope ${scope}" ?checked=${isFirst && scope === 'ops'} aria-describedby="scope-${i}-hint">
                <label for="scope-${i}"><code>${scope}</code></label><p class="hint" id="scope-${i}-hint">${text}</p></div>`)}
            ${state.without ? html`<p class="error" role="alert">Choose at least one scope.</p>` : nothing}</fieldset>
          <div class="field"><label for="key-days">Expires in</label>
            <select id="key-days" name="days">${DAYS.map(([days, text]) => html`<option value=${days} ?selected=${days === 90}>${text}</option>`)}</select></div>
          ${state.failed ? problem(state.failed) : nothing}
        </div>
        <footer><button type="button" @click=${() => close()}>Cancel</button>
          <button class="primary" ?disabled=${state.busy}>${state.busy ? 'Working…' : 'Issue the key'}</button></footer>
      </form>`;
  });
}
