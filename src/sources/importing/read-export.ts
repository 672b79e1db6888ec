import { TonearmError } from '../../error.ts';
import { combine, type Capabilities } from './capabilities.ts';
import type { ExportFormat } from './export-format.ts';
import { brokenFile } from './file-content.ts';
import type { Importer, ImportOptions, ImportResult } from './importer.ts';
import { inputFiles, type InputFile } from './input-files.ts';
import { defaultLimits, type InputLimits } from './limits.ts';
import { PlaybackUnion } from './playback-union.ts';
import { playbackEvents } from './playback-events.ts';
import type { SkipReason } from './skip-reason.ts';
import { sharedSongs } from './song.ts';
import { tally } from './tally.ts';
import { codePoints } from './value.ts';

export interface Service {
  readonly service: string;
  readonly title: string;
  readonly expects: string;
  /** The first that recognises a file has it. */
  readonly formats: readonly ExportFormat[];
  /** What the service's fullest export can tell. */
  readonly capabilities: Capabilities;
  /** What the user must know where rows of formats with these names came together. */
  warnings?(formats: ReadonlySet<string>): readonly string[];
}

const textFile = /\.(?:json|jsonl|ndjson|csv|txt)$/i;

/** Makes an importer of the formats of a service. */
export const importerOf = (service: Service): Importer => ({
  service: service.service,
  title: service.title,
  expects: service.expects,
  capabilities: service.capabilities,
  read: (inputs, options = {}) => readExport(service, inputs, options),
});

const readExport = async (
  service: Service,
  inputs: readonly string[],
  options: ImportOptions,
): Promise<ImportResult> => {
  const user = checkedUser(options.user ?? 'me');
  const limits = options.limits ?? defaultLimits;
  const context = { songOf: sharedSongs(), incognito: options.incognito ?? false };
  const union = new PlaybackUnion();
  const imported = new Set<string>();
  const files: string[] = [];
  const ignored: string[] = [];
  const skipped: Partial<Record<SkipReason, number>> = {};
  const seen = new Set<ExportFormat>();
  let rowsRead = 0;
  let rowsImported = 0;
  let bytes = 0;

  for await (const file of inputFiles(inputs, limits)) {
    const match = await recognise(service.formats, file);
    if (match === null) {
      ignored.push(file.name);
      continue;
    }
    const { format, name } = match;
    files.push(name);
    bytes += file.size;
    checkSize(file, bytes, limits);
    seen.add(format);
    const content = { shown: file.shown, bytes: await file.bytes() };
    for (const row of format.rows(content)) {
      rowsRead += 1;
      const outcome = format.playback(row, context);
      let reason: SkipReason | null = null;
      if (typeof outcome === 'string') {
        reason = outcome;
      } else {
        imported.add(format.name);
        if (!union.add(outcome, files.length)) reason = 'overlap';
      }
      if (reason === null) rowsImported += 1;
      else skipped[reason] = (skipped[reason] ?? 0) + 1;
    }
  }
  if (files.length === 0) throw nothingRecognised(service, inputs, ignored.length);

  const playbacks = union.playbacks();
  return {
    events: playbackEvents(playbacks, service.service, user),
    account: {
      title: service.title,
      files,
      ignored,
      rowsRead,
      rowsImported,
      rowsSkipped: skipped,
      ...tally(playbacks),
      warnings: service.warnings?.(imported) ?? [],
    },
    capabilities: capabilitiesOf(service, seen),
  };
};

const recognise = async (
  formats: readonly ExportFormat[],
  file: InputFile,
): Promise<{ readonly format: ExportFormat; readonly name: string } | null> => {
  if (!textFile.test(file.name)) return null;
  const head = new TextDecoder().decode(await file.head());
  for (const format of formats) {
    const name = format.recognise({ name: file.name, place: file.place, head });
    if (name !== null) return { format, name };
  }
  return null;
};

/** In the order of the service's formats, so that the order of the files does not show. */
const capabilitiesOf = (service: Service, seen: ReadonlySet<ExportFormat>): Capabilities =>
  service.formats
    .filter((format) => seen.has(format))
    .map((format) => format.capabilities)
    .filter((capabilities) => capabilities !== null)
    .reduce<Capabilities | null>((all, one) => (all === null ? one : combine(all, one)), null) ??
  service.capabilities;

const checkSize = (file: InputFile, total: number, limits: InputLimits): void => {
  if (file.size > limits.fileBytes) {
    throw brokenFile(
      file.shown,
      `is too large: ${file.size} bytes unpacked, the limit is ${limits.fileBytes}`,
    );
  }
  if (total > limits.totalBytes) {
    throw brokenFile(
      file.shown,
      `brings the import to ${total} bytes unpacked, over the limit of ${limits.totalBytes}`,
    );
  }
};

const checkedUser = (user: string): string => {
  const length = codePoints(user);
  if (length >= 1 && length <= 128 && !/\p{Surrogate}/u.test(user)) return user;
  throw new TonearmError('USAGE', `a user id has 1 to 128 characters, this one ${length}`, {
    facts: { length },
  });
};

const nothingRecognised = (
  { title, expects }: Service,
  inputs: readonly string[],
  ignored: number,
): TonearmError =>
  new TonearmError('INPUT_SCHEMA', `no ${title} export found in ${inputs.join(', ')}`, {
    facts: { files: ignored },
    hint: expects,
  });
