/** A random sample of mutants, the same for the same seed and sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { createInstrumenter } from '@stryker-mutator/instrumenter';
import { createInjector } from 'typed-inject';
import ts from 'typescript';
import { createRandom, draw } from '../../src/eval/random.ts';

interface Place {
  readonly line: number;
  readonly column: number;
}
interface Mutant {
  readonly fileName: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

// A whole block contains other mutants, and tests nearly always notice its loss.
const MAX_HELD = 2;

// `log.warn('…')` and the like. Texts for people who read the log are no behaviour that a test should fix.
const LOGGING = /^(?:\w+\.)*log(?:\.(?:debug|info|warn|error)|\[\w+\])$/;

/** Ranges in the format of Stryker's `mutate`: FILE:LINE:COLUMN-LINE:COLUMN. */
export async function sampleRanges(sources: string, size: number, seed: number): Promise<string[]> {
  const mutants = (await mutantsOf(sources)).filter(createLogCheck());
  const frame = mutants.filter(
    (mutant) => mutants.filter((other) => holds(mutant, other)).length <= MAX_HELD,
  );
  return [...new Set(draw(frame, size, createRandom(seed)).map(rangeOf))];
}

async function mutantsOf(sources: string): Promise<Mutant[]> {
  const files = filesIn(sources).map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true }));
  const logger = { info() {}, debug() {}, warn() {}, isDebugEnabled: () => false };
  const instrumenter = createInjector().provideValue('logger', logger).injectFunction(createInstrumenter);
  const { mutants } = await instrumenter.instrument(files, {
    ignorers: [],
    plugins: null,
    excludedMutations: [],
  });
  return mutants;
}

/** Returns a filter that lets only mutants outside of logging calls pass. */
function createLogCheck(): (mutant: Mutant) => boolean {
  const callsOf = new Map<string, readonly Mutant['location'][]>();
  return ({ fileName, location }) => {
    const calls = callsOf.get(fileName) ?? loggingCalls(fileName);
    callsOf.set(fileName, calls);
    return !calls.some((call) => isBefore(call.start, location.start) && isBefore(location.end, call.end));
  };
}

function loggingCalls(fileName: string): Mutant['location'][] {
  const file = ts.createSourceFile(fileName, readFileSync(fileName, 'utf8'), ts.ScriptTarget.Latest, true);
  const calls: Mutant['location'][] = [];
  const placeOf = (at: number): Place => {
    const { line, character } = file.getLineAndCharacterOfPosition(at);
    return { line, column: character };
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && LOGGING.test(node.expression.getText(file)))
      calls.push({ start: placeOf(node.getStart(file)), end: placeOf(node.getEnd()) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return calls;
}

// Sorted, because the order of a folder's files depends on the file system.
const filesIn = (sources: string): string[] =>
  readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.as.ts'))
    .map((name) => `${sources}/${name}`)
    .sort();

function holds(outer: Mutant, inner: Mutant): boolean {
  return (
    outer !== inner &&
    outer.fileName === inner.fileName &&
    isBefore(outer.location.start, inner.location.start) &&
    isBefore(inner.location.end, outer.location.end)
  );
}

const isBefore = (a: Place, b: Place): boolean =>
  a.line < b.line || (a.line === b.line && a.column <= b.column);

// The instrumenter counts lines from 0, a range from 1.
const rangeOf = ({ fileName, location: { start, end } }: Mutant): string =>
  `${fileName}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
