/** The part of WebAssembly's JavaScript interface used here; @types/node 20 lacks it. */

declare namespace WebAssembly {
  class Memory {
    /** Sizes in pages of 65,536 bytes. */
    constructor(limits: { initial: number; maximum: number });
    readonly buffer: ArrayBuffer;
    /** @throws RangeError beyond the maximum. Earlier views of the buffer are empty afterwards. */
    grow(pages: number): number;
  }

  class Module {
    constructor(bytes: Uint8Array);
  }

  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory } });
    readonly exports: object;
  }
}
