// The count sheet: counts by location, their differences, and what most likely caused them.

import { announce, badge, code, dialog, empty, eventLink, field, format, html, icon, nothing, notice, page, panel, problem, repeat, tiles, toast, toastProblem } from '../ui.js';
import { path } from '../routes.js';
import { MAX_LINES, evidence, fromText, newLine, stateOf, step, toText, unitsOf } from '../parts/sheet.js';
import { bookDialog, correctDialog } from '../parts/corrections.js';

const COMPARE_AFTER_MILLIS = 700;
const SUGGEST_AFTER_MILLIS = 200;
const SUGGESTIONS = 8;
const FILTERS = { all: 'All', different: 'Differences', open: 'To count' };
const TONES = { clean: ['ok', 'no difference'], counted: ['neutral', 'compared soon'], booked: ['ok', 'booked'] };

export async function open(ctx) {
  const locations = (await ctx.get('/v1/locations', { limit: 200 })).items;
  const state = {
    location: ctx.query.get('location') ?? locations[0]?.id ?? '',
    at: ctx.query.get('at') ?? '',
    lines: fromText(ctx.query.get('lines')),
    filter: FILTERS[ctx.query.get('show')] ? ctx.query.get('show') : 'all',
    typed: '',
    suggested: [],
    failed: null,
    missing: null,
    token: null,
  };
  const timers = {};
  const after = (name, millis, run) => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(run, millis);
  };
  ctx.signal.addEventListener('abort', () => Object.values(timers).forEach(clearTimeout), { once: true });
  const draw = () => ctx.show(template(state, act, locations));
  const changed = () => {
    ctx.permalink({ location: state.location, at: state.at, lines: toText(state.lines), show: state.filter === 'all' ? null : state.filter });
    draw();
  };

  let asked = 0;
  const compare = async () => {
    asked += 1;
    const number = asked;
    const counted = state.lines.filter((line) => line.counted !== null && !line.booked);
    if (!counted.length) {
      return;
    }
    const counts = counted.map(({ sku, counted: units, countedAt }) => ({ sku, locationId: state.location, counted: units, countedAt }));
    try {
      const found = await ctx.post('/v1/count-causes', { counts }, { headers: state.token ? { 'Consistency-Token': state.token } : {} });
      // A newer request, of another location or time, makes this answer void.
      if (number !== asked) {
        return;
      }
      state.failed = null;
      found.items.forEach((finding, i) => {
        // The user may have entered another number meanwhile, which is compared soon.
        if (counted[i].counted === counts[i].counted && counted[i].countedAt === counts[i].countedAt) {
          counted[i].finding = finding;
        }
      });
      const differing = state.lines.filter((line) => stateOf(line) === 'different').length;
      announce(differing ? `${format.count(differing, 'difference')}.` : 'No difference.');
    } catch (e) {
      if (e.name === 'AbortError' || number !== asked) {
        return;
      }
      state.failed = e;
    }
    draw();
  };

  const suggest = async () => {
    const typed = state.typed.trim();
    if (typed.length < 2) {
      state.suggested = [];
      draw();
      return;
    }
    try {
      const found = await ctx.get('/v1/products', { q: typed, limit: SUGGESTIONS });
      if (typed === state.typed.trim()) {
        state.suggested = found.items.filter((item) => !state.lines.some((line) => line.sku === item.sku));
        draw();
      }
    } catch (e) {
      toastProblem(e);
    }
  };

  const add = (items) => {
    const fresh = items.filter((item) => !state.lines.some((line) => line.sku === item.sku)).slice(0, MAX_LINES - state.lines.length);
    state.lines.push(...fresh.map((item) => ({ ...newLine(item.sku), name: item.name })));
    if (fresh.length < items.length && state.lines.length >= MAX_LINES) {
      toast(`A sheet has at most ${MAX_LINES} SKUs: book it and begin another.`, 'bad');
    }
    state.typed = '';
    state.suggested = [];
    state.missing = null;
    state.filter = 'all';
    changed();
    focusOn(items[0]?.sku);
  };

  const act = {
    location(id) {
      state.location = id;
      state.lines.forEach((line) => Object.assign(line, { finding: null, booked: false }));
      changed();
      compare();
    },
    at(iso) {
      state.at = iso;
      if (iso) {
        state.lines.filter((line) => line.counted !== null && !line.booked).forEach((line) => Object.assign(line, { countedAt: iso, finding: null }));
      }
      changed();
      compare();
    },
    typed(text) {
      state.typed = text;
      state.missing = null;
      after('suggest', SUGGEST_AFTER_MILLIS, suggest);
    },
    add,
    async addAll() {
      try {
        add((await ctx.get('/v1/products', { q: state.typed.trim(), limit: MAX_LINES })).items);
      } catch (e) {
        toastProblem(e);
      }
    },
    /** What a scanner sends is a SKU; what a person types may be the beginning of a name. */
    async enter(text) {
      const sku = text.trim();
      if (!sku) {
        return;
      }
      clearTimeout(timers.suggest);
      if (state.lines.some((line) => line.sku === sku)) {
        state.typed = '';
        draw();
        focusOn(sku);
        return;
      }
      try {
        const product = await ctx.get(path`/v1/products/${sku}`);
        add([{ sku: product.sku, name: product.name }]);
      } catch (e) {
        if (e.status !== 404 && e.status !== 400) {
          toastProblem(e);
          return;
        }
        state.typed = text;
        await suggest();
        if (state.suggested.length === 1) {
          add(state.suggested);
        } else if (state.suggested.length) {
          document.querySelector('.suggestions button').focus();
        } else {
          state.missing = sku;
          draw();
        }
      }
    },
    count(line, text) {
      const units = unitsOf(text);
      line.invalid = units === undefined;
      if (units !== undefined && units !== line.counted) {
        Object.assign(line, { counted: units, countedAt: units === null ? null : state.at || new Date().toISOString(), finding: null, booked: false });
        after('compare', COMPARE_AFTER_MILLIS, compare);
      }
      changed();
    },
    remove(line) {
      state.lines = state.lines.filter((one) => one !== line);
      changed();
      after('compare', COMPARE_AFTER_MILLIS, compare);
    },
    show(filter) {
      state.filter = filter;
      changed();
    },
    next(line) {
      const shown = visible(state);
      const following = shown[shown.indexOf(line) + 1];
      if (following) {
        focusOn(following.sku);
      } else {
        document.querySelector('#view [data-search]')?.focus();
      }
    },
    async correct(line, cause) {
      const { sent, token } = await correctDialog(ctx, line, cause);
      state.token = token ?? state.token;
      if (sent === cause.corrections.length) {
        toast('The correction is booked.');
        line.finding = null;
        draw();
        await compare();
      } else if (sent) {
        toast(`${sent} of ${cause.corrections.length} requests ${sent === 1 ? 'was' : 'were'} sent: confirm the correction again to send the others.`, 'bad');
      }
    },
    async book(lines) {
      const booked = await bookDialog(ctx, state.location, lines);
      lines.filter((line) => booked.has(line.sku)).forEach((line) => Object.assign(line, { booked: true }));
      if (booked.size) {
        toast(`${format.count(booked.size, 'count is', 'counts are')} booked.`);
        changed();
      }
    },
    async clear() {
      const sure = await dialog({ title: 'Begin a new sheet' }, ({ close }) => html`
        <div class="dialog-body"><p>Removes all lines from the sheet. Counts that are booked stay booked.</p></div>
        <footer><button type="button" @click=${() => close()}>Cancel</button>
          <button type="button" class="danger" autofocus @click=${() => close(true)}>Begin a new sheet</button></footer>`);
      if (sure) {
        state.lines = [];
        state.at = '';
        changed();
      }
    },
    retry: compare,
  };

  draw();
  compare();
  await nameLines(ctx, state.lines, draw);
}

