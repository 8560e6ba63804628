/** The page's few pictures, inline: nothing is loaded, and they take the text's colour. */
import { html, svg, type TemplateResult } from 'lit-html';

/** Paperboy's mark: a folded newspaper in the air. */
export const paperboyMark: TemplateResult = html`<svg class="mark" viewBox="0 0 40 40" aria-hidden="true">
  ${svg`<circle cx="20" cy="20" r="20" class="mark-ground"/>
    <g transform="rotate(-10 20 20)">
      <path d="M12 10.5h15a1.5 1.5 0 0 1 1.5 1.5v17H13.5a3 3 0 0 1-3-3V12a1.5 1.5 0 0 1 1.5-1.5Z" fill="#fff"/>
      <path d="M28.5 17.5h2a1 1 0 0 1 1 1V27a2 2 0 0 1-2 2h-1Z" class="mark-fold"/>
      <path d="M13.5 14.5h12M13.5 18.5h5M13.5 21.5h5M13.5 24.5h12" class="mark-lines"/>
      <path d="M21 18.5h4.5v3H21Z" class="mark-ground"/>
    </g>`}
</svg>`;

export const personMark: TemplateResult = html`<svg class="mark" viewBox="0 0 40 40" aria-hidden="true">
  ${svg`<circle cx="20" cy="20" r="20" class="person-ground"/><circle cx="20" cy="15.5" r="6" fill="#fff"/><path d="M8.5 32.5c1.3-6.3 6-9 11.5-9s10.2 2.7 11.5 9a16 16 0 0 1-23 0Z" fill="#fff"/>`}
</svg>`;

const icon = (paths: unknown) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${paths}</svg>`;
const STROKE = 'fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round';

export const sendIcon = icon(svg`<path fill="currentColor" d="M3.4 20.4 21 12 3.4 3.6 3 10l11 2-11 2z"/>`);
export const eyeIcon = icon(
  svg`<path style=${STROKE} d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/><circle style=${STROKE} cx="12" cy="12" r="2.7"/>`,
);
export const openIcon = icon(svg`<path style=${STROKE} d="M14 4h6v6M20 4l-9 9M18 14v5H5V6h5"/>`);
export const pictureIcon = icon(
  svg`<rect style=${STROKE} x="3.5" y="5" width="17" height="14" rx="2"/><circle style=${STROKE} cx="9" cy="10" r="1.600"/><path style=${STROKE} d="m6 17 4.500-4.500 3 3 2.500-2.500 4 4"/>`,
);
export const sunIcon = icon(
  svg`<circle style=${STROKE} cx="12" cy="12" r="4"/><path style=${STROKE} d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4"/>`,
);
export const moonIcon = icon(
  svg`<path style=${STROKE} d="M20 14.5A8.3 8.3 0 0 1 9.5 4 8.3 8.3 0 1 0 20 14.5Z"/>`,
);
export const warningIcon = icon(
  svg`<path style=${STROKE} d="M12 4 2.8 20h18.400L12 4ZM12 10v4.5M12 17.300v.1"/>`,
);
