import { messageOf } from '../error.ts';
import type { GroupOffsets } from '../sources/kafka/group-offsets.ts';
import type { KafkaSource } from '../sources/kafka/kafka-source.ts';
import type { RecordSource } from '../sources/record-source.ts';
import type { Progress } from '../stream/progress.ts';
import { stateName } from './state-identity.ts';
import type { StreamHost, StreamSettings } from './stream-options.ts';

const everyMs = 5_000;
/** How long an attempt may take. */
const mostMs = 4_000;
/** How long the end of a stream may wait for the last one. */
const lastMs = 500;
/** Attempts that fail in a row before a word is said: the first one has a cluster make its topic for it. */
const patience = 3;

/** Tells a cluster how far a stream is. Nothing here throws, or is waited for while the stream runs. */
export interface GroupTeller {
  progress(progress: Pick<Progress, 'sources'>): void;
  /** Tells where the stream ended, if the cluster takes it within half a second. */
  end(): Promise<void>;
}

const isKafka = (source: RecordSource): source is KafkaSource => 'groupOffsets' in source;

/** The group whose offsets a stream keeps; undefined for none. A bounded run has one if it is named. */
const groupOf = (settings: StreamSettings): string | undefined => {
  if (settings.group === 'off') return undefined;
  if (settings.group !== undefined) return settings.group;
  return settings.mode === 'bounded' ? undefined : `tonearm-${stateName(settings)}`;
};

/** Tells every five seconds, beside the stream. */
export const createGroupTeller = (
  offsets: GroupOffsets,
  group: string,
  { clock, onNotice }: Pick<StreamHost, 'clock' | 'onNotice'>,
): GroupTeller => {
  let reached: ReadonlyMap<number, number> = new Map();
  let told = reached;
  let current = new AbortController();
  let underWay: Promise<void> | undefined;
  let nextMs = 0;
  let failures = 0;

  const attempt = async (ms: number): Promise<void> => {
    const positions = reached;
    const controller = new AbortController();
    current = controller;
    const timer = setTimeout(() => controller.abort(new Error(`no answer within ${ms} ms`)), ms);
    try {
      await offsets.commit(positions, controller.signal);
      told = positions;
      if (failures >= patience) onNotice(`the offsets of group ${group} are stored again`);
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures === patience) {
        onNotice(`the offsets of group ${group} are not stored: ${messageOf(error)}; trying on`);
      }
    } finally {
      clearTimeout(timer);
      underWay = undefined;
    }
  };

  return {
    progress({ sources: { endOffset } }) {
      reached = new Map(Object.entries(endOffset).map(([name, next]) => [Number(name), next]));
      if (underWay !== undefined || clock.elapsedMs() < nextMs) return;
      nextMs = clock.elapsedMs() + everyMs;
      underWay = attempt(mostMs);
    },
    async end() {
      const began = clock.elapsedMs();
      const timer = setTimeout(() => current.abort(new Error('the stream has ended')), lastMs);
      await underWay;
      clearTimeout(timer);
      const left = lastMs - (clock.elapsedMs() - began);
      if (failures === 0 && told !== reached && left > 0) await attempt(left);
      await offsets.close();
    },
  };
};

/** The teller of a stream over Kafka; undefined where there is nobody to tell. */
export const groupTeller = (
  source: RecordSource,
  settings: StreamSettings,
  host: StreamHost,
): GroupTeller | undefined => {
  const group = groupOf(settings);
  return group === undefined || !isKafka(source)
    ? undefined
    : createGroupTeller(source.groupOffsets(group), group, host);
};