/** The names of lines of a permalink. */
async function nameLines(ctx, lines, draw) {
  const nameless = lines.filter((line) => line.name === null).values();
  const work = async () => {
    for (const line of nameless) {
      const product = await ctx.get(path`/v1/products/${line.sku}`).catch((e) => (e.status === 404 ? { name: 'not in the catalog' } : null));
      line.name = product?.name ?? '';
      draw();
    }
  };
  await Promise.all([work(), work(), work(), work()]);
}

function focusOn(sku) {
  const input = sku && document.getElementById(`count-${sku}`);
  input?.focus();
  input?.select();
}

function visible({ lines, filter }) {
  return filter === 'all' ? lines : lines.filter((line) => stateOf(line) === filter);
}

function template(state, act, locations) {
  const { lines } = state;
  const counted = lines.filter((line) => line.counted !== null);
  const different = lines.filter((line) => stateOf(line) === 'different');
  const bookable = counted.filter((line) => !line.booked);
  return page({
    title: 'Count sheet',
    subtitle: 'Enter what is on the shelf. Differences and their likely causes come from the events.',
    actions: html`
      ${bookable.length ? html`<button type="button" class="primary" @click=${() => act.book(bookable)}>${icon('check')}Book ${format.count(bookable.length, 'count')}</button>` : nothing}
      ${lines.length ? html`<button type="button" @click=${act.clear}>New sheet</button>` : nothing}`,
  }, locations.length ? html`
    ${panel({}, head(state, act, locations))}
    ${state.failed ? problem(state.failed, act.retry) : nothing}
    ${lines.length ? html`
      ${tiles([
        { label: 'Counted', value: `${format.number(counted.length)} of ${format.number(lines.length)}` },
        { label: 'Differences', value: format.number(different.length), tone: different.length ? 'warn' : '' },
        { label: 'Units too few', value: format.number(sum(different, -1)) },
        { label: 'Units too many', value: format.number(sum(different, 1)) },
      ])}
      <div class="segmented" role="group" aria-label="Show">${Object.entries(FILTERS).map(([key, text]) => html`
        <button type="button" class="small" aria-pressed=${state.filter === key} @click=${() => act.show(key)}>${text}
          <span class="count">${key === 'all' ? lines.length : lines.filter((line) => stateOf(line) === key).length}</span></button>`)}</div>
      <ul class="sheet">${repeat(visible(state), (line) => line.sku, (line) => lineCard(line, act))}</ul>`
      : panel({}, empty('The sheet is empty. Scan or type the SKUs that you count.'))}`
    : panel({}, empty('There is no location yet: stock is counted by location.')));
}

