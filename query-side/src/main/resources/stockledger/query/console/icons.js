// Icons, drawn in a box of 16 by 16.

import { html, svg } from './lib/lit-html.js';

const PATHS = {
  pulse: 'M1 8h3l2-5 4 10 2-5h3',
  box: 'M2 4.5 8 1.5l6 3v7l-6 3-6-3zM2 4.5l6 3 6-3M8 7.5v7',
  list: 'M5 3.5h9M5 8h9M5 12.5h9M2 3.5h.01M2 8h.01M2 12.5h.01',
  check: 'M2.5 8.5 6 12l7.5-8',
  layers: 'm8 1.5 6.5 3.5L8 8.5 1.5 5zM1.5 8 8 11.5 14.5 8M1.5 11 8 14.5 14.5 11',
  pause: 'M5 3v10M11 3v10',
  upload: 'M8 10.5V2M4.5 5.5 8 2l3.5 3.5M2 11v2.5h12V11',
  shield: 'm8 1.5 5.5 2v4c0 3.5-2.3 6-5.5 7-3.2-1-5.5-3.5-5.5-7v-4zM5.5 8l2 2 3-3.5',
  person: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2.5 14c.5-3 2.7-4.5 5.5-4.5s5 1.5 5.5 4.5',
  send: 'M14.5 1.5 7 9M14.5 1.5l-5 13L7 9 1.5 6.5z',
  key: 'M10.5 9a4 4 0 1 0-3.3-1.7L1.5 13v1.5H4V13h1.5v-1.5H7l1.3-2.7M11.5 4.5h.01',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  close: 'm3 3 10 10M13 3 3 13',
  back: 'M10 3 5 8l5 5',
  next: 'm6 3 5 5-5 5',
  alert: 'M8 1.8 15 14H1zM8 6.5v3.5M8 12h.01',
  info: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M8 7.2v4M8 4.8h.01',
  empty: 'M2 9.5 4 3h8l2 6.5v4H2zM2 9.5h3.5l1 2h3l1-2H14',
  menu: 'M2 4h12M2 8h12M2 12h12',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13',
  moon: 'M13.5 10A6 6 0 0 1 6 2.5a6 6 0 1 0 7.5 7.5',
  screen: 'M1.5 2.5h13v8.5h-13zM5 14h6M8 11v3',
  keyboard: 'M1 4h14v8.5H1zM3.5 6.5h.01M6.5 6.5h.01M9.5 6.5h.01M12.5 6.5h.01M4.5 10h7',
  signout: 'M6.5 2H2.5v12h4M10 4.5 13.5 8 10 11.5M13.5 8H6',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10M10.6 10.6 14.5 14.5',
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 1.5v3h-3',
  download: 'M8 2v8.5M4.5 7 8 10.5 11.5 7M2 11v2.5h12V11',
  terminal: 'M1.5 2.5h13v11h-13zM4 6l2.5 2L4 10M8.5 10.5H12',
  plus: 'M8 2.5v11M2.5 8h11',
  play: 'm4 2.5 9 5.5-9 5.5z',
  undo: 'M3 6.5h7a3.5 3.5 0 0 1 0 7H6M6 3 2.5 6.5 6 10',
  trash: 'M2.5 4h11M6 4V2h4v2M4 4l.7 10h6.6L12 4',
};

/** An icon; it is decoration, so the text beside it has the meaning. */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${svg`<path d=${PATHS[name] ?? ''}></path>`}</svg>`;
}
