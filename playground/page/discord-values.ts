/** The few Discord constants that the page reads; its enums would outweigh the page. */

/** https://discord.com/developers/docs/resources/message#message-object-message-flags */
export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;

/** https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-types */
export const SLASH_COMMAND = 1;
export const MESSAGE_COMMAND = 3;

/** https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type */
export const OPTION_SUBCOMMAND = 1;
export const OPTION_STRING = 3;
export const OPTION_INTEGER = 4;
export const OPTION_BOOLEAN = 5;
export const OPTION_CHANNEL = 7;
export const OPTION_NUMBER = 10;

/** https://discord.com/developers/docs/components/reference */
export const ACTION_ROW = 1;
export const BUTTON = 2;
export const STRING_SELECT = 3;
export const FORM_TEXT = 4;
export const FORM_CHANNEL = 8;
export const SECTION = 9;
export const TEXT_DISPLAY = 10;
export const THUMBNAIL = 11;
export const MEDIA_GALLERY = 12;
export const SEPARATOR = 14;
export const CONTAINER = 17;
/** https://discord.com/developers/docs/components/reference#text-input-text-input-styles */
export const LONG_TEXT = 2;
/** The class for a button's style. */
export const BUTTON_CLASSES: Readonly<Record<number, string>> = {
  1: 'primary',
  2: 'secondary',
  3: 'success',
  4: 'danger',
  5: 'link',
};