function sum(lines, sign) {
  return lines.reduce((total, line) => total + Math.max(0, sign * line.finding.difference), 0);
}

function head(state, act, locations) {
  const submit = (event) => {
    event.preventDefault();
    act.enter(event.target.elements.sku.value);
  };
  return html`
    <form class="count-head" @submit=${submit} aria-label="Add to the sheet">
      ${field({ label: 'Location', name: 'location', type: 'select', value: state.location, options: locations.map((one) => [one.id, `${one.name} (${one.id})`]), onChange: (event) => act.location(event.target.value) })}
      ${field({ label: 'Counted at', name: 'at', type: 'datetime-local', step: 'any', value: format.toLocalInput(state.at), hint: 'Empty: the time of each entry.', onChange: (event) => act.at(format.fromLocalInput(event.target.value)) })}
      <div class="add-sku">
        ${field({ label: 'SKU or name', name: 'sku', value: state.typed, search: true, placeholder: 'Scan or type, then Enter', onInput: (event) => act.typed(event.target.value), error: state.missing ? `No product has the SKU ${state.missing}.` : null })}
        <button class="primary">${icon('plus')}Add</button>
        ${state.suggested.length ? html`
          <ul class="suggestions" aria-label="Suggestions">
            ${state.suggested.map((item) => html`<li><button type="button" class="quiet" @click=${() => act.add([item])}><code>${item.sku}</code> ${item.name}</button></li>`)}
            ${state.suggested.length > 1 ? html`<li><button type="button" class="quiet" @click=${() => act.addAll()}>${icon('plus')}Add all that match “${state.typed.trim()}”</button></li>` : nothing}
          </ul>` : nothing}
      </div>
    </form>`;
}

