// Applies the chosen theme before the first paint. Without a choice the browser's preference counts.
(() => {
  const chosen = localStorage.getItem('stockledger.theme');
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
