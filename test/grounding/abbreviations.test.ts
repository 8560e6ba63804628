import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readAbbreviations } from '../../src/grounding/abbreviations.ts';
import { isTranslation } from '../../src/grounding/translation.ts';
import { temporaryFolder } from '../store/helpers.ts';

test('abbreviations are found in lower case, with their long forms', () => {
  const path = `${temporaryFolder()}/abbreviations.tsv`;
  writeFileSync(path, 'RLHF\treinforcement learning from human feedback\nMoE\tmixture of experts\n');
  expect([...readAbbreviations(path)]).toEqual([
    ['rlhf', 'reinforcement learning from human feedback'],
    ['moe', 'mixture of experts'],
  ]);
  expect(readAbbreviations().size).toBeGreaterThan(100);
});

const ENGLISH = 'Machine unlearning removes the influence of training data from large transformer models.';
test.each([
  [true, 'Maschinelles Verlernen entfernt den Einfluss der Trainingsdaten aus großen Transformer-Modellen.'],
  [true, 'Le désapprentissage retire l’influence des données d’entraînement des modèles transformer.'],
  [true, '机器遗忘从大型模型中移除训练数据的影响。'],
  [false, 'Kaufen Sie heute noch günstige Fahrräder in unserem schönen Laden nebenan.'],
  [false, 'Maschinelles Verlernen: removes the influence of training data from large transformer models.'],
])('%s: “%s” may be a translation', (isOne, translation) => {
  expect(isTranslation(translation, ENGLISH)).toBe(isOne);
});
