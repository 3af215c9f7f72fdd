// The shell: navigation, the view of the current address, the key, and what all views share.

import { HOME, ROUTES, match } from './routes.js';
import { Calls, Problem, key } from './api.js';
import { announce, confirm, copyText, format, html, icon, loading, nothing, page, problem, render, toast } from './ui.js';
import { askForKey, showShortcuts, shortcutsAreOn } from './shell-dialogs.js';

const LOADING_AFTER_MILLIS = 150;
const NOT_LOADED = 'view-not-loaded';
const THEMES = { auto: ['screen', 'System theme'], light: ['sun', 'Light theme'], dark: ['moon', 'Dark theme'] };
const LIVE_TEXTS = { live: 'Live', waiting: 'Reconnecting', paused: 'Paused' };

const shell = { current: null, menuOpen: false, askingForKey: false };

/* ---- frame ---- */

function frame() {
  return html`
    <a class="skip" href="#main" @click=${skip}>Skip to content</a>
    <header class="side ${shell.menuOpen ? 'open' : ''}">
      <div class="brand">
        <a href=${HOME} class="brand-name"><img src=${new URL('./icon.svg', import.meta.url).pathname} alt="" width="24" height="24">Stockledger</a>
        <button type="button" class="quiet menu-button" aria-expanded=${shell.menuOpen} aria-controls="menu"
          @click=${() => setMenu(!shell.menuOpen)}>${icon(shell.menuOpen ? 'close' : 'menu')}<span class="hidden">Menu</span></button>
      </div>
      <div class="menu" id="menu">
        <nav aria-label="Views">${groups().map(([group, routes]) => html`
          <p class="nav-group">${group}</p>
          <ul>${routes.map((route) => html`<li><a href=${route.path} aria-current=${isCurrent(route) ? 'page' : nothing}>
            ${icon(route.icon)}${route.nav}</a></li>`)}</ul>`)}</nav>
        <div class="side-foot">
          <button type="button" class="quiet" @click=${nextTheme}>${icon(THEMES[theme()][0])}${THEMES[theme()][1]}</button>
          <button type="button" class="quiet" @click=${showShortcuts}>${icon('keyboard')}Shortcuts</button>
          ${key.get()
            ? html`<button type="button" class="quiet" @click=${signOut}>${icon('signout')}Sign out</button>`
            : html`<button type="button" class="quiet" @click=${() => enterKey()}>${icon('key')}Enter API key</button>`}
        </div>
      </div>
    </header>
    <main id="main" tabindex="-1">
      <div id="view"></div>
      <div id="calls"></div>
    </main>
    <div id="toasts" role="status"></div>
    <div id="announcer" class="hidden" aria-live="polite"></div>`;
}

function groups() {
  const found = new Map();
  for (const route of ROUTES.filter((one) => one.nav)) {
    found.set(route.group, [...(found.get(route.group) ?? []), route]);
  }
  return [...found];
}

function isCurrent(route) {
  const current = shell.current?.route;
  return current && (current.path === route.path || current.within === route.path);
}

function renderFrame() {
  render(frame(), document.getElementById('app'));
}

function setMenu(open) {
  shell.menuOpen = open;
  renderFrame();
}

