import type { Backend, Experiment } from './experiment';

type Engine = Partial<Experiment['engine']>;

/** An experiment's engine as a section, whether it is written as one or as a word (`engine: webgpu`); empty where nothing is written. */
export function expandEngine(engine: Engine | Backend | 'tensorflow' | undefined): Engine {
  if (typeof engine !== 'string') return engine ?? {};
  return engine === 'tensorflow' ? { name: engine } : { backend: engine };
}

/** Changes by dotted key in which `engine=webgpu` is `engine.backend=webgpu`, so that it leaves the section's other keys alone. */
export function expandEngineSet(sets: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const expanded = Object.entries(sets).map(([key, word]) => {
    if (key !== 'engine') return [key, word];
    return [word === 'tensorflow' ? 'engine.name' : 'engine.backend', word];
  });
  return Object.fromEntries(expanded);
}
