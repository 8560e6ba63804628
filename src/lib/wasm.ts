/** Loads WebAssembly kernels, which `npm run kernel` compiles from the AssemblyScript beside them. */
import { readFileSync } from 'node:fs';
import { projectPath } from './package-root.ts';

/** Instantiates a kernel on `memory`. `file` is its path in the project; `Kernel` describes its exports. */
export function loadKernel<Kernel>(file: string, memory: WebAssembly.Memory): Kernel {
  const module = new WebAssembly.Module(readFileSync(projectPath(file)));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Kernel;
}
