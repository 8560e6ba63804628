/**
 * Each mutant is tested in a new thread, and Node loads ONNX's native part into one thread of a process only. A copy under
 * another path counts as another module.
 */
import { cpSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const dlopen = process.dlopen.bind(process);
process.dlopen = (module: object, path: string, flags?: number): void => {
  const isOnnx = basename(path) === 'onnxruntime_binding.node';
  dlopen(module, isOnnx ? copyOf(path) : path, ...(flags === undefined ? [] : [flags]));
};

/** Its libraries are searched for beside it. */
function copyOf(path: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-onnx-'));
  for (const name of readdirSync(dirname(path))) {
    const [from, to] = [join(dirname(path), name), join(folder, name)];
    if (from === path) cpSync(from, to);
    else symlinkSync(from, to);
  }
  return join(folder, basename(path));
}
