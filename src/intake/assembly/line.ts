import { quote } from './characters';
import { keepIdText, writeIdText, writeRow } from './columns';
import { idHex, idHigh, idLow, idUuid, readId, readUuid } from './event-id';
import { clearRoom, isRoomScarce, plainLength, plainStart, readEscapedText } from './escapes';
import {
  kindAction,
  kindCountry,
  kindDevice,
  kindId,
  kindInteger,
  kindNothing,
  kindOtherNumber,
  hostSpans,
  kindOtherText,
  kindText,
  kindTime,
  otherField,
  requiredFields,
  setPresent,
  setSpan,
  spanLength,
  spanStart,
} from './fields';
import { awaitKeys, nextSpans, writeKeys, writeKeysNow } from './keys';
import {
  learn,
  lineStart,
  passageField,
  passageKind,
  passageLeast,
  passageLength,
  passageMost,
  passageNext,
  recognise,
} from './predictions';
import { countCharacters, findTextEnd } from './text';
import { readTime, timeUs } from './time';
import { findAction, isCountry, isDevice, readInteger, skipNumber } from './values';

/** The most bytes of an event. */
const mostBytes: usize = 65536;

let idForm: u32 = idUuid;
let idStart: usize = 0;
let idLength: u32 = 0;
let action: u32 = 0;

let playedField: u32 = 0;
let durationField: u32 = 0;

/** Names the fields that have a column of integers. */
export function setIntegerColumns(played: u32, duration: u32): void {
  playedField = played;
  durationField = duration;
}

/**
 * Reads the line at `start` and writes its row, where it certainly is an event that keeps every
 * rule. Returns the start of the next line, or 0 where there is a doubt: then nothing is written.
 */
export function decodeLine(start: usize): usize {
  if (isRoomScarce()) {
    writeKeys();
    clearRoom();
  }
  const spans = nextSpans();
  let at = start;
  let set = lineStart;
  let seen: u32 = 0;
  let present: u32 = 0;
  while (true) {
    let passage = recognise(set, at);
    if (passage == 0) {
      passage = learn(set, at);
      if (passage == 0) return 0;
    }
    at += load<u32>(passage, passageLength);
    const field = load<u32>(passage, passageField);
    const bit: u32 = 1 << field;
    if (seen & bit) return 0;
    set = load<u32>(passage, passageNext);

    switch (load<u32>(passage, passageKind)) {
      case kindText: {
        const end = readText(passage, spans, field, at);
        if (end == 0) return 0;
        at = end + 1;
        break;
      }
      case kindInteger: {
        at = readInteger(
          at,
          spans,
          field,
          load<u32>(passage, passageLeast),
          load<u32>(passage, passageMost),
        );
        if (at == 0) return 0;
        break;
      }
      case kindId: {
        if (load<u8>(at, 36) == quote && readUuid(at)) {
          idForm = idUuid;
          at += 37;
        } else {
          const end = findTextEnd(at);
          if (end == 0 || !isLength(passage, at, <u32>(end - at))) return 0;
          setId(at, <u32>(end - at));
          at = end + 1;
        }
        break;
      }
      case kindTime: {
        at = readTime(at);
        if (at == 0) return 0;
        at += 1;
        break;
      }
      case kindAction: {
        const end = findTextEnd(at);
        if (end == 0) return 0;
        const found = findAction(at, <u32>(end - at));
        if (found < 0) return 0;
        action = found;
        at = end + 1;
        break;
      }
      case kindDevice: {
        const end = findTextEnd(at);
        if (end == 0 || !isDevice(at, <u32>(end - at))) return 0;
        setSpan(spans, field, at, <u32>(end - at));
        at = end + 1;
        break;
      }
      case kindCountry: {
        const end = findTextEnd(at);
        if (end == 0 || !isCountry(at, <u32>(end - at))) return 0;
        setSpan(spans, field, at, <u32>(end - at));
        at = end + 1;
        break;
      }
      case kindNothing: {
        if (field != otherField) seen |= bit;
        continue;
      }
      case kindOtherText: {
        const end = findTextEnd(at);
        at = end == 0 ? readEscapedText(at) : end;
        if (at == 0) return 0;
        at += 1;
        continue;
      }
      case kindOtherNumber: {
        at = skipNumber(at);
        if (at == 0) return 0;
        continue;
      }
      default: {
        if ((present & requiredFields) != requiredFields) return 0;
        if (at - start - 1 > mostBytes) return 0;
        writeEvent(timeUs, spans, present);
        setPresent(spans, present);
        awaitKeys();
        return at;
      }
    }
    seen |= bit;
    present |= bit;
  }
}

/** Reads a text with as many characters as its field may have; returns its closing quote, or 0. */
function readText(passage: usize, spans: usize, field: u32, at: usize): usize {
  const end = findTextEnd(at);
  if (end == 0) return readTextWithEscapes(passage, spans, field, at);
  const length = <u32>(end - at);
  if (!isLength(passage, at, length)) return 0;
  setSpan(spans, field, at, length);
  return end;
}

function readTextWithEscapes(passage: usize, spans: usize, field: u32, at: usize): usize {
  const end = readEscapedText(at);
  if (end == 0 || !isLength(passage, plainStart, plainLength)) return 0;
  setSpan(spans, field, plainStart, plainLength);
  return end;
}

function isLength(passage: usize, at: usize, length: u32): bool {
  if (length < load<u32>(passage, passageLeast)) return false;
  const most = load<u32>(passage, passageMost);
  return length <= most || countCharacters(at, length) <= most;
}

/** Takes the text as the event's id; it must stay where it is. */
function setId(start: usize, length: u32): void {
  idForm = readId(start, length);
  idStart = start;
  idLength = idForm == idHex ? 0 : length;
}

function writeEvent(time: i64, spans: usize, present: u32): void {
  writeRow(
    time,
    idHigh,
    idLow,
    action,
    present & (1 << playedField) ? <i32>spanStart(spans, playedField) : -1,
    present & (1 << durationField) ? <i32>spanStart(spans, durationField) : -1,
  );
  if (idForm != idUuid) writeIdText(idStart, idLength);
}

/**
 * Writes the row of an event that the host has judged: `hostSpans` are those of its texts,
 * `present` has their bits, -1 is a null. `idField` is the field of the event's id.
 */
export function append(
  time: f64,
  actionNumber: u32,
  played: i32,
  duration: i32,
  present: u32,
  idField: u32,
): void {
  // The host uses the same memory for the next event, so that this one's keys cannot wait.
  writeKeys();
  setId(spanStart(hostSpans, idField), spanLength(hostSpans, idField));
  if (idForm != idUuid) idStart = keepIdText(idStart, idLength);
  action = actionNumber;
  writeRow(<i64>time, idHigh, idLow, action, played, duration);
  if (idForm != idUuid) writeIdText(idStart, idLength);
  setPresent(hostSpans, present);
  writeKeysNow(hostSpans);
}
