import { type Command, Option } from 'commander';
import { type Config, loadConfig } from '../config/config.ts';
import { SETTINGS, type SettingTypes } from '../config/settings.ts';
import type { Terminal } from './terminal.ts';

/** Gives a command the flags of these settings, and `--config`. */
export function withSettings(command: Command, keys: readonly (keyof SettingTypes)[]): Command {
  command.option('--config <file>', 'config file (default: oai-pmh.yaml, if it is there)');
  for (const { key, flag, meaning, default: fallback, defaultNote } of SETTINGS) {
    if (flag === undefined || !keys.includes(key)) continue;
    const shown = defaultNote ?? fallback;
    command.addOption(new Option(`${flag} <value>`, `${meaning}${shown === undefined ? '' : ` (default: ${shown})`}`));
  }
  return command;
}

/** The configuration that a command runs with. Throws a Fault that names everything wrong with it. */
export function configOf(command: Command, terminal: Terminal): Config {
  const options = command.opts<Record<string, string | undefined>>();
  return loadConfig({ file: options['config'], environment: terminal.environment, flags: options });
}
