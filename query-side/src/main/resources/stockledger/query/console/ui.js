// What every view is made of. Functions return templates; lit-html escapes all values in them.

import { html, svg, nothing, render } from './lib/lit-html.js';
import { repeat } from './lib/directives/repeat.js';
import { live } from './lib/directives/live.js';
import { differences } from './diff.js';
import * as format from './format.js';
import { icon } from './icons.js';

export { html, svg, nothing, render, repeat, live, format, icon };

/* ---- text ---- */

/** A short state in colour: 'neutral', 'ok', 'info', 'warn' or 'bad'. */
export function badge(text, tone = 'neutral') {
  return html`<span class="badge ${tone}">${text}</span>`;
}

const TONES = {
  ok: ['inStock', 'up', 'served', 'clean', 'done', 'finished', 'completed', 'confirmed', 'active', 'succeeded', 'delivered', 'shipped', 'switched', 'live'],
  info: ['building', 'running', 'queued', 'comparing', 'caughtUp', 'held', 'kept', 'accepted', 'backorder', 'pending', 'delivering'],
  warn: ['lowStock', 'low', 'paused', 'waiting', 'degraded', 'different', 'retrying', 'warning', 'expired'],
  bad: ['outOfStock', 'out', 'down', 'failed', 'stopped', 'parked', 'critical', 'revoked', 'drifted', 'stuck'],
};

/** A status of the API, in its colour. */
export function status(name) {
  const camel = String(name).replace(/[-_](\w)/g, (_, letter) => letter.toUpperCase());
  const tone = Object.keys(TONES).find((one) => TONES[one].includes(camel)) ?? 'neutral';
  return badge(format.words(name), tone);
}

/** A time in the reader's zone, with UTC as its title. */
export function time(iso) {
  return iso ? html`<time datetime=${iso} title="${utc(iso)}">${format.localTime(iso)}</time>` : '–';
}

/** How long ago a time was, with the time as its title. */
export function ago(iso) {
  return iso
    ? html`<time datetime=${iso} title="${format.localTime(iso)} (${utc(iso)})">${format.relative(iso)}</time>`
    : '–';
}

function utc(iso) {
  return String(iso).replace('T', ' ').replace(/(\.\d{3})\d+/, '$1').replace(/Z$/, ' UTC');
}

export function num(value) {
  return html`<span class="num">${format.number(value)}</span>`;
}

export function money(price) {
  return html`<span class="num">${format.money(price)}</span>`;
}

/** An identifier, in the font of code. */
export function code(text) {
  return html`<code>${text}</code>`;
}

export function skuLink(sku) {
  return html`<a class="id" href="/console/products/${encodeURIComponent(sku)}">${sku}</a>`;
}

export function eventLink(id, text = 'Event') {
  return id ? html`<a href="/console/events/${encodeURIComponent(id)}">${text}</a>` : text;
}

/** A button that copies a text. */
export function copy(text, label = 'Copy') {
  return html`<button type="button" class="quiet small" @click=${() => copyText(text)}>${icon('copy')}${label}</button>`;
}

/** Copies a text. Browsers allow that on https and localhost only: elsewhere the text is shown, to be copied by hand. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast('Copied.');
  } catch {
    dialog({ title: 'Copy' }, () => html`<div class="dialog-body">
      <textarea class="copy" rows="6" readonly aria-label="Text to copy" autofocus @focus=${(event) => event.target.select()}>${text}</textarea></div>`);
  }
}

/* ---- structure ---- */

/**
 * A whole view.
 *
 * @param title text of the heading
 * @param subtitle template below it
 * @param parent {href, text} of the view above
 * @param actions template of buttons beside the heading
 */
export function page({ title, subtitle, parent, actions }, content) {
  return html`
    <header class="page-head">
      <div class="page-title">
        ${parent ? html`<a class="crumb" href=${parent.href}>${icon('back')}${parent.text}</a>` : nothing}
        <div class="heading"><h1 tabindex="-1">${title}</h1><span class="live" hidden></span></div>
        ${subtitle ? html`<p class="subtitle">${subtitle}</p>` : nothing}
      </div>
      ${actions ? html`<div class="actions">${actions}</div>` : nothing}
    </header>
    <div class="page-body">${content}</div>`;
}

