import { containerPresets } from './containers.ts';
import { githubPresets } from './github.ts';
import { languagePresets } from './languages.ts';
import { systemPresets } from './systems.ts';

/** A reviewed list of rules under a name. */
export interface Preset {
  readonly name: string;
  /** One sentence: what it opens. */
  readonly summary: string;
  /** In the policy language; a comment says which page names the hosts below it, or that they are unverified. */
  readonly policy: string;
}

/** Presets name the public services of the projects themselves; a mirror or a private registry takes a rule of its own. */
export const presets: readonly Preset[] = [...languagePresets, ...githubPresets, ...containerPresets, ...systemPresets];

const byName = new Map(presets.map((preset) => [preset.name, preset]));

export function presetNamed(name: string): Preset | undefined {
  return byName.get(name);
}
