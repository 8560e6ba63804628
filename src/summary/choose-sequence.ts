/** Chooses the sentences that together make the best summary, in reading order. */

import type { Role } from './rhetorical-roles.ts';
import type { RoleScores } from './score-sentences.ts';

interface Choice {
  readonly role: Role;
  /** Index into the scores. */
  readonly at: number;
}

/**
 * Sequences of roles by length. An abstract that opens with its method states no problem and spends the place on another
 * role; in any other, what comes before the method is the problem.
 */
const SHAPES: readonly (readonly (readonly Role[])[])[] = [
  [],
  [['problem'], ['method'], ['result']],
  [
    ['problem', 'method'],
    ['problem', 'result'],
    ['method', 'result'],
  ],
  [
    ['problem', 'method', 'result'],
    ['method', 'method', 'result'],
    ['method', 'result', 'result'],
  ],
  ...[4, 5, 6].map(shapesOf),
];

/** All sequences of that length with a method, a result and at most two problems. */
function shapesOf(size: number): Role[][] {
  const shapes: Role[][] = [];
  for (let problems = 0; problems <= 2; problems++) {
    for (let methods = 1; problems + methods < size; methods++) {
      const results = size - problems - methods;
      shapes.push([
        ...Array<Role>(problems).fill('problem'),
        ...Array<Role>(methods).fill('method'),
        ...Array<Role>(results).fill('result'),
      ]);
    }
  }
  return shapes;
}

/** At most `most` sentences, those with the highest total score in any allowed sequence of roles. */
export function chooseSequence(scores: readonly RoleScores[], most: number): readonly Choice[] {
  let best = NO_CHOICE;
  for (const roles of SHAPES[Math.min(most, scores.length)] ?? []) {
    const found = chooseInShape(scores, roles);
    // Only an abstract that opens with another role may do without a problem.
    const isAllowed = roles.length < 3 || roles[0] === 'problem' || found.choices[0]?.at === 0;
    if (isAllowed && found.total > best.total) best = found;
  }
  return best.choices;
}

interface Sequence {
  readonly total: number;
  readonly choices: readonly Choice[];
}

const NO_CHOICE: Sequence = { total: Number.NEGATIVE_INFINITY, choices: [] };

/** Dynamic programming: after each sentence, the best choice for the first n roles, for every n. */
function chooseInShape(scores: readonly RoleScores[], roles: readonly Role[]): Sequence {
  const best: Sequence[] = [{ total: 0, choices: [] }, ...roles.map(() => NO_CHOICE)];
  for (const [at, score] of scores.entries()) {
    for (let n = roles.length; n > 0; n--) {
      const role = roles[n - 1] as Role;
      const before = best[n - 1] as Sequence;
      const total = before.total + score[role];
      if (total > (best[n] as Sequence).total)
        best[n] = { total, choices: [...before.choices, { role, at }] };
    }
  }
  return best[roles.length] as Sequence;
}