/** An id that stays the same when a view is rendered again. */
function idOf(prefix, text) {
  return `${prefix}-${String(text).toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/** A section with a heading. With flush its content touches the borders, as a table does. */
export function panel({ title, note, actions, flush = false, wide = false }, content) {
  const id = title ? idOf('panel', title) : nothing;
  return html`
    <section class="panel ${flush ? 'flush' : ''} ${wide ? 'wide' : ''}" aria-labelledby=${id}>
      ${title ? html`
        <header class="panel-head">
          <h2 id=${id}>${title}</h2>
          ${note ? html`<span class="note">${note}</span>` : nothing}
          ${actions ? html`<div class="actions">${actions}</div>` : nothing}
        </header>` : nothing}
      <div class="panel-body">${content}</div>
    </section>`;
}

/** Panels side by side where there is room. */
export function columns(...content) {
  return html`<div class="columns">${content}</div>`;
}

/** Figures: {label, value, note, tone, href}. */
export function tiles(list) {
  return html`<dl class="tiles">${list.map((tile) => html`
    <div class="tile ${tile.tone ?? ''}">
      <dt>${tile.href ? html`<a href=${tile.href}>${tile.label}</a>` : tile.label}</dt>
      <dd><strong>${tile.value}</strong>${tile.note ? html`<span class="note">${tile.note}</span>` : nothing}</dd>
    </div>`)}</dl>`;
}

/** Names and values: [[name, value], …]; pairs without a value are left out. */
export function facts(pairs) {
  const shown = pairs.filter((pair) => pair && pair[1] !== undefined && pair[1] !== null && pair[1] !== '');
  return html`<dl class="facts">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/**
 * A table that becomes a list of cards on a phone: the first column is a card's heading.
 *
 * @param caption names it for screen readers
 * @param columns {name, cell(row), numeric, minor, actions}: a minor column is left out on a phone
 * @param rows the rows
 * @param key of a row, for lit-html to keep its elements
 * @param empty text, or template, without rows
 */
export function table({ caption, columns: shown, rows, key, empty: without = 'Nothing to show.', rowClass }) {
  if (!rows.length) {
    return typeof without === 'string' ? empty(without) : without;
  }
  const row = (one) => html`<tr class=${rowClass?.(one) ?? nothing}>${shown.map((column) => html`
    <td class=${cellClass(column)} data-label=${column.name}><div>${column.cell(one)}</div></td>`)}</tr>`;
  return html`
    <div class="table-scroll">
      <table>
        <caption class="hidden">${caption}</caption>
        <thead><tr>${shown.map((column) => html`<th scope="col" class=${cellClass(column)}>${
          column.actions ? html`<span class="hidden">${column.name}</span>` : column.name}</th>`)}</tr></thead>
        <tbody>${key ? repeat(rows, key, row) : rows.map(row)}</tbody>
      </table>
    </div>`;
}

function cellClass(column) {
  return [column.numeric && 'numeric', column.minor && 'minor', column.actions && 'row-actions'].filter(Boolean).join(' ') || nothing;
}

/** Links to other pages of a list; a link without address is left out. */
export function pager({ first, previous, next, note }) {
  if (!first && !previous && !next && !note) {
    return nothing;
  }
  return html`
    <nav class="pager" aria-label="Pages">
      <span class="note">${note ?? nothing}</span>
      ${first ? html`<a class="button small" href=${first}>First page</a>` : nothing}
      ${previous ? html`<a class="button small" rel="prev" href=${previous}>Previous</a>` : nothing}
      ${next ? html`<a class="button small" rel="next" href=${next}>Next</a>` : nothing}
    </nav>`;
}

/** Links to kinds of one view: {text, href, current, count}. */
export function tabs(label, list) {
  return html`<nav class="tabs" aria-label=${label}>${list.map((tab) => html`
    <a href=${tab.href} aria-current=${tab.current ? 'true' : nothing}>${tab.text}${
      tab.count === undefined ? nothing : html`<span class="count">${format.number(tab.count)}</span>`}</a>`)}</nav>`;
}

export function empty(text, more) {
  return html`<div class="empty">${icon('empty')}<p>${text}</p>${more ?? nothing}</div>`;
}

export function loading(rows = 4) {
  return html`<div class="loading" role="status"><span class="hidden">Loading…</span>${
    Array.from({ length: rows }, () => html`<div class="bone"></div>`)}</div>`;
}

/** A notice: tone 'info', 'ok', 'warn' or 'bad'. */
export function notice(tone, content) {
  return html`<div class="notice ${tone}">${icon(tone === 'ok' ? 'check' : tone === 'info' ? 'info' : 'alert')}<div>${content}</div></div>`;
}

/** An error as the API describes it. */
export function problem(error, retry) {
  return html`
    <div class="notice bad" role="alert">${icon('alert')}
      <div>
        <strong>${error.title ?? 'Something went wrong'}</strong>
        <p>${error.detail ?? error.message}</p>
        ${error.errors?.length ? html`<ul>${error.errors.map((one) => html`
          <li><code>${one.path ?? one.name ?? one.field}</code> ${one.detail ?? one.message}</li>`)}</ul>` : nothing}
        <p class="note">${error.code ? html`Code <code>${error.code}</code>` : nothing}
          ${error.traceId ? html` · Trace <code>${error.traceId}</code>` : nothing}</p>
        ${retry ? html`<button type="button" class="small" @click=${retry}>Try again</button>` : nothing}
      </div>
    </div>`;
}

/** How far something is, from 0 to 100. */
export function progress(percent, label) {
  return html`<div class="progress"><progress max="100" value=${percent ?? 0} aria-label=${label}></progress>
    <span class="num">${format.decimal(percent ?? 0, 0)} %</span></div>`;
}

/* ---- forms ---- */

/**
 * A labelled control with hint and error. What the user has typed stays when the view is rendered again with the same value.
 *
 * @param type of the input, or 'select' with options [[value, text], …], or 'textarea', or 'checkbox'
 */
export function field({ label, name, type = 'text', value = '', hint, error, options, onInput, onChange, search = false, ...more }) {
  const id = idOf(`field-${name}`, label);
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || nothing;
  const shared = {
    required: more.required ?? false, placeholder: more.placeholder ?? nothing, min: more.min ?? nothing, max: more.max ?? nothing,
    step: more.step ?? nothing, list: more.list ?? nothing, inputmode: more.inputmode ?? nothing, pattern: more.pattern ?? nothing,
    maxlength: more.maxlength ?? nothing,
  };
  const input = () => html`<input id=${id} name=${name} type=${type} .value=${String(value ?? '')} ?required=${shared.required}
    ?data-search=${search} ?autofocus=${more.autofocus ?? false} placeholder=${shared.placeholder} min=${shared.min} max=${shared.max}
    step=${shared.step} list=${shared.list} inputmode=${shared.inputmode} pattern=${shared.pattern} maxlength=${shared.maxlength}
    autocomplete=${more.autocomplete ?? 'off'} spellcheck="false" aria-describedby=${described} aria-invalid=${error ? 'true' : nothing}
    @input=${onInput ?? nothing} @change=${onChange ?? nothing}>`;
  const control = {
    select: () => html`<select id=${id} name=${name} aria-describedby=${described} ?required=${shared.required} @change=${onChange ?? nothing}>
      ${(options ?? []).map(([key, text]) => html`<option value=${key} ?selected=${String(key) === String(value ?? '')}>${text}</option>`)}</select>`,
    textarea: () => html`<textarea id=${id} name=${name} rows=${more.rows ?? 3} ?required=${shared.required} maxlength=${shared.maxlength}
      aria-describedby=${described} aria-invalid=${error ? 'true' : nothing} placeholder=${shared.placeholder} .value=${String(value ?? '')}
      @input=${onInput ?? nothing}></textarea>`,
    checkbox: () => html`<input id=${id} name=${name} type="checkbox" .checked=${Boolean(value)} aria-describedby=${described}
      @change=${onChange ?? nothing}>`,
  }[type] ?? input;
  return html`
    <div class="field ${type} ${error ? 'invalid' : ''}">
      <label for=${id}>${label}</label>
      ${control()}
      ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
      ${error ? html`<p class="error" id="${id}-error">${error}</p>` : nothing}
    </div>`;
}

/** The values of a form's controls by name; a checkbox is true or false, an empty text is left out. */
export function values(form) {
  const found = {};
  for (const control of form.elements) {
    if (control.name) {
      if (control.type === 'checkbox') {
        found[control.name] = control.checked;
      } else if (control.value !== '') {
        found[control.name] = control.value;
      }
    }
  }
  return found;
}

/** Calls onSubmit(values, form) instead of leaving the page. */
export function submit(onSubmit) {
  return (event) => {
    event.preventDefault();
    return onSubmit(values(event.target), event.target);
  };
}

/* ---- dialogs and messages ---- */

/**
 * Opens a dialog and resolves with what close was called with; undefined when it was cancelled.
 *
 * @param content ({close, update}) => template; update() renders it again
 */
export function dialog({ title, wide = false, className = '' }, content) {
  return new Promise((resolve) => {
    const element = document.createElement('dialog');
    element.className = `${wide ? 'wide' : ''} ${className}`;
    element.setAttribute('aria-label', title);
    let result;
    const close = (value) => {
      result = value;
      element.close();
    };
    const update = () => render(html`
      <header><h2>${title}</h2><button type="button" class="quiet" aria-label="Close" @click=${() => close()}>${icon('close')}</button></header>
      ${content({ close, update })}`, element);
    element.addEventListener('close', () => {
      element.remove();
      resolve(result);
    });
    update();
    document.body.append(element);
    element.showModal();
    (element.querySelector('[autofocus]') ?? element.querySelector('input, textarea, select'))?.focus();
  });
}

/** Asks before something is done; resolves with true or undefined. */
export function confirm({ title, text, action = 'Confirm', tone = 'primary' }) {
  return dialog({ title }, ({ close }) => html`
    <div class="dialog-body">${typeof text === 'string' ? html`<p>${text}</p>` : text}</div>
    <footer><button type="button" @click=${() => close()}>Cancel</button>
      <button type="button" class=${tone} autofocus @click=${() => close(true)}>${action}</button></footer>`);
}

/**
 * Asks for the reason that an operator's action needs, and executes it.
 *
 * @param more template of further fields of the form
 * @param run (values) => promise; values has reason and those of the further fields. Its problem is shown in the dialog
 * @return what run returned; undefined when it was cancelled
 */
export function confirmWithReason({ title, text, action = 'Confirm', tone = 'primary', more, run }) {
  let failed = null;
  let busy = false;
  return dialog({ title }, ({ close, update }) => {
    const onSubmit = submit(async (given) => {
      busy = true;
      update();
      try {
        close((await run(given)) ?? true);
      } catch (e) {
        failed = e;
        busy = false;
        update();
      }
    });
    return html`
      <form @submit=${onSubmit}>
        <div class="dialog-body">
          ${typeof text === 'string' ? html`<p>${text}</p>` : text ?? nothing}
          ${more ?? nothing}
          <div class="field textarea"><label for="reason">Reason</label>
            <textarea id="reason" name="reason" rows="3" required maxlength="200" autofocus></textarea>
            <p class="hint">Recorded with your name in the list of actions.</p></div>
          ${failed ? problem(failed) : nothing}
        </div>
        <footer><button type="button" @click=${() => close()}>Cancel</button>
          <button class=${tone} ?disabled=${busy}>${busy ? 'Working…' : action}</button></footer>
      </form>`;
  });
}

/** A message that goes by itself. */
export function toast(text, tone = 'info') {
  const region = document.getElementById('toasts');
  const element = document.createElement('div');
  element.className = `toast ${tone}`;
  if (tone === 'bad') {
    element.setAttribute('role', 'alert');
  }
  element.textContent = text;
  region.append(element);
  setTimeout(() => element.remove(), tone === 'bad' ? 10_000 : 5_000);
}

/** Shows a failed action as a message. */
export function toastProblem(error) {
  if (error.name !== 'AbortError') {
    toast(`${error.title ?? 'Failed'}: ${error.detail ?? error.message}`, 'bad');
  }
}

/** Says a text to screen readers. */
export function announce(text) {
  const region = document.getElementById('announcer');
  if (region) {
    region.textContent = text;
  }
}

/* ---- JSON ---- */

/** What differs between two JSON values, field by field. */
export function diff(before, after, { beforeName = 'Before', afterName = 'After', empty: without = 'No difference.' } = {}) {
  const found = differences(before, after);
  return found.length
    ? html`<table class="diff"><caption class="hidden">Differences</caption>
        <thead><tr><th scope="col">Field</th><th scope="col">${beforeName}</th><th scope="col">${afterName}</th></tr></thead>
        <tbody>${found.map((one) => html`<tr><th scope="row"><code>${one.path || 'all'}</code></th>
          <td data-label=${beforeName}>${one.before === undefined ? html`<span class="none">none</span>` : html`<del>${format.inline(one.before)}</del>`}</td>
          <td data-label=${afterName}>${one.after === undefined ? html`<span class="none">none</span>` : html`<ins>${format.inline(one.after)}</ins>`}</td></tr>`)}</tbody></table>`
    : html`<p class="note">${without}</p>`;
}

/** A JSON value whose objects and arrays can be folded. */
export function json(value, { open = 2, label = 'JSON' } = {}) {
  return html`<div class="json" role="group" aria-label=${label}>${tree(value, open)}</div>`;
}

function tree(value, open, name) {
  const before = name === undefined ? nothing : html`<span class="json-key">${name}</span>: `;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const [left, right] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
    if (!entries.length) {
      return html`<div>${before}${left}${right}</div>`;
    }
    return html`<details ?open=${open > 0}>
      <summary>${before}${left}<span class="json-size">${entries.length}</span>${right}</summary>
      <div class="json-members">${entries.map(([key, one]) => tree(one, open - 1, key))}</div></details>`;
  }
  const kind = value === null ? 'null' : typeof value;
  return html`<div>${before}<span class="json-${kind}">${JSON.stringify(value)}</span></div>`;
}
