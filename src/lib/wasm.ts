/** WebAssembly kernels, which are compiled from the AssemblyScript beside them by `npm run kernel` and committed. */
import { readFileSync } from 'node:fs';
import { projectPath } from './package-root.ts';

/** The functions of a kernel that works in `memory`; `file` is its path in the project, `Kernel` what it exports. */
export function loadKernel<Kernel>(file: string, memory: WebAssembly.Memory): Kernel {
  const module = new WebAssembly.Module(readFileSync(projectPath(file)));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Kernel;
}
