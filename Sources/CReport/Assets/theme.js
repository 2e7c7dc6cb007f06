"use strict";

// The button that turns the page light or dark. Until it is pressed, the system decides; the choice
// is remembered where the browser lets a page remember things.
{
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try {
    chosen = localStorage.getItem("igtool-theme");
  } catch {
    // Pages from a disk may have no storage.
  }

  const isDark = () => (chosen ? chosen === "dark" : system.matches);

  function show() {
    document.documentElement.style.colorScheme = chosen ?? "";
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", `Use the ${isDark() ? "light" : "dark"} theme`);
  }

  button.addEventListener("click", () => {
    chosen = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("igtool-theme", chosen);
    } catch {
      // Then it holds for this visit.
    }
    show();
  });
  system.addEventListener("change", show);
  button.hidden = false;
  show();
}
