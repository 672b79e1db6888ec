"""The report on ClickHouse, embedded as chdb: the file is loaded once into memory, then one
statement makes each table.

usage: report.py INPUT(.parquet | .ndjson) OUT_FOLDER
"""

import os
import sys

from chdb import session

source, out = sys.argv[1:]
os.makedirs(out, exist_ok=True)

db = session.Session()
db.query("SET format_csv_null_representation = ''")
db.query(f"SET max_insert_threads = {os.cpu_count()}")

fields = {
    "event_id": "Nullable(String)",
    "event_time": "Nullable(String)",
    "action": "Nullable(String)",
    "user_id": "Nullable(String)",
    "song_id": "Nullable(String)",
    "song_title": "Nullable(String)",
    "artist_id": "Nullable(String)",
    "artist_name": "Nullable(String)",
    "song_duration_ms": "Nullable(Int64)",
    "played_ms": "Nullable(Int64)",
    "device": "Nullable(String)",
    "country": "Nullable(String)",
    "city": "Nullable(String)",
}

if source.endswith(".parquet"):
    relation = f"(SELECT *, event_time AS at FROM file('{source}', 'Parquet'))"
else:
    # JSONEachRow is slower, and after a line cut short it skips a good one too.
    shape = ", ".join(f"{name} {kind}" for name, kind in fields.items())
    columns = ", ".join(f"event.{name} AS {name}" for name in fields)
    relation = f"""(
        SELECT {columns}, parseDateTime64BestEffortOrNull(event_time, 6, 'UTC') AS at
        FROM (SELECT JSONExtract(line, 'Tuple({shape})') AS event FROM file('{source}', 'LineAsString')))"""

actions = "'play', 'pause', 'resume', 'skip', 'complete', 'stop'"
db.query(f"""
    CREATE TABLE loaded ENGINE = Memory AS
    SELECT assumeNotNull(event_id) AS event_id, assumeNotNull(raw.at) AS at,
           CAST(raw.action, $$Enum({actions})$$) AS action,
           raw.action IN ('skip', 'complete', 'stop') AS is_end,
           toLowCardinality(assumeNotNull(raw.user_id)) AS user_id,
           toLowCardinality(assumeNotNull(raw.song_id)) AS song_id,
           toLowCardinality(song_title) AS song_title, toLowCardinality(artist_id) AS artist_id,
           toLowCardinality(artist_name) AS artist_name, song_duration_ms, played_ms,
           toLowCardinality(device) AS device, toLowCardinality(country) AS country,
           toLowCardinality(city) AS city
    FROM {relation} AS raw
    WHERE event_id IS NOT NULL AND raw.at IS NOT NULL AND raw.user_id IS NOT NULL
      AND raw.song_id IS NOT NULL AND raw.action IN ({actions})
""")

# One LIMIT 1 BY over all rows would run in a single thread.
repeated = "(SELECT event_id FROM loaded GROUP BY event_id HAVING count() > 1)"
db.query(f"CREATE TABLE repeated ENGINE = Set AS SELECT event_id FROM {repeated}")
db.query("""
    CREATE TABLE events ENGINE = Memory AS
    SELECT * EXCEPT (event_id) FROM loaded WHERE event_id NOT IN repeated
    UNION ALL
    SELECT * EXCEPT (event_id) FROM (SELECT * FROM loaded WHERE event_id IN repeated LIMIT 1 BY event_id)
""")
db.query("DROP TABLE loaded")

plays = "countIf(action = 'play') AS plays"
streams = "countIf(is_end AND played_ms >= 30000) AS streams"
listeners = "uniqExact(user_id) AS listeners"
songs = "uniqExact(song_id) AS songs"
artists = "uniqExact(artist_id) AS artists"
skips = "countIf(action = 'skip') AS skips"
completes = "countIf(action = 'complete') AS completes"
listening = "sumIf(played_ms, is_end) AS listening_ms"
skip_rate = "if(countIf(is_end) = 0, NULL, countIf(action = 'skip') / countIf(is_end)) AS skip_rate"
completion_rate = (
    "if(countIf(is_end) = 0, NULL, countIf(action = 'complete') / countIf(is_end)) AS completion_rate"
)
share = "count() / sum(count()) OVER () AS share"
iso = "formatDateTime({}(at), '%Y-%m-%dT%H:%i:%S.%fZ')"
span = f"{iso.format('min')} AS first_event_at, {iso.format('max')} AS last_event_at"
labels = "min(song_title) AS song_title, min(artist_id) AS artist_id, min(artist_name) AS artist_name"

groups = ", ".join(
    ["count() AS events", plays, streams, listeners, skips, completes, listening]
    + [skip_rate, completion_rate, share]
)

