/** The part of WebAssembly's JavaScript interface that is used here; @types/node 20 describes none of it. */

declare namespace WebAssembly {
  class Memory {
    /** Sizes in pages of 65,536 bytes. */
    constructor(limits: { initial: number; maximum: number });
    readonly buffer: ArrayBuffer;
    /** Throws a RangeError beyond the maximum; views of the buffer made before are empty afterwards. */
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
