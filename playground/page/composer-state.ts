/** The contents of the composer. */
import type { Draft, DraftChoice } from './command-draft.ts';

export interface ComposerState {
  readonly text: string;
  readonly draft: Draft | undefined;
  /** The name of the focused option. */
  readonly focused: string | undefined;
  readonly isPickerOpen: boolean;
  readonly active: number;
  readonly suggested: readonly DraftChoice[] | 'asking' | 'none' | 'failed';
  readonly problem: string;
  /** The message being replied to. */
  readonly replyTo: string | undefined;
}

export const EMPTY: ComposerState = {
  text: '',
  draft: undefined,
  focused: undefined,
  isPickerOpen: false,
  active: 0,
  suggested: [],
  problem: '',
  replyTo: undefined,
};