tables = {
    "overview": f"""
        SELECT count() AS events, {plays}, {streams}, {listeners}, {songs}, {artists}, {listening},
               {skip_rate}, {completion_rate}, {span}
        FROM events""",
    "action_counts": f"""
        SELECT action, count() AS events, {listeners}, {share}
        FROM events GROUP BY action ORDER BY events DESC, toString(action)""",
    "popular_songs": f"""
        SELECT row_number() OVER (ORDER BY plays DESC, song_id) AS rank, *
        FROM (SELECT song_id, {labels}, {plays}, {streams}, {listeners}, {completes}, {skips}, {listening}
              FROM events GROUP BY song_id ORDER BY plays DESC, song_id LIMIT 100)
        ORDER BY rank""",
    "popular_artists": f"""
        SELECT row_number() OVER (ORDER BY plays DESC, artist_id) AS rank, *
        FROM (SELECT artist_id, min(artist_name) AS artist_name, {plays}, {streams}, {listeners},
                     {songs}, {listening}
              FROM events WHERE artist_id IS NOT NULL GROUP BY artist_id
              ORDER BY plays DESC, artist_id LIMIT 100)
        ORDER BY rank""",
    "user_activity": f"""
        SELECT row_number() OVER (ORDER BY plays DESC, user_id) AS rank, *
        FROM (SELECT user_id, count() AS events, {plays}, {streams}, {skips}, {completes}, {songs},
                     {artists}, uniqExact(toDate(at)) AS active_days, {listening}, {skip_rate},
                     {completion_rate}, {span}
              FROM events GROUP BY user_id ORDER BY plays DESC, user_id LIMIT 100)
        ORDER BY rank""",
    "device_usage": f"""
        SELECT device, {groups}
        FROM events GROUP BY device ORDER BY events DESC, device""",
    "geographic_distribution": f"""
        SELECT country, {groups}
        FROM events GROUP BY country ORDER BY events DESC, country""",
    "city_distribution": f"""
        SELECT country, city, count() AS events, {plays}, {listeners}, {share}
        FROM events GROUP BY country, city ORDER BY events DESC, country, city LIMIT 100""",
    "hourly_activity": f"""
        SELECT toHour(at) AS hour, count() AS events, {plays}, {listeners}, {listening}, {skip_rate},
               {share}
        FROM events GROUP BY hour ORDER BY hour""",
    "weekday_hourly_activity": f"""
        SELECT toDayOfWeek(at) AS weekday, toHour(at) AS hour, count() AS events, {plays}, {listeners}
        FROM events GROUP BY weekday, hour ORDER BY weekday, hour""",
    "session_analysis": """
        WITH arraySort(groupArray(duration_ms)) AS sorted
        SELECT count() AS sessions, uniqExact(user_id) AS listeners,
               sum(duration_ms) / count() AS mean_duration_ms,
               sorted[intDiv(count() * 50 + 99, 100)] AS median_duration_ms,
               sorted[intDiv(count() * 90 + 99, 100)] AS p90_duration_ms,
               max(duration_ms) AS max_duration_ms, sum(events) / count() AS mean_events,
               sum(plays) / count() AS mean_plays, sum(songs) / count() AS mean_songs,
               countIf(plays = 1) / count() AS single_play_share, sum(skips) / count() AS mean_skips
        FROM sessions""",
    "session_lengths": """
        WITH [1, 60000, 300000, 900000, 1800000, 3600000, 7200000] AS bounds,
             ['0', '<1 min', '<5 min', '<15 min', '<30 min', '<60 min', '<120 min', '>=120 min'] AS names
        SELECT names[n] AS bucket, if(n = 1, 0, bounds[n - 1]) AS from_ms,
               if(n = 8, NULL, bounds[n]) AS to_ms, sum(one) AS sessions,
               sum(one) / sum(sum(one)) OVER () AS share
        FROM (SELECT arrayCount(bound -> duration_ms >= bound, bounds) + 1 AS n, 1 AS one FROM sessions
              UNION ALL SELECT number + 1, 0 FROM numbers(8))
        GROUP BY n ORDER BY n""",
    "song_engagement": f"""
        SELECT row_number() OVER (ORDER BY skip_rate DESC, song_id) AS rank, *
        FROM (SELECT song_id, {labels}, {plays}, countIf(is_end) AS ended, {skips}, {completes},
                     countIf(action = 'stop') AS stops, {skip_rate}, {completion_rate},
                     sumIf(least(intDiv(played_ms * 1000000, nullIf(song_duration_ms, 0)), 1000000), is_end)
                       / (1000000 * countIf(is_end AND played_ms IS NOT NULL
                                            AND song_duration_ms IS NOT NULL)) AS mean_completion,
                     {listening}
              FROM events GROUP BY song_id HAVING ended >= 50
              ORDER BY skip_rate DESC, song_id LIMIT 100)
        ORDER BY rank""",
}

# Each listener's events in order of time, cut where more than 30 minutes lie between two.
db.query("""
    CREATE TABLE sessions ENGINE = Memory AS
    SELECT user_id,
           intDiv(toUnixTimestamp64Micro(session[-1].1) - toUnixTimestamp64Micro(session[1].1), 1000)
             AS duration_ms,
           length(session) AS events,
           arrayCount(event -> event.3 = 'play', session) AS plays,
           arrayCount(event -> event.3 = 'skip', session) AS skips,
           arrayUniq(session.2) AS songs
    FROM (SELECT user_id, arraySort(event -> event.1, groupArray((at, song_id, action))) AS sorted,
                 arrayMap(event -> toUnixTimestamp64Micro(event.1), sorted) AS times,
                 arraySplit((event, pause) -> pause > 1800000000, sorted, arrayDifference(times)) AS runs
          FROM events GROUP BY user_id)
    ARRAY JOIN runs AS session
""")

for name, sql in tables.items():
    with open(os.path.join(out, f"{name}.csv"), "wb") as file:
        file.write(db.query(sql, "CSVWithNames").bytes())
