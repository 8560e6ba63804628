/** The page's few pictures, drawn inline: nothing is loaded, and they take the colour of the text around them. */
import { html, svg, type TemplateResult } from 'lit-html';

const PLANE =
  'M31.5 9.2 7.9 18.3c-.9.3-.9 1.6 0 1.9l6.4 2.3 2.5 7.6c.3.9 1.4 1.1 2 .4l3.4-3.7 6 4.4c.7.5 1.6.1 1.8-.7l3.6-19.9c.1-.9-.9-1.7-2.1-1.4Z';
const FOLD = 'M16.8 30.1 28 13.6 14.3 22.5l2.5 7.6Z';

/** Paperboy's mark: a paper plane. */
export const paperboyMark: TemplateResult = html`<svg class="mark" viewBox="0 0 40 40" aria-hidden="true">
  ${svg`<circle cx="20" cy="20" r="20" class="mark-ground"/><path d=${PLANE} fill="#fff"/><path d=${FOLD} class="mark-fold"/>`}
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
export const sunIcon = icon(
  svg`<circle style=${STROKE} cx="12" cy="12" r="4"/><path style=${STROKE} d="M12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4"/>`,
);
export const moonIcon = icon(
  svg`<path style=${STROKE} d="M20 14.500A8.3 8.3 0 0 1 9.5 4 8.3 8.3 0 1 0 20 14.500Z"/>`,
);
export const warningIcon = icon(
  svg`<path style=${STROKE} d="M12 4 2.8 20h18.400L12 4ZM12 10v4.500M12 17.300v.1"/>`,
);
