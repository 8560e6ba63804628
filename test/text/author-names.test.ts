import { expect, test } from 'vitest';
import { readAuthorLine, readAuthorList } from '../../src/text/author-names.ts';

test.each<[string, string[]]>([
  ['I. Probe and L. Probe', ['I. Probe', 'L. Probe']],
  ['A. Bee, Jr., C. Dee III, and E. Eff', ['A. Bee Jr.', 'C. Dee III', 'E. Eff']],
  ['The Bison Collaboration: Gus Able, Ann Bee', ['The Bison Collaboration', 'Gus Able', 'Ann Bee']],
  ['Gus Able (1 and 2) and Ann Bee (2) ((1) MIT, (2) Univ. of X)', ['Gus Able', 'Ann Bee']],
  ['Smith, John and Doe, Jane', ['John Smith', 'Jane Doe']],
  ['Doe, Jane; Smith, John, Jr.', ['Jane Doe', 'John Smith Jr.']],
  ['J\\"urgen M\\"uller (TU Wien, Austria), Paul Erd\\H{o}s', ['Jürgen Müller', 'Paul Erdős']],
])('%s is %j', (line, authors) => {
  expect(readAuthorLine(line)).toEqual(authors);
});

test.each<[string[], string[]]>([
  [
    ['NVIDIA', ':', 'Ann Bee'],
    ['NVIDIA', 'Ann Bee'],
  ],
  [['The Bison Collaboration: Gus Able'], ['The Bison Collaboration', 'Gus Able']],
  [['Gus Able for the Bison Collaboration'], ['Gus Able', 'the Bison Collaboration']],
  [['Don Able Jr. and Ann Bee'], ['Don Able Jr.', 'Ann Bee']],
  [['Research and Development Group'], ['Research and Development Group']],
  [
    ['Bee, Ann', 'van der Dee, Jan'],
    ['Ann Bee', 'Jan van der Dee'],
  ],
  [['Rob M. Cesar, Jr.'], ['Rob M. Cesar Jr.']],
  [
    ['Gus Able (Example University)', 'Ann Bee*', 'Cy Dee1,2', 'Eric~Eff'],
    ['Gus Able', 'Ann Bee', 'Cy Dee', 'Eric Eff'],
  ],
  [
    ['DeepSeek-AI', '01.AI', 'DeepSeek-AI', ''],
    ['DeepSeek-AI', '01.AI'],
  ],
])('%j are %j', (entries, authors) => {
  expect(readAuthorList(entries)).toEqual(authors);
});
