/** Light or dark: the system's wish until the person chooses, then their choice, remembered in this browser. */

export type Theme = 'light' | 'dark';

const KEY = 'paperboy-theme';

export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

export function applyRememberedTheme(): void {
  const remembered = storage()?.getItem(KEY);
  if (remembered === 'light' || remembered === 'dark') document.documentElement.dataset.theme = remembered;
}

export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  storage()?.setItem(KEY, theme);
}

/** A browser that stores nothing throws on the mere mention of it. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
