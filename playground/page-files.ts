/** Serves the playground's page. Its TypeScript is bundled on the first request, so that Paperboy needs no build. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { build, stop } from 'esbuild';
import { type Context, Hono } from 'hono';
import { projectPath } from '../src/lib/package-root.ts';

const PAGE_DIR = projectPath('playground/page/');

/** The page needs no other host. The server that mounts these routes adds the general headers. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "script-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

interface PageFile {
  readonly type: string;
  readonly body: string;
  readonly etag: string;
}

/** Routes for `/`, `/page.js` and `/page.css`. */
export function createPageFiles(): Hono {
  // A promise, so that the first few requests, which arrive together, bundle once.
  let files: Promise<ReadonlyMap<string, PageFile>> | undefined;

  const serve = async (c: Context) => {
    files ??= loadPageFiles();
    const file = (await files).get(c.req.path);
    if (!file) return c.notFound();
    c.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    c.header('Cache-Control', 'no-cache');
    c.header('ETag', file.etag);
    if (c.req.header('if-none-match') === file.etag) return c.body(null, 304);
    return c.body(file.body, 200, { 'Content-Type': file.type });
  };

  const app = new Hono();
  for (const path of ['/', '/page.js', '/page.css']) app.get(path, serve);
  return app;
}

async function loadPageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const [index, bundle] = await Promise.all([
    readFile(`${PAGE_DIR}index.html`, 'utf8'),
    build({
      entryPoints: { page: `${PAGE_DIR}main.ts`, css: `${PAGE_DIR}page.css` },
      bundle: true,
      write: false,
      outdir: '/',
      format: 'iife',
      target: 'es2022',
      minify: true,
      logLevel: 'silent',
      // The compiler's process would otherwise stay for as long as the bot runs.
    }).finally(stop),
  ]);
  const output = (ending: string) => bundle.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return new Map([
    ['/', pageFile('text/html; charset=utf-8', index)],
    ['/page.js', pageFile('text/javascript; charset=utf-8', output('.js'))],
    ['/page.css', pageFile('text/css; charset=utf-8', output('.css'))],
  ]);
}

function pageFile(type: string, body: string): PageFile {
  return { type, body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
