// Runs before the first paint: says that scripts work and restores the reader's theme.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("eclosion-theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  } catch (e) { /* storage may be forbidden: the system's theme then stands */ }
})();
