/** The text by which a paper is embedded. Changing it asks for new vectors of everything stored. */
import type { Paper } from '../domain/paper.ts';

export const paperText = (paper: Paper): string => `${paper.title}. ${paper.abstract}`;
