// Filters of a list.

import { html, icon } from '../ui.js';

const wide = window.matchMedia('(min-width: 641px)');

// A wide page hides the summary, so a form that is folded there would be empty.
wide.addEventListener('change', () => document.querySelectorAll('.filter-fold').forEach((one) => {
  one.open ||= wide.matches;
}));

/** Fields of a filter; on a phone they are folded until one is set or they are unfolded. */
export function folded(isSet, fields) {
  return html`
    <details class="filter-fold" ?open=${isSet || wide.matches}>
      <summary>${icon('search')}Search</summary>
      <div class="filters">${fields}</div>
    </details>`;
}
