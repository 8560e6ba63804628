/** The text by which a paper is embedded. A change requires re-embedding everything. */
import type { Paper } from '../domain/paper.ts';

export const paperText = (paper: Paper): string => `${paper.title}. ${paper.abstract}`;
