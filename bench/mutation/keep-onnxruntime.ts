/**
 * Loads onnxruntime-node on the main thread for as long as the tests run: once no thread holds it any more, another thread
 * can't load it again ("Module did not self-register"), and every test with a model would fail before it begins.
 */
import '@xenova/transformers';

export function setup(): void {}