function lineCard(line, act) {
  const kind = stateOf(line);
  const change = (delta) => () => act.count(line, String(Math.max(0, (line.counted ?? 0) + delta)));
  const onKey = (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      act.next(line);
    }
  };
  return html`
    <li class="sheet-line ${kind}">
      <div class="sheet-what"><a class="id" href=${path`/console/products/${line.sku}`}>${line.sku}</a>
        <span class="sheet-name">${line.name ?? ''}</span></div>
      <div class="stepper">
        <button type="button" aria-label="One less of ${line.sku}" ?disabled=${!line.counted} @click=${change(-1)}>−</button>
        <label class="hidden" for="count-${line.sku}">Units of ${line.sku}</label>
        <input id="count-${line.sku}" type="text" inputmode="numeric" pattern="[0-9]*" autocomplete="off" placeholder="–" maxlength="9"
          .value=${line.counted === null ? '' : String(line.counted)} aria-invalid=${line.invalid ? 'true' : nothing}
          @change=${(event) => act.count(line, event.target.value)} @keydown=${onKey} @focus=${(event) => event.target.select()}>
        <button type="button" aria-label="One more of ${line.sku}" @click=${change(1)}>+</button>
      </div>
      <div class="sheet-result">${line.invalid ? badge('no number of units', 'bad') : result(line, kind)}</div>
      <button type="button" class="quiet small sheet-remove" aria-label="Remove ${line.sku} from the sheet" @click=${() => act.remove(line)}>${icon('close')}</button>
      ${kind === 'different' ? findings(line, act) : nothing}
    </li>`;
}

function result(line, kind) {
  if (kind === 'open') {
    return html`<span class="note">to count</span>`;
  }
  if (kind === 'different') {
    return html`${badge(format.signed(line.finding.difference), line.finding.difference < 0 ? 'bad' : 'warn')}
      <span class="note">${format.number(line.finding.expected)} expected</span>`;
  }
  const [tone, text] = TONES[kind];
  return badge(text, tone);
}

function findings(line, act) {
  const { finding } = line;
  return html`
    <div class="findings">
      ${finding.picking ? notice('info', html`<strong>Orders are being picked.</strong> ${format.count(finding.picking.units, 'unit')} of confirmed orders
        may be off the shelf already: ${finding.picking.reservations.map((id, i) => html`${i ? ', ' : ''}<a href="/console/events?reservation=${encodeURIComponent(id)}">${id}</a>`)}.`) : nothing}
      ${finding.causes.length ? html`<h2>Likely causes</h2>
        <ol class="causes">${finding.causes.map((cause, i) => causeItem(line, cause, i, act))}</ol>`
        : finding.picking ? nothing : html`<p class="note">Nothing in the events explains this difference.</p>`}
      ${finding.complete ? nothing : html`<p class="note">There are so many later events that not all were read.</p>`}
      <div class="actions"><button type="button" class="small" @click=${() => act.book([line])}>${icon('check')}Book the count as it is</button></div>
    </div>`;
}

function causeItem(line, cause, i, act) {
  return html`
    <li class="cause-card">
      <div class="cause-head"><b>${format.words(cause.cause)}</b> ${badge(evidence(cause.score), i === 0 ? 'info' : 'neutral')}
        <span class="note">${format.signed(cause.units)} ${Math.abs(cause.units) === 1 ? 'unit' : 'units'}${cause.otherSku ? html` · ${code(cause.otherSku)}` : nothing}</span></div>
      <p>${cause.explanation}</p>
      ${cause.events.length ? html`<p class="note cause-events">${cause.events.map((event) => html`
        <span>${eventLink(event.id, html`${format.words(event.type)}`)}${event.sku ? html` <code>${event.sku}</code>` : nothing}, ${format.localTime(event.at)}${event.reference ? html`, “${event.reference}”` : nothing}</span>`)}</p>` : nothing}
      ${cause.corrections?.length ? html`<button type="button" class="small ${i === 0 ? 'primary' : ''}" @click=${() => act.correct(line, cause)}
        aria-label="${step(cause.corrections[0])} for ${line.sku}">${step(cause.corrections[0])}…</button>` : nothing}
    </li>`;
}