function skip(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

/* ---- theme ---- */

function theme() {
  return document.documentElement.dataset.theme ?? 'auto';
}

function nextTheme() {
  const names = Object.keys(THEMES);
  const next = names[(names.indexOf(theme()) + 1) % names.length];
  if (next === 'auto') {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem('stockledger.theme');
  } else {
    document.documentElement.dataset.theme = next;
    localStorage.setItem('stockledger.theme', next);
  }
  announce(THEMES[next][1]);
  renderFrame();
  window.dispatchEvent(new Event('themechange'));
}

/* ---- key ---- */

async function enterKey(reason) {
  if (shell.askingForKey) {
    return;
  }
  shell.askingForKey = true;
  const entered = await askForKey(reason);
  shell.askingForKey = false;
  if (entered) {
    key.set(entered);
    renderFrame();
    open(location.href, { history: 'none' });
  }
}

async function signOut() {
  if (await confirm({ title: 'Sign out', text: 'Removes the API key from this tab.', action: 'Sign out' })) {
    key.clear();
    renderFrame();
    open(location.href, { history: 'none' });
  }
}

/* ---- views ---- */

/** What a view has of the shell. It ends when another view is opened. */
class Context {
  constructor(url, route, params) {
    this.ending = new AbortController();
    this.signal = this.ending.signal;
    this.route = route;
    this.path = url.pathname;
    this.params = params;
    this.query = url.searchParams;
    this.calls = new Calls(this.signal, () => renderCalls(this));
    this.shown = false;
    this.showsPast = false;
    this.onShown = null;
  }

  get(...call) {
    return this.calls.get(...call);
  }

  post(...call) {
    return this.calls.post(...call);
  }

  send(...call) {
    return this.calls.send(...call);
  }

  /** Follows server-sent events, see Calls.live; the state is shown beside the heading. */
  live(path, { query, on }) {
    this.calls.live(path, {
      query,
      on: {
        event: (event) => this.signal.aborted || on.event(event),
        state: (state) => {
          this.liveState = state;
          showLiveState(this);
          on.state?.(state);
        },
        problem: (e) => (e.needsKey ? this.fail(e) : on.problem ? on.problem(e) : toast(e.detail ?? e.message, 'bad')),
      },
    });
  }

  /** Renders the view. */
  show(template) {
    if (!this.signal.aborted) {
      render(template, document.getElementById('view'));
      showLiveState(this);
      this.shown = true;
      this.onShown?.();
      this.onShown = null;
    }
  }

  /** Shows why the view cannot be shown, and asks for a key when one may help. */
  fail(e) {
    if (this.signal.aborted || e.name === 'AbortError') {
      return;
    }
    if (!(e instanceof Problem)) {
      console.error(e);
    }
    const retry = () => (e.code === NOT_LOADED ? location.reload() : open(location.href, { history: 'none' }));
    this.show(page({ title: this.route.nav ?? format.words(this.route.module) }, html`
      ${problem(e, retry)}
      ${e.needsKey ? html`<p><button type="button" class="primary" @click=${() => enterKey(e)}>Enter API key</button></p>` : nothing}`));
    if (e.needsKey) {
      enterKey(e);
    }
  }

  /** Opens an address of the console; with replace it takes the place of the current one in the history. */
  go(address, { replace = false } = {}) {
    return open(address, { history: replace ? 'replace' : 'push' });
  }

  /** Opens this view again, to show what has changed. */
  reload() {
    return this.signal.aborted ? undefined : open(location.href, { history: 'none' });
  }

  /** Changes parameters of the permalink without opening the view again; null removes one. */
  permalink(changes) {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === undefined || value === '') {
        url.searchParams.delete(name);
      } else {
        url.searchParams.set(name, value);
      }
    }
    history.replaceState(null, '', url);
    this.query = url.searchParams;
  }

  /** The address of this view with other parameters; null removes one. */
  href(changes) {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(changes)) {
      query.delete(name);
      if (value !== null && value !== undefined && value !== '') {
        query.set(name, value);
      }
    }
    const text = query.toString();
    return text ? `${this.path}?${text}` : this.path;
  }

  /** Runs a function now and then, while the tab is visible, until the view ends. A failed run is tried again. */
  every(millis, run) {
    const timer = setInterval(() => document.hidden || run(), millis);
    this.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  /** Sets the title of the tab. */
  title(text) {
    if (!this.signal.aborted) {
      document.title = `${text} · Stockledger`;
    }
  }
}

function showLiveState(context) {
  if (context.signal.aborted) {
    return;
  }
  for (const element of document.querySelectorAll('#view .live')) {
    element.hidden = !context.liveState || context.showsPast;
    element.dataset.state = context.liveState ?? '';
    element.textContent = LIVE_TEXTS[context.liveState] ?? '';
  }
}

/**
 * Opens an address.
 *
 * @param history what becomes of the browser's history: 'push', 'replace' or 'none'
 */
