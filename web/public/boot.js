// Theme, language and direction before the first paint. A file of its own: the content security
// policy allows no inline script.
(function () {
  var root = document.documentElement;
  var read = function (key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  var theme = read('sapa.theme');
  var dark =
    theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  var language = read('sapa.language') || navigator.language;
  if (/^ar/i.test(language)) {
    root.lang = 'ar';
    root.dir = 'rtl';
  }
})();
