/** Light or dark: the system's setting until the person chooses; the choice is remembered in this browser. */
import { recall, remember } from './memory.ts';

export type Theme = 'light' | 'dark';

const KEY = 'paperboy-theme';

export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

export function applyRememberedTheme(): void {
  const remembered = recall(KEY);
  if (remembered === 'light' || remembered === 'dark') document.documentElement.dataset.theme = remembered;
}

export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  remember(KEY, theme);
}
