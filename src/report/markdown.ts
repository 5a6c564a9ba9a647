/** Text of others in Markdown. */
import { escapeMarkup } from './html/markup.ts';

/** Neither HTML nor Markdown of whoever is tested. */
export const markdownText = (raw: string): string =>
  escapeMarkup(raw)
    .replace(/[|\\`*_[\]~]/g, '\\$&')
    .replaceAll('\n', ' ');
