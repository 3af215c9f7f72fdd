// Filters of a list.

import { html, icon } from '../ui.js';

/** Fields of a filter; on a phone they are folded until one is set or they are unfolded. */
export function folded(isSet, fields) {
  const isWide = window.matchMedia('(min-width: 641px)').matches;
  return html`
    <details class="filter-fold" ?open=${isSet || isWide}>
      <summary>${icon('search')}Search</summary>
      <div class="filters">${fields}</div>
    </details>`;
}
