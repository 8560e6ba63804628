/** A mail as data, and the layout of all mails: one calm column without images, in light and dark. */
import { collapseSpace, truncate } from '../../text/display.ts';
import { type Html, html } from '../html.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/** Mail programs obey inline styles; those with a dark mode also use the classes below. */
export const STYLE = {
  heading: `${FONT};font-size:22px;line-height:28px;font-weight:700;color:#1f1d1a;margin:0`,
  paper: `${FONT};font-size:17px;line-height:24px;font-weight:600;color:#1f1d1a;margin:28px 0 0`,
  text: `${FONT};font-size:16px;line-height:24px;color:#33302b;margin:6px 0 0`,
  quiet: `${FONT};font-size:14px;line-height:20px;color:#6b655d;margin:6px 0 0`,
  link: 'color:#b03a06;text-decoration:none',
  plainLink: 'color:#6b655d;text-decoration:underline',
  button:
    'display:inline-block;background:#b03a06;color:#ffffff;font-weight:600;text-decoration:none;padding:12px 22px;border-radius:8px',
} as const;

const DARK = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .page { background: #1b1a18 !important; }
    .strong { color: #f4f1ec !important; }
    .text { color: #d8d3cb !important; }
    .quiet { color: #a59e94 !important; }
    .link { color: #ff9d70 !important; }
    .rule { border-color: #3a3733 !important; }
  }`;

/** The whole HTML document; `foot` stands below a line. */
export function mailDocument(title: string, content: Html, foot: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${title}</title>
<style>${DARK}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#ffffff">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="page" align="center" style="padding:28px 20px 36px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px"><tr><td align="left" style="text-align:left;word-break:break-word">
${content}
<div class="rule" style="border-top:1px solid #e6e1d9;margin:32px 0 0;padding:10px 0 0">
${foot}
</div>
</td></tr></table>
</td></tr></table>
</body>
</html>
`.toString();
}

/** Other people's text on one line, cut, without anything that a mail program would turn into a link. */
export const plain = (text: string, maxChars: number): string =>
  truncate(collapseSpace(text).replaceAll('://', ': //'), maxChars);