async function open(address, { history: change = 'push' } = {}) {
  const url = new URL(address, location.href);
  const before = shell.current;
  const found = match(url.pathname) ?? { route: { module: null, nav: 'Not found' }, params: {} };
  before?.ending.abort();
  if (change !== 'none') {
    history[`${change}State`](null, '', url);
  }
  const context = new Context(url, found.route, found.params);
  shell.current = context;
  shell.menuOpen = false;
  renderFrame();
  renderCalls(context);
  const isOther = before && before.path !== context.path;
  if (isOther) {
    context.onShown = () => {
      window.scrollTo(0, 0);
      document.querySelector('#view h1')?.focus({ preventScroll: true });
    };
  }
  const view = document.getElementById('view');
  view.setAttribute('aria-busy', 'true');
  const late = setTimeout(() => {
    if (!context.shown && (isOther || !before)) {
      render(page({ title: found.route.nav ?? '…' }, loading()), view);
    }
  }, LOADING_AFTER_MILLIS);
  try {
    context.title(found.route.nav ?? Object.values(found.params)[0] ?? 'Console');
    if (!found.route.module) {
      context.show(page({ title: 'Not found' }, html`<p>The console has no view at this address. <a href=${HOME}>Go to the overview</a></p>`));
      return;
    }
    const module = await load(found.route.module);
    if (!context.signal.aborted) {
      await module.open(context);
    }
  } catch (e) {
    context.fail(e);
  } finally {
    clearTimeout(late);
    if (shell.current === context) {
      view.removeAttribute('aria-busy');
    }
  }
}

/** After a new release, the files of this page are gone: the page must be loaded again. Importing a view again would not help. */
async function load(module) {
  try {
    return await import(`./views/${module}.js`);
  } catch (e) {
    throw new Problem({ status: 0, code: NOT_LOADED, title: 'This view could not be loaded',
      detail: `The service may have another version now. (${e.message})` });
  }
}

/* ---- the calls of the view ---- */

function renderCalls(context) {
  const element = document.getElementById('calls');
  if (shell.current !== context || !element) {
    return;
  }
  const { list } = context.calls;
  render(html`
    <details class="calls">
      <summary>${icon('terminal')}API calls of this view <span class="count">${list.length}</span></summary>
      <ul>${list.map((call) => html`
        <li><span class="method">${call.method}</span><code class="path">${call.path}</code>
          <span class="note">${call.status ?? '…'}${call.millis === null ? nothing : ` · ${call.millis} ms`}${call.times > 1 ? ` · ${call.times} times` : nothing}</span>
          <button type="button" class="quiet small" @click=${() => copyCurl(call)}>${icon('copy')}Copy as curl</button></li>`)}</ul>
      <p class="note">$KEY stands for your API key.</p>
    </details>`, element);
}

function copyCurl(call) {
  return copyText(format.curl({ ...call, url: new URL(call.path, location.origin).href }));
}

/* ---- events of the page ---- */

function onClick(event) {
  const link = event.target.closest?.('a[href]');
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute('download')) {
    return;
  }
  const url = new URL(link.href);
  if (url.origin === location.origin && (url.pathname === HOME || url.pathname.startsWith(`${HOME}/`))) {
    event.preventDefault();
    open(url, { history: url.href === location.href ? 'replace' : 'push' });
  }
}

let pendingG = 0;

function onKey(event) {
  const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]');
  if (event.key === 'Escape' && shell.menuOpen) {
    setMenu(false);
    document.querySelector('.menu-button').focus();
    return;
  }
  if (isTyping || event.metaKey || event.ctrlKey || event.altKey || document.querySelector('dialog[open]') || !shortcutsAreOn()) {
    return;
  }
  const target = ROUTES.find((route) => route.key === event.key);
  if (pendingG && event.timeStamp - pendingG < 1_500 && target) {
    event.preventDefault();
    open(target.path);
  } else if (event.key === '/') {
    event.preventDefault();
    const search = document.querySelector('#view [data-search]');
    if (search) {
      search.focus();
      search.select?.();
    } else {
      open('/console/products').then(() => document.querySelector('#view [data-search]')?.focus());
    }
  } else if (event.key === '?') {
    event.preventDefault();
    showShortcuts();
  }
  pendingG = event.key === 'g' ? event.timeStamp : 0;
}

document.addEventListener('click', onClick);
document.addEventListener('keydown', onKey);
window.addEventListener('popstate', () => open(location.href, { history: 'none' }));
document.getElementById('app').replaceChildren();
renderFrame();
open(location.href, { history: 'none' });
